"""Listing and calling tools."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest

from linkwright.kit import jsons
from linkwright.mcp.revisions import CAPABILITIES
from linkwright.mcp.tools import hints_of, output_schema, widened
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from tests.unit.actions.hub import (
    ACCOUNT,
    CATALOG,
    COMMENT,
    KEY,
    PRINCIPAL,
    TEAM,
    TEAMS,
    Accounts,
    Connection,
    Hub,
    graphql,
    raw,
    scope_of,
    send,
)
from tests.unit.mcp.speak import JSON, headers_for, message, modern, new, old

pytestmark = pytest.mark.anyio
READ = {"name": "linear_list_teams", "arguments": {}}
WRITE = {"name": "linear_create_comment", "arguments": {"body": {"issueId": "ENG-1", "body": "Hi"}}}
NO_ACCOUNT = {**JSON, "authorization": f"Bearer {KEY}"}
LINEAR = CATALOG.get("linear")
assert LINEAR is not None


def envelope(result: dict[str, Any]) -> Any:
    """The envelope inside a tool's text, which must say the same as the structured content where there is one."""
    told = jsons.loads(result["content"][0]["text"])
    assert result["content"][0]["type"] == "text"
    assert "structuredContent" not in result or result["structuredContent"] == told
    assert told["isError"] is result["isError"]
    return told


async def tools(hub: Hub, query: str = "") -> list[dict[str, Any]]:
    reply = await old(hub, message("tools/list"), query=query)
    found: list[dict[str, Any]] = reply.json["result"]["tools"]
    return found


async def test_every_enabled_action_is_a_tool_in_one_page_and_in_the_connectors_order(hub: Hub) -> None:
    reply = await old(hub, message("tools/list"))
    result = reply.json["result"]
    assert list(result) == ["tools"]
    assert [tool["name"] for tool in result["tools"]] == [*LINEAR.actions, "linkwright_plan"]
    assert (await old(hub, message("tools/list"))).body == reply.body


async def test_a_tool_says_what_it_takes_gives_and_does(hub: Hub) -> None:
    found = {tool["name"]: tool for tool in await tools(hub)}
    tool = found["linear_list_teams"]
    assert set(tool) == {"name", "title", "description", "inputSchema", "outputSchema", "annotations"}
    assert tool["annotations"] == {"title": "List teams", "readOnlyHint": True, "openWorldHint": True}
    assert found["linear_create_comment"]["annotations"] == {
        "title": found["linear_create_comment"]["title"],
        "readOnlyHint": False,
        "openWorldHint": True,
        "destructiveHint": False,
        "idempotentHint": False,
    }
    assert found["linear_update_issue"]["annotations"]["idempotentHint"] is True


def test_what_destroys_is_hinted_as_destructive() -> None:
    action = replace(LINEAR.actions["linear_update_issue"], name="delete_issue", effect="destroy")
    assert hints_of(action)["destructiveHint"] is True
    assert hints_of(action)["idempotentHint"] is True


async def test_every_schema_is_one_that_all_hosts_take(hub: Hub) -> None:
    for tool in await tools(hub):
        for schema in (tool["inputSchema"], tool["outputSchema"]):
            assert schema["type"] == "object"
            assert not {"anyOf", "oneOf", "allOf", "$ref", "$schema"} & set(schema)
            jsonschema_rs.validator_for(schema)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"query"}),
        ("param-style=nested", {"query"}),
        ("param-style=flat_prefixed", {"query_key"}),
        ("param-style=flat_smart", {"key"}),
    ],
)
async def test_the_address_chooses_how_inputs_are_shown(hub: Hub, query: str, expected: set[str]) -> None:
    tool = next(one for one in await tools(hub, query) if one["name"] == "linear_list_teams")
    assert expected <= set(tool["inputSchema"]["properties"])


