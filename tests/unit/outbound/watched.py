"""Both clients with everything that matters in sight: names as a test tells them, no real way to the world, every address noted."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import pytest

from linkwright.outbound import client
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.gate import Gate
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.quick import QuickTransport
from linkwright.outbound.streaming import AiohttpStream
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from tests.unit.outbound.corpus import LIMIT, NAMES
from tests.unit.outbound.names import Names

CLIENTS = ("aiohttp", "libcurl")


class Hurried(QuickTransport):
    """The product's client in a hurry: all that it can send through libcurl goes there, or nothing at all."""

    def __init__(self, client: str, origins: OriginMap | None, names: Names, seconds: float = 2.0) -> None:
        super().__init__(origins, resolver=names)
        self._quickly = client == "libcurl"
        self.seconds = seconds

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        request = self._bounded(request)
        if self._quickly:
            return await super().send(replace(request, repeatable=True))
        return await AiohttpTransport.send(self, request)

    async def open(self, request: OutboundRequest) -> AiohttpStream:
        return await super().open(self._bounded(request))

    def _bounded(self, request: OutboundRequest) -> OutboundRequest:
        return replace(request, timeout=min(request.timeout, self.seconds), max_bytes=min(request.max_bytes, LIMIT))


@asynccontextmanager
async def closing(transport: Hurried) -> AsyncIterator[Hurried]:
    """The client, closed however the test ends."""
    try:
        yield transport
    finally:
        await transport.close()


def corpus_names() -> Names:
    """A resolver that knows the names of the corpus."""
    return Names(**{name.replace(".", "_"): list(answers) for name, answers in NAMES.items()})


def without_reading_certificates_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """One TLS context for all clients that are made: most of the time of a client goes into it, and here nobody speaks TLS."""
    monkeypatch.setattr(client, "_tls", cache(client._tls))


class Sockets:
    """Notes where connections were about to be made; only those to loopback get a socket."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.targets: list[tuple[IPv4Address | IPv6Address, int]] = []
        make = Gate.make_socket

        def noted(gate: Gate, info: tuple[Any, ...]) -> socket.socket:
            made = make(gate, info)
            target = ip_address(info[4][0])
            self.targets.append((target, info[4][1]))
            if not target.is_loopback:
                made.close()
                raise OSError("a test goes nowhere")
            return made

        monkeypatch.setattr(Gate, "make_socket", noted)
