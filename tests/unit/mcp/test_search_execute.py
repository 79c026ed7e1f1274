"""The mode in which two tools stand for all actions of an account: one finds an action, one runs it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest

from linkwright.kit import jsons
from linkwright.mcp.meta_tools import example_request
from tests.unit.actions.hub import CATALOG, COMMENT, PRINCIPAL, TEAM, Hub, graphql
from tests.unit.mcp.speak import message, new, old

pytestmark = pytest.mark.anyio
MODE = "tool-mode=search_execute"
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
MOST_BYTES = 3_000
"""What the list of tools may weigh in this mode, whatever is switched on: about 750 tokens."""


async def called(hub: Hub, name: str, arguments: Any = None, query: str = MODE, **more: Any) -> Any:
    params = {"name": name, **({} if arguments is None else {"arguments": arguments})}
    return (await old(hub, message("tools/call", params, more.pop("message_id", 1)), query=query, **more)).json


async def search(hub: Hub, **arguments: Any) -> dict[str, Any]:
    result = (await called(hub, "linear_search_actions", arguments))["result"]
    assert result["isError"] is False
    assert jsons.loads(result["content"][0]["text"]) == result["structuredContent"]
    found: dict[str, Any] = result["structuredContent"]
    return found


async def refused(hub: Hub, name: str, arguments: Any) -> dict[str, Any]:
    result = (await called(hub, name, arguments))["result"]
    assert result["isError"] is True
    told: dict[str, Any] = jsons.loads(result["content"][0]["text"])["result"]
    return told


@pytest.mark.promise("mcp.context")
@pytest.mark.parametrize("preset", ["read", "core", "all"])
async def test_the_list_of_tools_stays_small_whatever_is_switched_on(hub: Hub, preset: str) -> None:
    hub.accounts.change(profile_actions=preset)
    result = (await old(hub, message("tools/list"), query=MODE)).json["result"]
    plans = [] if preset == "read" else ["linkwright_plan"]
    assert [tool["name"] for tool in result["tools"]] == ["linear_search_actions", "linear_execute_action", *plans]
    assert len(jsons.dumpb(result)) < MOST_BYTES
    assert len(jsons.dumpb(result)) < len((await old(hub, message("tools/list"))).body) / 20
    for tool in result["tools"]:
        assert tool["inputSchema"]["type"] == tool["outputSchema"]["type"] == "object"
        jsonschema_rs.validator_for(tool["inputSchema"])


@pytest.mark.parametrize(
    ("effects", "preset", "read_only", "destructive"),
    [
        (None, "all", False, True),
        (None, "core", False, False),
        (None, "read", True, None),
        (frozenset({"read"}), "all", True, None),
        (frozenset({"read", "write"}), "all", False, False),
    ],
)
async def test_the_tool_that_runs_actions_is_hinted_by_the_worst_that_it_may_run(
    hub: Hub, effects: frozenset[str] | None, preset: str, read_only: bool, destructive: bool | None
) -> None:
    hub.keys.principal = replace(PRINCIPAL, effects=effects)
    hub.accounts.change(profile_actions=preset)
    find, run, *_ = (await old(hub, message("tools/list"), query=MODE)).json["result"]["tools"]
    assert find["annotations"]["readOnlyHint"] is True
    assert run["annotations"]["readOnlyHint"] is read_only
    assert run["annotations"].get("destructiveHint") is destructive


async def test_a_search_gives_what_is_needed_to_run_the_best_action(hub: Hub) -> None:
    found = await search(hub, query="file a bug", top_k=3)
    best = found["actions"][0]
    assert set(found) == {"session_id", "actions"}
    assert len(found["actions"]) == 3
    assert best["action_id"] == "linear_create_issue"
    assert 0 < best["similarity_score"] <= 1
    assert best["input_schema"] == LINEAR.actions["linear_create_issue"].schemas["nested"]
    assert best["example_request"] == {
        "action_id": "linear_create_issue",
        "body": {"teamId": "<teamId>", "title": "<title>"},
    }
    assert (await search(hub, query="file a bug", session_id="s1"))["session_id"] == "s1"


async def test_what_a_search_gives_fits_the_schema_that_it_published(hub: Hub) -> None:
    tools = (await old(hub, message("tools/list"), query=MODE)).json["result"]["tools"]
    jsonschema_rs.validate(tools[0]["outputSchema"], await search(hub, query="comments"))
    run = (await called(hub, "linear_execute_action", {"action_id": "linear_list_teams"}))["result"]
    jsonschema_rs.validate(tools[1]["outputSchema"], run["structuredContent"])


async def test_an_action_is_found_by_its_name_alone(hub: Hub) -> None:
    found = await search(hub, query="linear_create_issue")
    assert [one["action_id"] for one in found["actions"]] == ["linear_create_issue"]


async def test_schemas_beyond_what_a_model_should_read_at_once_are_left_out_and_it_is_told_how_to_have_them(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linkwright.mcp.searching.MOST_SCHEMA_BYTES", 1_000)
    first, *rest = (await search(hub, query="file a bug"))["actions"]
    assert "input_schema" in first
    without = [one for one in rest if "input_schema" not in one]
    assert without
    assert all(f"Search for {one['action_id']}" in one["description"] for one in without)


async def test_only_what_the_account_and_the_key_may_run_is_found(hub: Hub) -> None:
    hub.accounts.change(profile_actions="read")
    every = await search(hub, query="create an issue", top_k=50)
    assert every["actions"]
    assert all(LINEAR.actions[one["action_id"]].effect == "read" for one in every["actions"])
    hub.accounts.change(profile_actions=("linear_list_teams", "linear_create_issue"))
    hub.keys.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    assert [one["action_id"] for one in (await search(hub, query="create an issue"))["actions"]] in (
        [],
        ["linear_list_teams"],
    )


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"query": ""},
        {"query": 5},
        {"query": "x" * 5_000},
        {"query": "x", "top_k": 0},
        {"query": "x", "top_k": 51},
        {"query": "x", "top_k": True},
        {"query": "x", "top_k": "5"},
        {"query": "x", "session_id": 5},
        {"query": "x", "top": 5},
    ],
)
async def test_a_search_that_makes_no_sense_is_a_result_that_says_why(hub: Hub, arguments: Any) -> None:
    told = await refused(hub, "linear_search_actions", arguments)
    assert (told["status_code"], told["error_category"]) == (400, "invalid_request")


async def test_an_action_is_run_with_its_inputs_where_its_schema_has_them(hub: Hub) -> None:
    read = await called(hub, "linear_execute_action", {"action_id": "linear_list_teams", "session_id": "s1"})
    assert read["result"]["structuredContent"] == {"isError": False, "result": {"data": [TEAM], "next": "c2"}}
    hub.wire.answer = graphql(COMMENT)
    body = {"issueId": "ENG-1", "body": "Hi"}
    call = {"action_id": "linear_create_comment", "body": body, "headers": {"x-other": "1"}}
    written = await called(hub, "linear_execute_action", call)
    assert written["result"]["isError"] is False
    assert (hub.last.action, hub.last.face, hub.last.arguments) == ("linear_create_comment", "mcp", body)
    assert written["result"]["_meta"]["linkwright/run_id"] == hub.last.id


async def test_a_write_run_through_the_tool_is_known_again_by_its_message_or_by_the_callers_key(hub: Hub) -> None:
    hub.wire.answer = graphql(COMMENT)
    call = {"action_id": "linear_create_comment", "body": {"issueId": "ENG-1", "body": "Hi"}}
    for number in (7, 7, 8):
        await called(hub, "linear_execute_action", call, message_id=number)
    await called(hub, "linear_create_comment", {"body": {"issueId": "ENG-1", "body": "Hi"}}, query="", message_id=7)
    keys = [intent.key for intent in hub.ledger.begun]
    assert {key.kind for key in keys} == {"derived"}
    assert keys[0] == keys[1] != keys[2]
    # The same write under the same message, whichever tool it came through.
    assert keys[3] == keys[0]
    params = {"name": "linear_execute_action", "arguments": call, "_meta": {"linkwright/idempotency-key": "k1"}}
    await old(hub, message("tools/call", params), query=MODE)
    assert hub.ledger.begun[-1].key.kind == "given"


@pytest.mark.parametrize(
    ("action_id", "status", "said"),
    [
        ("linear_create_isue", 404, "linear_create_issue"),
        ("github_create_issue", 404, "no action"),
        ("", 400, "action_id"),
        (None, 400, "action_id"),
        (5, 400, "action_id"),
    ],
)
async def test_an_action_that_is_not_there_is_a_result_for_the_model(
    hub: Hub, action_id: Any, status: int, said: str
) -> None:
    told = await refused(hub, "linear_execute_action", {"action_id": action_id})
    assert told["status_code"] == status
    assert said in told["error"]


async def test_an_action_that_is_off_is_refused_through_the_tool_as_by_its_name(hub: Hub) -> None:
    hub.accounts.change(profile_actions="read")
    told = await refused(hub, "linear_execute_action", {"action_id": "linear_create_comment", "body": {"body": "x"}})
    assert (told["status_code"], told["code"]) == (403, "action_disabled")
    assert hub.wire.sent == []


@pytest.mark.parametrize("head", ["linear", "linear_acc_1"])
async def test_the_tools_are_known_by_what_their_names_end_with(hub: Hub, head: str) -> None:
    found = await called(hub, f"{head}_search_actions", {"query": "teams"})
    assert found["result"]["isError"] is False
    run = await called(hub, f"{head}_execute_action", {"action_id": "linear_list_teams"})
    assert run["result"]["isError"] is False


@pytest.mark.parametrize(
    "name", ["linear_list_teams", "linear_acc_2_execute_action", "github_execute_action", "_execute_action", "x"]
)
async def test_other_names_are_unknown_tools_and_the_answer_names_those_there_are(hub: Hub, name: str) -> None:
    answer = await called(hub, name, {"action_id": "linear_list_teams"})
    assert answer["error"]["code"] == -32602
    assert "linear_execute_action" in answer["error"]["message"]
    assert hub.wire.sent == []


async def test_the_tools_of_the_other_mode_are_not_known(hub: Hub) -> None:
    answer = await called(hub, "linear_execute_action", {"action_id": "linear_list_teams"}, query="")
    assert answer["error"]["code"] == -32602


async def test_an_account_that_cannot_be_used_is_an_error_as_in_the_other_mode(hub: Hub) -> None:
    hub.accounts.change(status="suspended")
    for name in ("linear_search_actions", "linear_execute_action"):
        answer = await called(
            hub, name, {"query": "teams", "action_id": "linear_list_teams"} if name[7] == "e" else {"query": "x"}
        )
        assert answer["error"]["code"] == -31412
    hub.accounts.rows.clear()
    assert (await called(hub, "linear_search_actions", {"query": "x"}))["error"]["code"] == -31404


async def test_the_instructions_say_how_to_find_and_run(hub: Hub) -> None:
    reply = await old(hub, message("initialize", {"protocolVersion": "2025-11-25"}), None, MODE)
    assert "search_actions" in reply.json["result"]["instructions"]


async def test_it_works_in_the_stateless_era_too(hub: Hub) -> None:
    listed = (await new(hub, "tools/list", query=MODE)).json["result"]
    assert (listed["ttlMs"], listed["resultType"]) == (0, "complete")
    found = (
        await new(hub, "tools/call", {"name": "linear_search_actions", "arguments": {"query": "x"}}, query=MODE)
    ).json
    assert found["result"]["resultType"] == "complete"


def test_every_example_names_the_inputs_that_are_required() -> None:
    for action in LINEAR.actions.values():
        example = example_request(action)
        given = {name for place in ("path", "query", "body") for name in example.get(place, {})}
        assert given >= {one.name for one in action.inputs.values() if one.required}
        assert bool(given) >= bool(action.any_of)
