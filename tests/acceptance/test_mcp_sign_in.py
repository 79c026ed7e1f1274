"""MCP clients that are given nothing but the address of `/mcp`: the official ones sign in and call tools."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken

from tests.acceptance.client_document import CALLBACK, DOCUMENT, ORIGIN, serving_document
from tests.acceptance.clients import drive, python_environment
from tests.acceptance.person import Person
from tests.hub import RunningHub, running_hub

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("mcp-sign-in"), pytest.mark.timeout(300)]


@dataclass
class Store:
    """What a client keeps."""

    tokens: OAuthToken | None = None
    info: OAuthClientInformationFull | None = None
    asked: list[str] = field(default_factory=list)

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.info

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.info = client_info


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub that reaches `client.example` at a server of this test."""
    with serving_document() as address:
        origins = json.dumps({ORIGIN: address})
        folder = tmp_path_factory.mktemp("mcp-sign-in") / "data"
        with running_hub(folder, LINKWRIGHT_OUTBOUND_ORIGINS=origins) as running:
            assert running.url, running.log
            yield running


@pytest.fixture(scope="module")
def person(hub: RunningHub) -> Iterator[Person]:
    """The signed-in owner."""
    found = Person(hub).claim()
    yield found
    found.http.close()


@pytest.fixture(scope="module")
def account(hub: RunningHub) -> str:
    """A test account."""
    return hub.link()


@asynccontextmanager
async def _client(
    hub: RunningHub, person: Person, store: Store, mode: str = "auto", document: str | None = None, **chosen: Any
) -> AsyncIterator[Client]:
    async def redirect(address: str) -> None:
        store.asked.append(address)

    async def callback() -> AuthorizationCodeResult:
        told = person.allow(store.asked[-1], **chosen)
        return AuthorizationCodeResult(code=told["code"], state=told["state"], iss=told["iss"])

    provider = OAuthClientProvider(
        server_url=f"{hub.url}/mcp",
        client_metadata=OAuthClientMetadata(client_name="Official", redirect_uris=[CALLBACK]),  # type: ignore[list-item]
        storage=store,
        redirect_handler=redirect,
        callback_handler=callback,
        client_metadata_url=document,
    )
    async with httpx2.AsyncClient(auth=provider, timeout=30) as http:
        async with Client(streamable_http_client(f"{hub.url}/mcp", http_client=http), mode=mode) as client:
            yield client


@pytest.mark.promise("mcp.sign-in")
@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_the_official_client_needs_nothing_but_the_address(
    hub: RunningHub, person: Person, account: str, mode: str
) -> None:
    store = Store()
    async with _client(hub, person, store, mode, account=[account]) as client:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert "linear_list_teams" in tools
        assert "linear_create_issue" not in tools
        result: Any = await client.call_tool("linear_list_teams", {})
        assert result.structured_content["result"]["data"]
    assert store.info is not None and store.info.client_id.startswith("mcl_")
    assert store.tokens is not None and store.tokens.scope == "actions:execute read offline_access"


async def test_a_client_is_known_by_its_document_and_shown_as_verified_by_its_domain(
    hub: RunningHub, person: Person, account: str
) -> None:
    store = Store()
    async with _client(hub, person, store, document=DOCUMENT, account=[account]) as client:
        result: Any = await client.call_tool("linear_list_teams", {})
        assert not result.is_error
    page = person.look(store.asked[-1]).text
    assert "client.example" in page
    assert "verified by its domain" in page
    listed = {one["client_id"]: one for one in hub.call("GET", "/mcp_clients").json()}
    assert listed[DOCUMENT]["verified"] is True
    assert listed[DOCUMENT]["account_ids"] == [account]


@pytest.mark.promise("mcp.step-up")
async def test_a_client_that_needs_more_asks_for_it_and_goes_on(hub: RunningHub, person: Person, account: str) -> None:
    store = Store()
    async with _client(hub, person, store, account=[account]) as client:
        team: Any = await client.call_tool("linear_list_teams", {})
        body = {"teamId": team.structured_content["result"]["data"][0]["id"], "title": "After asking"}
        made: Any = await client.call_tool("linear_create_issue", {"body": body})
        assert made.structured_content["result"]["data"]["title"] == "After asking"
    assert len(store.asked) == 2
    assert "write" in store.asked[1]
    assert store.tokens is not None and "write" in str(store.tokens.scope)


async def test_a_token_that_has_been_revoked_is_renewed_by_signing_in_again(
    hub: RunningHub, person: Person, account: str
) -> None:
    store = Store()
    async with _client(hub, person, store, account=[account]) as client:
        await client.call_tool("linear_list_teams", {})
        for one in hub.call("GET", "/mcp_clients").json():
            assert hub.call("DELETE", f"/mcp_clients/{one['id']}").status == 200
        result: Any = await client.call_tool("linear_list_teams", {})
        assert not result.is_error
    assert len(store.asked) == 2


@pytest.fixture(scope="module")
def python1(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """mcp 1.x in its own environment."""
    return python_environment(tmp_path_factory.mktemp("mcp1") / "env", "mcp>=1.30,<2")


def test_the_1x_client_signs_in_and_asks_for_more(python1: Path, hub: RunningHub, person: Person, account: str) -> None:
    script = str(Path(__file__).with_name("mcp1_sign_in.py"))
    cookie = person.http.cookies["lw_session"]
    result = drive([str(python1), script], python1.parent, BASE_URL=hub.url, COOKIE=cookie, ACCOUNT_ID=account)
    assert result["exit"] == 0, result
    assert result["good"]["result"]["data"]
    assert result["made"] == "From 1.x"
    assert len(result["asked"]) == 2
