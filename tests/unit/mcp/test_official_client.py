"""The protocol's own client against the endpoint, both eras, over an in-process transport."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from tests.unit.actions.hub import AUTH, COMMENT, TEAM, Hub, graphql

pytestmark = pytest.mark.anyio


def connected(hub: Hub, mode: str) -> Client:
    http = httpx2.AsyncClient(
        transport=httpx2.ASGITransport(hub.mcp),
        headers=AUTH,
        base_url="http://127.0.0.1:8400",
    )
    return Client(streamable_http_client("http://127.0.0.1:8400/mcp", http_client=http), mode=mode)


@pytest.mark.parametrize("mode", ["auto", "legacy", "2026-07-28"])
async def test_the_official_client_lists_and_calls(hub: Hub, mode: str) -> None:
    async with connected(hub, mode) as client:
        listed = await client.list_tools()
        assert "linear_list_teams" in {tool.name for tool in listed.tools}
        read = await client.call_tool("linear_list_teams", {})
        assert read.is_error is False
        assert read.structured_content == {"isError": False, "result": {"data": [TEAM], "next": "c2"}}
        hub.wire.answer = graphql(COMMENT)
        written: Any = await client.call_tool("linear_create_comment", {"body": {"issueId": "ENG-1", "body": "Hi"}})
        assert written.is_error is False
        refused: Any = await client.call_tool("linear_list_teams", {"kee": 1})
        assert refused.is_error is True
        with pytest.raises(Exception, match="Unknown tool"):
            await client.call_tool("linear_nope", {})


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_the_official_client_shows_our_sentence_when_the_account_is_missing(hub: Hub, mode: str) -> None:
    hub.accounts.rows.clear()
    async with connected(hub, mode) as client:
        with pytest.raises(Exception, match="There is no such account in this project"):
            await client.list_tools()
