"""What is told of a member who is signed in or half in, of a link, and of who is missing, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from linkwright.access import members as rules
from linkwright.access.errors import ClaimLinkDead, CodeRefused, StepEnded, Unauthenticated
from linkwright.access.oidc.model import Provider
from linkwright.access.oidc.settings import SignInChange, SignInSettings, SignInView
from linkwright.access.sessions.model import Seen, SignedIn
from linkwright.access.team.service import TeamService
from linkwright.access.two_step.service import Person
from linkwright.errors import NotFound
from linkwright.kit.clock import FixedClock
from linkwright.kit.ids import token_hash
from linkwright.kit.secret import Secret
from linkwright.store.acting import SYSTEM, Acting, act_as
from linkwright.store.database import Database
from linkwright.store.tables import claim_links, member_recovery_codes, member_sessions, members, sign_in_steps
from tests.contract.access.signing import GOOD, acting, entrance_of, joined, organization, vault_of

pytestmark = pytest.mark.anyio
SEEN = Seen("192.0.2.1", "Firefox")


@contextmanager
def asked() -> Iterator[Acting]:
    """A request of the console, whose principal is not known yet."""
    who = Acting("console")
    act_as(who)
    try:
        yield who
    finally:
        act_as(SYSTEM)


async def test_a_session_tells_all_of_its_member_and_under_whose_name_a_request_stands(
    database: Database, clock: FixedClock
) -> None:
    await organization(database, clock, wire_id=7)
    made = entrance_of(database, clock)
    ann = await joined(database, clock, "ann@example.com", "developer")
    token = (await made.members.sign_in("ann@example.com", GOOD, SEEN)).token.reveal()
    with asked() as noted:
        found = await made.sessions.signed_in(token)
    async with database.read() as tx:
        row = (await tx.execute(sa.select(member_sessions))).mappings().one()
    assert found == SignedIn(
        ann, "Ann", "ann@example.com", "developer", "org_1", "Acme", 7, row["csrf_token"], row["id"], clock.now()
    )
    now = clock.now()
    assert (row["token_hash"], row["way"], row["address"], row["device"]) == (
        token_hash(token),
        "password",
        "192.0.2.1",
        "Firefox",
    )
    assert (row["created_at"], row["used_at"], row["expires_at"]) == (now, now, now + timedelta(hours=1))
    assert len(row["csrf_token"]) == 40
    assert (noted.principal, noted.name, noted.organization_id) == (f"member:{ann}", "Ann", "org_1")


async def test_who_has_no_session_or_an_ended_one_is_told_what_to_do_and_ended_ones_are_swept(
    database: Database, clock: FixedClock
) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    token = (await made.members.sign_in("ann@example.com", GOOD)).token.reveal()
    for given in (None, ""):
        with pytest.raises(Unauthenticated) as nobody:
            await made.sessions.signed_in(given)
        assert (nobody.value.message, nobody.value.remedy) == ("You are not signed in.", "Sign in to the console.")
    clock.advance(3599)
    await made.sessions.sweep()
    await made.sessions.signed_in(token)
    clock.advance(3600)
    with pytest.raises(Unauthenticated) as ended:
        await made.sessions.signed_in(token)
    assert (ended.value.message, ended.value.remedy) == ("Your session has ended.", "Sign in again.")
    await made.sessions.sweep()
    async with database.read() as tx:
        assert (await tx.execute(sa.select(member_sessions.c.id))).first() is None


async def test_a_use_within_five_minutes_is_not_written_and_a_later_one_moves_the_end(
    database: Database, clock: FixedClock
) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    token = (await made.members.sign_in("ann@example.com", GOOD)).token.reveal()
    began = clock.now()
    for seconds, used in ((300, 0), (1, 301), (299, 301)):
        clock.advance(seconds)
        await made.sessions.signed_in(token)
        async with database.read() as tx:
            row = (await tx.execute(sa.select(member_sessions))).mappings().one()
        assert row["used_at"] == began + timedelta(seconds=used)
        assert row["expires_at"] == began + timedelta(seconds=used + 3600)


async def test_a_link_of_the_server_says_what_it_is_for_until_it_ends(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    async with database.write() as tx:
        token = await made.members.invite(tx, "org_1", "admin", "ann@example.com")
        row = (await tx.execute(sa.select(claim_links))).mappings().one()
    assert (row["token_hash"], row["created_by"], row["resets"]) == (token_hash(token.reveal()), "server", True)
    assert (row["role"], row["email"], row["organization_id"]) == ("admin", "ann@example.com", "org_1")
    assert (row["created_at"], row["expires_at"]) == (clock.now(), clock.now() + timedelta(days=7))
    assert row["id"].startswith("inv_")
    assert timedelta(days=7) == rules.CLAIM_LIFETIME
    async with database.read() as tx:
        found = await made.members.invitation(tx, token)
        assert (found["role"], found["email"], found["organization_name"]) == ("admin", "ann@example.com", "Acme")
        with pytest.raises(ClaimLinkDead):
            await made.members.invitation(tx, Secret("another"))
        clock.advance(7 * 86_400)
        with pytest.raises(ClaimLinkDead):
            await made.members.invitation(tx, token)


async def _half(database: Database, clock: FixedClock) -> tuple[object, str, pyotp.TOTP, list[Secret], Person]:
    await organization(database, clock)
    made = entrance_of(database, clock)
    person = Person(await joined(database, clock, "ann@example.com", "owner"), "org_1", "ann@example.com", "Acme")
    totp = pyotp.TOTP((await made.two_step.begin(person)).secret.reveal())
    codes = await made.two_step.confirm(person, totp.at(clock.now()))
    clock.advance(60)
    half = (await made.members.sign_in("ann@example.com", GOOD, SEEN)).token.reveal()
    return made, half, totp, codes, person


async def test_half_a_sign_in_ends_with_the_fifth_wrong_code_and_says_so(database: Database, clock: FixedClock) -> None:
    made, half, totp, _, person = await _half(database, clock)
    entrance = made.entrance  # type: ignore[attr-defined]
    assert half.startswith("lwh_")
    async with database.read() as tx:
        row = (await tx.execute(sa.select(sign_in_steps))).mappings().one()
    assert (row["stage"], row["way"], row["tries"], row["expires_at"]) == (
        "code",
        "password",
        0,
        clock.now() + timedelta(minutes=10),
    )
    for _ in range(5):
        with pytest.raises(CodeRefused), asked() as noted:
            await entrance.finish(half, "000 00x", SEEN)
        assert (noted.principal, noted.name, noted.organization_id) == (f"member:{person.member_id}", "Ann", "org_1")
    with pytest.raises(StepEnded) as ended:
        await entrance.finish(half, totp.at(clock.now()), SEEN)
    assert ended.value.message == "That were five wrong codes."
    async with database.read() as tx:
        assert (await tx.execute(sa.select(sign_in_steps.c.stage))).first() is None


async def test_a_right_code_opens_a_session_of_that_way_and_place_and_gives_the_tries_back(
    database: Database, clock: FixedClock
) -> None:
    made, half, totp, codes, person = await _half(database, clock)
    entrance, two_step = made.entrance, made.two_step  # type: ignore[attr-defined]
    for _ in range(4):
        with pytest.raises(CodeRefused):
            await entrance.finish(half, "000000x", SEEN)
    entered = await entrance.finish(half, totp.at(clock.now()), SEEN)
    assert entered.stage == "in"
    assert entered.device is not None
    async with database.read() as tx:
        row = (await tx.execute(sa.select(member_sessions))).mappings().one()
    assert (row["member_id"], row["way"], row["device"]) == (person.member_id, "password", "Firefox")
    # Ten tries are free again.
    for _ in range(9):
        with pytest.raises(CodeRefused):
            await two_step.check(person, "wrong")
    await two_step.check(person, codes[0].reveal())
    async with database.read() as tx:
        used = sa.select(member_recovery_codes.c.used_at).where(member_recovery_codes.c.used_at.is_not(None))
        assert (await tx.execute(used)).scalars().all() == [clock.now()]
        state = await two_step.state(tx, person.member_id)
    assert (state.on, state.codes_left) == (True, 9)


async def test_a_member_who_is_not_there_is_told_so_and_a_role_is_that_ones_only(
    database: Database, clock: FixedClock
) -> None:
    await organization(database, clock)
    ann = await joined(database, clock, "ann@example.com", "owner")
    bob = await joined(database, clock, "bob@example.com", "viewer")
    team = TeamService(clock)
    owner = acting("owner", ann)
    async with database.write() as tx:
        for nobody in ("mem_none", "no id \x00"):
            with pytest.raises(NotFound) as found:
                await team.change_role(tx, owner, nobody, "admin")
            assert (found.value.message, found.value.remedy) == ("There is no such member.", "Load the list again.")
        changed = await team.change_role(tx, owner, bob, "developer")
        assert (changed.id, changed.role, changed.two_step, changed.used_at) == (bob, "developer", False, None)
        rows = (await tx.execute(sa.select(members.c.id, members.c.role))).all()
    assert {row.id: row.role for row in rows} == {ann: "owner", bob: "developer"}


async def test_a_provider_is_read_as_it_was_set_and_its_secret_is_shown_to_nobody(
    database: Database, clock: FixedClock
) -> None:
    await organization(database, clock)
    settings = SignInSettings(database, vault_of(database, clock), clock)
    owner = acting("owner")
    wanted = SignInChange(True, True, "https://id.example.com", "hub", Secret("hush"), ["example.com"], "admin", True)
    view = await settings.change(owner, wanted)
    assert view == SignInView(True, True, "https://id.example.com", "hub", True, ("example.com",), "admin", True)
    assert await settings.provider("org_1") == Provider(
        "org_1", "https://id.example.com", "hub", Secret("hush"), ("example.com",), "admin", True
    )
    assert await settings.provider("org_2") is None
    async with database.read() as tx:
        assert await settings.shown(tx, owner) == view
        assert await settings.view(tx, "org_2") == SignInView()
