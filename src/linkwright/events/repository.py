"""All SQL of webhooks: endpoints, secrets, events, deliveries and attempts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.events.model import Attempt, Claimed, Delivery, Endpoint, Happened, SealedSecret
from linkwright.kit.ids import new_id
from linkwright.store.database import Tx
from linkwright.store.tables import accounts, events
from linkwright.store.tables import webhook_attempts as attempts
from linkwright.store.tables import webhook_deliveries as deliveries
from linkwright.store.tables import webhook_endpoints as endpoints
from linkwright.store.tables import webhook_secrets as secrets

_ATTEMPT = ("started_at", "duration_ms", "status", "error", "excerpt")
_CLAIMED = ("id", "project_id", "endpoint_id", "event_id", "attempts", "tries")


# Endpoints and their secrets


async def listening(tx: Tx, project_id: str) -> list[Endpoint]:
    """The project's endpoints that are on. None of them is deleted until the transaction ends."""
    statement = sa.select(endpoints).where(endpoints.c.project_id == project_id, endpoints.c.enabled)
    found = await tx.execute(statement.order_by(endpoints.c.id).with_for_update(read=True, key_share=True))
    return [_endpoint(row) for row in found.mappings()]


async def list_of(tx: Tx, project_id: str) -> list[Endpoint]:
    """All endpoints of the project, oldest first."""
    statement = sa.select(endpoints).where(endpoints.c.project_id == project_id)
    found = await tx.execute(statement.order_by(endpoints.c.created_at, endpoints.c.id))
    return [_endpoint(row) for row in found.mappings()]


async def find(
    tx: Tx, project_id: str, endpoint_id: str, *, lock: bool = False, deleting: bool = False
) -> Endpoint | None:
    """One endpoint; with `lock` nobody else changes it until the transaction ends, with `deleting` nobody uses it."""
    statement = sa.select(endpoints).where(endpoints.c.project_id == project_id, endpoints.c.id == endpoint_id)
    if lock or deleting:
        statement = statement.with_for_update(key_share=not deleting)
    row = (await tx.execute(statement)).mappings().first()
    return _endpoint(row) if row else None


async def add(tx: Tx, endpoint: Endpoint) -> None:
    """Insert an endpoint."""
    await tx.execute(sa.insert(endpoints).values({**asdict(endpoint), "events": list(endpoint.events)}))


async def update(tx: Tx, endpoint_id: str, values: dict[str, Any]) -> None:
    """Change columns of an endpoint."""
    await tx.execute(sa.update(endpoints).where(endpoints.c.id == endpoint_id).values(values))


async def delete(tx: Tx, endpoint_id: str) -> None:
    """Delete an endpoint with its secrets, deliveries and attempts, whether or not the database cascades."""
    mine = sa.select(deliveries.c.id).where(deliveries.c.endpoint_id == endpoint_id).scalar_subquery()
    await tx.execute(sa.delete(attempts).where(attempts.c.delivery_id.in_(mine)))
    await tx.execute(sa.delete(deliveries).where(deliveries.c.endpoint_id == endpoint_id))
    await tx.execute(sa.delete(secrets).where(secrets.c.endpoint_id == endpoint_id))
    await tx.execute(sa.delete(endpoints).where(endpoints.c.id == endpoint_id))


async def secrets_of(tx: Tx, endpoint_ids: Collection[str]) -> list[SealedSecret]:
    """The stored secrets of endpoints, oldest first."""
    statement = sa.select(secrets).where(secrets.c.endpoint_id.in_(endpoint_ids)).order_by(secrets.c.version)
    found = (await tx.execute(statement)).mappings()
    return [SealedSecret(**{**row, "record": bytes(row["record"])}) for row in found]


async def add_secret(tx: Tx, secret: SealedSecret) -> None:
    """Insert a secret."""
    await tx.execute(sa.insert(secrets).values(asdict(secret)))


