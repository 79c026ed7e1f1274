"""The SQL of deliveries that are due: leases with fences, what came of them, and the queues of ordered endpoints.

A queue is the deliveries of one account to one ordered endpoint. Only its first pending one has a moment at which it is due, so
that claiming never looks at those behind it. Whoever changes a queue holds the lock of its endpoint's row.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.events.model import Attempt, Claimed, Full
from linkwright.store.database import Tx
from linkwright.store.tables import webhook_attempts as attempts
from linkwright.store.tables import webhook_deliveries as deliveries

ATTEMPT = ("started_at", "duration_ms", "status", "error", "excerpt")
_CLAIMED = ("id", "project_id", "endpoint_id", "event_id", "queue", "attempts", "tries")
# An endpoint's id and the queue's name.
Queue = tuple[str, str]
_IDLE = (deliveries.c.status == "pending", deliveries.c.lease_owner.is_(None))


async def any_due(tx: Tx, now: datetime, full: Full) -> bool:
    """Whether something can be claimed by others than those who are full."""
    statement = sa.select(deliveries.c.id).where(*_free(now, full)).limit(1)
    return (await tx.execute(statement)).first() is not None


async def claim(tx: Tx, owner: str, now: datetime, until: datetime, full: Full, most: int) -> list[Claimed]:
    """Lease at most so many due deliveries until a moment, the longest due first; nobody else gets the same ones."""
    free = (
        sa.select(deliveries.c.id)
        .where(*_free(now, full))
        .order_by(deliveries.c.due_at, deliveries.c.created_at)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    statement = (
        sa.update(deliveries)
        .where(deliveries.c.id.in_(sa.select(free.c.id)))
        .values(lease_owner=owner, lease_until=until, lease_fence=deliveries.c.lease_fence + 1)
        .returning(*(deliveries.c[name] for name in (*_CLAIMED, "lease_fence")))
    )
    return [Claimed(*row) for row in await tx.execute(statement)]


async def release(tx: Tx, owner: str | None = None) -> int:
    """Give back the leases of an owner, or everybody's; how many there were."""
    held = deliveries.c.lease_owner.is_not(None) if owner is None else deliveries.c.lease_owner == owner
    return (await tx.execute(sa.update(deliveries).where(held).values(lease_owner=None, lease_until=None))).rowcount


async def fences(tx: Tx, owner: str, delivery_ids: Collection[str]) -> dict[str, int]:
    """The fences of those deliveries that an owner still holds, by id; nobody else takes them until the transaction ends."""
    statement = sa.select(deliveries.c.id, deliveries.c.lease_fence).where(
        deliveries.c.id.in_(delivery_ids), deliveries.c.lease_owner == owner
    )
    found = await tx.execute(statement.order_by(deliveries.c.id).with_for_update())
    return {row.id: row.lease_fence for row in found}


