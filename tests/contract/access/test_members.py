"""Members and keys, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from linkwright.access import repository
from linkwright.access.authenticate import Authenticator
from linkwright.access.entering.entrance import Entered
from linkwright.access.errors import (
    ClaimLinkDead,
    CsrfRefused,
    KeyExpired,
    KeyRevoked,
    PasswordTooWeak,
    RateLimited,
    SignInRefused,
    Unauthenticated,
)
from linkwright.access.keys import KeyService
from linkwright.access.limits import RateLimiter
from linkwright.access.members import MemberService
from linkwright.access.sessions.service import ConsoleSessions, check_csrf
from linkwright.access.uses import KeyUses
from linkwright.catalog.catalog import Catalog
from linkwright.errors import NotFound, Unprocessable
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.profiles.service import ProfileService
from linkwright.projects.service import ProjectService
from linkwright.store.database import Database
from linkwright.store.hot import open_hot_rows
from tests.contract.access.signing import entrance_of

pytestmark = pytest.mark.anyio
GOOD = Secret("a long enough pass phrase")


async def _project(database: Database, clock: FixedClock) -> str:
    async with database.write() as tx:
        await repository.add_organization(tx, {"id": "org_1", "wire_id": 1, "name": "Acme", "created_at": clock.now()})
        return (await ProjectService(clock).create(tx, "org_1", "default")).id


async def _claimed(database: Database, clock: FixedClock) -> tuple[MemberService, ConsoleSessions, Secret]:
    await _project(database, clock)
    made = entrance_of(database, clock)
    async with database.write() as tx:
        link = await made.members.invite(tx, "org_1")
    return made.members, made.sessions, (await made.members.claim(link, "Ann@Example.com ", "Ann", GOOD)).token


async def test_a_one_time_link_makes_an_owner_who_is_signed_in(database: Database, clock: FixedClock) -> None:
    _, sessions, session = await _claimed(database, clock)
    member = await sessions.signed_in(session.reveal())
    assert (member.email, member.role, member.organization_name) == ("ann@example.com", "owner", "Acme")


async def test_a_one_time_link_works_once_even_for_two_at_once(database: Database, clock: FixedClock) -> None:
    await _project(database, clock)
    members = entrance_of(database, clock).members
    async with database.write() as tx:
        link = await members.invite(tx, "org_1")
    tries = (members.claim(link, f"m{n}@example.com", "M", GOOD) for n in range(4))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, Entered) for result in results) == 1
    assert sum(isinstance(result, ClaimLinkDead) for result in results) == 3


@pytest.mark.promise("members.password-guessed")
async def test_a_password_is_not_made_of_the_organization_or_the_person(database: Database, clock: FixedClock) -> None:
    await _project(database, clock)
    made = entrance_of(database, clock)
    async with database.write() as tx:
        link = await made.members.invite(tx, "org_1")
    for word in ("acme", "featherstone", "ann.stone"):
        with pytest.raises(PasswordTooWeak, match=word):
            near = Secret(f"{word.title()}-{word.title()}-2026")
            await made.members.claim(link, "ann.stone@example.com", "Ann Featherstone", near)
    entered = await made.members.claim(link, "ann.stone@example.com", "Ann Featherstone", GOOD)
    ann = await made.sessions.signed_in(entered.token.reveal())
    for word in ("acme", "featherstone", "ann.stone"):
        with pytest.raises(PasswordTooWeak, match=word):
            await made.own.change_password(ann, GOOD, Secret(f"{word.title()}-{word.title()}-2026"))


async def test_a_weak_password_or_a_bad_address_leaves_the_link_good(database: Database, clock: FixedClock) -> None:
    await _project(database, clock)
    members = entrance_of(database, clock).members
    async with database.write() as tx:
        link = await members.invite(tx, "org_1")
    for password in ("short", "aaaaaaaaaaaaaaaa"):
        with pytest.raises(PasswordTooWeak):
            await members.claim(link, "ann@example.com", "Ann", Secret(password))
    for email in ("ann", "ann@", "@example.com", "a b@example.com"):
        with pytest.raises(Unprocessable):
            await members.claim(link, email, "Ann", GOOD)
    assert await members.claim(link, "ann@example.com", "Ann", GOOD)


async def test_a_one_time_link_ends_after_seven_days(database: Database, clock: FixedClock) -> None:
    await _project(database, clock)
    members = entrance_of(database, clock).members
    async with database.write() as tx:
        link = await members.invite(tx, "org_1")
    clock.advance(timedelta(days=7, seconds=1).total_seconds())
    with pytest.raises(ClaimLinkDead):
        await members.claim(link, "ann@example.com", "Ann", GOOD)


async def test_signing_in_tells_neither_which_part_was_wrong(database: Database, clock: FixedClock) -> None:
    members, _, _ = await _claimed(database, clock)
    assert await members.sign_in("ANN@example.com", GOOD)
    messages = set()
    wrong = Secret("wrong wrong wrong")
    for email, password in (("ann@example.com", wrong), ("nobody@example.com", GOOD), ("\x00@example.com", GOOD)):
        with pytest.raises(SignInRefused) as refused:
            await members.sign_in(email, password)
        messages.add(refused.value.message)
    assert len(messages) == 1


async def test_a_session_ends_when_it_is_not_used_and_moves_when_it_is(database: Database, clock: FixedClock) -> None:
    _, sessions, session = await _claimed(database, clock)
    clock.advance(3000)
    await sessions.signed_in(session.reveal())
    clock.advance(3000)
    await sessions.signed_in(session.reveal())
    clock.advance(3601)
    with pytest.raises(Unauthenticated):
        await sessions.signed_in(session.reveal())


async def test_a_new_password_by_link_ends_the_old_sessions(database: Database, clock: FixedClock) -> None:
    members, sessions, old = await _claimed(database, clock)
    async with database.write() as tx:
        link = await members.invite(tx, "org_1")
    new = await members.claim(link, "ann@example.com", "Ann", Secret("another long pass phrase"))
    assert await sessions.signed_in(new.token.reveal())
    with pytest.raises(Unauthenticated):
        await sessions.signed_in(old.reveal())


async def test_a_change_needs_the_sessions_own_token(database: Database, clock: FixedClock) -> None:
    _, sessions, session = await _claimed(database, clock)
    member = await sessions.signed_in(session.reveal())
    check_csrf(member, member.csrf_token)
    for sent in (None, "", "x" * 40):
        with pytest.raises(CsrfRefused):
            check_csrf(member, sent)


async def test_a_key_works_until_it_is_revoked_or_ends(database: Database, clock: FixedClock) -> None:
    project = await _project(database, clock)
    keys, uses, rows = KeyService(clock), KeyUses(database, clock), open_hot_rows(database)
    await rows.start()
    authenticator = Authenticator(
        rows, clock, RateLimiter(0, clock, refusal=lambda headers: RateLimited(headers=headers)), uses
    )
    async with database.write() as tx:
        made, secret = await keys.create(tx, project, "ci", ["actions"])
        _, ending = await keys.create(tx, project, "short", [], clock.now() + timedelta(hours=1))
    try:
        principal = await authenticator.authenticate(f"Bearer {secret.reveal()}")
        assert (principal.project_id, principal.scopes) == (project, {"actions:execute", "connectors:read"})
        await authenticator.authenticate(f"Bearer {ending.reveal()}")
        clock.advance(3600)
        with pytest.raises(KeyExpired):
            await authenticator.authenticate(f"Bearer {ending.reveal()}")
        await uses.flush()
        async with database.write() as tx:
            assert {key.name: key.used_at is not None for key in await keys.list(tx, project)} == {
                "ci": True,
                "short": True,
            }
            await keys.revoke(tx, made.id)
        async with asyncio.timeout(5):
            while True:
                try:
                    await authenticator.authenticate(f"Bearer {secret.reveal()}")
                except KeyRevoked:
                    break
                await asyncio.sleep(0)
        with pytest.raises(Unauthenticated):
            await authenticator.authenticate("Bearer lw_unknown")
    finally:
        await rows.close()


async def test_the_stored_row_does_not_hold_the_key(database: Database, clock: FixedClock) -> None:
    project = await _project(database, clock)
    async with database.write() as tx:
        key, secret = await KeyService(clock).create(tx, project, "ci")
        row = await repository.find_key(tx, key.id)
    assert row is not None
    assert secret.reveal() not in str(dict(row))
    assert secret.reveal().startswith(row["prefix"])


async def test_a_key_of_another_project_cannot_be_revoked(database: Database, clock: FixedClock) -> None:
    project = await _project(database, clock)
    async with database.write() as tx:
        key, _ = await KeyService(clock).create(tx, project, "ci")
        with pytest.raises(NotFound):
            await KeyService(clock).revoke(tx, key.id, "prj_other")


async def test_a_key_needs_a_name_and_an_end_in_the_future(database: Database, clock: FixedClock) -> None:
    project = await _project(database, clock)
    async with database.write() as tx:
        with pytest.raises(Unprocessable, match="name"):
            await KeyService(clock).create(tx, project, "  ")
        with pytest.raises(Unprocessable, match="past"):
            await KeyService(clock).create(tx, project, "x", [], clock.now())


@pytest.mark.parametrize("strange", ["\x00", "", "x" * 5000, "\u202e"])
async def test_what_cannot_be_an_id_is_simply_not_there(database: Database, clock: FixedClock, strange: str) -> None:
    project_id = await _project(database, clock)
    async with database.write() as tx:
        with pytest.raises(NotFound):
            await KeyService(clock).revoke(tx, strange, project_id)
        with pytest.raises(NotFound):
            await ProfileService(Catalog.load(), clock).get(tx, project_id, strange)