async def end_secrets(tx: Tx, endpoint_id: str, at: datetime, now: datetime) -> None:
    """Let the newest secret sign until `at`, and forget those whose time is over or that would outlast it."""
    mine = secrets.c.endpoint_id == endpoint_id
    await tx.execute(sa.delete(secrets).where(mine, secrets.c.expires_at.is_not(None), secrets.c.expires_at <= now))
    await tx.execute(
        sa.update(secrets)
        .where(mine, sa.or_(secrets.c.expires_at.is_(None), secrets.c.expires_at > at))
        .values(expires_at=at)
    )


# Events and their deliveries


async def add_events(tx: Tx, happened: Sequence[Happened]) -> None:
    """Insert events."""
    await tx.execute(sa.insert(events), [asdict(event) for event in happened])


async def add_deliveries(tx: Tx, wanted: Sequence[tuple[Happened, str]], at: datetime) -> list[str]:
    """Insert a delivery, due at once, for each event and endpoint id; their ids."""
    rows = [
        {
            "id": new_id("dlv"),
            "project_id": event.project_id,
            "endpoint_id": endpoint_id,
            "event_id": event.id,
            "status": "pending",
            "attempts": 0,
            "tries": 0,
            "due_at": at,
            "lease_fence": 0,
            "created_at": at,
        }
        for event, endpoint_id in wanted
    ]
    await tx.execute(sa.insert(deliveries), rows)
    return [str(row["id"]) for row in rows]


async def event(tx: Tx, event_id: str) -> Happened | None:
    """One event."""
    row = (await tx.execute(sa.select(events).where(events.c.id == event_id))).mappings().first()
    return Happened(**row) if row else None


