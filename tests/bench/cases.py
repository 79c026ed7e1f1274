"""What is measured, and what one measurement yields."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Case:
    """One thing to load.

    Attributes:
        name: shown in the report.
        url: where the requests go.
        headers: sent with every request.
        body: posted with every request.
        right: whether the body of an answer is the right one.
        pid: the process (with its children) whose CPU time counts, None for none.
    """

    name: str
    url: str
    headers: dict[str, str]
    body: str
    right: Callable[[bytes], bool]
    pid: int | None = None

    def check(self) -> None:
        """Send one request and look at the answer; ends the program where it is not right."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        try:
            connection.request("POST", parts.path, self.body.encode(), self.headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200 or not self.right(body):
            raise SystemExit(f"{self.name}: a wrong answer, so nothing is measured: {answer.status} {body[:500]!r}")


@dataclass(frozen=True)
class Load:
    """What a load generator saw in one round. Times in milliseconds."""

    calls: int
    seconds: float
    p50: float
    p99: float
    wrong: int

    @property
    def rate(self) -> float:
        """Calls a second."""
        return self.calls / self.seconds


@dataclass
class Series:
    """All rounds of one case."""

    loads: list[Load] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    hits: list[float] = field(default_factory=list)
