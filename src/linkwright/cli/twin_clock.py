"""The clock of a twin that runs as a server of its own: the machine's, which its user may move forward."""

from __future__ import annotations

from datetime import datetime, timedelta

from linkwright.kit.clock import SystemClock


class ForwardClock(SystemClock):
    """The machine's clock and so many seconds more."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> datetime:
        """The present moment as the twin sees it."""
        return super().now() + timedelta(seconds=self._ahead)

    def advance(self, seconds: float) -> None:
        """Move on by so many seconds, so that tokens end and limits refill."""
        self._ahead += seconds

    def back(self) -> None:
        """To the machine's time again."""
        self._ahead = 0.0
