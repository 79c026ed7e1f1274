"""Budgets of calls that name none: what the project says for the face, else over MCP what the action says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linkwright.actions.shaping.budget import tokens_of
from linkwright.connectors.compiled import Connector
from linkwright.kit import jsons
from tests.unit.actions.hub import ACCOUNT, CATALOG, Accounts, Hub
from tests.unit.actions.twins import at_linear, rpc
from tests.unit.mcp.speak import message, old

pytestmark = pytest.mark.anyio
CALL: dict[str, Any] = {"name": "linear_list_issues", "arguments": {"query": {"page_size": 100}}}


def at(**budgets: int) -> Hub:
    hub, _ = at_linear()
    (row,) = hub.accounts.rows.values()
    hub.accounts.rows = {row.id: replace(row, budgets=budgets)}
    return hub


async def over_mcp(hub: Hub, **meta: Any) -> Any:
    reply = await old(hub, message("tools/call", {**CALL, "_meta": meta}))
    return reply.json["result"]["structuredContent"]["result"]


async def over_rest(hub: Hub, **said: Any) -> Any:
    return (await rpc(hub, CALL["name"], {**CALL["arguments"], **said})).json


@pytest.mark.promise("budget.usual")
async def test_over_mcp_a_large_list_is_held_to_what_its_action_says_and_the_rest_can_be_had() -> None:
    hub = at()
    first = await over_mcp(hub)
    assert tokens_of(first) <= 5_000
    [cut] = [one for one in first["linkwright"]["cut"] if one["path"] == ""]
    reply = await old(
        hub, message("tools/call", {"name": CALL["name"], "arguments": {"query": {"cursor": first["next"]}}})
    )
    second = reply.json["result"]["structuredContent"]["result"]
    assert tokens_of(second) <= 5_000
    assert cut["left"] > 0
    assert not {one["id"] for one in first["data"]} & {one["id"] for one in second["data"]}
    # A call that names a budget gets that one.
    assert "cut" not in (await over_mcp(hub, **{"linkwright/max_tokens": 1_000_000})).get("linkwright", {})


async def test_a_page_of_usual_size_is_given_whole() -> None:
    hub = at()
    reply = await old(hub, message("tools/call", {"name": CALL["name"], "arguments": {}}))
    result = reply.json["result"]["structuredContent"]["result"]
    assert (len(result["data"]), "linkwright" in result) == (25, False)


@pytest.mark.promise("budget.usual")
async def test_over_rest_nothing_is_cut_until_the_project_says_so() -> None:
    whole = await over_rest(at())
    assert tokens_of(whole) > 5_000
    assert "linkwright" not in whole
    hub = at(rpc=600)
    assert tokens_of(await over_rest(hub)) <= 600
    assert await over_rest(hub, max_tokens=1_000_000) == whole
    plan = {"path": {"id": "ENG-1"}, "body": {"title": "x"}, "mode": "plan"}
    assert (await rpc(hub, "linear_update_issue", plan)).json["data"]["plan_hash"]


async def test_what_the_project_says_comes_before_what_the_action_says() -> None:
    assert tokens_of(await over_mcp(at(mcp=600))) <= 600
    assert "linkwright" not in await over_mcp(at(mcp=0))
    assert tokens_of(await over_mcp(at(rpc=600))) > 600


async def test_a_call_of_the_console_is_shown_whole() -> None:
    hub = at(rpc=600, mcp=600)
    outcome = await hub.runner.run(hub.keys.principal, "acc_1", CALL["name"], CALL["arguments"], "console")
    assert "linkwright" not in jsons.loads(outcome.body)


def test_lists_of_linear_that_hold_texts_have_a_budget() -> None:
    linear = CATALOG.get("linear")
    assert isinstance(linear, Connector)
    assert linear.actions["linear_list_issues"].max_tokens == 5_000
    assert all(one.effect == "read" and one.paged for one in linear.actions.values() if one.max_tokens)
    assert Accounts(ACCOUNT).rows["acc_1"].budgets == {}
