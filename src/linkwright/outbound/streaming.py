"""An answer that is handed on while it arrives, under the same caps as one that is read whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp

from linkwright.outbound.errors import UpstreamTimeout
from linkwright.outbound.failures import failure
from linkwright.outbound.reading import header_text, inflater, too_large
from linkwright.outbound.transport import OutboundRequest


class AiohttpStream:
    """The body of one answer; its connection is given back when everything was read, and closed otherwise."""

    def __init__(self, response: aiohttp.ClientResponse, host: str, request: OutboundRequest) -> None:
        """Take an answer whose head has been read.

        Raises:
            AnswerTooLarge: it announces more than `max_bytes`.
            UpstreamUnreachable: it is in an encoding that was not asked for.
        """
        self.status = response.status
        self.headers = {name.lower(): header_text(value) for name, value in response.headers.items()}
        self._response, self._host, self._request = response, host, request
        if (response.content_length or 0) > request.max_bytes:
            raise too_large(host, request.max_bytes)
        self._inflater = inflater(self.headers.get("content-encoding", ""), host, request.max_bytes)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body, piece by piece; each has the request's timeout.

        Raises:
            AnswerTooLarge: there is more of it than `max_bytes`.
            UpstreamTimeout: a piece did not come in time.
            UpstreamUnreachable: it broke off, or cannot be decompressed.
        """
        arrived = 0
        while piece := await self._next():
            arrived += len(piece)
            if arrived > self._request.max_bytes:
                raise too_large(self._host, self._request.max_bytes)
            yield self._inflater.feed(piece) if self._inflater else piece
        if self._inflater is not None:
            self._inflater.finish()

    async def close(self) -> None:
        """Let go of the connection."""
        # Closing an answer that was read to its end keeps the connection for the next call.
        self._response.release()

    async def _next(self) -> bytes:
        try:
            async with asyncio.timeout(self._request.timeout):
                return await self._response.content.readany()
        except (aiohttp.ClientError, OSError) as problem:
            if type(problem) is TimeoutError:
                raise UpstreamTimeout(f"{self._host} stopped sending.") from None
            raise failure(self._host, problem) from None