@pytest.mark.parametrize("query", ["param-style=nestd", "tool-mode=x"])
@pytest.mark.parametrize("body", [message("tools/list"), message("tools/call", READ)])
async def test_an_unknown_option_is_refused_with_those_there_are(hub: Hub, query: str, body: Any) -> None:
    reply = await old(hub, body, query=query)
    assert (reply.status, reply.json["error"]["code"]) == (200, -32602)
    assert "one of" in reply.json["error"]["message"]
    assert (await old(hub, message("ping"), query=query)).json["result"] == {}


async def test_only_tools_that_are_on_and_that_the_key_may_run_are_listed(hub: Hub) -> None:
    hub.accounts.change(profile_actions=("linear_list_teams", "linear_create_comment"))
    assert [tool["name"] for tool in await tools(hub)] == [
        "linear_create_comment",
        "linear_list_teams",
        "linkwright_plan",
    ]
    hub.keys.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    assert [tool["name"] for tool in await tools(hub)] == ["linear_list_teams"]
    hub.accounts.change(profile_actions=())
    assert await tools(hub) == []


@pytest.mark.parametrize("body", [message("tools/list"), message("tools/call", READ)])
@pytest.mark.parametrize(
    ("lines", "query", "error", "code"),
    [
        ({}, "", -31400, "account_missing"),
        ({"x-account-id": "acc_no"}, "", -31404, "account_not_found"),
        ({}, "x-account-id=acc_no", -31404, "account_not_found"),
        ({"x-account-id": "acc_2"}, "", -31412, "account_not_usable"),
    ],
)
async def test_without_a_usable_account_there_is_an_error_at_200_with_the_contracts_object(
    hub: Hub, body: Any, lines: dict[str, str], query: str, error: int, code: str
) -> None:
    hub.accounts = Accounts(ACCOUNT, replace(ACCOUNT, id="acc_2", status="suspended"))
    other = Hub(accounts=hub.accounts)
    reply = await send(other.mcp, body, NO_ACCOUNT | lines, query=query)
    told = reply.json["error"]
    assert (reply.status, told["code"], told["data"]["code"]) == (200, error, code)
    assert told["message"].startswith(told["data"]["message"])
    assert told["data"]["timestamp"].endswith("Z")


async def test_the_same_holds_in_the_stateless_era(hub: Hub) -> None:
    lines = {key: value for key, value in headers_for("tools/list").items() if key != "x-account-id"}
    reply = await send(hub.mcp, modern("tools/list"), lines)
    assert (reply.status, reply.json["error"]["code"]) == (200, -31400)


@pytest.mark.parametrize("query", ["x-account-id=acc_1", "account_id=acc_1", "X-Account-Id=acc_1&account_id=acc_no"])
async def test_the_account_may_stand_in_the_address_and_the_header_wins(hub: Hub, query: str) -> None:
    reply = await send(hub.mcp, message("tools/call", READ), NO_ACCOUNT, query=query)
    assert "result" in reply.json
    reply = await send(hub.mcp, message("tools/call", READ), NO_ACCOUNT | {"x-account-id": "acc_no"}, query=query)
    assert reply.json["error"]["code"] == -31404


async def test_opening_needs_a_key_and_no_account(hub: Hub) -> None:
    for body in (message("initialize", {"protocolVersion": "2025-11-25"}), message("ping")):
        assert "result" in (await send(hub.mcp, body, NO_ACCOUNT)).json


async def test_a_call_answers_the_envelope_as_text_and_as_structure(hub: Hub) -> None:
    reply = await old(hub, message("tools/call", READ))
    result = reply.json["result"]
    assert envelope(result) == {"isError": False, "result": {"data": [TEAM], "next": "c2"}}
    assert result["structuredContent"] == envelope(result)
    assert result["_meta"] == {"linkwright/run_id": hub.last.id}
    assert reply.headers["x-linkwright-run-id"] == hub.last.id
    assert (hub.last.face, hub.last.success) == ("mcp", True)


