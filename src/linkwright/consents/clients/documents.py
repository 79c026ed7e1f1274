"""Clients whose id is the address of a document about them: fetched by the guarded client, checked, kept for a while."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Mapping

from linkwright.consents.clients.document import check_address, read_document
from linkwright.consents.clients.errors import ClientDocumentRefused
from linkwright.consents.errors import ProtocolRefusal
from linkwright.consents.model import Client
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.outbound.transport import OutboundRequest, Transport

_MOST_BYTES = 32_768
_SECONDS = 5.0
_AT_ONCE = 4
_KEPT = 256
_LEAST_AGE, _USUAL_AGE, _MOST_AGE = 60, 300, 3_600
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=(\d{1,9})")


class ClientDocuments:
    """Finds clients by the addresses of their documents. Failures are not kept, so a mended document works at once."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Client]] = OrderedDict()
        # Whoever names many addresses makes the hub call few of them at a time.
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def get(self, client_id: str) -> Client:
        """The client.

        Raises:
            ClientDocumentRefused: the address is none that could be one, cannot be fetched, or holds something else.
        """
        check_address(client_id)
        kept = self._kept.get(client_id)
        if kept is not None and kept[0] > self._clock.monotonic():
            return kept[1]
        async with self._turns:
            lasts, client = await self._fetched(client_id)
        self._kept[client_id] = (self._clock.monotonic() + lasts, client)
        self._kept.move_to_end(client_id)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return client

    async def _fetched(self, client_id: str) -> tuple[int, Client]:
        request = OutboundRequest(
            "GET", client_id, {"accept": "application/json"}, timeout=_SECONDS, max_bytes=_MOST_BYTES
        )
        try:
            answer = await self._transport.send(request)
        except LinkwrightError as problem:
            raise ClientDocumentRefused(f"The client's document could not be fetched. {problem.message}") from None
        if answer.status != 200:
            raise ClientDocumentRefused(f"The address of the client's document answered {answer.status}.")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
            raise ClientDocumentRefused("The client's document is not JSON.")
        try:
            told = jsons.loads(answer.body)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise ClientDocumentRefused("The client's document is not a JSON object.")
        try:
            return _lasts(answer.headers), read_document(client_id, told)
        except ClientDocumentRefused:
            raise
        except ProtocolRefusal as wrong:
            raise ClientDocumentRefused(f"The client's document cannot be used. {wrong.message}") from None


def _lasts(headers: Mapping[str, str]) -> int:
    said = headers.get("cache-control", "").lower()
    if "no-store" in said or "no-cache" in said:
        return _LEAST_AGE
    found = _MAX_AGE.search(said)
    return min(_MOST_AGE, max(_LEAST_AGE, int(found[1]))) if found else _USUAL_AGE
