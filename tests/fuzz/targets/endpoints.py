"""The endpoints that take any bytes, in process: every body gets an answer of the documented shape, and none a fault of ours."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import strategies as st

from linkwright.kit import jsons
from tests.fuzz.mutations import changed_bytes, changed_json
from tests.fuzz.target import Target
from tests.unit.actions.hub import AUTH, READ, WRITE, Hub, Reply, send
from tests.unit.mcp.speak import JSON, headers_for, message, modern

MESSAGES: tuple[Any, ...] = (
    message("ping"),
    message("tools/list", {"cursor": "x"}),
    message("tools/call", {"name": "linear_list_teams", "arguments": {}, "_meta": {"progressToken": 1}}),
    message("tools/call", {"name": "linear_create_comment", "arguments": {"issueId": "ENG-1", "body": "x"}}),
    message(
        "initialize",
        {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}},
    ),
    message("resources/read", {"uri": "linkwright://guides/linear"}),
    message("resources/list"),
    message(
        "completion/complete", {"ref": {"type": "ref/prompt", "name": "x"}, "argument": {"name": "a", "value": "b"}}
    ),
    {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1, "reason": "x"}},
    {"jsonrpc": "2.0", "id": 1, "result": {}},
    [message("ping"), message("tools/list", message_id=2)],
    modern("tools/list"),
    modern("tools/call", {"name": "linear_list_teams", "arguments": {}}),
)
STATUSES = frozenset({200, 202, 400, 401, 403, 404, 405, 406, 408, 412, 413, 415, 422, 429})


def _written(value: Any) -> bytes:
    try:
        return jsons.dumpb(value)
    except (TypeError, ValueError):
        return b"{}"


def bodies(seeds: Any) -> st.SearchStrategy[bytes]:
    """Messages with something changed, and bytes."""
    return changed_json(seeds).map(_written) | changed_bytes([jsons.dumpb(one) for one in seeds])


def mcp_requests() -> st.SearchStrategy[tuple[bytes, dict[str, str], bytes]]:
    """Body, headers and query of a request to /mcp."""
    versions = st.sampled_from(["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", "1.0", ""])
    eras = versions.map(lambda one: {**JSON, **AUTH, **({"mcp-protocol-version": one} if one else {})})
    modern_era = st.sampled_from(["tools/list", "tools/call", "ping"]).map(headers_for)
    queries = st.just(b"") | changed_bytes([b"tool-mode=search&x-account-id=acc_1", b"param-style=flat"])
    return st.tuples(bodies(MESSAGES), eras | modern_era, queries)


def mcp_answers(request: tuple[bytes, dict[str, str], bytes]) -> None:
    """A JSON-RPC answer, a batch of them, events that hold them, or 202 with nothing."""
    body, headers, query = request
    reply = asyncio.run(send(Hub().mcp, body, headers, query=query.decode("latin-1").encode().decode("latin-1")))
    assert reply.status in STATUSES, (reply.status, reply.body[:300])
    assert b"on our side" not in reply.body, reply.body[:300]
    if not reply.body:
        assert reply.status in (202, 405), reply.status
        return
    for one in _messages(reply):
        assert one["jsonrpc"] == "2.0"
        assert "id" in one or "method" in one
        assert ("result" in one) + ("error" in one) + ("method" in one) == 1
        if "error" in one:
            assert isinstance(one["error"]["code"], int)
            assert one["error"]["message"]


def _messages(reply: Reply) -> list[Any]:
    if reply.headers.get("content-type", "").startswith("text/event-stream"):
        lines = [line for line in reply.body.split(b"\n") if line.startswith(b"data:") and line[5:].strip()]
        found = [jsons.loads(line[5:].strip()) for line in lines]
    else:
        found = [reply.json]
    return [one for each in found for one in (each if isinstance(each, list) else [each])]


def rpc_requests() -> st.SearchStrategy[tuple[bytes, dict[str, str]]]:
    """Body and headers of a request to /actions/rpc or /unified/proxy."""
    seeds = (
        READ,
        WRITE,
        {**READ, "query": {"cursor": "lwc_x"}},
        {"method": "post", "path": "/graphql", "body": {"query": "{ a }"}},
    )
    accounts = st.sampled_from(["acc_1", "acc_2", "", "acc_1,acc_2", "\x00", "é"])
    return st.tuples(bodies(seeds), accounts.map(lambda one: {**AUTH, "x-account-id": one}))


def rpc_answers(request: tuple[bytes, dict[str, str]]) -> None:
    """JSON with a documented code, or a result."""
    hub = Hub()
    for app in (hub.rpc, hub.proxy):
        reply = asyncio.run(send(app, request[0], request[1]))
        told = reply.json
        assert isinstance(told, dict)
        if reply.status >= 400:
            assert told["code"] != "internal", told
            assert told["message"]
            assert told["statusCode"] == reply.status


TARGETS = (
    Target("mcp", mcp_requests, mcp_answers),
    Target("rpc-and-proxy", rpc_requests, rpc_answers),
)
