"""How a twin that runs as a server of its own posts webhooks: to whatever address its user registered, loopback too."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.linear.twin.webhooks import Delivery
from linkwright.errors import LinkwrightError
from linkwright.outbound.addresses import Origin, read_origin
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import OutboundRequest, OutboundResponse, Transport

_KEPT = 1_000
_PATIENCE = 5.0
_PAUSE = 0.05


class Posting:
    """A client for each receiver, which admits exactly that one."""

    def __init__(self) -> None:
        self._clients: dict[Origin, Transport] = {}

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        """Post a message.

        Raises:
            linkwright.errors.LinkwrightError: as for every call that goes out.
        """
        head = "/".join(request.url.split("/", 3)[:3])
        origin = read_origin(head)
        client = self._clients.get(origin)
        if client is None:
            client = self._clients[origin] = AiohttpTransport(origins=OriginMap({origin: origin}))
        return await client.send(request)


class Postbox:
    """Takes messages out of a twin's outbox, posts them in order, and keeps what became of the latest 1,000."""

    def __init__(self, twin: LinearTwin, post: Transport | None) -> None:
        self._twin = twin
        self._post = post
        self._posted: deque[dict[str, Any]] = deque(maxlen=_KEPT)

    async def run(self) -> None:
        """Post what waits, for ever; nothing is posted again, as there is nobody to wait for the second attempt."""
        while self._post is not None:
            while self._twin.outbox:
                message = self._twin.outbox.popleft()
                shown = _shown(message)
                self._posted.append(shown)
                shown["answer"] = await self._answer(self._post, message)
            await asyncio.sleep(_PAUSE)

    def messages(self) -> list[dict[str, Any]]:
        """All of them, oldest first; `answer` is the receiver's status or why there is none, null before it is posted."""
        return [*self._posted, *(_shown(message) for message in self._twin.outbox)]

    def clear(self) -> None:
        """Forget them."""
        self._posted.clear()

    async def _answer(self, post: Transport, message: Delivery) -> str:
        try:
            came = await post.send(
                OutboundRequest("POST", message.url, dict(message.headers), message.body, timeout=_PATIENCE)
            )
        except LinkwrightError as error:
            return error.code
        return str(came.status)


def _shown(message: Delivery) -> dict[str, Any]:
    return {"url": message.url, "headers": dict(message.headers), "body": message.body.decode(), "answer": None}
