"""What came of posts, written down: many at a time, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog

from linkwright.events import repository
from linkwright.events.judging import PAUSES, judge
from linkwright.events.leases import repository as leases
from linkwright.events.model import Attempt, Claimed, Endpoint
from linkwright.events.outbox import Event, emit
from linkwright.kit.clock import iso
from linkwright.store.database import Tx

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Done:
    """A delivery that was tried; without an attempt, if its endpoint was off."""

    claimed: Claimed
    attempt: Attempt | None


@dataclass
class _Page:
    """What one batch writes."""

    changes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    attempts: list[tuple[str, int, Attempt]] = field(default_factory=list)
    failing: dict[str, datetime | None] = field(default_factory=dict)
    disabled: list[tuple[Endpoint, str, Attempt]] = field(default_factory=list)
    over: set[leases.Queue] = field(default_factory=set)


class Outcomes:
    """Writes down what came of posts, for one owner of leases."""

    def __init__(self, owner: str, dice: Callable[[], float], pauses: Sequence[float] = PAUSES) -> None:
        """`dice` gives numbers from 0 to 1; `pauses` are the seconds from one attempt to the next."""
        self._owner = owner
        self._dice = dice
        self._pauses = pauses

    async def write(self, tx: Tx, done: Sequence[Done], now: datetime) -> None:
        """Write a batch. Of a lease that is not ours any more nothing is written."""
        if not done:
            return
        # Endpoints first, in the order of their ids, as everybody locks them before their deliveries.
        ids, projects = {one.claimed.endpoint_id for one in done}, {one.claimed.project_id for one in done}
        endpoints = await repository.lock(tx, ids, projects)
        held = await leases.fences(tx, self._owner, [one.claimed.id for one in done])
        page = _Page()
        for one in done:
            endpoint = endpoints.get(one.claimed.endpoint_id)
            if endpoint is None or held.get(one.claimed.id) != one.claimed.fence:
                _log.warning("webhook.lease_lost", delivery=one.claimed.id)
                continue
            endpoints[endpoint.id] = self._judged(page, one, endpoint, now)
        await leases.finish(tx, page.changes)
        await leases.add_attempts(tx, page.attempts)
        for endpoint_id, since in page.failing.items():
            await repository.update(tx, endpoint_id, {"failing_since": since})
        for endpoint, reason, attempt in page.disabled:
            await _disable(tx, endpoint, reason, attempt, now)
        await leases.advance(tx, {queue for queue in page.over if endpoints[queue[0]].enabled}, now)

    def _judged(self, page: _Page, done: Done, endpoint: Endpoint, now: datetime) -> Endpoint:
        """Note what one delivery becomes; the endpoint as it is then."""
        claimed, attempt = done.claimed, done.attempt
        if attempt is None:
            # Switched off meanwhile: it waits. Switched on again already: it is due.
            due = now if endpoint.enabled else None
            page.changes.append((claimed.id, _values("pending", due, claimed.tries, claimed.attempts, None)))
            return endpoint
        outcome = judge(attempt, claimed.tries, endpoint, now, self._dice(), self._pauses)
        over = outcome.status != "pending"
        values = _values(outcome.status, outcome.due_at, outcome.tries, claimed.attempts + 1, now if over else None)
        page.changes.append((claimed.id, values))
        page.attempts.append((claimed.id, claimed.attempts + 1, attempt))
        if over and claimed.queue is not None:
            page.over.add((endpoint.id, claimed.queue))
        if attempt.error is None and endpoint.failing_since is not None:
            endpoint = replace(endpoint, failing_since=None)
            page.failing[endpoint.id] = None
        elif attempt.error is not None and endpoint.failing_since is None:
            endpoint = replace(endpoint, failing_since=attempt.started_at)
            page.failing[endpoint.id] = attempt.started_at
        if outcome.disable:
            page.disabled.append((endpoint, outcome.disable, attempt))
            endpoint = replace(endpoint, enabled=False)
        return endpoint


def _values(status: str, due_at: datetime | None, tries: int, attempts: int, over: datetime | None) -> dict[str, Any]:
    return {"status": status, "due_at": due_at, "tries": tries, "attempts": attempts, "finished_at": over}


async def _disable(tx: Tx, endpoint: Endpoint, reason: str, attempt: Attempt, now: datetime) -> None:
    """Switch an endpoint off and tell the project's others."""
    values = {"enabled": False, "disabled_reason": reason, "disabled_at": now, "updated_at": now}
    await repository.update(tx, endpoint.id, values)
    await leases.park(tx, endpoint.id)
    data = {
        "endpoint_id": endpoint.id,
        "description": endpoint.description,
        "reason": reason,
        "failing_since": iso(endpoint.failing_since or attempt.started_at),
    }
    await emit(tx, now, Event(endpoint.project_id, "webhook.disabled", data))
    _log.warning("webhook.disabled", endpoint=endpoint.id, reason=reason)
