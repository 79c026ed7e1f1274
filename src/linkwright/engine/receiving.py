"""The answer to a request for a file: the file, or what the provider says in its place."""

from __future__ import annotations

from linkwright.engine.files import Download
from linkwright.kit.clock import Clock
from linkwright.outbound.transport import OutboundRequest, OutboundResponse, Transport, open_stream

_MOST_REFUSAL_BYTES = 64 * 1024


async def received(
    transport: Transport, request: OutboundRequest, clock: Clock
) -> tuple[OutboundResponse, Download | None]:
    """The head of the answer and the file, which whoever takes it must close; or the whole answer, if it is a refusal.

    Raises:
        linkwright.errors.LinkwrightError: as a transport's `send`.
    """
    began = clock.monotonic()
    stream = await open_stream(transport, request)
    try:
        elapsed = (clock.monotonic() - began) * 1000
        if stream.status < 300:
            return OutboundResponse(stream.status, stream.headers, b"", elapsed), Download(stream, request.url)
        body = b""
        async for piece in stream.chunks():
            body += piece[: _MOST_REFUSAL_BYTES - len(body)]
            if len(body) >= _MOST_REFUSAL_BYTES:
                break
    except BaseException:
        await stream.close()
        raise
    await stream.close()
    return OutboundResponse(stream.status, stream.headers, body, elapsed), None
