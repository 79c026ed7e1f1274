"""The order of checks: what each kind of request is answered with, era by era."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.mcp.revisions import CAPABILITIES, META_CAPABILITIES, META_VERSION, STATELESS
from tests.unit.actions.hub import AUTH, Hub, send
from tests.unit.mcp.speak import headers_for, message, modern, new, old

pytestmark = pytest.mark.anyio
LIST = message("tools/list")
ALL = ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26"]
CALL = {"name": "linear_list_teams", "arguments": {}}


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "HEAD", "PATCH", "OPTIONS"])
async def test_only_post_is_taken_and_the_refusal_is_empty(hub: Hub, method: str) -> None:
    reply = await send(hub.mcp, b"", AUTH, method=method)
    assert (reply.status, reply.headers["allow"], reply.body) == (405, "POST", b"")


@pytest.mark.parametrize(
    ("given", "status", "error", "message_id"),
    [
        (b"", 400, -32700, None),
        (b"{", 400, -32700, None),
        (b"[" * 3_000, 400, -32700, None),
        (b'"x"', 400, -32600, None),
        ({}, 400, -32600, None),
        ({"id": 4}, 400, -32600, 4),
        ({"jsonrpc": "2.0"}, 400, -32600, None),
        ({"jsonrpc": "2.0", "id": 4}, 400, -32600, 4),
        ({"jsonrpc": "1.0", "id": 4, "method": "ping"}, 400, -32600, 4),
        ({"jsonrpc": "2.0", "id": 4, "method": 5}, 400, -32600, 4),
        ({"jsonrpc": "2.0", "id": None, "method": "ping"}, 400, -32600, None),
        ({"jsonrpc": "2.0", "id": 1.5, "method": "ping"}, 400, -32600, None),
        ({"jsonrpc": "2.0", "id": True, "method": "ping"}, 400, -32600, None),
        ({"jsonrpc": "2.0", "id": [1], "method": "ping"}, 400, -32600, None),
        (b'{"jsonrpc":"2.0","id":' + b"9" * 400 + b',"method":"ping"}', 400, -32700, None),
        (message("nope"), 200, -32601, 1),
        (message("server/discover"), 200, -32601, 1),
        (message("prompts/list"), 200, -32601, 1),
        (message("tools/list", []), 200, -32602, 1),
        (message("tools/list", 5), 200, -32602, 1),
        (message("tools/list", {"cursor": ""}), 200, -32602, 1),
        (message("initialize"), 200, -32602, 1),
        (message("tools/call"), 200, -32602, 1),
        (message("tools/call", {"name": 5}), 200, -32602, 1),
        (message("tools/call", {"name": "linear_list_teams", "arguments": []}), 200, -32602, 1),
        (message("tools/call", {"name": "linear_list_teams", "arguments": None}), 200, -32602, 1),
        (message("tools/call", {"name": "linear_list_team"}), 200, -32602, 1),
    ],
)
async def test_the_handshake_era_refuses(hub: Hub, given: Any, status: int, error: int, message_id: Any) -> None:
    reply = await old(hub, given)
    assert reply.status == status
    assert (reply.json["error"]["code"], reply.json["id"]) == (error, message_id)
    assert reply.headers["content-type"] == "application/json"


@pytest.mark.parametrize("message_id", [0, -1, 2**53, "", "a", "ü"])
async def test_an_id_comes_back_as_it_was_sent(hub: Hub, message_id: Any) -> None:
    reply = await old(hub, message("ping", message_id=message_id))
    assert (reply.status, reply.json) == (200, {"jsonrpc": "2.0", "id": message_id, "result": {}})


@pytest.mark.parametrize("version", [None, *ALL, "garbage"])
@pytest.mark.parametrize("method", ["notifications/initialized", "notifications/cancelled", "anything"])
async def test_a_notification_is_taken_whatever_it_says(hub: Hub, version: str | None, method: str) -> None:
    reply = await old(hub, {"jsonrpc": "2.0", "method": method, "params": {"requestId": 9}}, version)
    assert (reply.status, reply.body) == (202, b"")


async def test_a_response_is_taken_in_the_handshake_era_and_refused_in_the_stateless_one(hub: Hub) -> None:
    response = {"jsonrpc": "2.0", "id": 3, "result": {}}
    assert (await old(hub, response)).status == 202
    reply = await old(hub, response, STATELESS)
    assert (reply.status, reply.json["error"]["code"], reply.json["id"]) == (400, -32600, 3)


async def test_an_unknown_version_in_the_header_is_refused_with_those_that_are_served(hub: Hub) -> None:
    reply = await old(hub, LIST, "2027-01-01")
    assert reply.status == 400
    assert reply.json["error"]["code"] == -32022
    assert reply.json["error"]["data"] == {"supported": ALL, "requested": "2027-01-01"}


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("2025-03-26", "2025-03-26"),
        ("2025-06-18", "2025-06-18"),
        ("2025-11-25", "2025-11-25"),
        ("2024-11-05", "2025-11-25"),
        (STATELESS, "2025-11-25"),
        ("", "2025-11-25"),
    ],
)
async def test_initialize_echoes_what_is_served_and_offers_the_newest_otherwise(
    hub: Hub, asked: str, answer: str
) -> None:
    params = {"protocolVersion": asked, "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}}
    result = (await old(hub, message("initialize", params), None)).json["result"]
    assert result["protocolVersion"] == answer
    assert result["capabilities"] == CAPABILITIES
    assert result["serverInfo"] == {"name": "linkwright", "title": "Linkwright", "version": "9.9.9"}
    assert result["instructions"]


async def test_instructions_can_be_switched_off(hub: Hub) -> None:
    reply = await old(hub, message("initialize", {"protocolVersion": "2025-11-25"}), None, "instructions=off")
    assert "instructions" not in reply.json["result"]


@pytest.mark.parametrize(
    ("version", "meta"),
    [
        (STATELESS, None),
        (STATELESS, {}),
        (STATELESS, {META_VERSION: STATELESS}),
        (STATELESS, {META_VERSION: STATELESS, META_CAPABILITIES: []}),
        (STATELESS, {META_VERSION: 5, META_CAPABILITIES: {}}),
        (None, {META_VERSION: STATELESS}),
        (STATELESS, "text"),
    ],
)
async def test_the_stateless_era_wants_its_meta(hub: Hub, version: str | None, meta: Any) -> None:
    body = message("tools/list", {} if meta is None else {"_meta": meta})
    reply = await old(hub, body, version, mcp_method="tools/list")
    assert (reply.status, reply.json["error"]["code"]) == (400, -32602)


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"mcp-protocol-version": None}, 400, -32020),
        ({"mcp-protocol-version": "2025-11-25"}, 400, -32020),
        ({"mcp-method": None}, 400, -32020),
        ({"mcp-method": "TOOLS/CALL"}, 400, -32020),
        ({"mcp-name": None}, 400, -32020),
        ({"mcp-name": "other"}, 400, -32020),
        ({"mcp-name": "=?base64?!!!?="}, 400, -32020),
        ({"mcp-name": "=?base64?bGluZWFy?="}, 400, -32020),
        ({"mcp-name": "=?base64?bGluZWFyX2xpc3RfdGVhbXM=?="}, 200, None),
        ({"mcp-name": "  linear_list_teams\t"}, 200, None),
        ({"mcp-param-x": "ignored"}, 200, None),
    ],
)
async def test_the_stateless_era_compares_headers_with_the_body(
    hub: Hub, change: dict[str, str | None], status: int, error: int | None
) -> None:
    lines = headers_for("tools/call", "linear_list_teams") | change
    reply = await send(hub.mcp, modern("tools/call", CALL), {k: v for k, v in lines.items() if v is not None})
    assert reply.status == status
    assert reply.json.get("error", {}).get("code") == error


@pytest.mark.parametrize("name", ["mcp-protocol-version", "mcp-method", "mcp-name"])
async def test_a_routing_header_that_is_sent_twice_is_refused(hub: Hub, name: str) -> None:
    lines = headers_for("tools/call", "linear_list_teams")
    reply = await send(hub.mcp, modern("tools/call", CALL), [*lines.items(), (name, lines[name])])
    assert (reply.status, reply.json["error"]["code"]) == (400, -32020)


@pytest.mark.parametrize("version", ["2027-01-01", "2025-11-25"])
async def test_the_stateless_era_serves_one_version(hub: Hub, version: str) -> None:
    body = modern("tools/list", meta={META_VERSION: version, META_CAPABILITIES: {}})
    reply = await send(hub.mcp, body, headers_for("tools/list") | {"mcp-protocol-version": version})
    assert (reply.status, reply.json["error"]["code"]) == (400, -32022)
    assert reply.json["error"]["data"] == {"supported": ALL, "requested": version}


@pytest.mark.parametrize("method", ["initialize", "ping", "logging/setLevel", "resources/subscribe", "nope"])
async def test_the_stateless_era_answers_404_to_a_method_it_does_not_know(hub: Hub, method: str) -> None:
    reply = await new(hub, method)
    assert (reply.status, reply.json["error"]["code"], reply.json["id"]) == (404, -32601, 1)


async def test_a_body_of_the_stateless_era_under_an_older_header_is_a_mismatch(hub: Hub) -> None:
    reply = await old(hub, modern("tools/list"), "2025-11-25", mcp_method="tools/list")
    assert (reply.status, reply.json["error"]["code"]) == (400, -32020)


@pytest.mark.parametrize("version", [None, "2025-03-26"])
async def test_a_batch_is_answered_in_the_first_revision(hub: Hub, version: str | None) -> None:
    batch = [message("ping"), {"jsonrpc": "2.0", "method": "notifications/x"}, message("nope", message_id="b"), 5]
    reply = await old(hub, [*batch, message("initialize", {}, 9)], version)
    assert reply.status == 200
    assert [(one["id"], one.get("error", {}).get("code")) for one in reply.json] == [
        (1, None),
        ("b", -32601),
        (None, -32600),
        (9, -32600),
    ]


@pytest.mark.parametrize(
    ("batch", "version"),
    [
        ([message("ping")], "2025-06-18"),
        ([message("ping")], STATELESS),
        ([], None),
        ([message("ping")] * 21, None),
        ([modern("tools/list")], None),
    ],
)
async def test_other_batches_are_refused(hub: Hub, batch: list[Any], version: str | None) -> None:
    reply = await old(hub, batch, version)
    assert (reply.status, reply.json["error"]["code"]) == (400, -32600)


async def test_a_batch_of_notifications_has_no_answer(hub: Hub) -> None:
    reply = await old(hub, [{"jsonrpc": "2.0", "method": "notifications/x"}] * 2, None)
    assert (reply.status, reply.body) == (202, b"")


KEYS = st.sampled_from(["jsonrpc", "id", "method", "params", "result", "_meta", "name", "arguments", META_VERSION])
WORDS = st.sampled_from(["2.0", "tools/list", "tools/call", "initialize", "ping", STATELESS, "linear_list_teams"])
LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | st.text(max_size=20) | WORDS
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=6)
)
MESSAGES = st.fixed_dictionaries(
    {"jsonrpc": st.just("2.0"), "method": WORDS | LEAVES}, optional={"id": LEAVES, "params": VALUES}
)
VERSIONS = st.sampled_from([None, *ALL, "x"])


@given(VALUES | MESSAGES, VERSIONS)
async def test_no_json_whatsoever_brings_the_endpoint_down(value: Any, version: str | None) -> None:
    reply = await old(Hub(), value, version, mcp_method="tools/list")
    assert reply.status in {200, 202, 400, 404}
    answers = reply.json if reply.body else []
    assert all(
        one.get("error", {}).get("code") != -32603 for one in (answers if isinstance(answers, list) else [answers])
    )


@given(st.binary(max_size=200))
async def test_no_bytes_whatsoever_bring_the_endpoint_down(body: bytes) -> None:
    reply = await old(Hub(), body)
    assert reply.status in {200, 202, 400}


async def test_what_nobody_expected_is_an_internal_error_without_internals(hub: Hub) -> None:
    hub.keys.error = RuntimeError("secret internals")
    reply = await old(hub, LIST)
    assert (reply.status, reply.json["error"]["code"]) == (200, -32603)
    assert b"secret internals" not in reply.body
