"""An HTTP face for a twin: requests go to it as if they had been sent to the provider, and `/twin/…` steers it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.linear.twin.uploads import ORIGIN as UPLOADS
from linkwright.cli.twin_steering import steered
from linkwright.errors import LinkwrightError, TooLarge
from linkwright.outbound.errors import UpstreamTimeout, UpstreamUnreachable
from linkwright.outbound.transport import OutboundRequest, Transport

MOST_BODY_BYTES = 50 * 1024 * 1024
_PATIENCE = 600.0
_MOST_ANSWER_BYTES = 64 * 1024 * 1024
_METHODS = ["DELETE", "GET", "PATCH", "POST", "PUT"]


def serve_twin(twin: LinearTwin, origin: str, post: Transport | None = None) -> Starlette:
    """The application.

    Args:
        twin: who answers.
        origin: the provider's origin, which the twin believes it is called at.
        post: how messages of webhooks go out; None leaves them in the outbox, where `/twin/outbox` shows them.
    """

    async def answer(request: Request) -> Response:
        try:
            came = await twin.send(await _passed(request, origin))
        except (UpstreamUnreachable, UpstreamTimeout):
            # What was to be lost on the way is lost: the line ends without an answer.
            return _Cut()
        except LinkwrightError as error:
            return _refusal(error)
        return Response(came.body, came.status, dict(came.headers))

    async def steer(request: Request) -> Response:
        try:
            return steered(twin, request.method, request.path_params["what"], await _body(request))
        except LinkwrightError as error:
            return _refusal(error)

    @asynccontextmanager
    async def posting(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_post_all(twin, post)) if post else None
        yield
        if task:
            task.cancel()

    routes = [
        Route("/twin/{what}", steer, methods=["GET", "POST", "PUT"]),
        Route("/{path:path}", answer, methods=_METHODS),
    ]
    return Starlette(routes=routes, lifespan=posting)


async def _passed(request: Request, origin: str) -> OutboundRequest:
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    to = origin if path.startswith(("/graphql", "/oauth/")) else UPLOADS
    return OutboundRequest(
        method=request.method,
        url=to + path,
        headers=dict(request.headers),
        body=await _body(request),
        timeout=_PATIENCE,
        max_bytes=_MOST_ANSWER_BYTES,
    )


async def _post_all(twin: LinearTwin, post: Transport) -> None:
    """Post what waits, in order; a receiver that cannot be reached loses its message, as it may at the provider."""
    while True:
        while twin.outbox:
            message = twin.outbox.popleft()
            try:
                await post.send(OutboundRequest("POST", message.url, dict(message.headers), message.body, timeout=5.0))
            except LinkwrightError:
                continue
        await asyncio.sleep(0.05)


class _Cut(Response):
    """Ends the connection before the answer is whole."""

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:
        """ASGI: the server closes a line whose answer was begun and not finished."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})


async def _body(request: Request) -> bytes:
    """The whole body, read no further than the bound."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > MOST_BODY_BYTES:
            raise TooLarge
    return bytes(read)


def _refusal(error: LinkwrightError) -> Response:
    return JSONResponse({"errors": [{"message": f"{error.message} {error.remedy}".strip()}]}, error.status)
