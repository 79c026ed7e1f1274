"""The brake on guessing, try by try and second by second, on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from linkwright.access.errors import TooManyTries
from linkwright.access.tries.brake import Brake, Counted
from linkwright.kit.clock import FixedClock
from linkwright.kit.ids import token_hash
from linkwright.store.database import Database
from linkwright.store.tables import sign_in_tries

pytestmark = pytest.mark.anyio
DAY = 86_400


@pytest.fixture
def brake(database: Database, clock: FixedClock) -> Brake:
    return Brake(database, clock)


async def counts(database: Database) -> dict[str, int]:
    async with database.read() as tx:
        rows = await tx.execute(sa.select(sign_in_tries.c.name, sign_in_tries.c.count))
        return {row.name: row.count for row in rows}


async def wait_of(brake: Brake, *counted: Counted) -> int:
    """For how many seconds a try is refused; 0 if it is taken."""
    try:
        await brake.take(counted)
    except TooManyTries as refused:
        assert refused.headers == {"Retry-After": str(refused.extra["retry_after"])}
        return int(refused.extra["retry_after"])
    return 0


async def test_after_the_free_tries_each_wait_is_twice_the_one_before_up_to_a_quarter_of_an_hour(
    brake: Brake, clock: FixedClock
) -> None:
    one = Counted("a", 3)
    assert [await wait_of(brake, one) for _ in range(4)] == [0, 0, 0, 2]
    waits = []
    for _ in range(11):
        waits.append(await wait_of(brake, one))
        clock.advance(waits[-1] - 0.5)
        assert await wait_of(brake, one) == 1
        clock.advance(0.5)
        assert await wait_of(brake, one) == 0
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


async def test_a_refused_try_counts_as_none(brake: Brake, database: Database) -> None:
    one, other = Counted("a", 1), Counted("b", 5)
    await brake.take((one, other))
    assert await wait_of(brake, one, other) == 2
    assert await wait_of(brake, other, one) == 2
    assert await counts(database) == {"a": 1, "b": 1}


async def test_of_several_waits_the_longest_holds(brake: Brake, clock: FixedClock) -> None:
    short, long = Counted("a", 3), Counted("b", 1)
    await brake.take((short, long))
    clock.advance(2)
    await brake.take((short, long))
    clock.advance(4)
    await brake.take((short, long))
    assert await wait_of(brake, short, long) == 8


async def test_tries_are_forgotten_after_more_than_a_day(brake: Brake, clock: FixedClock, database: Database) -> None:
    one = Counted("a", 1)
    await brake.take((one,))
    clock.advance(DAY)
    await brake.take((one,))
    assert await counts(database) == {"a": 2}
    clock.advance(DAY + 1)
    await brake.take((one,))
    assert await counts(database) == {"a": 1}


async def test_who_was_right_has_no_tries_left_over_and_the_others_one_less(brake: Brake, database: Database) -> None:
    mine, address, email = Counted("a", 5), Counted("b", 5), Counted("c", 5)
    for _ in range(2):
        await brake.take((mine, address, email))
    await brake.passed((mine, address, email))
    assert await counts(database) == {"a": 0, "b": 1, "c": 1}


async def test_signing_in_is_counted_by_pair_address_and_email_until_the_browser_is_known(
    brake: Brake, database: Database
) -> None:
    email, address = "ann@example.com", "192.0.2.1"
    unknown = (
        Counted(token_hash(f"pair\0{email}\0{address}"), 5),
        Counted(token_hash(f"address\0{address}"), 50),
        Counted(token_hash(f"email\0{email}"), 50),
    )
    for device in (None, "", "lwd_made_up"):
        assert await brake.of_sign_in(email, address, device) == unknown
    async with database.write() as tx:
        device = (await brake.remember(tx, email)).reveal()
    assert device.startswith("lwd_")
    known = token_hash(f"device\0{email}\0{device}")
    assert await brake.of_sign_in(email, address, device) == (Counted(known, 5),)
    assert await brake.of_sign_in("bob@example.com", address, device) != (Counted(known, 5),)
    assert await counts(database) == {known: 0}


async def test_a_browser_is_forgotten_when_nobody_has_signed_in_on_it_for_half_a_year(
    brake: Brake, database: Database, clock: FixedClock
) -> None:
    async with database.write() as tx:
        await brake.remember(tx, "ann@example.com")
    clock.advance(180 * DAY)
    await brake.sweep()
    assert len(await counts(database)) == 1
    clock.advance(1)
    await brake.sweep()
    assert await counts(database) == {}
