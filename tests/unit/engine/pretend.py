"""A provider in memory: scripted answers, and a record of what was asked."""

from __future__ import annotations

import asyncio
from typing import Any

from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import Action, Connector
from linkwright.engine.account_limits import AccountLimits
from linkwright.engine.arguments import gather
from linkwright.engine.results import RunResult
from linkwright.engine.run import run
from linkwright.engine.waiting import Sleep
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

KEY = "lin_api_" + "k" * 40
RATE = {
    "x-ratelimit-requests-limit": "2500",
    "x-ratelimit-requests-remaining": "2499",
    "x-ratelimit-requests-reset": "1795521660000",
    "x-ratelimit-complexity-limit": "3000000",
    "x-ratelimit-complexity-remaining": "2999990",
    "x-ratelimit-complexity-reset": "1795521660000",
    "x-complexity": "14",
}


def linear() -> Connector:
    found = Catalog.load().get("linear")
    assert found is not None
    return found


LINEAR = linear()


def action(name: str) -> Action:
    return LINEAR.actions[f"linear_{name}"]


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> OutboundResponse:
    raw = body if isinstance(body, bytes) else jsons.dumpb(body)
    return OutboundResponse(status, RATE if headers is None else headers, raw, 12.5)


def refused(message: str, status: int = 400, data: Any = None, **extensions: Any) -> OutboundResponse:
    """An answer in the shape in which Linear refuses."""
    return answer({"errors": [{"message": message, "path": ["x"], "extensions": extensions}], "data": data}, status)


class Provider:
    """A transport that gives its answers in turn, the last one for ever; an exception among them is raised."""

    def __init__(
        self, *answers: OutboundResponse | Exception, clock: FixedClock | None = None, takes: float = 0
    ) -> None:
        self.answers = list(answers)
        self.requests: list[OutboundRequest] = []
        self._clock, self._takes = clock, takes

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.requests.append(request)
        if self._clock:
            self._clock.advance(self._takes)
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(found, Exception):
            raise found
        return found


class Naps:
    """Stands in for sleeping: notes how long, and moves the clock."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        self._clock.advance(seconds)


class Hours:
    """Time that passes only when a test lets it, for calls that wait beside each other."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self._asleep: list[tuple[float, asyncio.Future[None]]] = []

    async def sleep(self, seconds: float) -> None:
        """Until so many seconds have passed."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asleep.append((self._clock.monotonic() + max(0.0, seconds), woken))
        await woken

    async def go_by(self, seconds: float) -> None:
        """Let time pass, waking everyone at their moment."""
        end = self._clock.monotonic() + seconds
        while True:
            await self.settle()
            self._asleep = [one for one in self._asleep if not one[1].done()]
            due = min((at for at, _ in self._asleep), default=end + 1)
            if due > end:
                break
            self._clock.advance(max(0.0, due - self._clock.monotonic()))
            for at, woken in self._asleep:
                if at <= due and not woken.done():
                    woken.set_result(None)
        self._clock.advance(end - self._clock.monotonic())
        await self.settle()

    @staticmethod
    async def settle() -> None:
        """Let every task go as far as it can."""
        for _ in range(30):
            await asyncio.sleep(0)


async def call(
    provider: Provider,
    clock: FixedClock,
    name: str,
    payload: dict[str, Any],
    *,
    deadline: float = 30.0,
    naps: Sleep | None = None,
    limits: AccountLimits | None = None,
) -> RunResult:
    """Gather and run one of Linear's actions."""
    chosen = action(name)
    return await run(
        LINEAR,
        chosen,
        gather(chosen, payload),
        method=LINEAR.auth["api_key"],
        credential={"api_key": Secret(KEY)},
        transport=provider,
        clock=clock,
        deadline=deadline,
        limits=limits,
        sleep=naps or Naps(clock),
    )
