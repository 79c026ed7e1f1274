"""One attempt: post an event to an endpoint and say what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from linkwright.errors import LinkwrightError
from linkwright.events.addresses import check_address
from linkwright.events.bodies import body_of
from linkwright.events.model import Attempt, Endpoint, Happened
from linkwright.events.signing import signed_headers, stackone_signature
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.logs.bounds import excerpt
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import AnswerStream, OutboundRequest, Transport, open_stream

TIMEOUT = 15.0
"""Seconds that a receiver has to answer, unless the operator says otherwise."""
_EXCERPT_BYTES = 2_048
_MOST_DIGITS = 6


class Posting:
    """Posts events through the hub's one client; `timeout` is the seconds that a receiver has to answer."""

    def __init__(self, transport: Transport, origins: OriginMap, clock: Clock, timeout: float = TIMEOUT) -> None:
        self.timeout = timeout
        self._transport = transport
        self._origins = origins
        self._clock = clock

    async def post(self, endpoint: Endpoint, event: Happened, live: Sequence[Secret]) -> Attempt:
        """Post once. Whatever goes wrong is in the attempt; `live` are the signing secrets, the newest first."""
        at, began = self._clock.now(), self._clock.monotonic()
        status: int | None = None
        answer, pause = b"", None
        try:
            check_address(endpoint.url, self._origins)
            body = body_of(event, stackone=endpoint.stackone)
            headers = {"content-type": "application/json", **signed_headers(live, event.id, at, body)}
            if endpoint.stackone:
                # One value only: the oldest secret signs until its time is over, so that no receiver is caught unawares.
                headers["x-stackone-signature"] = stackone_signature(live[-1], body)
            async with asyncio.timeout(self.timeout):
                stream = await open_stream(
                    self._transport, OutboundRequest("POST", endpoint.url, headers, body, timeout=self.timeout)
                )
            status, pause = stream.status, _retry_after(stream)
            answer = await _beginning(stream, self.timeout)
            error = _fault(status)
        except LinkwrightError as refused:
            error = refused.message
        except TimeoutError:
            error = f"No answer within {self.timeout:g} seconds."
        took = (self._clock.monotonic() - began) * 1000
        return Attempt(at, took, status, error, excerpt(answer, _EXCERPT_BYTES).replace("\x00", ""), pause)


async def _beginning(stream: AnswerStream, timeout: float) -> bytes:
    """The first bytes of an answer. Its status has been heard; that the rest breaks off changes nothing."""
    read = b""
    try:
        async with asyncio.timeout(timeout):
            async for piece in stream.chunks():
                read += piece
                if len(read) >= _EXCERPT_BYTES:
                    break
    except (LinkwrightError, TimeoutError):
        return read
    finally:
        await stream.close()
    return read


def _fault(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return f"It answered {status}. Redirects are not followed: enter the final address."
    if status == 410:
        return "It answered 410: gone for good."
    return f"It answered {status}."


def _retry_after(stream: AnswerStream) -> int | None:
    text = stream.headers.get("retry-after", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
