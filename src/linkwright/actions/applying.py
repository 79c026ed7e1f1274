"""Applies a plan: makes it anew right before the call is sent, and goes on only where it is the one that was agreed to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from linkwright.actions.errors import PlanDiffers, PlanOutdated
from linkwright.actions.plans import HALF, PREFIX, Plan
from linkwright.engine.results import RunResult


def check(plan: Plan, expected: str) -> None:
    """Refuse to go on where the plan of now is not the one that was agreed to.

    Raises:
        PlanDiffers: it was the plan of another call, or of another version of the connector.
        PlanOutdated: what it found at the provider has changed.
    """
    if plan.hash == expected:
        return
    if plan.hash[: len(PREFIX) + HALF] != expected[: len(PREFIX) + HALF]:
        raise PlanDiffers(calls=plan.calls)
    raise PlanOutdated(calls=plan.calls, extra={"plan": plan.data})


class Sends(Protocol):
    """What is applied: the call, and the plan of it as it would be made now."""

    def send(self, seed: str | None = None) -> Awaitable[RunResult]:
        """Send it."""
        ...

    async def find(self, seed: str) -> RunResult | None:
        """What an earlier try made."""
        ...


class Applied:
    """A call that is sent only while its plan holds. Made anew right before, so that nothing has to be kept of a plan."""

    def __init__(self, call: Sends, plans: Callable[[], Awaitable[Plan]], expected: str) -> None:
        """`plans` makes the plan of now."""
        self._call, self._plans, self._expected = call, plans, expected

    async def send(self, seed: str | None = None) -> RunResult:
        """Look again, and send it.

        Raises:
            PlanDiffers, PlanOutdated: the plan does not hold.
            EngineError: it failed.
        """
        plan = await self._plans()
        check(plan, self._expected)
        result = await self._call.send(seed)
        result.calls = [*plan.calls, *result.calls]
        return result

    async def find(self, seed: str) -> RunResult | None:
        """What an earlier try of it made."""
        return await self._call.find(seed)
