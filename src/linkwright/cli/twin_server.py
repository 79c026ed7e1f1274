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
from linkwright.cli.twin_clock import ForwardClock
from linkwright.cli.twin_posting import Postbox
from linkwright.cli.twin_steering import Steering
from linkwright.errors import LinkwrightError, TooLarge
from linkwright.outbound.errors import UpstreamTimeout, UpstreamUnreachable
from linkwright.outbound.transport import OutboundRequest, Transport

MOST_BODY_BYTES = 50 * 1024 * 1024
_PATIENCE = 600.0
_MOST_ANSWER_BYTES = 64 * 1024 * 1024
_METHODS = ["DELETE", "GET", "PATCH", "POST", "PUT"]


def serve_twin(
    twin: LinearTwin, origin: str, post: Transport | None = None, clock: ForwardClock | None = None
) -> Starlette:
    """The application.

    Args:
        twin: who answers.
        origin: the provider's origin, which the twin believes it is called at.
        post: how messages of webhooks go out; None leaves them in the outbox, where `/twin/outbox` shows them.
        clock: the twin's clock, if `/twin/clock` may move it.
    """
    postbox = Postbox(twin, post)
    steering = Steering(twin, postbox, clock)

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
            return steering.answer(request.method, request.path_params["what"], await _body(request))
        except LinkwrightError as error:
            return _refusal(error)

    @asynccontextmanager
    async def posting(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(postbox.run())
        yield
        task.cancel()

    routes = [
        Route("/twin/{what:path}", steer, methods=["GET", "POST", "PUT"]),
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
