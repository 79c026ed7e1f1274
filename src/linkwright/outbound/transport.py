"""What the engine asks of a transport, so that a twin or a faster client can take the default one's place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

MAX_ANSWER_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class OutboundRequest:
    """One HTTP request to a provider.

    Attributes:
        method: upper-case HTTP method.
        url: absolute http(s) address, before any origin map.
        headers: header lines; may hold a credential, so `repr` leaves them out.
        body: bytes to send, or None.
        timeout: seconds for the whole exchange.
        max_bytes: the largest answer that is read.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    timeout: float = 30.0
    max_bytes: int = MAX_ANSWER_BYTES


@dataclass(frozen=True, slots=True)
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
