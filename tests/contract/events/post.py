"""A world whose events go out: the endpoints' routes, the deliverer, and a receiver that says what a test tells it to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2
import time_machine
from fastapi import Request
from standardwebhooks import Webhook

from linkwright.access.errors import Unauthenticated
from linkwright.access.principals import Principal
from linkwright.events import routes
from linkwright.events.failures import FailedRuns
from linkwright.events.posting import Posting
from linkwright.events.redelivery import DeliveryLog
from linkwright.events.sealing import SecretSealing
from linkwright.events.service import EndpointService
from linkwright.events.work import Deliverer
from linkwright.kit.clock import FixedClock
from linkwright.logs.recorder import RunRecorder
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.rest.application import build
from tests.contract.linking.world import PUBLIC, World

Says = Callable[[OutboundRequest], OutboundResponse]


def answer(status: int = 200, body: bytes = b"", **headers: str) -> OutboundResponse:
    """What a receiver may say."""
    return OutboundResponse(status, headers, body, 1.0)


@dataclass
class Receiver:
    """Takes what is posted; `says` decides over the answer, by address."""

    got: list[OutboundRequest] = field(default_factory=list)
    says: dict[str, Says] = field(default_factory=dict)
    # Held open while cleared: a receiver that hangs.
    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.got.append(request)
        await self.free.wait()
        return self.says.get(request.url, lambda _: answer())(request)

    def bodies(self, url: str | None = None) -> list[dict[str, Any]]:
        """What was posted, read; at one address if given."""
        return [json.loads(one.body or b"") for one in self.got if url in (None, one.url)]

    def types(self, url: str | None = None) -> list[str]:
        """The types of the events that were posted."""
        return [body["type"] for body in self.bodies(url)]

    def ids(self) -> list[str]:
        """The ids of the posted messages."""
        return [one.headers["webhook-id"] for one in self.got]


class Post:
    """The events' side of a world."""

    def __init__(self, world: World, clock: FixedClock) -> None:
        self.world, self.clock, self.database = world, clock, world.database
        self.receiver = Receiver()
        self.receiver.free.set()
        self.sealing = SecretSealing(world.services.vault)
        self.woken = 0
        self.database.on_due(self._wake)
        self.deliverer = self.another()
        self.recorder = RunRecorder(self.database, also=FailedRuns(clock).tell)
        self.http = self._client()

    def another(self, receiver: Receiver | None = None) -> Deliverer:
        """One more deliverer on the same database, as another process has it."""
        posting = Posting(receiver or self.receiver, OriginMap(), self.clock)
        return Deliverer(self.database, posting, self.sealing, self.clock, dice=lambda: 0.5)

    def _wake(self) -> None:
        self.woken += 1

    def _client(self) -> httpx2.AsyncClient:
        async def caller(request: Request) -> Principal:
            found = self.world.callers.get(request.headers.get("authorization", "").removeprefix("Bearer "))
            if found is None:
                raise Unauthenticated
            return found

        service = EndpointService(self.database, self.sealing, OriginMap(), self.clock, self.world.catalog)
        app = build(
            [routes.router(service, DeliveryLog(self.clock), self.database, caller)],
            {},
            self.clock,
            public_url=PUBLIC,
            max_body_bytes=1_048_576,
            hot_openapi={},
        )
        return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=PUBLIC)

    async def api(
        self, method: str, path: str = "", *, as_: str = "full", status: int | None = None, **given: Any
    ) -> Any:
        """Call `/webhook_endpoints…`; the answer's JSON, after a look at its status."""
        headers = {"authorization": f"Bearer {as_}"}
        reply = await self.http.request(method, f"/webhook_endpoints{path}", headers=headers, **given)
        assert reply.status_code == (status or (201 if method == "POST" and not path else 200)), reply.text
        return reply.json()

    async def endpoint(self, url: str = "https://app.example/hooks", **wish: Any) -> dict[str, Any]:
        """A new endpoint, with its secret."""
        return dict(await self.api("POST", json={"url": url, **wish}))

    async def log(self, endpoint: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
        """The endpoint's deliveries, the latest first."""
        return list((await self.api("GET", f"/{endpoint['id']}/deliveries", params=params))["data"])

    async def later(self, seconds: float) -> None:
        """Let time pass, and everything happen that falls due."""
        self.clock.advance(seconds)
        await self.deliverer.settle()

    def verified(self, request: OutboundRequest, secret: str) -> Any:
        """What the published library makes of a posted message, at the present moment."""
        with time_machine.travel(self.clock.now(), tick=False):
            return Webhook(secret).verify(request.body or b"", dict(request.headers))
