"""Run by its own interpreter, with mcp 1.x: signs in with nothing but the address, then asks for more. Prints JSON."""

import asyncio
import json
import os
import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import httpx
from mcp import ClientSession
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamablehttp_client
from mcp.shared.auth import OAuthClientMetadata

HUB = os.environ["BASE_URL"]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


class Store:
    tokens = info = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.info

    async def set_client_info(self, client_info):
        self.info = client_info


async def main() -> None:
    asked = []

    async def redirect(address: str) -> None:
        asked.append(address)

    async def callback():
        async with httpx.AsyncClient(base_url=HUB, cookies={"lw_session": os.environ["COOKIE"]}) as http:
            page = await http.get(asked[-1], follow_redirects=True)
            last = page.text.rpartition("<form")[2]
            form = {unescape(name): unescape(value) for name, value in HIDDEN.findall(last)}
            marked = re.search(r'name="extent" value="(\w+)" checked', last)[1]
            form |= {"decision": "allow", "extent": marked, "days": "1", "account": os.environ["ACCOUNT_ID"]}
            back = await http.post("/oauth/consent", data=form)
        told = dict(parse_qsl(urlsplit(back.headers["location"]).query))
        return told["code"], told["state"]

    metadata = OAuthClientMetadata(client_name="Older client", redirect_uris=["http://localhost:3031/callback"])
    provider = OAuthClientProvider(f"{HUB}/mcp", metadata, Store(), redirect, callback)
    async with streamablehttp_client(f"{HUB}/mcp", auth=provider) as (read, write, _):
        async with ClientSession(read, write) as session:
            await session.initialize()
            good = await session.call_tool("linear_list_teams", {})
            body = {"teamId": good.structuredContent["result"]["data"][0]["id"], "title": "From 1.x"}
            made = await session.call_tool("linear_create_issue", {"body": body})
    report = {
        "good": good.structuredContent,
        "made": made.structuredContent["result"]["data"]["title"],
        "asked": asked,
    }
    print(json.dumps(report))


asyncio.run(main())
