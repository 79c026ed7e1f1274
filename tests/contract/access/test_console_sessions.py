"""Console sessions, one's own password, and the brake on guessing, on both databases."""

from __future__ import annotations

import asyncio

import pytest

from linkwright.access.errors import PasswordTooWeak, SignInRefused, TooManyTries, Unauthenticated
from linkwright.access.sessions.model import Seen
from linkwright.access.tries.brake import Brake
from linkwright.errors import NotFound
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.store.database import Database
from tests.contract.access.signing import GOOD, WRONG, entrance_of, joined, organization

pytestmark = pytest.mark.anyio
HOME, ELSEWHERE = Seen("192.0.2.1", "Firefox"), Seen("203.0.113.9", "curl")


@pytest.mark.promise("members.sessions")
async def test_a_member_sees_where_they_are_signed_in_and_ends_it_there(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    await joined(database, clock, "bob@example.com", "owner")
    here = (await made.members.sign_in("ann@example.com", GOOD, HOME)).token.reveal()
    there = (await made.members.sign_in("ann@example.com", GOOD, ELSEWHERE)).token.reveal()
    ann = await made.sessions.signed_in(here)
    bob = await made.sessions.signed_in((await made.members.sign_in("bob@example.com", GOOD)).token.reveal())
    async with database.read() as tx:
        listed = await made.sessions.list(tx, ann)
    assert {(one.address, one.device, one.way) for one in listed} == {
        ("192.0.2.1", "Firefox", "password"),
        ("203.0.113.9", "curl", "password"),
    }
    assert here not in str(listed)
    other = next(one.id for one in listed if one.device == "curl")
    with pytest.raises(NotFound):
        async with database.write() as tx:
            await made.sessions.end(tx, bob, other)
    async with database.write() as tx:
        await made.sessions.end(tx, ann, other)
    with pytest.raises(Unauthenticated):
        await made.sessions.signed_in(there)
    await made.members.sign_in("ann@example.com", GOOD, ELSEWHERE)
    async with database.write() as tx:
        assert await made.sessions.end_others(tx, ann) == 1
        assert [one.id for one in await made.sessions.list(tx, ann)] == [ann.session_id]
    await made.sessions.signed_in(here)
    await made.sessions.signed_in((await made.members.sign_in("bob@example.com", GOOD)).token.reveal())


@pytest.mark.promise("members.sessions")
async def test_a_session_ends_in_any_case_however_much_it_is_used(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock, member_session_longest=10_000)
    await joined(database, clock, "ann@example.com", "owner")
    token = (await made.members.sign_in("ann@example.com", GOOD)).token.reveal()
    for _ in range(4):
        clock.advance(2_400)
        await made.sessions.signed_in(token)
    clock.advance(401)
    with pytest.raises(Unauthenticated):
        await made.sessions.signed_in(token)


@pytest.mark.promise("members.password")
async def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(
    database: Database, clock: FixedClock
) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    other = (await made.members.sign_in("ann@example.com", GOOD)).token.reveal()
    here = (await made.members.sign_in("ann@example.com", GOOD)).token.reveal()
    ann, new = await made.sessions.signed_in(here), Secret("quite another pass phrase")
    with pytest.raises(SignInRefused):
        await made.own.change_password(ann, WRONG, new)
    with pytest.raises(PasswordTooWeak):
        await made.own.change_password(ann, GOOD, Secret("short"))
    await made.sessions.signed_in(other)
    assert await made.own.change_password(ann, GOOD, new) == 1
    with pytest.raises(Unauthenticated):
        await made.sessions.signed_in(other)
    await made.sessions.signed_in(here)
    with pytest.raises(SignInRefused):
        await made.members.sign_in("ann@example.com", GOOD)
    await made.members.sign_in("ann@example.com", new)


@pytest.mark.promise("members.brake")
async def test_guessing_is_slowed_by_waits_that_double_in_every_process(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    one, other = entrance_of(database, clock), entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    for n in range(5):
        with pytest.raises(SignInRefused):
            await (one, other)[n % 2].members.sign_in("ann@example.com", WRONG, ELSEWHERE)
    waits = []
    for made in (one, other, one):
        with pytest.raises(TooManyTries) as refused:
            await made.members.sign_in("ann@example.com", GOOD, ELSEWHERE)
        waits.append(int(refused.value.headers["Retry-After"]))
        clock.advance(waits[-1])
        with pytest.raises(SignInRefused):
            await made.members.sign_in("ann@example.com", WRONG, ELSEWHERE)
    assert waits == [2, 4, 8]


@pytest.mark.promise("members.brake")
async def test_many_guesses_at_once_are_no_more_than_the_free_ones(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    tries = (made.members.sign_in("ann@example.com", WRONG, ELSEWHERE) for _ in range(12))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, SignInRefused) for result in results) == 5
    assert sum(isinstance(result, TooManyTries) for result in results) == 7


@pytest.mark.promise("members.no-lock-out")
async def test_whoever_guesses_at_a_password_does_not_lock_its_owner_out(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    known = (await made.members.sign_in("ann@example.com", GOOD, HOME)).device
    assert known is not None
    brake = made.brake
    # From the owner's own address, and from very many others.
    for address in (HOME.address, *(f"198.51.100.{n}" for n in range(60))):
        for _ in range(5):
            try:
                await brake.take(await brake.of_sign_in("ann@example.com", address, None))
            except TooManyTries:
                break
    with pytest.raises(TooManyTries):
        await made.members.sign_in("ann@example.com", GOOD, Seen("198.51.100.200", ""))
    assert (await made.members.sign_in("ann@example.com", GOOD, HOME, known.reveal())).stage == "in"
    with pytest.raises(TooManyTries):
        await made.members.sign_in("ann@example.com", GOOD, HOME, "lwd_made_up")


async def test_one_address_is_slowed_over_many_names_and_an_ipv6_home_is_one(
    database: Database, clock: FixedClock
) -> None:
    brake = Brake(database, clock)
    for n in range(50):
        await brake.take(await brake.of_sign_in(f"m{n}@example.com", f"2001:db8::{n:x}", None))
    with pytest.raises(TooManyTries):
        await brake.take(await brake.of_sign_in("another@example.com", "2001:db8::ffff", None))
    await brake.take(await brake.of_sign_in("another@example.com", "2001:db8:0:1::1", None))
    clock.advance(86_401)
    await brake.take(await brake.of_sign_in("another@example.com", "2001:db8::1", None))


async def test_tries_are_forgotten_once_they_are_old(database: Database, clock: FixedClock) -> None:
    brake = Brake(database, clock)
    for _ in range(5):
        await brake.take(await brake.of_sign_in("a@example.com", "192.0.2.1", None))
    clock.advance(181 * 86_400)
    await brake.sweep()
    async with database.read() as tx:
        from linkwright.access.tries import repository

        assert not await repository.there(tx, (await brake.of_sign_in("a@example.com", "192.0.2.1", None))[0].name)
