"""What lets a call go now or later: a window of calls over time, or a budget that is empty until a moment."""

from __future__ import annotations

from collections import deque
from typing import Protocol


class Limit(Protocol):
    """Something that lets a call go now or later. Times are seconds on the monotonic clock."""

    def free_at(self, now: float, ahead: int) -> float:
        """When one more call may go, if so many go before it; never before `now`."""
        ...

    def take(self) -> None:
        """A call goes."""
        ...

    def settle(self, now: float) -> None:
        """A call that went was answered."""
        ...

    def give_back(self) -> None:
        """A call that was let go does not go after all."""
        ...


class Window:
    """Lets so many calls go in any stretch of time of a length; one that is under way counts until `per` after its answer."""

    def __init__(self, calls: int, per: float) -> None:
        self.calls, self.per = calls, per
        self.held_until = 0.0
        self._answered: deque[float] = deque()
        self._going = 0

    def free_at(self, now: float, ahead: int) -> float:
        """As `Limit`."""
        while self._answered and self._answered[0] + self.per <= now:
            self._answered.popleft()
        begin = max(now, self.held_until)
        places = [max(begin, at + self.per) for at in self._answered] + [begin + self.per] * self._going
        free = [begin] * (self.calls - len(places)) + places
        return free[ahead % self.calls] + self.per * (ahead // self.calls)

    def take(self) -> None:
        """As `Limit`."""
        self._going += 1

    def settle(self, now: float) -> None:
        """As `Limit`."""
        self._going -= 1
        self._answered.append(now)

    def give_back(self) -> None:
        """As `Limit`."""
        self._going -= 1


class Hold:
    """Lets no call go before a moment, and all of them after it, however many go ahead."""

    def __init__(self, until: float) -> None:
        self.until = until

    def free_at(self, now: float, ahead: int) -> float:  # noqa: ARG002 - part of the protocol
        """As `Limit`."""
        return max(now, self.until)

    def take(self) -> None:
        """As `Limit`."""

    def settle(self, now: float) -> None:
        """As `Limit`."""

    def give_back(self) -> None:
        """As `Limit`."""
