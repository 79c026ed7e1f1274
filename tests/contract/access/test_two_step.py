"""The second step of signing in, on both databases."""

from __future__ import annotations

import asyncio
import math
import re

import pyotp
import pytest
import sqlalchemy as sa

from linkwright.access.entering import repository as entering
from linkwright.access.errors import (
    CodeRefused,
    StepEnded,
    TooManyTries,
    TwoStepAlreadyOn,
    TwoStepNotBegun,
    TwoStepRequired,
    Unauthenticated,
)
from linkwright.access.sessions.model import Seen, SignedIn
from linkwright.access.two_step.codes import new_recovery_codes, recovery_hash
from linkwright.access.two_step.service import Person
from linkwright.app.signing_in import SigningIn
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.store.database import Database
from linkwright.store.tables import member_recovery_codes, member_two_step
from tests.contract.access.signing import GOOD, acting, entrance_of, joined, organization

pytestmark = pytest.mark.anyio
SEEN = Seen("192.0.2.1", "Firefox")


class Phone:
    """An authenticator app."""

    def __init__(self, secret: Secret, clock: FixedClock) -> None:
        self._totp, self._clock = pyotp.TOTP(secret.reveal()), clock

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many steps of 30 seconds away."""
        return self._totp.generate_otp(int(self._clock.now().timestamp()) // 30 + steps)


async def _on(database: Database, clock: FixedClock) -> tuple[SigningIn, Person, Phone, list[Secret]]:
    await organization(database, clock)
    made = entrance_of(database, clock)
    person = Person(await joined(database, clock, "ann@example.com", "owner"), "org_1", "ann@example.com", "Acme")
    phone = Phone((await made.two_step.begin(person)).secret, clock)
    codes = await made.two_step.confirm(person, phone.code())
    clock.advance(60)
    return made, person, phone, codes


async def _require(database: Database, clock: FixedClock) -> None:
    async with database.write() as tx:
        await entering.put_settings(
            tx,
            {
                "organization_id": "org_1",
                "require_two_step": True,
                "passwords": True,
                "secret_version": 0,
                "domains": [],
                "default_role": "viewer",
                "joins": False,
                "updated_at": clock.now(),
            },
        )


@pytest.mark.promise("members.two-step")
async def test_a_password_alone_opens_no_session(database: Database, clock: FixedClock) -> None:
    made, _, phone, _ = await _on(database, clock)
    half = await made.members.sign_in("ann@example.com", GOOD, SEEN)
    assert half.stage == "code"
    assert half.device is None
    with pytest.raises(Unauthenticated):
        await made.sessions.signed_in(half.token.reveal())
    entered = await made.entrance.finish(half.token.reveal(), f" {phone.code()[:3]} {phone.code()[3:]}", SEEN)
    assert (await made.sessions.signed_in(entered.token.reveal())).email == "ann@example.com"
    with pytest.raises(StepEnded):
        await made.entrance.finish(half.token.reveal(), phone.code(1), SEEN)


@pytest.mark.promise("members.two-step")
async def test_a_code_works_once_even_for_two_at_once_and_none_before_it(database: Database, clock: FixedClock) -> None:
    made, person, phone, _ = await _on(database, clock)
    tries = (made.two_step.check(person, phone.code()) for _ in range(4))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(result is None for result in results) == 1
    assert sum(isinstance(result, CodeRefused) for result in results) == 3
    with pytest.raises(CodeRefused):
        await made.two_step.check(person, phone.code(-1))
    await made.two_step.check(person, phone.code(1))


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
async def test_a_clock_may_be_half_a_minute_off(database: Database, clock: FixedClock, steps: int, taken: bool) -> None:
    made, person, phone, _ = await _on(database, clock)
    if taken:
        await made.two_step.check(person, phone.code(steps))
        return
    with pytest.raises(CodeRefused):
        await made.two_step.check(person, phone.code(steps))


@pytest.mark.promise("members.recovery-codes")
async def test_a_recovery_code_cannot_be_guessed_from_its_hash_and_older_shorter_ones_still_work(
    database: Database, clock: FixedClock
) -> None:
    made, person, _, fresh = await _on(database, clock)
    seen = [*fresh, *(code for _ in range(5) for code in new_recovery_codes())]
    letters = {one for code in seen for one in code.reveal() if one != "-"}
    least = min(len(code.reveal().replace("-", "")) for code in fresh)
    # No more letters are seen than there are, so this is a lower bound.
    assert least * math.log2(len(letters)) >= 112
    assert all(re.fullmatch(r"\w{4}(-\w{4}){5}", code.reveal()) for code in fresh)
    async with database.write() as tx:
        older = recovery_hash("ABCD-EFGH-JKMN-PQRS")
        await tx.execute(sa.insert(member_recovery_codes), [{"member_id": person.member_id, "hash": older}])
    await made.two_step.check(person, "abcd efgh jkmn pqrs")


@pytest.mark.promise("members.recovery-codes")
async def test_a_recovery_code_works_once_and_is_kept_as_a_hash(database: Database, clock: FixedClock) -> None:
    made, person, phone, codes = await _on(database, clock)
    assert len({one.reveal() for one in codes}) == 10
    first = codes[0].reveal()
    results = await asyncio.gather(
        made.two_step.check(person, first.lower().replace("-", " ")),
        made.two_step.check(person, first),
        return_exceptions=True,
    )
    assert sum(result is None for result in results) == 1
    async with database.read() as tx:
        assert (await made.two_step.state(tx, person.member_id)).codes_left == 9
        stored = str((await tx.execute(sa.select(member_recovery_codes))).all())
        record = str((await tx.execute(sa.select(member_two_step))).all())
    assert not any(one.reveal() in stored for one in codes)
    assert phone._totp.secret not in record
    fresh = await made.two_step.fresh_codes(person, phone.code())
    with pytest.raises(CodeRefused):
        await made.two_step.check(person, codes[1].reveal())
    await made.two_step.check(person, fresh[1].reveal())


@pytest.mark.promise("members.two-step")
async def test_guessing_codes_ends_the_sign_in_and_is_slowed_after_that(database: Database, clock: FixedClock) -> None:
    made, _, _, _ = await _on(database, clock)
    for _ in range(2):
        half = (await made.members.sign_in("ann@example.com", GOOD, SEEN)).token.reveal()
        for _ in range(5):
            with pytest.raises(CodeRefused):
                await made.entrance.finish(half, "000000", SEEN)
        with pytest.raises(StepEnded):
            await made.entrance.finish(half, "000000", SEEN)
    half = (await made.members.sign_in("ann@example.com", GOOD, SEEN)).token.reveal()
    with pytest.raises(TooManyTries) as refused:
        await made.entrance.finish(half, "000000", SEEN)
    assert refused.value.headers["Retry-After"] == "2"


async def test_many_guesses_at_once_are_no_more_than_five(database: Database, clock: FixedClock) -> None:
    made, _, _, _ = await _on(database, clock)
    half = (await made.members.sign_in("ann@example.com", GOOD, SEEN)).token.reveal()
    tries = (made.entrance.finish(half, f"{n:06}", SEEN) for n in range(20))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, CodeRefused) for result in results) == 5
    assert sum(isinstance(result, StepEnded) for result in results) == 15


async def test_a_half_done_sign_in_ends_after_ten_minutes(database: Database, clock: FixedClock) -> None:
    made, _, phone, _ = await _on(database, clock)
    half = (await made.members.sign_in("ann@example.com", GOOD, SEEN)).token.reveal()
    clock.advance(601)
    with pytest.raises(StepEnded):
        await made.entrance.finish(half, phone.code(), SEEN)
    for nothing in (None, "", "lwh_unknown"):
        with pytest.raises(StepEnded):
            await made.entrance.finish(nothing, phone.code(), SEEN)


@pytest.mark.promise("members.require-two-step")
async def test_who_must_have_two_steps_sets_them_up_before_going_on(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    await _require(database, clock)
    half = await made.members.sign_in("ann@example.com", GOOD, SEEN)
    assert half.stage == "setup"
    token = half.token.reveal()
    with pytest.raises(Unauthenticated):
        await made.sessions.signed_in(token)
    with pytest.raises(StepEnded):
        await made.entrance.finish(token, "000000", SEEN)
    with pytest.raises(TwoStepNotBegun):
        await made.entrance.finish_setup(token, "000000", SEEN)
    phone = Phone((await made.entrance.begin_setup(token)).secret, clock)
    entered, codes = await made.entrance.finish_setup(token, phone.code(), SEEN)
    assert len(codes) == 10
    member = await made.sessions.signed_in(entered.token.reveal())
    clock.advance(60)
    assert (await made.members.sign_in("ann@example.com", GOOD, SEEN)).stage == "code"
    with pytest.raises(TwoStepRequired):
        await made.own.switch_off(member, phone.code())


async def test_a_new_secret_makes_the_older_picture_worthless_until_it_is_on(
    database: Database, clock: FixedClock
) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    person = Person(await joined(database, clock, "ann@example.com", "owner"), "org_1", "ann@example.com", "Acme")
    older = await made.two_step.begin(person)
    clock.advance(1)
    newer = await made.two_step.begin(person)
    with pytest.raises(CodeRefused):
        await made.two_step.confirm(person, Phone(older.secret, clock).code())
    await made.two_step.confirm(person, Phone(newer.secret, clock).code())
    with pytest.raises(TwoStepAlreadyOn):
        await made.two_step.begin(person)
    assert newer.picture.startswith("<svg")
    assert newer.secret.reveal() not in newer.picture


@pytest.mark.promise("members.two-step")
async def test_an_owner_resets_the_second_step_of_who_lost_it(database: Database, clock: FixedClock) -> None:
    made, person, _, codes = await _on(database, clock)
    with pytest.raises(Exception, match="owners:write"):
        async with database.write() as tx:
            await made.team.reset_two_step(tx, acting("admin"), person.member_id)
    async with database.write() as tx:
        assert await made.team.reset_two_step(tx, acting("owner"), person.member_id)
    assert (await made.members.sign_in("ann@example.com", GOOD, SEEN)).stage == "in"
    with pytest.raises(CodeRefused):
        await made.two_step.check(person, codes[0].reveal())


async def test_a_link_of_the_server_sets_a_password_and_leaves_the_second_step(
    database: Database, clock: FixedClock
) -> None:
    made, _, phone, _ = await _on(database, clock)
    async with database.write() as tx:
        link = await made.members.invite(tx, "org_1")
    half = await made.members.claim(link, "ann@example.com", "Ann", Secret("another long pass phrase"), SEEN)
    assert half.stage == "code"
    assert (await made.entrance.finish(half.token.reveal(), phone.code(), SEEN)).stage == "in"


async def test_switching_it_off_needs_a_code(database: Database, clock: FixedClock) -> None:
    made, person, phone, _ = await _on(database, clock)
    member = SignedIn(person.member_id, "Ann", person.email, "owner", "org_1", "Acme", 1, "x", "mses_1")
    with pytest.raises(CodeRefused):
        await made.own.switch_off(member, "123")
    await made.own.switch_off(member, phone.code())
    assert (await made.members.sign_in("ann@example.com", GOOD, SEEN)).stage == "in"