async def owners(tx: Tx, account_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """The owners of accounts that there are, by account id."""
    names = ("origin_owner_id", "origin_owner_name", "origin_username")
    statement = sa.select(accounts.c.id, *(accounts.c[name] for name in names)).where(accounts.c.id.in_(account_ids))
    return {row["id"]: {name: row[name] for name in names} for row in (await tx.execute(statement)).mappings()}


# The lease


async def any_due(tx: Tx, now: datetime, full: Collection[str]) -> bool:
    """Whether something can be claimed; endpoints in `full` are left out."""
    statement = sa.select(deliveries.c.id).where(*_free(now, full)).limit(1)
    return (await tx.execute(statement)).first() is not None


async def claim(tx: Tx, owner: str, now: datetime, until: datetime, full: Collection[str], most: int) -> list[Claimed]:
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


async def finish(tx: Tx, owner: str, claimed: Claimed, values: dict[str, Any]) -> bool:
    """Change a delivery and give its lease back; False, and nothing happens, if the lease is no longer ours."""
    statement = sa.update(deliveries).where(
        deliveries.c.id == claimed.id,
        deliveries.c.lease_owner == owner,
        deliveries.c.lease_fence == claimed.fence,
    )
    done = await tx.execute(statement.values(lease_owner=None, lease_until=None, **values))
    return done.rowcount == 1


async def add_attempt(tx: Tx, delivery_id: str, number: int, attempt: Attempt) -> None:
    """Insert an attempt."""
    values = {name: getattr(attempt, name) for name in _ATTEMPT}
    await tx.execute(sa.insert(attempts).values(delivery_id=delivery_id, number=number, **values))


async def park(tx: Tx, endpoint_id: str) -> None:
    """Let what waits for an endpoint wait on, without falling due."""
    pending = (deliveries.c.endpoint_id == endpoint_id, deliveries.c.status == "pending")
    idle = deliveries.c.lease_owner.is_(None)
    await tx.execute(sa.update(deliveries).where(*pending, idle).values(due_at=None))


async def unpark(tx: Tx, endpoint_id: str, at: datetime) -> None:
    """Make what waits for an endpoint due, with a fresh round of retries."""
    pending = (deliveries.c.endpoint_id == endpoint_id, deliveries.c.status == "pending")
    await tx.execute(sa.update(deliveries).where(*pending, deliveries.c.due_at.is_(None)).values(due_at=at, tries=0))


# The delivery log


async def page(
    tx: Tx, endpoint_id: str, *, status: str | None, after: tuple[datetime, str] | None, size: int
) -> list[Delivery]:
    """At most `size` deliveries of an endpoint behind a position, the latest first, with their attempts."""
    statement = _with_event().where(deliveries.c.endpoint_id == endpoint_id)
    if status is not None:
        statement = statement.where(deliveries.c.status == status)
    if after is not None:
        at, last = after
        same = sa.and_(deliveries.c.created_at == at, deliveries.c.id < last)
        statement = statement.where(sa.or_(deliveries.c.created_at < at, same))
    return await _deliveries(tx, statement.order_by(deliveries.c.created_at.desc(), deliveries.c.id.desc()).limit(size))


async def delivery(tx: Tx, endpoint_id: str, delivery_id: str) -> Delivery | None:
    """One delivery of an endpoint."""
    condition = sa.and_(deliveries.c.endpoint_id == endpoint_id, deliveries.c.id == delivery_id)
    found = await _deliveries(tx, _with_event().where(condition))
    return found[0] if found else None


async def again(
    tx: Tx,
    endpoint_id: str,
    at: datetime,
    *,
    delivery_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    statuses: Collection[str] = (),
) -> int:
    """Make deliveries due at `at` with a fresh round of retries: one, or a range by when they began; how many."""
    conditions = [deliveries.c.endpoint_id == endpoint_id]
    if delivery_id is not None:
        conditions.append(deliveries.c.id == delivery_id)
    if since is not None:
        conditions.append(deliveries.c.created_at >= since)
    if until is not None:
        conditions.append(deliveries.c.created_at < until)
    if statuses:
        conditions.append(deliveries.c.status.in_(statuses))
    statement = sa.update(deliveries).where(*conditions)
    return (await tx.execute(statement.values(status="pending", due_at=at, tries=0, finished_at=None))).rowcount


async def sweep(tx: Tx, before: datetime, most: int) -> int:
    """Delete at most so many events from before a moment that nothing is to be done for any more; how many."""
    waits = sa.exists().where(deliveries.c.event_id == events.c.id, deliveries.c.due_at.is_not(None))
    old = list(
        (await tx.execute(sa.select(events.c.id).where(events.c.created_at < before, ~waits).limit(most))).scalars()
    )
    if old:
        theirs = sa.select(deliveries.c.id).where(deliveries.c.event_id.in_(old)).scalar_subquery()
        await tx.execute(sa.delete(attempts).where(attempts.c.delivery_id.in_(theirs)))
        await tx.execute(sa.delete(deliveries).where(deliveries.c.event_id.in_(old)))
        await tx.execute(sa.delete(events).where(events.c.id.in_(old)))
    return len(old)


def _free(now: datetime, full: Collection[str]) -> list[sa.ColumnElement[bool]]:
    conditions = [
        deliveries.c.due_at <= now,
        sa.or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until < now),
    ]
    return [*conditions, deliveries.c.endpoint_id.not_in(full)] if full else conditions


def _with_event() -> sa.Select[Any]:
    told = [column.label(f"event_{column.name}") for column in events.c if column.name != "id"]
    return sa.select(*deliveries.c, *told).join(events, events.c.id == deliveries.c.event_id)


async def _deliveries(tx: Tx, statement: sa.Select[Any]) -> list[Delivery]:
    rows = (await tx.execute(statement)).mappings().all()
    tried: dict[str, list[Attempt]] = {row["id"]: [] for row in rows}
    if tried:
        condition = attempts.c.delivery_id.in_(tried)
        found = sa.select(attempts).where(condition).order_by(attempts.c.delivery_id, attempts.c.number)
        for row in (await tx.execute(found)).mappings():
            tried[row["delivery_id"]].append(Attempt(**{name: row[name] for name in _ATTEMPT}))
    plain = ("id", "endpoint_id", "status", "due_at", "created_at", "finished_at")
    return [
        Delivery(
            **{name: row[name] for name in plain},
            event=Happened(**{name: row[f"event_{name}"] for name in Happened.__dataclass_fields__}),
            attempts=tuple(tried[row["id"]]),
        )
        for row in rows
    ]


def _endpoint(row: sa.RowMapping) -> Endpoint:
    return Endpoint(**{**row, "events": tuple(row["events"])})
