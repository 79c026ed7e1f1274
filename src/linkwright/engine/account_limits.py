"""Limits kept in advance: a call waits for its turn as long as its deadline allows, and is refused at once beyond it.

Counts are kept for each account in this process. Nothing here locks: between two awaits all is one step of the event loop.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from linkwright.connectors.compiled import Budget, Connector
from linkwright.engine.errors import ProviderRateLimited
from linkwright.engine.limits import whole_seconds
from linkwright.engine.waiting import Line, Sleep, TooLong
from linkwright.engine.windows import Hold, Window
from linkwright.kit.clock import Clock, iso

LEFT_FOR_THE_CALL = 1.0
"""Seconds of a call's deadline that waiting must leave for the call itself."""
_SPANS = {1: "a second", 60: "a minute", 3600: "an hour", 86_400: "a day"}
# An empty budget that fills evenly is tried again when a hundredth of it is back.
_TRIED_AGAIN = 0.01


class AccountLimits:
    """The limits of one account: windows of calls that are counted here, and budgets that the provider says are empty.

    Attributes:
        held: budgets that are used up, by name; while there are any, every call of the account has to ask for its turn.
    """

    __slots__ = ("_clock", "_connector", "_told", "_windows", "held")

    def __init__(self, connector: Connector, clock: Clock) -> None:
        self._connector = connector
        self._clock = clock
        self._windows: dict[str, tuple[Line, Window]] = {}
        self._told: Mapping[str, Any] = {}
        self.held: dict[str, tuple[Line, Hold]] = {}

    @property
    def busy(self) -> bool:
        """Whether a call waits or is under way."""
        return any(line.busy for line, _ in (*self._windows.values(), *self.held.values()))

    @asynccontextmanager
    async def turn(self, rates: Sequence[str], ends: float, sleep: Sleep) -> AsyncIterator[None]:
        """Wait until the call may go, first come, first served; `ends` is its deadline on the monotonic clock.

        Raises:
            ProviderRateLimited: it could not go before its deadline, and was not sent.
        """
        entered: list[Line] = []
        try:
            for line in [*self._holds(), *(self._window(key)[0] for key in rates)]:
                await line.enter(self._clock, ends - LEFT_FOR_THE_CALL, sleep)
                entered.append(line)
        except BaseException as stopped:
            for line in entered:
                line.give_back()
            if isinstance(stopped, TooLong):
                raise self._refused(stopped) from None
            raise
        try:
            yield
        finally:
            # Counted from the answer: the provider has counted the call at that moment or before.
            for line in entered:
                line.settle(self._clock.monotonic())

    def heed(self, rates: Sequence[str], found: Mapping[str, Any]) -> None:
        """Take in what an answer's headers said, as `limits.read_limits` gives it; `rates` are those of its call."""
        self._told = found
        for budget in self._connector.budgets:
            entry = found.get(budget.name)
            if entry is None:
                continue
            if entry["remaining"] <= 0:
                self._empty(budget, rates, entry)
            elif budget.name in self.held:
                line, hold = self.held.pop(budget.name)
                hold.until = 0.0
                line.look_again()

    def wait_for(self, spare: float) -> float:
        """Seconds until no budget is held and, as the last answer told, more than this share of each is left; 0.0 if so."""
        now = self._clock.monotonic()
        waits = [hold.until - now for _, hold in self.held.values()]
        told = [entry for entry in self._told.values() if isinstance(entry, dict)] if spare else []
        low = [entry for entry in told if entry["remaining"] <= spare * entry.get("limit", 0)]
        waits += [entry.get("reset", 0) / 1000 - self._clock.now().timestamp() for entry in low]
        return max(0.0, *waits) if waits else 0.0

    def _empty(self, budget: Budget, rates: Sequence[str], entry: Mapping[str, Any]) -> None:
        wait = entry.get("reset", 0) / 1000 - self._clock.now().timestamp()
        if budget.refill == "evenly":
            wait *= max(_TRIED_AGAIN, 1 / max(1, entry.get("limit", 1)))
        if wait <= 0:
            return
        until = self._clock.monotonic() + wait
        if not budget.rate:
            line, hold = self.held.setdefault(budget.name, _hold(budget.name))
            hold.until = max(hold.until, until)
            line.look_again()
        for key in rates if budget.rate else ():
            if self._connector.rates[key].name == budget.rate:
                line, window = self._window(key)
                window.held_until = until
                line.look_again()

    def _holds(self) -> list[Line]:
        now = self._clock.monotonic()
        for name in [name for name, (line, hold) in self.held.items() if hold.until <= now and not line.busy]:
            del self.held[name]
        return [line for line, _ in self.held.values()]

    def _window(self, key: str) -> tuple[Line, Window]:
        found = self._windows.get(key)
        if found is None:
            rate = self._connector.rates[key]
            window = Window(rate.calls, rate.per)
            found = self._windows[key] = Line(window, key), window
        return found

    def _refused(self, stopped: TooLong) -> ProviderRateLimited:
        wait = stopped.free - self._clock.monotonic()
        free, seconds = iso(self._clock.now() + timedelta(seconds=wait)), whole_seconds(wait)
        name, key = self._connector.name, stopped.line.key
        if isinstance(stopped.line.limit, Hold):
            said = f"{name} said that this account's limit of {key} is used up."
            limit: dict[str, Any] = {"name": key}
        else:
            rate = self._connector.rates[key]
            span = _SPANS.get(rate.per, f"{rate.per} seconds")
            said = f"{name} takes {rate.calls} calls of {' and '.join(rate.fields)} in {span}, and this account has made them."
            limit = {"name": rate.name, "fields": list(rate.fields), "calls": rate.calls, "per": rate.per}
        return ProviderRateLimited(
            f"{said} The call was not sent. It is free again at {free}, in {seconds} seconds.",
            headers={"Retry-After": str(seconds)},
            extra={"limit": {**limit, "free_at": free, "sent": False}},
        )


def _hold(name: str) -> tuple[Line, Hold]:
    hold = Hold(0.0)
    return Line(hold, name), hold
