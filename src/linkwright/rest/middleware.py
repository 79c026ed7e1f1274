"""Plain ASGI wrappers: body cap, CORS for the Hub's endpoints, safe headers, one log line a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog

from linkwright.errors import TooLarge
from linkwright.kit import jsons
from linkwright.kit.answer_headers import OF_DATA
from linkwright.kit.clock import Clock
from linkwright.kit.draining import drain

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_log = structlog.get_logger()
_HUB_HEADERS = b"content-type, x-hub-session-token, x-hub-version, accept"
# A path below these carries a secret of its own.
_SECRET_PATHS = ("/link/", "/console/claim/", "/connect/start/", "/files/", "/approve/")


class BodyCap:
    """Refuses a body over the limit, by its declared length or while it arrives."""

    def __init__(self, app: App, limit: int, clock: Clock) -> None:
        self._app = app
        self._limit = limit
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self._limit:
            await drain(receive)
            await self._refuse(send)
            return
        taken = 0
        over = False

        async def counted() -> Message:
            nonlocal taken, over
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                over = True
                if message.get("more_body", False):
                    await drain(receive)
                raise TooLarge(f"The body is larger than {self._limit} bytes.")
            return message

        async def unless_over(message: Message) -> None:
            # The framework takes any failure while it reads for a broken body; the caller gets the real reason instead.
            if not over:
                await send(message)

        await self._app(scope, counted, unless_over)
        if over:
            await self._refuse(send)

    async def _refuse(self, send: Send) -> None:
        error = TooLarge(f"The body is larger than {self._limit} bytes.")
        body = jsons.dumpb(error.body(self._clock.now()))
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": error.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class HubCors:
    """Lets any page call the Hub's endpoints: they take a token in a header, never a cookie."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or not scope["path"].startswith("/hub/"):
            await self._app(scope, receive, send)
            return
        origin = dict(scope["headers"]).get(b"origin")
        headers = [(b"access-control-allow-origin", origin or b"*"), (b"vary", b"origin")]
        if scope["method"] == "OPTIONS":
            headers += [
                (b"access-control-allow-methods", b"GET, POST, PATCH, DELETE"),
                (b"access-control-allow-headers", _HUB_HEADERS),
                (b"access-control-max-age", b"600"),
            ]
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        headers.append((b"access-control-expose-headers", b"retry-after"))

        async def with_cors(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *headers]
            await send(message)

        await self._app(scope, receive, with_cors)


class Plain:
    """Headers that hold wherever an answer does not say otherwise, and one log line a request, without query or secret.

    Pages have a policy of their own, and what may be kept (files, logos, the API's description) says for how long. HSTS is
    of the server itself, which also gives it to the hot paths that never come by here.
    """

    def __init__(self, app: App, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._always = [
            *OF_DATA,
            (b"referrer-policy", b"no-referrer"),
            # What another site may show or run says so itself: embed.js, logos, the screens that are framed.
            (b"cross-origin-resource-policy", b"same-origin"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = self._clock.monotonic()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name for name, _ in message.get("headers", [])}
                added = [(name, value) for name, value in self._always if name not in present]
                message["headers"] = [*message.get("headers", []), *added]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            _log.info(
                "request",
                method=scope["method"],
                path=masked(scope["path"]),
                status=status,
                ms=round((self._clock.monotonic() - began) * 1000, 1),
            )


def masked(path: str) -> str:
    """The path without the secret that a link carries."""
    for secret in _SECRET_PATHS:
        if path.startswith(secret) and path != secret:
            return f"{secret}***"
    return path
