"""Messages of the four revisions, and the headers that belong to them."""

from __future__ import annotations

from typing import Any

from linkwright.mcp.revisions import META_CAPABILITIES, META_VERSION, STATELESS
from tests.unit.actions.hub import AUTH, Hub, Reply, send

JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
META = {META_VERSION: STATELESS, META_CAPABILITIES: {}}


def message(method: str, params: Any = None, message_id: Any = 1) -> dict[str, Any]:
    """A request of the handshake era."""
    body = {"jsonrpc": "2.0", "id": message_id, "method": method}
    return body | ({} if params is None else {"params": params})


def modern(method: str, params: dict[str, Any] | None = None, meta: dict[str, Any] | None = None) -> dict[str, Any]:
    """A request of the stateless revision."""
    return message(method, {**(params or {}), "_meta": META if meta is None else meta})


def headers_for(method: str, name: str | None = None, **more: str) -> dict[str, str]:
    """The headers that a client of the stateless revision sends."""
    found = {**JSON, **AUTH, "mcp-protocol-version": STATELESS, "mcp-method": method}
    return found | ({"mcp-name": name} if name else {}) | {key.replace("_", "-"): value for key, value in more.items()}


async def old(hub: Hub, body: Any, version: str | None = "2025-11-25", query: str = "", **headers: str) -> Reply:
    """Send as a client of the handshake era does."""
    lines = {**JSON, **AUTH, **({"mcp-protocol-version": version} if version else {})}
    return await send(
        hub.mcp, body, lines | {key.replace("_", "-"): value for key, value in headers.items()}, query=query
    )


async def new(hub: Hub, method: str, params: dict[str, Any] | None = None, **more: Any) -> Reply:
    """Send as a client of the stateless revision does."""
    query = more.pop("query", "")
    name = (params or {}).get("name")
    return await send(hub.mcp, modern(method, params), headers_for(method, name, **more), query=query)
