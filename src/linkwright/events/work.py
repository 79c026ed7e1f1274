"""The work that falls due: leases deliveries, posts them, and writes down what came of it.

A process that is killed in between leaves a lease that runs out; the delivery is made again then, with the same id.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from linkwright.errors import LinkwrightError
from linkwright.events import repository
from linkwright.events.judging import judge
from linkwright.events.model import Attempt, Claimed, Endpoint
from linkwright.events.outbox import Event, emit
from linkwright.events.posting import TIMEOUT, Posting
from linkwright.events.sealing import SecretSealing
from linkwright.kit.clock import Clock, iso
from linkwright.kit.ids import new_id
from linkwright.store.database import Database, Tx

_log = structlog.get_logger()
_random = random.SystemRandom()
_MOST_AT_ONCE = 64
# One that hangs must not hold up the others.
_MOST_PER_ENDPOINT = 8
# An attempt may wait twice: for the head of the answer, and for its beginning.
LEASE = timedelta(seconds=4 * TIMEOUT)
_SWEEP_AT_ONCE = 500
_MOST_ROUNDS = 1_000


class Deliverer:
    """Makes deliveries, some of them at once, each under a lease."""

    def __init__(
        self,
        database: Database,
        posting: Posting,
        sealing: SecretSealing,
        clock: Clock,
        *,
        more: Callable[[], None] = lambda: None,
        dice: Callable[[], float] = _random.random,
    ) -> None:
        """`more` is called whenever there is room for another delivery; `dice` gives numbers from 0 to 1."""
        self._database = database
        self._posting = posting
        self._sealing = sealing
        self._clock = clock
        self._more = more
        self._dice = dice
        self._owner = new_id("own")
        self._running: dict[asyncio.Task[None], str] = {}

    async def take_back(self) -> None:
        """Give back what a process before this one held, where only one can work: on SQLite. Call it at the start."""
        if self._database.dialect == "sqlite":
            async with self._database.write() as tx:
                await repository.release(tx)

    async def fill(self) -> int:
        """Begin whatever is due, as far as there is room; how many deliveries were begun."""
        begun = 0
        while room := _MOST_AT_ONCE - len(self._running):
            now = self._clock.now()
            counts = Counter(self._running.values())
            full = [endpoint for endpoint, count in counts.items() if count >= _MOST_PER_ENDPOINT]
            async with self._database.read() as tx:
                if not await repository.any_due(tx, now, full):
                    break
            async with self._database.write() as tx:
                most = min(room, _MOST_PER_ENDPOINT)
                claimed = await repository.claim(tx, self._owner, now, now + LEASE, full, most)
            for one in claimed:
                self._begin(one)
            begun += len(claimed)
            if not claimed:
                break
        return begun

    async def settle(self) -> None:
        """Make everything that is due now, and wait until it is made."""
        while await self.fill() or self._running:
            if self._running:
                await asyncio.wait(self._running)

    async def close(self) -> None:
        """Stop. What is under way is cut off and its lease given back, to be made again with the same id."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        try:
            async with self._database.write() as tx:
                await repository.release(tx, self._owner)
        except LinkwrightError as away:
            _log.warning("webhook.leases_kept", error=away.message)

    def _begin(self, claimed: Claimed) -> None:
        task = asyncio.create_task(self._deliver(claimed), name=f"delivery {claimed.id}")
        self._running[task] = claimed.endpoint_id
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        if not task.cancelled() and (problem := task.exception()) is not None:
            # The lease runs out, and the delivery is made again.
            _log.error("webhook.delivery_not_written", delivery=task.get_name(), exc_info=problem)
            return
        self._more()

    async def _deliver(self, claimed: Claimed) -> None:
        async with self._database.read() as tx:
            endpoint = await repository.find(tx, claimed.project_id, claimed.endpoint_id)
            event = await repository.event(tx, claimed.event_id)
            stored = await repository.secrets_of(tx, [claimed.endpoint_id])
        if endpoint is None or event is None:
            return
        attempt = None
        if endpoint.enabled:
            try:
                live = await self._sealing.live(stored, self._clock.now())
                attempt = await self._posting.post(endpoint, event, live)
            except LinkwrightError as unopened:
                attempt = Attempt(self._clock.now(), 0.0, None, unopened.message)
        async with self._database.write() as tx:
            # The endpoint first, as everybody locks it before its deliveries.
            endpoint = await repository.find(tx, claimed.project_id, claimed.endpoint_id, lock=True)
            if endpoint is not None:
                await self._write(tx, claimed, endpoint, attempt)

    async def _write(self, tx: Tx, claimed: Claimed, endpoint: Endpoint, attempt: Attempt | None) -> None:
        now = self._clock.now()
        if attempt is None:
            # Switched off meanwhile: it waits. Switched on again already: it is due.
            await repository.finish(tx, self._owner, claimed, {"due_at": now if endpoint.enabled else None})
            return
        outcome = judge(attempt, claimed.tries, endpoint, now, self._dice())
        values = {
            "status": outcome.status,
            "due_at": outcome.due_at,
            "tries": outcome.tries,
            "attempts": claimed.attempts + 1,
            "finished_at": None if outcome.status == "pending" else now,
        }
        if not await repository.finish(tx, self._owner, claimed, values):
            _log.warning("webhook.lease_lost", delivery=claimed.id)
            return
        await repository.add_attempt(tx, claimed.id, claimed.attempts + 1, attempt)
        if attempt.error is None and endpoint.failing_since is not None:
            await repository.update(tx, endpoint.id, {"failing_since": None})
        elif attempt.error is not None and endpoint.failing_since is None:
            await repository.update(tx, endpoint.id, {"failing_since": attempt.started_at})
        if outcome.disable:
            await _disable(tx, endpoint, outcome.disable, attempt, now)


async def _disable(tx: Tx, endpoint: Endpoint, reason: str, attempt: Attempt, now: datetime) -> None:
    """Switch an endpoint off and tell the project's others."""
    values = {"enabled": False, "disabled_reason": reason, "disabled_at": now, "updated_at": now}
    await repository.update(tx, endpoint.id, values)
    await repository.park(tx, endpoint.id)
    data = {
        "endpoint_id": endpoint.id,
        "description": endpoint.description,
        "reason": reason,
        "failing_since": iso(endpoint.failing_since or attempt.started_at),
    }
    await emit(tx, now, Event(endpoint.project_id, "webhook.disabled", data))
    _log.warning("webhook.disabled", endpoint=endpoint.id, reason=reason)


async def sweep_events(database: Database, clock: Clock, days: int) -> int:
    """Forget events older than so many days, with their deliveries; the count of those forgotten."""
    before = clock.now() - timedelta(days=days)
    forgotten = 0
    for _ in range(_MOST_ROUNDS):
        async with database.write() as tx:
            count = await repository.sweep(tx, before, _SWEEP_AT_ONCE)
        forgotten += count
        if count < _SWEEP_AT_ONCE:
            break
    return forgotten
