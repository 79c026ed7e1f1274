"""The work that falls due: leases deliveries, posts them, and writes down what came of it.

One transaction writes down whatever has been tried since the last one, leases what is due and reads all that is needed to post
it, so that many deliveries share one commit. A process that is killed in between leaves leases that run out; its deliveries
are made again then, with the same ids.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from linkwright.errors import LinkwrightError
from linkwright.events import repository
from linkwright.events.judging import PAUSES
from linkwright.events.leases import repository as leases
from linkwright.events.model import Attempt, Claimed, Endpoint, Full, Happened, SealedSecret
from linkwright.events.outcomes import Done, Outcomes
from linkwright.events.posting import TIMEOUT, Posting
from linkwright.events.sealing import SecretSealing
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.store.database import Database, Tx
from linkwright.store.errors import DatabaseUnavailable
from linkwright.store.faults import DatabaseFault
from linkwright.store.sweeping import sweep_out

_log = structlog.get_logger()
_random = random.SystemRandom()
_MOST_AT_ONCE = 128
# One that hangs must not hold up the others.
_MOST_PER_ENDPOINT = 16
# Nor one project the others.
_MOST_PER_PROJECT = 64
# An attempt may wait twice: for the head of the answer, and for its beginning.
_TIMEOUTS = 4
LEASE = timedelta(seconds=_TIMEOUTS * TIMEOUT)
_LINGER = 0.005
"""Seconds that what was tried waits for others to be written down with."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A delivery with all that is needed to post it."""

    claimed: Claimed
    endpoint: Endpoint
    event: Happened
    secrets: list[SealedSecret]


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
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        """`more` is called whenever something is to be done; `dice` gives numbers from 0 to 1.

        `pauses` are the seconds from one attempt to the next.
        """
        self._database = database
        self._posting = posting
        self._sealing = sealing
        self._clock = clock
        self._more = more
        self._owner = new_id("own")
        self._lease = timedelta(seconds=_TIMEOUTS * posting.timeout)
        self._outcomes = Outcomes(self._owner, dice, pauses)
        self._running: dict[asyncio.Task[None], Claimed] = {}
        self._done: list[Done] = []

    async def take_back(self) -> None:
        """Give back what a process before this one held, where only one can work: on SQLite. Call it at the start."""
        if self._database.dialect == "sqlite":
            async with self._database.write() as tx:
                await leases.release(tx)

    async def fill(self) -> int:
        """Write down what was tried, and begin whatever is due, as far as there is room; how many were begun."""
        begun = 0
        while True:
            room = _MOST_AT_ONCE - len(self._running)
            full = self._full()
            if not self._done and not (room > 0 and await self._any_due(full)):
                return begun
            if self._running:
                # Others are about to end; they share the transaction.
                await asyncio.sleep(_LINGER)
            jobs = await self._turn(full, min(room, _MOST_PER_ENDPOINT))
            for job in jobs:
                self._begin(job)
            begun += len(jobs)

    async def settle(self) -> None:
        """Make everything that is due now, and wait until it is made."""
        while await self.fill() or self._running or self._done:
            if self._running:
                await asyncio.wait(self._running)

    async def close(self) -> None:
        """Stop. What is under way is cut off and its lease given back, to be made again with the same id."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        try:
            await self._turn(Full(), 0)
            async with self._database.write() as tx:
                await leases.release(tx, self._owner)
        except LinkwrightError as away:
            _log.warning("webhook.leases_kept", error=away.message)

    def _full(self) -> Full:
        """Who has all the places that they may have."""
        running = self._running.values()
        endpoints = Counter(one.endpoint_id for one in running)
        projects = Counter(one.project_id for one in running)
        return Full(
            [id_ for id_, count in endpoints.items() if count >= _MOST_PER_ENDPOINT],
            [id_ for id_, count in projects.items() if count >= _MOST_PER_PROJECT],
        )

    async def _any_due(self, full: Full) -> bool:
        async with self._database.read() as tx:
            return await leases.any_due(tx, self._clock.now(), full)

    async def _turn(self, full: Full, most: int) -> list[_Job]:
        """One transaction: write down what was tried, lease at most so many, and read what posting them needs."""
        done, self._done = self._done, []
        try:
            async with self._database.write() as tx:
                # Now, not before: on SQLite a transaction may have waited for its turn.
                now = self._clock.now()
                await self._outcomes.write(tx, done, now)
                if most <= 0:
                    return []
                claimed = await leases.claim(tx, self._owner, now, now + self._lease, full, most)
                return await _jobs(tx, claimed) if claimed else []
        except (DatabaseUnavailable, asyncio.CancelledError):
            # They are written when it is back, or when we stop, unless their leases have run out by then.
            self._done = done + self._done
            raise
        except DatabaseFault:
            if not done:
                raise
            await self._write_apart(done)
            return []

    async def _write_apart(self, done: Sequence[Done]) -> None:
        """One that cannot be written must not keep the others from it. Its lease runs out, and it is made again."""
        for one in done:
            try:
                async with self._database.write() as tx:
                    await self._outcomes.write(tx, [one], self._clock.now())
            except (DatabaseFault, DatabaseUnavailable) as problem:
                _log.error("webhook.delivery_not_written", delivery=one.claimed.id, error=type(problem).__name__)

    def _begin(self, job: _Job) -> None:
        task = asyncio.create_task(self._deliver(job), name=f"delivery {job.claimed.id}")
        self._running[task] = job.claimed
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        if not task.cancelled() and (problem := task.exception()) is not None:
            # The lease runs out, and the delivery is made again.
            _log.error("webhook.delivery_broke", delivery=task.get_name(), exc_info=problem)
        self._more()

    async def _deliver(self, job: _Job) -> None:
        attempt = None
        if job.endpoint.enabled:
            try:
                live: list[Secret] = await self._sealing.live(job.secrets, self._clock.now())
                attempt = await self._posting.post(job.endpoint, job.event, live)
            except LinkwrightError as unopened:
                attempt = Attempt(self._clock.now(), 0.0, None, unopened.message)
        self._done.append(Done(job.claimed, attempt))


async def _jobs(tx: Tx, claimed: Sequence[Claimed]) -> list[_Job]:
    """What posting these needs, in three reads. What was deleted meanwhile is left out."""
    ids = {one.endpoint_id for one in claimed}
    endpoints = await repository.by_id(tx, ids)
    happened = await repository.events_of(tx, {one.event_id for one in claimed})
    stored = await repository.secrets_of(tx, ids)
    return [
        _Job(
            one,
            endpoints[one.endpoint_id],
            happened[one.event_id],
            [secret for secret in stored if secret.endpoint_id == one.endpoint_id],
        )
        for one in claimed
        if one.endpoint_id in endpoints and one.event_id in happened
    ]


async def sweep_events(database: Database, clock: Clock, days: int) -> int:
    """Forget events older than so many days, with their deliveries; the count of those forgotten."""
    before = clock.now() - timedelta(days=days)
    return await sweep_out(database, partial(repository.sweep, before=before))
