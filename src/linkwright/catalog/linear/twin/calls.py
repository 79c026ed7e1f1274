"""What a twin remembers of the requests it got, and what it is told to do with the next ones; both for tests."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

_REMEMBERED = 1_000
Spoiled = Literal["fault", "malformed", "empty", "unsuccessful"]


@dataclass(slots=True)
class Calls:
    """Requests so far.

    Attributes:
        count: all requests, the refused ones included.
        operations: the latest ones, such as `query issues`; those that could not be read are left out.
        mutations: root fields of the latest mutations that took effect.
    """

    count: int = 0
    operations: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    mutations: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))


@dataclass(frozen=True, slots=True)
class Failure:
    """How one of the next requests fails.

    Attributes:
        status: HTTP status to answer with; used if there is no error. None for what suits the answer.
        error: an error to raise instead of any answer, such as UpstreamTimeout.
        after: carry the request out first, so that only the answer is lost.
        delay: seconds to wait first.
        answer: a fault of the server, JSON cut short, nothing at all, or mutations that say `success: false` and have
            no effect.
    """

    status: int | None = None
    error: Exception | None = None
    after: bool = False
    delay: float = 0.0
    answer: Spoiled | None = "fault"
