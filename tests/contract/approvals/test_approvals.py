"""Asked for, decided and taken on both databases: of two at once, one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.access.errors import Forbidden
from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.approvals.deciding import Deciding
from linkwright.approvals.errors import (
    AlreadyDecided,
    ApprovalDiffers,
    ApprovalLinkDead,
    ApprovalNotFound,
    ApprovalOver,
    OwnRequest,
    TooManyApprovals,
)
from linkwright.approvals.model import Asked
from linkwright.approvals.sealing import PlanSealing
from linkwright.approvals.service import MOST_PENDING, Approvals
from linkwright.approvals.work import sweep_approvals
from linkwright.store.tables import approvals, members
from tests.contract.linking.world import PUBLIC, World

pytestmark = pytest.mark.anyio
PLAN = {"requests": [{"method": "POST"}], "changes": [{"field": "title", "after": "Nobody may read this in the table"}]}
RULE = {"id": "r1", "number": 1, "name": "Ask", "message": "", "minutes": 60}


@dataclass
class Desk:
    """Both sides of approvals, and a call that needs one."""

    calls: Approvals
    people: Deciding
    asked: Asked
    mira: Principal
    jo: Principal


@pytest.fixture
async def desk(world: World) -> Desk:
    sealing = PlanSealing(world.services.vault)
    account = await world.linked()
    asked = Asked(
        project_id=world.project.id,
        account_id=account["id"],
        owner="Acme",
        action="linear_create_issue",
        effect="write",
        binding="b" * 64,
        policy_version="pol_1",
        rule=RULE,
        caller="key:key_main",
        caller_name="server",
        member=None,
        face="rpc",
        run_id="run_1",
    )
    mira = world.callers["mira"]
    member = {"organization_id": "org_1", "name": "Mira", "role": "developer", "password_hash": ""}
    async with world.database.write() as tx:
        row = {**member, "id": "mem_1", "email": "mira@example.com", "created_at": world.clock.now()}
        await tx.execute(sa.insert(members).values(row))
    return Desk(
        Approvals(world.database, sealing, world.clock, PUBLIC),
        Deciding(world.database, sealing, world.clock, PUBLIC),
        asked,
        mira,
        replace(mira, id="mem_2", name="Jo"),
    )


async def test_the_same_call_asks_once_though_it_asks_twice_at_once(desk: Desk) -> None:
    found = await asyncio.gather(*(desk.calls.request(desk.asked, PLAN, "plan_1") for _ in range(4)))
    assert len({one.id for one in found}) == 1


async def test_what_a_person_is_shown_is_sealed(desk: Desk, world: World) -> None:
    made = await desk.calls.request(desk.asked, PLAN, "plan_1")
    async with world.database.read() as tx:
        stored = (await tx.execute(sa.select(approvals))).mappings().one()
    assert b"Nobody may read" not in bytes(stored["shown"])
    assert await desk.people.plan(made) == PLAN
    assert await desk.people.plan(replace(made, id="apr_other")) is None


@pytest.mark.promise("approvals.once")
async def test_of_two_that_decide_at_once_one_does(desk: Desk) -> None:
    made = await desk.calls.request(desk.asked, PLAN, "plan_1")
    token, _ = await desk.people.link(desk.mira, made.id)
    found = await asyncio.gather(
        desk.people.decide(desk.mira, made.id, approve=True),
        desk.people.decide(desk.jo, made.id, approve=False),
        desk.people.decide_at_link(token, approve=False),
        return_exceptions=True,
    )
    refused = [one for one in found if isinstance(one, BaseException)]
    assert len(refused) == 2
    assert all(isinstance(one, AlreadyDecided | ApprovalLinkDead) for one in refused), refused


@pytest.mark.promise("approvals.once")
@pytest.mark.parametrize("once", [True, False])
async def test_of_many_that_take_it_at_once_one_has_it(desk: Desk, once: bool) -> None:
    made = await desk.calls.request(desk.asked, PLAN, "plan_1")
    approved = await desk.people.decide(desk.mira, made.id, approve=True)
    runs = [replace(desk.asked, run_id=f"run_{number}") for number in range(5)]
    found = await asyncio.gather(*(desk.calls.claim(approved, one, once=once) for one in runs))
    assert sorted(found) == [False] * 4 + [True]
    standing = await desk.calls.standing(desk.asked)
    assert standing is None if once else standing is not None and standing[1] == "claimed"


@pytest.mark.promise("approvals.exact")
@pytest.mark.parametrize(
    ("altered", "by_id"),
    [
        ({"binding": "c" * 64}, ApprovalDiffers),
        ({"caller": "key:key_other"}, ApprovalNotFound),
        ({"project_id": "prj_other"}, ApprovalNotFound),
    ],
)
async def test_another_call_finds_nothing_and_is_refused_by_id(
    desk: Desk, altered: dict[str, Any], by_id: type[Exception]
) -> None:
    made = await desk.calls.request(desk.asked, PLAN, "plan_1")
    await desk.people.decide(desk.mira, made.id, approve=True)
    other = replace(desk.asked, **altered)
    if "caller" not in altered:
        # Who asks is part of the binding; here only the id tells them apart.
        assert await desk.calls.standing(other) is None
    with pytest.raises(by_id):
        await desk.calls.standing(other, made.id)


async def test_what_is_over_is_no_longer_good_and_another_may_be_asked_for(desk: Desk, world: World) -> None:
    made = await desk.calls.request(desk.asked, PLAN, "plan_1")
    await desk.people.decide(desk.mira, made.id, approve=True)
    world.clock.advance(3600)
    assert await desk.calls.standing(desk.asked) is None
    with pytest.raises(ApprovalOver):
        await desk.calls.standing(desk.asked, made.id)
    again = await desk.calls.request(desk.asked, PLAN, "plan_1")
    assert again.id != made.id
    world.clock.advance(3600)
    with pytest.raises(AlreadyDecided):
        await desk.people.decide(desk.mira, again.id, approve=True)
    world.clock.advance(31 * 86_400)
    assert await sweep_approvals(world.database, world.clock, 30) == 2


async def test_an_answer_is_given_again_to_the_key_that_it_was_given_to(desk: Desk) -> None:
    keyed = replace(desk.asked, key_hash="k" * 64)
    made = await desk.calls.request(keyed, PLAN, "plan_1")
    approved = await desk.people.decide(desk.mira, made.id, approve=True)
    assert await desk.calls.claim(approved, keyed, once=False)
    await desk.calls.used(approved)
    assert (found := await desk.calls.standing(keyed)) is not None
    assert found[1] == "used"
    assert await desk.calls.standing(desk.asked) is None
    assert await desk.calls.standing(replace(keyed, key_hash="x" * 64)) is None


@pytest.mark.promise("approvals.not-own")
@pytest.mark.parametrize(
    ("asks", "decides", "refused"),
    [
        ({"caller": "member:mem_1", "member": "mem_1", "face": "console"}, "mira", OwnRequest),
        ({"caller": "client:cns_1", "member": "mem_1", "face": "mcp"}, "mira", OwnRequest),
        ({"caller": "client:cns_1", "member": "mem_1", "face": "mcp"}, "jo", None),
        ({}, "mira", None),
        ({}, "viewer", Forbidden),
        ({}, "key", Forbidden),
        ({}, "client", ApprovalNotFound),
        ({}, "foreign", ApprovalNotFound),
    ],
)
async def test_who_may_decide(
    desk: Desk, world: World, asks: dict[str, Any], decides: str, refused: type[Exception] | None
) -> None:
    made = await desk.calls.request(replace(desk.asked, **asks), PLAN, "plan_1")
    people: dict[str, Callable[[], Principal]] = {
        "mira": lambda: desk.mira,
        "jo": lambda: desk.jo,
        "viewer": lambda: replace(desk.jo, role="viewer", scopes=ROLES["viewer"]),
        "key": lambda: world.callers["full"],
        "client": lambda: replace(desk.jo, kind="client", id="cns_2", member_id="mem_2"),
        "foreign": lambda: replace(desk.jo, project_id="prj_other"),
    }
    who = people[decides]()
    for deed in (lambda: desk.people.link(who, made.id), lambda: desk.people.decide(who, made.id, approve=True)):
        if refused is None:
            await deed()
        else:
            with pytest.raises(refused):
                await deed()


@pytest.mark.promise("approvals.link")
async def test_a_link_is_looked_at_any_number_of_times_and_decides_once(desk: Desk, world: World) -> None:
    made = await desk.calls.request(desk.asked, PLAN, "plan_1")
    first, _ = await desk.people.link(desk.mira, made.id)
    second, _ = await desk.people.link(desk.mira, made.id)
    with pytest.raises(ApprovalLinkDead):
        await desk.people.at_link(first)
    for _ in range(3):
        assert (await desk.people.at_link(second)).id == made.id
    async with world.database.read() as tx:
        stored = (await tx.execute(sa.select(approvals))).mappings().one()
    assert second.reveal() not in str(dict(stored))
    decided = await desk.people.decide_at_link(second, approve=True)
    assert (decided.state, decided.decided_by, decided.decided_name) == ("approved", "link:mem_1", "A link from Mira")
    for deed in (desk.people.at_link(second), desk.people.decide_at_link(second, approve=False)):
        with pytest.raises(ApprovalLinkDead):
            await deed


@pytest.mark.promise("approvals.link")
async def test_a_link_ends_with_its_approval(desk: Desk, world: World) -> None:
    made = await desk.calls.request(desk.asked, PLAN, "plan_1")
    token, _ = await desk.people.link(desk.mira, made.id)
    world.clock.advance(timedelta(hours=1).total_seconds())
    with pytest.raises(ApprovalLinkDead):
        await desk.people.decide_at_link(token, approve=True)


@pytest.mark.promise("approvals.link")
@pytest.mark.parametrize("then", [sa.update(members).values(role="viewer"), sa.delete(members)])
async def test_a_link_ends_when_its_maker_may_no_longer_decide(desk: Desk, world: World, then: sa.UpdateBase) -> None:
    made = await desk.calls.request(desk.asked, PLAN, "plan_1")
    token, _ = await desk.people.link(desk.mira, made.id)
    assert (await desk.people.at_link(token)).id == made.id
    async with world.database.write() as tx:
        await tx.execute(then)
    for deed in (desk.people.at_link(token), desk.people.decide_at_link(token, approve=True)):
        with pytest.raises(ApprovalLinkDead):
            await deed
    assert (await desk.people.decide(desk.jo, made.id, approve=False)).state == "refused"


async def test_a_caller_waits_for_so_many_and_others_are_not_kept_from_asking(desk: Desk) -> None:
    for number in range(MOST_PENDING):
        await desk.calls.request(replace(desk.asked, binding=f"{number}"), PLAN, "plan_1")
    with pytest.raises(TooManyApprovals):
        await desk.calls.request(replace(desk.asked, binding="one more"), PLAN, "plan_1")
    assert await desk.calls.request(replace(desk.asked, binding="other", caller="key:key_2"), PLAN, "plan_1")


async def test_pages_go_on_where_they_ended(desk: Desk, world: World) -> None:
    for number in range(5):
        await desk.calls.request(replace(desk.asked, binding=f"{number}"), PLAN, "plan_1")
        if number % 2:
            world.clock.advance(1)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        async with world.database.read() as tx:
            found, cursor, waiting = await desk.people.page(tx, desk.mira, pending=True, cursor=cursor, size=2)
        seen += [one.binding for one in found]
        assert waiting == 5
        if cursor is None:
            break
    assert sorted(seen) == list("01234")


async def test_an_approval_goes_with_its_account(desk: Desk, world: World) -> None:
    await desk.calls.request(desk.asked, PLAN, "plan_1")
    await world.services.deleting.delete(world.callers["full"], desk.asked.account_id)
    async with world.database.read() as tx:
        assert (await tx.execute(sa.select(approvals))).first() is None
