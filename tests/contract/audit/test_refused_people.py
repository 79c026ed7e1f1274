"""Refusals of people and of rules stand in the record, under the name of whose door was tried or whose call it was."""

from __future__ import annotations

import httpx2
import pytest

from tests.contract.audit import approving, people
from tests.contract.audit.routes import Walk
from tests.contract.audit.test_refusals import _refused
from tests.contract.consents.world import PUBLIC, World

pytestmark = pytest.mark.anyio


async def test_a_wrong_code_a_foreign_network_and_a_provider_s_refusal_are_recorded(world: World) -> None:
    walk = Walk(world)
    member = await people.with_two_steps(walk)
    assert (await people.second_step(walk, member, "000000")).status_code == 401
    await walk.console("PUT", "/console/api/project/networks", {"networks": ["127.0.0.0/8"]})
    abroad = httpx2.ASGITransport(world.hub.asgi, client=("198.51.100.9", 5000))
    async with httpx2.AsyncClient(transport=abroad, base_url=PUBLIC) as http:
        bearer = {"authorization": f"Bearer {world.key}"}
        assert (await http.get("/accounts", headers=bearer)).status_code == 403
        assert (await http.get("/console/api/sign-in/provider/return?state=x")).status_code == 303
    found = [(event, who.partition(":")[0], reason) for event, who, reason, *_ in await _refused(world)]
    assert found == [
        ("access.code_refused", "member", "code_refused"),
        ("access.denied", "key", "address_not_allowed"),
        ("access.sign_in_refused", "unknown", "provider_sign_in_failed"),
    ]
    assert (await _refused(world))[0][1] == f"member:{member.id}"


async def test_what_rules_deny_or_hold_back_is_refused_and_so_is_deciding_about_one_s_own_call(world: World) -> None:
    walk = Walk(world)
    async with approving.ruled(walk, approving.DENY):
        assert (await walk.run()).status_code == 403
    waiting = await approving.asked(walk, as_member=True)
    own = await walk.console("POST", f"/approvals/{waiting}/decide", {"approve": True})
    assert own.status_code == 403
    found = [(event, who.partition(":")[0], reason) for event, who, reason, *_ in await _refused(world)]
    assert set(found) == {
        ("action.run", "key", "policy_denied"),
        ("action.run", "member", "approval_required"),
        ("access.denied", "member", "approval_own_request"),
    }
    assert [target for event, _, _, target, _ in await _refused(world) if event == "access.denied"] == [waiting]