@pytest.mark.parametrize(("call", "data"), [(READ, TEAMS), (WRITE, COMMENT)])
async def test_a_result_fits_the_schema_that_the_list_shows(hub: Hub, call: dict[str, Any], data: Any) -> None:
    hub.wire.answer = graphql(data)
    result = (await old(hub, message("tools/call", call))).json["result"]
    jsonschema_rs.validate(output_schema(LINEAR.actions[call["name"]]), result["structuredContent"])


@pytest.mark.parametrize(
    "arguments",
    [
        {"body": {"issueId": "ENG-1", "body": "Hi"}},
        {"body_issueId": "ENG-1", "body_body": "Hi"},
        {"issueId": "ENG-1", "body": "Hi"},
    ],
)
async def test_a_call_takes_inputs_in_any_style(hub: Hub, arguments: dict[str, Any]) -> None:
    hub.wire.answer = graphql(COMMENT)
    reply = await old(hub, message("tools/call", {"name": "linear_create_comment", "arguments": arguments}))
    assert reply.json["result"]["isError"] is False
    assert hub.last.arguments == {"issueId": "ENG-1", "body": "Hi"}


async def test_arguments_may_be_left_out(hub: Hub) -> None:
    reply = await old(hub, message("tools/call", {"name": "linear_list_teams"}))
    assert reply.json["result"]["isError"] is False


async def test_an_unknown_tool_is_an_error_that_names_the_nearest(hub: Hub) -> None:
    reply = await old(hub, message("tools/call", {"name": "linear_list_team"}))
    assert (reply.status, reply.json["error"]["code"]) == (200, -32602)
    assert "linear_list_teams" in reply.json["error"]["message"]
    assert (await new(hub, "tools/call", {"name": "nope"})).status == 200


async def test_bad_arguments_are_a_result_that_a_model_can_act_on(hub: Hub) -> None:
    reply = await old(hub, message("tools/call", {"name": "linear_list_teams", "arguments": {"kee": 1}}))
    result = reply.json["result"]
    told = envelope(result)["result"]
    assert result["isError"] is True
    assert "structuredContent" not in result
    assert (told["status_code"], told["error_category"], told["retryable"]) == (400, "invalid_request", False)
    assert "Did you mean 'key'?" in told["error"]
    assert told["hint"]


async def test_a_tool_that_is_off_says_how_to_switch_it_on(hub: Hub) -> None:
    hub.accounts.change(profile_actions="read")
    told = envelope((await old(hub, message("tools/call", WRITE))).json["result"])["result"]
    assert (told["status_code"], told["code"]) == (403, "action_disabled")
    assert "profiles update" in told["hint"]


async def test_a_key_for_reading_is_told_that_it_cannot_write(hub: Hub) -> None:
    hub.keys.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    told = envelope((await old(hub, message("tools/call", WRITE))).json["result"])["result"]
    assert (told["status_code"], told["error_category"]) == (403, "permission")


