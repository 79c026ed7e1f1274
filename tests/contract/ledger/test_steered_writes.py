"""Writes that were planned or whose answers are cut: done once under a key, answered again, and the key free where a plan no longer held."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.contract.ledger.conftest import ledger_of
from tests.contract.linking.world import World
from tests.unit.actions.hub import ACCOUNT, AUTH, PRINCIPAL, Accounts, Hub, send
from tests.unit.actions.twins import at_linear, rpc

pytestmark = pytest.mark.anyio


@pytest.fixture
def hub(world: World) -> Hub:
    """A hub whose ledger is in the database and whose account is at a twin."""
    known, twin = at_linear()
    project = world.project.id
    ledger: Any = ledger_of(world)
    made = Hub(vault=known.vault, ledger=ledger, accounts=Accounts(replace(ACCOUNT, project_id=project)))
    made.keys.principal = replace(PRINCIPAL, project_id=project)
    made.wire.answer = twin.send
    return made


async def planned(hub: Hub, words: str) -> dict[str, Any]:
    """The call that applies a plan."""
    call = {"path": {"id": "ENG-1"}, "body": {"title": words}}
    plan = await rpc(hub, "linear_update_issue", {**call, "mode": "plan"})
    return {**call, "mode": "apply", "plan_hash": plan.json["data"]["plan_hash"]}


@pytest.mark.promise("plans.as-planned")
async def test_a_repeat_of_an_applied_plan_is_answered_though_its_target_has_changed(hub: Hub) -> None:
    call = await planned(hub, "New words")
    first = await rpc(hub, "linear_update_issue", call, **{"idempotency-key": "k"})
    count = len(hub.wire.sent)
    again = await rpc(hub, "linear_update_issue", call, **{"idempotency-key": "k"})
    assert (first.status, again.body) == (200, first.body)
    assert "x-linkwright-replays" in again.headers
    assert len(hub.wire.sent) == count
    without = await rpc(hub, "linear_update_issue", call)
    assert (without.status, without.json["code"]) == (409, "plan_outdated")


async def test_a_plan_that_no_longer_holds_leaves_its_key_free(hub: Hub) -> None:
    call = await planned(hub, "New words")
    await rpc(hub, "linear_update_issue", {"path": {"id": "ENG-1"}, "body": {"title": "Others were here"}})
    refused = await rpc(hub, "linear_update_issue", call, **{"idempotency-key": "k"})
    assert (refused.status, refused.json["code"]) == (409, "plan_outdated")
    fresh = {**call, "plan_hash": refused.json["plan"]["plan_hash"]}
    done = await rpc(hub, "linear_update_issue", fresh, **{"idempotency-key": "k"})
    assert (done.status, done.json["data"]["title"]) == (200, "New words")


async def test_a_write_whose_answer_was_cut_is_kept_whole(hub: Hub) -> None:
    words = "The lamp flickers at night. " * 40
    call = {"body": {"issueId": "ENG-1", "body": words}}
    cut = await rpc(hub, "linear_create_comment", {**call, "max_tokens": 100}, **{"idempotency-key": "k"})
    assert cut.json["linkwright"]["cut"][0]["path"] == "body"
    again = await rpc(hub, "linear_create_comment", call, **{"idempotency-key": "k"})
    assert (again.json["data"]["id"], again.json["data"]["body"]) == (cut.json["data"]["id"], words)


async def test_a_write_by_the_proxy_happens_once_under_its_key(hub: Hub) -> None:
    document = "mutation($id: String!) { issueArchive(id: $id) { success } }"
    call = {"method": "post", "path": "/graphql", "body": {"query": document, "variables": {"id": "ENG-1"}}}
    keyed = {**AUTH, "idempotency-key": "k"}
    first = await send(hub.proxy, call, keyed)
    count = len(hub.wire.sent)
    again = await send(hub.proxy, call, keyed)
    assert (first.status, again.status, again.json) == (200, 200, first.json)
    assert again.headers["x-linkwright-replays"] == first.headers["x-linkwright-run-id"]
    assert len(hub.wire.sent) == count
    other = {**call, "body": {"query": document, "variables": {"id": "ENG-2"}}}
    refused = await send(hub.proxy, other, keyed)
    assert (refused.status, refused.json["code"]) == (422, "idempotency_key_reused")
