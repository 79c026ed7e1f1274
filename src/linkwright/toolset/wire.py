"""What goes to the hub and comes back, whoever carries it. A transport of one's own has the shape of `Transport`."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

T = TypeVar("T")


class Streamed(Protocol):
    """A body that is read piece by piece, as often as the request is sent."""

    size: int
    """Bytes."""

    def pieces(self) -> Iterator[bytes]:
        """The body from its beginning."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """One exchange.

    Attributes:
        url: the whole address.
        headers: among them the key, so they are not shown.
        timeout: seconds without a sign of life after which it is given up.
        save_to: where a file is written to if the answer is one; None to have it in memory.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | Streamed | None = field(repr=False)
    timeout: float
    save_to: Path | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; names of headers in lower case. `saved` is where its body is, if it was written to a file."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    saved: Path | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds."""

    seconds: float


Flow = Generator[Request | Pause, Response | None, T]
"""What is to be done, without doing it: each request that it gives is answered with its response, or with the error.

The same flows are driven with threads blocked (`Toolset`) and in an event loop (`AsyncToolset`).
"""


class Transport(Protocol):
    """Carries requests, from several threads at once."""

    def send(self, request: Request) -> Response:
        """The answer, whatever its status; no redirect is followed.

        Raises:
            linkwright.toolset.errors.HubUnreachable: there is none.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class AsyncTransport(Protocol):
    """Carries requests from an event loop."""

    async def send(self, request: Request) -> Response:
        """As `Transport.send`."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


def is_file(response: Response) -> bool:
    """Whether the answer is a file and not JSON about something; a file may well be JSON too."""
    return response.status == 200 and "content-disposition" in response.headers
