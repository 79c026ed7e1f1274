"""Time: one source of now, always aware, always UTC."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where code gets the time from, so that tests can hold it still."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow, for durations and deadlines."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    # Itself, and no method around it: a call asks a dozen times.
    monotonic = staticmethod(time.monotonic)


class FixedClock:
    """A clock that moves only when told to; for tests and for the twin."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._mono = 0.0

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._at

    def monotonic(self) -> float:
        """Seconds that `advance` has added."""
        return self._mono

    def advance(self, seconds: float) -> None:
        """Move both readings forward by so many seconds."""
        self._at = datetime.fromtimestamp(self._at.timestamp() + seconds, UTC)
        self._mono += seconds


def iso(moment: datetime) -> str:
    """ISO 8601 with milliseconds and Z, as the wire contract wants; refuses a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be written")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
