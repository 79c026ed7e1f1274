"""The table of tricks, on both clients."""

from __future__ import annotations

import asyncio
import tracemalloc
from dataclasses import replace

import pytest

from linkwright.errors import LinkwrightError
from linkwright.outbound.errors import AddressRefused, UpstreamTimeout
from linkwright.outbound.guard import refusal
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import OutboundRequest
from tests.unit.outbound.corpus import ALL_ANSWERS, LIMIT, addresses
from tests.unit.outbound.misbehaving_upstream import ok, running
from tests.unit.outbound.names import Names
from tests.unit.outbound.watched import CLIENTS, Hurried, Sockets, closing, corpus_names

pytestmark = pytest.mark.anyio
URL = "https://api.example/x"


@pytest.mark.parametrize("client", CLIENTS)
async def test_no_trick_with_an_address_reaches_anything_inside(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sockets = Sockets(monkeypatch)
    led = []
    async with running(lambda _: [ok()]) as upstream:
        transport = Hurried(client, None, corpus_names())
        for name, url in addresses().items():
            try:
                await transport.send(OutboundRequest("GET", url.format(port=upstream.port), {}))
                led.append(name)
            except AddressRefused:
                continue
            except LinkwrightError:
                # It was read as a name, which is not known, or as a public address, where nothing answers.
                led += [name for address, _ in sockets.targets if refusal(address) is not None]
        await transport.close()
    assert led == []
    assert (upstream.connections, sockets.targets) == (0, [])


@pytest.mark.parametrize("client", CLIENTS)
async def test_a_name_that_turns_inside_after_it_was_found_good_is_refused_when_it_is_called(
    client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets = Sockets(monkeypatch)
    async with running(lambda _: [ok()]) as upstream:
        names = Names(rebinding_example=[["192.88.98.7"], ["127.0.0.1"]])
        url = f"http://rebinding.example:{upstream.port}/"
        transport = Hurried(client, None, names)
        with pytest.raises(LinkwrightError, match="No connection"):
            await transport.send(OutboundRequest("GET", url, {}))
        await transport.close()
        transport = Hurried(client, None, names)
        with pytest.raises(AddressRefused, match="loopback"):
            await transport.send(OutboundRequest("GET", url, {}))
        await transport.close()
    assert {str(address) for address, _ in sockets.targets} == {"192.88.98.7"}
    assert upstream.connections == 0


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("name", ALL_ANSWERS)
async def test_a_hostile_answer_ends_in_time_as_it_should_and_leaves_the_client_well(client: str, name: str) -> None:
    hostile = ALL_ANSWERS[name]
    over = False

    def answer(_request: bytes) -> list[bytes]:
        return [ok(b"fine")] if over else hostile.pieces()  # type: ignore[return-value]

    seconds = 0.2 if UpstreamTimeout in hostile.ends else 20.0
    async with (
        running(answer) as upstream,
        closing(Hurried(client, OriginMap.of({"https://api.example": upstream.origin}), Names(), seconds)) as transport,
    ):
        request = OutboundRequest("GET", URL, {}, timeout=seconds, max_bytes=LIMIT)
        began = asyncio.get_running_loop().time()
        tracemalloc.start()
        try:
            if hostile.ends:
                with pytest.raises(hostile.ends):
                    await transport.send(request)
            else:
                await transport.send(request)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert asyncio.get_running_loop().time() - began < seconds + 8
        assert most < 100 * LIMIT
        over = True
        request = replace(request, timeout=20.0)
        transport.seconds = 20.0
        assert (await transport.send(request)).body == b"fine"
