"""How far a call of several steps is, for whoever waits for it and wants to know."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

Heard = Callable[[float, float, int, str], None]
"""Is told how many steps are done, how many will be when the next part is, how many there are in all, and what was done
last. Steps may be done in part. Must not wait or fail."""

LISTENER: ContextVar[Heard | None] = ContextVar("progress_listener", default=None)
"""Whoever listens to the call that runs here; tasks that the call starts have it too."""


def done(steps: float, then: float, total: int, last: str) -> None:
    """Say how far the call is; goes nowhere where nobody listens."""
    heard = LISTENER.get()
    if heard is not None:
        heard(steps, then, total, last)
