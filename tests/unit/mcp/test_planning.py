"""The tool with which a model plans a call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest

from linkwright.kit import jsons
from linkwright.mcp.naming import named
from tests.unit.actions.hub import ACCOUNT, PRINCIPAL, Accounts, Hub
from tests.unit.mcp.speak import message, new, old

pytestmark = pytest.mark.anyio
GIVEN = {"body": {"issueId": "ENG-1", "body": "Hi"}}
WRITE = {"action": "linear_create_comment", "arguments": GIVEN}
MODE = "tool-mode=search_execute"


async def plan(hub: Hub, arguments: Any, query: str = "", **headers: str) -> Any:
    params = {"name": "linkwright_plan", "arguments": arguments}
    return (await old(hub, message("tools/call", params), query=query, **headers)).json["result"]


async def listed(hub: Hub, query: str = "", **headers: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await old(hub, message("tools/list"), query=query, **headers)).json["result"][
        "tools"
    ]
    return found


def no_write_went_out(hub: Hub) -> bool:
    return not any(b"mutation" in (request.body or b"") for request in hub.wire.sent) and not hub.ledger.begun


@pytest.mark.promise("mcp.plan")
async def test_a_plan_shows_what_would_be_sent_and_nothing_is_written(hub: Hub) -> None:
    result = await plan(hub, WRITE)
    assert result["isError"] is False, result
    shown = result["structuredContent"]["result"]["data"]
    assert (shown["mode"], shown["action"], shown["effect"]) == ("plan", "linear_create_comment", "write")
    assert shown["plan_hash"].startswith("plan_")
    assert "Hi" in str(shown["requests"])
    assert no_write_went_out(hub)
    jsonschema_rs.validate((await listed(hub))[-1]["outputSchema"], result["structuredContent"])


async def test_inputs_may_stand_beside_the_action_as_a_model_may_well_put_them(hub: Hub) -> None:
    beside = await plan(hub, {"action": "linear_create_comment", **GIVEN})
    within = await plan(hub, WRITE)
    hashes = [one["structuredContent"]["result"]["data"]["plan_hash"] for one in (beside, within)]
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("query", ["", MODE])
async def test_it_is_offered_where_something_writes_and_only_reads_itself(hub: Hub, query: str) -> None:
    tool = (await listed(hub, query))[-1]
    assert tool["name"] == "linkwright_plan"
    assert tool["annotations"]["readOnlyHint"] is True
    hub.keys.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    assert "linkwright_plan" not in {one["name"] for one in await listed(hub, query)}
    hub.keys.principal = PRINCIPAL
    hub.accounts.change(profile_actions="read")
    assert "linkwright_plan" not in {one["name"] for one in await listed(hub, query)}


@pytest.mark.parametrize("query", ["", MODE])
async def test_clients_that_run_what_is_listed_as_actions_over_rpc_are_not_offered_it(hub: Hub, query: str) -> None:
    found = await listed(hub, query, user_agent="stackone-ai-python/2.9.0")
    assert "linkwright_plan" not in {one["name"] for one in found}


async def test_where_actions_are_searched_it_takes_their_ids(hub: Hub) -> None:
    assert (await plan(hub, WRITE, MODE))["isError"] is False
    assert no_write_went_out(hub)
    told = await plan(hub, {"action": "linear_create_comments"}, MODE)
    assert told["isError"] is True
    assert "linear_create_comment" in told["content"][0]["text"]


async def test_with_several_accounts_it_plans_for_the_one_that_is_told_and_for_none_otherwise() -> None:
    hub = Hub(accounts=Accounts(replace(ACCOUNT, id="acc_b"), replace(ACCOUNT, id="acc_m", origin_owner_name="Mill")))
    both = {"x_account_id": "acc_b,acc_m"}
    mill = named(list(hub.accounts.rows.values()))[1]
    tool = {"action": mill.name_of("linear_create_comment"), "arguments": GIVEN}
    assert (await plan(hub, tool, **both))["structuredContent"]["result"]["data"]["account_id"] == "acc_m"
    assert (await plan(hub, WRITE, **both))["isError"] is True
    schema = (await listed(hub, MODE, **both))[-1]["inputSchema"]
    assert mill.prefix in schema["properties"]["account"]["enum"]
    assert schema["required"] == ["action", "account"]
    found = await plan(hub, {**WRITE, "account": mill.prefix}, MODE, **both)
    assert found["structuredContent"]["result"]["data"]["account_id"] == "acc_m"
    for account in (None, "linear", "linear_other_abcde"):
        assert (await plan(hub, {**WRITE, "account": account}, MODE, **both))["isError"] is True
    assert no_write_went_out(hub)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"action": 5},
        {"action": ""},
        {"action": "linear_create_comment", "arguments": []},
        {"action": "linear_create_comment", "arguments": GIVEN, "body": {"body": "x"}},
        {"action": "linear_create_comment", "acount": "x"},
        {"action": "linear_create_comment", "account": 5},
        {"action": "linear_create_comment", "arguments": {"bodi": "x"}},
    ],
)
async def test_what_cannot_be_planned_is_a_result_that_says_why(hub: Hub, arguments: Any) -> None:
    result = await plan(hub, arguments)
    assert result["isError"] is True
    assert jsons.loads(result["content"][0]["text"])["result"]["status_code"] == 400
    assert no_write_went_out(hub)


async def test_without_an_account_it_is_an_error_as_for_every_tool(hub: Hub) -> None:
    hub.accounts.rows.clear()
    params = {"name": "linkwright_plan", "arguments": WRITE}
    assert (await old(hub, message("tools/call", params))).json["error"]["code"] == -31404
    assert (await new(hub, "tools/call", params)).json["error"]["code"] == -31404
