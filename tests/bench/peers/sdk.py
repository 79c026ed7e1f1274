"""The MCP SDK's low-level server, stateless with JSON answers (its quickest way), with one tool that calls the upstream.

Run in an environment of `requirements/peers.txt`: `python sdk.py PORT UPSTREAM_PORT KEY`.
"""

from __future__ import annotations

import sys
from typing import Any

import aiohttp
import mcp_types as types
import uvicorn
from mcp.server.lowlevel.server import Server

TOOL = "linear_get_viewer"
QUERY = {"query": "query{viewer{id name displayName email admin guest active timezone url createdAt}}", "variables": {}}


def server(upstream: int, key: str) -> Any:
    """The ASGI application."""
    session: list[aiohttp.ClientSession] = []
    url = f"http://127.0.0.1:{upstream}/graphql"

    async def listed(_context: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[types.Tool(name=TOOL, input_schema={"type": "object"})])

    async def called(_context: Any, _params: Any) -> types.CallToolResult:
        if not session:
            session.append(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))
        async with session[0].post(url, json=QUERY, headers={"Authorization": key}) as answer:
            text = await answer.text()
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)])

    made = Server("peer", on_list_tools=listed, on_call_tool=called)
    return made.streamable_http_app(json_response=True, stateless_http=True)


if __name__ == "__main__":
    port, upstream, key = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    uvicorn.run(
        server(upstream, key), port=port, loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )
