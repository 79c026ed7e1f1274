"""An HTTP face for a twin: every request goes to it as if it had been sent to the provider."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from linkwright.errors import LinkwrightError, TooLarge
from linkwright.outbound.transport import OutboundRequest, Transport

MOST_BODY_BYTES = 2 * 1024 * 1024
_PATIENCE = 600.0
_MOST_ANSWER_BYTES = 64 * 1024 * 1024
_METHODS = ["DELETE", "GET", "PATCH", "POST", "PUT"]


def serve_twin(twin: Transport, origin: str) -> Starlette:
    """The application.

    Args:
        twin: who answers.
        origin: the provider's origin, which the twin believes it is called at.
    """

    async def answer(request: Request) -> Response:
        try:
            passed = OutboundRequest(
                method=request.method,
                url=origin + request.url.path,
                headers=dict(request.headers),
                body=await _body(request),
                timeout=_PATIENCE,
                max_bytes=_MOST_ANSWER_BYTES,
            )
            came = await twin.send(passed)
        except LinkwrightError as error:
            return _refusal(error)
        return Response(came.body, came.status, dict(came.headers))

    return Starlette(routes=[Route("/{path:path}", answer, methods=_METHODS)])


async def _body(request: Request) -> bytes:
    """The whole body, read no further than the bound."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > MOST_BODY_BYTES:
            raise TooLarge
    return bytes(read)


def _refusal(error: LinkwrightError) -> Response:
    return JSONResponse({"errors": [{"message": error.message}]}, error.status)
