"""Who belongs to an organization, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from linkwright.access.errors import ClaimLinkDead, EmailTaken, Forbidden, LastOwner, SignInRefused, Unauthenticated
from linkwright.errors import LinkwrightError, NotFound, Unprocessable
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.store.database import Database
from tests.contract.access.signing import GOOD, acting, entrance_of, joined, organization

pytestmark = pytest.mark.anyio
ROLES = ("owner", "admin", "developer", "viewer")


@pytest.mark.promise("members.roles")
@pytest.mark.parametrize("actor", ROLES)
async def test_only_owners_touch_owners_and_admins_touch_whoever_is_below(
    database: Database, clock: FixedClock, actor: str
) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "first@example.com", "owner")
    done = set()
    for before in ROLES:
        for after in ROLES:
            member_id = await joined(database, clock, f"{before}.{after}@example.com", before)
            try:
                async with database.write() as tx:
                    await made.team.change_role(tx, acting(actor), member_id, after)
            except Forbidden:
                continue
            done.add((before, after))
    below = {(before, after) for before in ROLES[1:] for after in ROLES[1:]}
    everything = {(before, after) for before in ROLES for after in ROLES}
    assert done == {"owner": everything, "admin": below}.get(actor, set())


@pytest.mark.promise("members.last-owner")
async def test_the_last_owner_can_neither_be_demoted_nor_removed(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    owner = await joined(database, clock, "ann@example.com", "owner")
    await joined(database, clock, "bob@example.com", "admin")
    for role in ("admin", "viewer"):
        with pytest.raises(LastOwner):
            async with database.write() as tx:
                await made.team.change_role(tx, acting("owner", owner), owner, role)
    with pytest.raises(LastOwner):
        async with database.write() as tx:
            await made.team.remove(tx, acting("owner", owner), owner)


@pytest.mark.promise("members.last-owner")
async def test_two_owners_who_remove_each_other_at_once_leave_one(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    ids = [await joined(database, clock, f"o{n}@example.com", "owner") for n in range(3)]

    async def end(actor: str, member_id: str, *, remove: bool) -> None:
        async with database.write() as tx:
            if remove:
                await made.team.remove(tx, acting("owner", actor), member_id)
            else:
                await made.team.change_role(tx, acting("owner", actor), member_id, "viewer")

    tries = (end(ids[n - 1], ids[n], remove=bool(n % 2)) for n in range(3))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, LastOwner) for one in results) == 1
    async with database.read() as tx:
        assert sum(one.role == "owner" for one in await made.team.members(tx, acting("owner"))) == 1


@pytest.mark.promise("members.removed")
async def test_a_removed_member_is_signed_out_and_cannot_come_back(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    owner = await joined(database, clock, "ann@example.com", "owner")
    bob = await joined(database, clock, "bob@example.com", "admin")
    session = (await made.members.sign_in("bob@example.com", GOOD)).token.reveal()
    async with database.write() as tx:
        invited = await made.team.invite(tx, acting("admin", bob), "viewer")
    async with database.write() as tx:
        gone = await made.team.remove(tx, acting("owner", owner), bob)
    assert (gone.sessions, gone.invitations) == (1, 1)
    with pytest.raises(Unauthenticated):
        await made.sessions.signed_in(session)
    with pytest.raises(SignInRefused):
        await made.members.sign_in("bob@example.com", GOOD)
    with pytest.raises(ClaimLinkDead):
        await made.members.claim(invited.token, "bob@example.com", "Bob", GOOD)


@pytest.mark.promise("members.invitations")
@pytest.mark.parametrize(("role", "left"), [("admin", ["viewer"]), ("developer", []), ("viewer", [])])
async def test_who_is_demoted_comes_back_by_no_invitation_that_they_could_not_make_any_more(
    database: Database, clock: FixedClock, role: str, left: list[str]
) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    ann = await joined(database, clock, "ann@example.com", "owner")
    bob = await joined(database, clock, "bob@example.com", "owner")
    async with database.write() as tx:
        invited = [await made.team.invite(tx, acting("owner", bob), one) for one in ("owner", "viewer")]
        other = await made.team.invite(tx, acting("owner", ann), "owner")
    async with database.write() as tx:
        await made.team.change_role(tx, acting("owner", ann), bob, role)
        found = await made.team.invitations(tx, acting("owner", ann))
    assert sorted(one.role for one in found if one.id != other.invitation.id) == left
    assert other.invitation.id in {one.id for one in found}
    with pytest.raises(ClaimLinkDead):
        await made.members.claim(invited[0].token, "back@example.com", "Bob", GOOD)


@pytest.mark.promise("members.invitations")
async def test_an_invitation_makes_one_member_of_its_role_for_its_address_only(
    database: Database, clock: FixedClock
) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    async with database.write() as tx:
        invited = await made.team.invite(tx, acting("admin"), "developer", "Dee@Example.com", 2)
    with pytest.raises(Unprocessable, match="This link is for dee@example.com"):
        await made.members.claim(invited.token, "eve@example.com", "Eve", GOOD)
    entered = await made.members.claim(invited.token, "dee@example.com", "Dee", GOOD)
    assert (await made.sessions.signed_in(entered.token.reveal())).role == "developer"
    with pytest.raises(ClaimLinkDead):
        await made.members.claim(invited.token, "dee@example.com", "Dee", GOOD)
    async with database.read() as tx:
        assert await made.team.invitations(tx, acting("viewer")) == []


@pytest.mark.promise("members.invitations")
async def test_an_invitation_takes_over_nobody_who_is_a_member_already(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    async with database.write() as tx:
        invited = await made.team.invite(tx, acting("admin"), "viewer")
    with pytest.raises(EmailTaken):
        await made.members.claim(invited.token, "ann@example.com", "Mallory", Secret("mallory has chosen this"))
    assert (await made.members.sign_in("ann@example.com", GOOD)).stage == "in"
    assert (await made.members.claim(invited.token, "new@example.com", "New", GOOD)).stage == "in"


@pytest.mark.promise("members.invitations")
async def test_an_open_invitation_is_listed_without_its_link_and_can_be_taken_back(
    database: Database, clock: FixedClock
) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    async with database.write() as tx:
        kept = await made.team.invite(tx, acting("owner", "mem_a"), "owner", None, 30)
        dropped = await made.team.invite(tx, acting("owner", "mem_a"), "viewer", "vic@example.com")
    async with database.read() as tx:
        found = await made.team.invitations(tx, acting("viewer"))
    assert {(one.id, one.role, one.email, one.created_by) for one in found} == {
        (kept.invitation.id, "owner", None, "member:mem_a"),
        (dropped.invitation.id, "viewer", "vic@example.com", "member:mem_a"),
    }
    assert kept.token.reveal() not in str(found)
    with pytest.raises(Forbidden):
        async with database.write() as tx:
            await made.team.revoke(tx, acting("admin"), kept.invitation.id)
    async with database.write() as tx:
        await made.team.revoke(tx, acting("admin"), dropped.invitation.id)
    with pytest.raises(ClaimLinkDead):
        await made.members.claim(dropped.token, "vic@example.com", "Vic", GOOD)
    clock.advance(timedelta(days=30, seconds=1).total_seconds())
    async with database.read() as tx:
        assert await made.team.invitations(tx, acting("viewer")) == []


@pytest.mark.parametrize("role", ["admin", "developer", "viewer"])
async def test_nobody_invites_above_themselves(database: Database, clock: FixedClock, role: str) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    allowed = set()
    for wanted in ROLES:
        try:
            async with database.write() as tx:
                await made.team.invite(tx, acting(role), wanted)
            allowed.add(wanted)
        except Forbidden:
            pass
    assert allowed == ({"admin", "developer", "viewer"} if role == "admin" else set())


async def test_an_invitation_says_what_is_wrong_with_it(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    wrong: list[tuple[type[LinkwrightError], tuple[str, str | None, int | None]]] = [
        (Unprocessable, ("developper", None, None)),
        (Unprocessable, ("viewer", "nobody", None)),
        (Unprocessable, ("viewer", None, 31)),
        (Unprocessable, ("viewer", None, 0)),
        (EmailTaken, ("viewer", "ann@example.com", None)),
    ]
    for error, (role, email, days) in wrong:
        with pytest.raises(error):
            async with database.write() as tx:
                await made.team.invite(tx, acting("owner"), role, email, days)


@pytest.mark.promise("members.roles")
async def test_members_of_another_organization_are_not_there(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    await organization(database, clock, "org_2", 2)
    made = entrance_of(database, clock)
    await joined(database, clock, "ann@example.com", "owner")
    bob = await joined(database, clock, "bob@example.com", "viewer")
    stranger = acting("owner", "mem_z", "org_2")
    async with database.read() as tx:
        assert await made.team.members(tx, stranger) == []
        assert await made.team.invitations(tx, stranger) == []
    for change in (
        lambda tx: made.team.change_role(tx, stranger, bob, "owner"),
        lambda tx: made.team.remove(tx, stranger, bob),
        lambda tx: made.team.reset_two_step(tx, stranger, bob),
        lambda tx: made.team.change_role(tx, stranger, "\x00", "owner"),
    ):
        with pytest.raises(NotFound):
            async with database.write() as tx:
                await change(tx)


async def test_a_role_counts_from_the_next_request_on(database: Database, clock: FixedClock) -> None:
    await organization(database, clock)
    made = entrance_of(database, clock)
    bob = await joined(database, clock, "bob@example.com", "developer")
    session = (await made.members.sign_in("bob@example.com", GOOD)).token.reveal()
    async with database.write() as tx:
        await made.team.change_role(tx, acting("owner"), bob, "viewer")
    assert (await made.sessions.signed_in(session)).role == "viewer"