async def finish(tx: Tx, changes: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Change deliveries, each with the same columns, and give their leases back."""
    if changes:
        names = list(changes[0][1])
        statement = (
            sa.update(deliveries)
            .where(deliveries.c.id == sa.bindparam("of_id"))
            .values(lease_owner=None, lease_until=None, **{name: sa.bindparam(f"to_{name}") for name in names})
        )
        rows = [{"of_id": id_, **{f"to_{name}": values[name] for name in names}} for id_, values in changes]
        await tx.execute(statement, rows)


async def add_attempts(tx: Tx, made: Sequence[tuple[str, int, Attempt]]) -> None:
    """Insert attempts: delivery id, number and what came of it."""
    if made:
        rows = [
            {"delivery_id": id_, "number": number, **{name: getattr(attempt, name) for name in ATTEMPT}}
            for id_, number, attempt in made
        ]
        await tx.execute(sa.insert(attempts), rows)


# Queues


async def end_of(tx: Tx, queue: Queue) -> tuple[int, bool]:
    """The last position of a queue (0 if there is none), and whether something of it is pending."""
    endpoint_id, name = queue
    mine = (deliveries.c.endpoint_id == endpoint_id, deliveries.c.queue == name)
    last = sa.select(sa.func.coalesce(sa.func.max(deliveries.c.position), 0)).where(*mine).scalar_subquery()
    waits = sa.select(deliveries.c.id).where(*mine, deliveries.c.status == "pending").exists()
    row = (await tx.execute(sa.select(last, waits))).one()
    return int(row[0]), bool(row[1])


async def advance(tx: Tx, queues: Collection[Queue], at: datetime) -> None:
    """Make the first pending delivery of each queue due, unless it is already."""
    if queues:
        first = (
            sa.select(deliveries.c.id)
            .where(
                deliveries.c.endpoint_id == sa.bindparam("of_endpoint"),
                deliveries.c.queue == sa.bindparam("of_queue"),
                deliveries.c.status == "pending",
            )
            .order_by(deliveries.c.position)
            .limit(1)
            .scalar_subquery()
        )
        statement = sa.update(deliveries).where(deliveries.c.id == first, deliveries.c.due_at.is_(None))
        rows = [{"of_endpoint": endpoint_id, "of_queue": name, "at": at} for endpoint_id, name in sorted(queues)]
        await tx.execute(statement.values(due_at=sa.bindparam("at")), rows)


async def line_up(tx: Tx, endpoint_id: str, at: datetime) -> None:
    """Put an endpoint's queues in order: nothing is due that has one before it, and the first of each is due."""
    pending = (deliveries.c.endpoint_id == endpoint_id, deliveries.c.queue.is_not(None), *_IDLE)
    behind = sa.update(deliveries).where(*pending, deliveries.c.due_at.is_not(None), _has_one_before())
    await tx.execute(behind.values(due_at=None))
    first = sa.update(deliveries).where(*pending, deliveries.c.due_at.is_(None), ~_has_one_before())
    await tx.execute(first.values(due_at=at))


async def dissolve(tx: Tx, endpoint_id: str, due_at: datetime | None) -> None:
    """End the queues of an endpoint that is not ordered any more; what waited in them falls due at a moment."""
    mine = (deliveries.c.endpoint_id == endpoint_id, deliveries.c.queue.is_not(None))
    waiting = (*mine, *_IDLE, deliveries.c.due_at.is_(None))
    await tx.execute(sa.update(deliveries).where(*waiting).values(due_at=due_at))
    await tx.execute(sa.update(deliveries).where(*mine).values(queue=None, position=None))


# Endpoints off and on


async def park(tx: Tx, endpoint_id: str) -> None:
    """Let what waits for an endpoint wait on, without falling due."""
    idle = sa.update(deliveries).where(deliveries.c.endpoint_id == endpoint_id, *_IDLE)
    await tx.execute(idle.values(due_at=None))


async def unpark(tx: Tx, endpoint_id: str, at: datetime) -> None:
    """Make what waits for an endpoint due, with a fresh round of retries; of each queue the first."""
    parked = (deliveries.c.endpoint_id == endpoint_id, deliveries.c.status == "pending", deliveries.c.due_at.is_(None))
    first = sa.or_(deliveries.c.queue.is_(None), ~_has_one_before())
    await tx.execute(sa.update(deliveries).where(*parked, first).values(due_at=at, tries=0))


def _has_one_before() -> sa.ColumnElement[bool]:
    earlier = deliveries.alias("earlier")
    return (
        sa.select(earlier.c.id)
        .where(
            earlier.c.endpoint_id == deliveries.c.endpoint_id,
            earlier.c.queue == deliveries.c.queue,
            earlier.c.status == "pending",
            earlier.c.position < deliveries.c.position,
        )
        .exists()
    )


def _free(now: datetime, full: Full) -> list[sa.ColumnElement[bool]]:
    conditions = [
        deliveries.c.due_at <= now,
        sa.or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until < now),
    ]
    if full.endpoints:
        conditions.append(deliveries.c.endpoint_id.not_in(full.endpoints))
    if full.projects:
        conditions.append(deliveries.c.project_id.not_in(full.projects))
    return conditions