@pytest.mark.parametrize(("call", "retryable"), [(READ, True), (WRITE, False)])
async def test_only_a_read_may_be_repeated_after_a_fault_of_the_provider(
    call: dict[str, Any], retryable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = Hub()
    hub.wire.answer = raw(b"<html>", 502)
    monkeypatch.setattr("linkwright.engine.send.WAITS", ())
    told = envelope((await old(hub, message("tools/call", call))).json["result"])["result"]
    assert (told["status_code"], told["error_category"], told["retryable"]) == (502, "provider", retryable)


async def test_the_providers_limit_says_how_long_to_wait(hub: Hub) -> None:
    limited = {"errors": [{"message": "Rate limit", "extensions": {"code": "RATELIMITED"}}]}
    hub.wire.answer = raw(jsons.dumpb(limited), 400, retry_after="7")
    told = envelope((await old(hub, message("tools/call", READ))).json["result"])["result"]
    assert (told["status_code"], told["retryable"], told["retry_after"]) == (429, True, 7)


async def test_while_the_hub_stops_a_call_is_a_result_to_be_repeated(hub: Hub) -> None:
    await hub.gate.drain(0)
    told = envelope((await old(hub, message("tools/call", READ))).json["result"])["result"]
    assert (told["status_code"], told["retryable"]) == (503, True)


async def test_the_stateless_era_marks_its_results(hub: Hub) -> None:
    discovered = (await new(hub, "server/discover")).json["result"]
    assert discovered["supportedVersions"] == ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26"]
    assert (discovered["capabilities"], discovered["cacheScope"]) == (CAPABILITIES, "private")
    assert discovered["ttlMs"] > 0
    listed = (await new(hub, "tools/list")).json["result"]
    assert (listed["ttlMs"], listed["cacheScope"]) == (0, "private")
    called = (await new(hub, "tools/call", READ)).json["result"]
    failed = (await new(hub, "tools/call", {**READ, "arguments": {"kee": 1}})).json["result"]
    assert not {"ttlMs", "cacheScope"} & (set(called) | set(failed))
    for result in (discovered, listed, called, failed):
        assert result["resultType"] == "complete"
        assert result["_meta"]["io.modelcontextprotocol/serverInfo"] == {"name": "linkwright", "version": "9.9.9"}


class Slow:
    """An answer that comes when the test lets it."""

    def __init__(self, data: Any) -> None:
        self.begun, self.go, self.finished = asyncio.Event(), asyncio.Event(), False
        self._answer = graphql(data)

    async def __call__(self, request: OutboundRequest) -> OutboundResponse:
        self.begun.set()
        await self.go.wait()
        self.finished = True
        return await self._answer(request)


async def test_closing_the_connection_cancels_a_read_of_the_stateless_era(hub: Hub) -> None:
    hub.wire.answer = slow = Slow(TEAMS)
    connection = Connection(jsons.dumpb(modern("tools/call", READ)))
    scope = scope_of(headers_for("tools/call", READ["name"]))
    serving = asyncio.ensure_future(hub.mcp(scope, connection.receive, connection.send))
    await slow.begun.wait()
    connection.leave()
    await serving
    assert connection.sent == []
    assert not slow.finished
    assert hub.last.status == 499


@pytest.mark.parametrize("era", ["old", "new"])
async def test_closing_the_connection_stops_no_write_and_no_call_of_the_handshake_era(hub: Hub, era: str) -> None:
    call, data = (READ, TEAMS) if era == "old" else (WRITE, COMMENT)
    body = message("tools/call", call) if era == "old" else modern("tools/call", call)
    lines = {**NO_ACCOUNT, "x-account-id": "acc_1"} if era == "old" else headers_for("tools/call", call["name"])
    hub.wire.answer = slow = Slow(data)
    connection = Connection(jsons.dumpb(body))
    serving = asyncio.ensure_future(hub.mcp(scope_of(lines), connection.receive, connection.send))
    await slow.begun.wait()
    connection.leave()
    await asyncio.sleep(0)
    slow.go.set()
    await serving
    assert slow.finished
    assert hub.last.success
    assert connection.reply.json["result"]["isError"] is False


def test_a_published_output_schema_is_wide_and_keeps_properties_that_are_named_like_keywords() -> None:
    narrow = {
        "type": "object",
        "properties": {
            "format": {"type": "string", "enum": ["a"], "format": "uri"},
            "required": {"anyOf": [{"type": "string", "pattern": "x"}, {"type": "null"}]},
            "properties": {"type": "object", "properties": {"enum": {"const": 1}}, "required": ["enum"]},
        },
        "required": ["format"],
        "additionalProperties": False,
    }
    assert widened(narrow) == {
        "type": "object",
        "properties": {
            "format": {"type": "string"},
            "required": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "properties": {"type": "object", "properties": {"enum": {}}},
        },
    }
