"""MCP, method by method and tool by tool."""

from __future__ import annotations

from typing import Any

from tests.walls.row import Pair, Row
from tests.walls.rows.making import (
    READS,
    RUN_READS,
    RUN_WRITES,
    WRITES,
)


def _mcp(era: str, method: str, params: dict[str, Any], need: Pair = RUN_READS, **more: Any) -> Row:
    headers = {"x-account-id": "{account}", "accept": "application/json, text/event-stream"}
    body: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    if method.startswith("notifications/"):
        del body["id"]
    if era == "stateless":
        headers |= {"mcp-protocol-version": "2026-07-28", "mcp-method": method}
        if "name" in params or "uri" in params:
            headers["mcp-name"] = params.get("name") or params["uri"]
        meta = {"protocolVersion": "2026-07-28", "clientCapabilities": {}}
        body["params"] = {**params, "_meta": {f"io.modelcontextprotocol/{key}": value for key, value in meta.items()}}
    said = more.pop("name", "")
    return Row(
        "POST",
        more.pop("path", "/mcp"),
        "mcp",
        (need,),
        headers=headers,
        body=body,
        name=f"{era}: {method}{' ' + said if said else ''}",
        rpc=(era, method),
        lacks=more.pop("lacks", ("account_not_found", "account_not_granted")),
        **more,
    )


_NO_MATTER = ("", "account_not_granted")
_GUIDE = "linkwright://linear/guides/link-account/api-key"
_SEARCHED = {"tool-mode": "search_execute"}
AGENTS = (
    _mcp("handshake", "initialize", {"protocolVersion": "2025-11-25"}, lacks=_NO_MATTER),
    _mcp("handshake", "ping", {}, lacks=_NO_MATTER),
    _mcp("stateless", "server/discover", {}, lacks=_NO_MATTER),
    *(
        row
        for era in ("handshake", "stateless")
        for row in (
            _mcp(era, "tools/list", {}),
            _mcp(era, "tools/list", {}, query=_SEARCHED, name="by search"),
            _mcp(era, "resources/list", {}),
            _mcp(era, "resources/templates/list", {}, lacks=_NO_MATTER),
            _mcp(era, "resources/read", {"uri": _GUIDE}),
            _mcp(era, "tools/call", {"name": READS, "arguments": {}}, tool=READS, name=READS),
            _mcp(
                era,
                "tools/call",
                {"name": WRITES, "arguments": {"body": {"title": "Walls", "teamId": "ENG"}}},
                RUN_WRITES,
                tool=WRITES,
                name=WRITES,
            ),
            _mcp(
                era,
                "tools/call",
                {
                    "name": "linkwright_plan",
                    "arguments": {"action": WRITES, "arguments": {"body": {"title": "W", "teamId": "ENG"}}},
                },
                tool="linkwright_plan",
                name="linkwright_plan",
            ),
            _mcp(
                era,
                "tools/call",
                {"name": "linear_search_actions", "arguments": {"query": "issues"}},
                query=_SEARCHED,
                tool="linear_search_actions",
                name="linear_search_actions",
            ),
            _mcp(
                era,
                "tools/call",
                {"name": "linear_execute_action", "arguments": {"action_id": READS}},
                query=_SEARCHED,
                tool="linear_execute_action",
                name="linear_execute_action",
            ),
        )
    ),
    _mcp("handshake", "notifications/cancelled", {"requestId": 1}, ok=202, lacks=_NO_MATTER),
    _mcp("handshake", "tools/list", {}, path="/mcp/", name="with a slash"),
)
