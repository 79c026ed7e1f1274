"""What the engine asks of a transport, so that a twin or a faster client can take the default one's place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

MAX_ANSWER_BYTES = 8 * 1024 * 1024


# Neither is frozen: each call makes both, and a frozen one takes four times as long to make.
@dataclass(slots=True)
class OutboundRequest:
    """One HTTP request to a provider.

    Attributes:
        method: upper-case HTTP method.
        url: absolute http(s) address, before any origin map.
        headers: header lines; may hold a credential, so `repr` leaves them out.
        body: bytes to send, or None.
        file: a file on this machine that is sent instead of `body`, piece by piece.
        timeout: seconds for the whole exchange.
        max_bytes: the largest answer that is read.
        repeatable: it only reads, so it does no harm if a client sends it twice.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    timeout: float = 30.0
    max_bytes: int = MAX_ANSWER_BYTES
    file: Path | None = None
    repeatable: bool = False

    def content(self) -> bytes | None:
        """All that is sent, read into memory; for whoever answers in this process."""
        return self.file.read_bytes() if self.file is not None else self.body


@dataclass(slots=True)
class OutboundResponse:
    """What came back.

    Attributes:
        status: HTTP status.
        headers: lower-case names to values (the last one where a name repeats).
        body: the raw bytes, decoded from any content encoding.
        elapsed_ms: milliseconds from sending to the last byte.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    elapsed_ms: float


class Transport(Protocol):
    """Sends one request and gives back the answer, whatever its status."""

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        """Send it.

        Raises:
            linkwright.outbound.errors.UpstreamUnreachable: no answer could be had.
            linkwright.outbound.errors.UpstreamTimeout: the request's timeout ran out.
            linkwright.outbound.errors.AddressRefused: the guard forbids the address.
            linkwright.outbound.errors.AnswerTooLarge: more bytes than `max_bytes`.
        """
        ...


class AnswerStream(Protocol):
    """An answer whose body has not been read yet.

    Attributes:
        status: HTTP status.
        headers: lower-case names to values.
    """

    status: int
    headers: Mapping[str, str]

    def chunks(self) -> AsyncIterator[bytes]:
        """The body, piece by piece, decoded from any content encoding; to be gone through once.

        Raises:
            linkwright.outbound.errors.AnswerTooLarge: there is more of it than `max_bytes`.
            linkwright.outbound.errors.UpstreamUnreachable: it broke off.
        """
        ...

    async def close(self) -> None:
        """Let go of the connection, whether everything was read or not."""
        ...


@runtime_checkable
class StreamingTransport(Transport, Protocol):
    """A transport that can hand out an answer while it arrives."""

    async def open(self, request: OutboundRequest) -> AnswerStream:
        """Send a request and wait for the head of its answer; `timeout` holds for that and for each piece.

        Raises:
            linkwright.errors.LinkwrightError: as `send` does.
        """
        ...


class WholeAnswer:
    """An answer that is in memory, as a stream of one piece."""

    def __init__(self, response: OutboundResponse) -> None:
        """Take the answer."""
        self.status, self.headers, self._body = response.status, response.headers, response.body

    async def chunks(self) -> AsyncIterator[bytes]:
        """The one piece."""
        yield self._body

    async def close(self) -> None:
        """Nothing is held open."""


async def open_stream(transport: Transport, request: OutboundRequest) -> AnswerStream:
    """The answer as a stream, whichever kind of transport it comes from.

    Raises:
        linkwright.errors.LinkwrightError: as `send` does.
    """
    if isinstance(transport, StreamingTransport):
        return await transport.open(request)
    return WholeAnswer(await transport.send(request))
