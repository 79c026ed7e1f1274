"""Run by its own interpreter, with mcp 1.x: lists tools, calls one that works and one that does not. Prints JSON."""

import asyncio
import json
import os

from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client


async def main() -> None:
    headers = {"authorization": f"Bearer {os.environ['API_KEY']}", "x-account-id": os.environ["ACCOUNT_ID"]}
    async with streamablehttp_client(os.environ["BASE_URL"] + "/mcp", headers=headers) as (read, write, _):
        async with ClientSession(read, write) as session:
            hello = await session.initialize()
            tools = (await session.list_tools()).tools
            good = await session.call_tool("linear_list_teams", {})
            bad = await session.call_tool("linear_get_issue", {"path": {"id": "ENG-99999"}})
            still = await session.call_tool("linear_get_viewer", {})
    async with streamablehttp_client(os.environ["BASE_URL"] + "/mcp?tool-mode=search_execute", headers=headers) as (
        read,
        write,
        _,
    ):
        async with ClientSession(read, write) as session:
            await session.initialize()
            two = (await session.list_tools()).tools
            found = await session.call_tool(two[0].name, {"query": "linear_list_teams"})
            ran = await session.call_tool(two[1].name, found.structuredContent["actions"][0]["example_request"])
            lost = await session.call_tool(two[1].name, {"action_id": "linear_nope"})
    report = {
        "version": hello.protocolVersion,
        "tools": [tool.name for tool in tools],
        "good": good.structuredContent,
        "bad": [bad.isError, bad.content[0].text],
        "still": still.isError,
        "two": [tool.name for tool in two],
        "found": found.structuredContent,
        "ran": ran.structuredContent,
        "lost": [lost.isError, lost.content[0].text],
    }
    print(json.dumps(report))


asyncio.run(main())
