"""Clients that are known by a document: fetched with care, believed in nothing but their addresses."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.consents.clients.documents import ClientDocuments
from linkwright.consents.clients.errors import ClientDocumentRefused
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.errors import AnswerTooLarge
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

pytestmark = pytest.mark.anyio
ADDRESS = "https://client.example/mcp/client.json"
GOOD = {"client_id": ADDRESS, "client_name": "Example", "redirect_uris": ["https://client.example/cb"]}


class Web:
    """Answers with one document, and counts."""

    def __init__(self, told: Any = GOOD, status: int = 200, **headers: str) -> None:
        self.told = told
        self.status = status
        self.headers = {"content-type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        self.asked: list[OutboundRequest] = []

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.asked.append(request)
        if isinstance(self.told, Exception):
            raise self.told
        body = self.told if isinstance(self.told, bytes) else jsons.dumpb(self.told)
        return OutboundResponse(self.status, self.headers, body, 1.0)


async def test_a_document_is_fetched_once_with_bounds_and_kept_for_a_while(clock: FixedClock) -> None:
    web = Web()
    documents = ClientDocuments(web, clock)
    found = await documents.get(ADDRESS)
    assert (found.name, found.verified_host, found.auth_method) == ("Example", "client.example", "none")
    await documents.get(ADDRESS)
    assert len(web.asked) == 1
    assert (web.asked[0].timeout, web.asked[0].max_bytes) == (5.0, 32_768)
    clock.advance(301)
    await documents.get(ADDRESS)
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("max-age=10", 60), ("public, max-age=600", 600), ("max-age=999999", 3600), ("no-store", 60), ("", 300)],
)
async def test_how_long_it_is_kept_is_the_documents_word_within_bounds(
    clock: FixedClock, said: str, seconds: int
) -> None:
    web = Web(cache_control=said)
    documents = ClientDocuments(web, clock)
    await documents.get(ADDRESS)
    clock.advance(seconds - 1)
    await documents.get(ADDRESS)
    assert len(web.asked) == 1
    clock.advance(2)
    await documents.get(ADDRESS)
    assert len(web.asked) == 2


async def test_a_failure_is_not_kept(clock: FixedClock) -> None:
    web = Web(status=500)
    documents = ClientDocuments(web, clock)
    with pytest.raises(ClientDocumentRefused, match="answered 500"):
        await documents.get(ADDRESS)
    web.status = 200
    assert (await documents.get(ADDRESS)).name == "Example"


async def test_no_more_than_so_many_documents_are_kept(clock: FixedClock) -> None:
    web = Web()
    documents = ClientDocuments(web, clock)
    for number in range(300):
        address = f"https://client.example/{number}.json"
        web.told = {**GOOD, "client_id": address}
        await documents.get(address)
    assert len(documents._kept) == 256


@pytest.mark.parametrize(
    "web",
    [
        Web({**GOOD, "client_id": "https://client.example/other.json"}),
        Web({**GOOD, "client_secret": "x"}),
        Web({**GOOD, "token_endpoint_auth_method": "client_secret_basic"}),
        Web({**GOOD, "redirect_uris": []}),
        Web({**GOOD, "redirect_uris": ["http://evil.example/cb"]}),
        Web({**GOOD, "client_name": ""}),
        Web({name: value for name, value in GOOD.items() if name != "client_name"}),
        Web([GOOD]),
        Web(b"<html>"),
        Web(GOOD, 302, location="https://inside.example"),
        Web(GOOD, content_type="text/html"),
        Web(AnswerTooLarge("too large")),
    ],
)
async def test_a_document_that_is_not_one_is_refused(clock: FixedClock, web: Web) -> None:
    with pytest.raises(ClientDocumentRefused):
        await ClientDocuments(web, clock).get(ADDRESS)
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://client.example/client.json",
        "https://client.example",
        "https://client.example/",
        "https://user@client.example/c",
        "https://client.example/a/../c",
        "https://client.example/a/%2e%2e/c",
        "https://client.example/c#x",
        "https:///c",
        "https://client.example:x/c",
        "https://client.example/ c",
        f"https://client.example/{'c' * 512}",
        "https://cl\u00efent.example/c",
    ],
)
async def test_an_address_that_cannot_be_a_documents_is_not_fetched(clock: FixedClock, address: str) -> None:
    web = Web()
    with pytest.raises(ClientDocumentRefused):
        await ClientDocuments(web, clock).get(address)
    assert web.asked == []


@pytest.mark.promise("mcp.documents-guarded")
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "localhost", "2130706433", "0x7f.1", "10.1.2.3"],
)
async def test_a_document_inside_the_network_is_never_fetched(clock: FixedClock, host: str) -> None:
    transport = AiohttpTransport(clock=clock)
    try:
        with pytest.raises(ClientDocumentRefused, match="could not be fetched"):
            await ClientDocuments(transport, clock).get(f"https://{host}/client.json")
    finally:
        await transport.close()
