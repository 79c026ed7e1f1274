"""All SQL of webhooks: endpoints, secrets, events, deliveries and attempts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.events.leases.repository import ATTEMPT, end_of
from linkwright.events.model import Attempt, Delivery, Endpoint, Happened, SealedSecret
from linkwright.kit.ids import new_id
from linkwright.store.database import Tx, many_rows
from linkwright.store.tables import accounts, events
from linkwright.store.tables import webhook_attempts as attempts
from linkwright.store.tables import webhook_deliveries as deliveries
from linkwright.store.tables import webhook_endpoints as endpoints
from linkwright.store.tables import webhook_secrets as secrets

# Endpoints and their secrets


async def listening(tx: Tx, project_id: str) -> list[Endpoint]:
    """The project's endpoints that are on. None of them is deleted until the transaction ends.

    Ordered ones are held: who commits first is first in their queues.
    """
    on = (endpoints.c.project_id == project_id, endpoints.c.enabled)
    ordered = sa.select(endpoints.c.id).where(*on, endpoints.c.ordered).order_by(endpoints.c.id)
    await tx.execute(ordered.with_for_update(key_share=True))
    statement = sa.select(endpoints).where(*on)
    found = await tx.execute(statement.order_by(endpoints.c.id).with_for_update(read=True, key_share=True))
    return [_endpoint(row) for row in found.mappings()]


async def lock(tx: Tx, endpoint_ids: Collection[str], project_ids: Collection[str]) -> dict[str, Endpoint]:
    """Endpoints, by id, and the ordered ones of projects: nobody else changes them until the transaction ends."""
    ordered = sa.and_(endpoints.c.project_id.in_(project_ids), endpoints.c.ordered)
    statement = sa.select(endpoints).where(sa.or_(endpoints.c.id.in_(endpoint_ids), ordered))
    found = await tx.execute(statement.order_by(endpoints.c.id).with_for_update(key_share=True))
    return {row["id"]: _endpoint(row) for row in found.mappings()}


async def by_id(tx: Tx, endpoint_ids: Collection[str]) -> dict[str, Endpoint]:
    """Endpoints, by id."""
    found = await tx.execute(sa.select(endpoints).where(endpoints.c.id.in_(endpoint_ids)))
    return {row["id"]: _endpoint(row) for row in found.mappings()}


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
    many_rows(tx)
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


async def add_deliveries(tx: Tx, wanted: Sequence[tuple[Happened, Endpoint]], at: datetime) -> list[str]:
    """Insert a delivery for each event and endpoint, due at once unless it waits in a queue; their ids."""
    rows = []
    ends: dict[tuple[str, str], tuple[int, bool]] = {}
    for event, endpoint in wanted:
        row = {
            "id": new_id("dlv"),
            "project_id": event.project_id,
            "endpoint_id": endpoint.id,
            "event_id": event.id,
            "status": "pending",
            "attempts": 0,
            "tries": 0,
            "due_at": at,
            "queue": None,
            "position": None,
            "lease_fence": 0,
            "created_at": at,
        }
        if endpoint.ordered and event.account_id is not None:
            queue = (endpoint.id, event.account_id)
            last, waits = ends[queue] if queue in ends else await end_of(tx, queue)
            row |= {"queue": event.account_id, "position": last + 1, "due_at": None if waits else at}
            ends[queue] = (last + 1, True)
        rows.append(row)
    await tx.execute(sa.insert(deliveries), rows)
    return [str(row["id"]) for row in rows]


async def events_of(tx: Tx, event_ids: Collection[str]) -> dict[str, Happened]:
    """Events, by id."""
    found = await tx.execute(sa.select(events).where(events.c.id.in_(event_ids)))
    return {row["id"]: Happened(**row) for row in found.mappings()}


async def owners(tx: Tx, account_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """The owners of accounts that there are, by account id."""
    names = ("origin_owner_id", "origin_owner_name", "origin_username")
    statement = sa.select(accounts.c.id, *(accounts.c[name] for name in names)).where(accounts.c.id.in_(account_ids))
    return {row["id"]: {name: row[name] for name in names} for row in (await tx.execute(statement)).mappings()}


# The delivery log


async def page(
    tx: Tx, endpoint_id: str, *, status: str | None, type_: str | None, after: tuple[datetime, str] | None, size: int
) -> list[Delivery]:
    """At most `size` deliveries of an endpoint behind a position, the latest first, with their attempts."""
    statement = _with_event().where(deliveries.c.endpoint_id == endpoint_id)
    if status is not None:
        statement = statement.where(deliveries.c.status == status)
    if type_ is not None:
        statement = statement.where(events.c.type == type_)
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


@dataclass(frozen=True, slots=True)
class Range:
    """Deliveries of an endpoint: one by its id, or those that began from `since` to before `until`."""

    delivery_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    statuses: tuple[str, ...] = ()


async def again(tx: Tx, endpoint_id: str, at: datetime, wanted: Range) -> int:
    """Make deliveries pending with a fresh round of retries, due at `at` unless they have a queue; how many there were."""
    many_rows(tx)
    # What has a queue waits in its old place of it, until the queues are lined up.
    due = sa.case((deliveries.c.queue.is_(None), sa.bindparam("at", at, deliveries.c.due_at.type)))
    statement = sa.update(deliveries).where(*_within(endpoint_id, wanted))
    return (await tx.execute(statement.values(status="pending", due_at=due, tries=0, finished_at=None))).rowcount


async def count(tx: Tx, endpoint_id: str, wanted: Range) -> int:
    """How many deliveries are in a range."""
    statement = sa.select(sa.func.count()).select_from(deliveries).where(*_within(endpoint_id, wanted))
    return int((await tx.execute(statement)).scalar_one())


async def waiting(tx: Tx, endpoint_ids: Collection[str]) -> dict[str, int]:
    """How many deliveries of each endpoint are pending; endpoints without any are left out."""
    mine = (deliveries.c.endpoint_id.in_(endpoint_ids), deliveries.c.status == "pending")
    statement = sa.select(deliveries.c.endpoint_id, sa.func.count()).where(*mine).group_by(deliveries.c.endpoint_id)
    return {row[0]: row[1] for row in await tx.execute(statement)}


async def by_hour(tx: Tx, endpoint_ids: Collection[str], since: datetime) -> list[tuple[str, int, str, int]]:
    """Deliveries that began since a moment: endpoint, hour (whole hours since 1970), status, and how many."""
    hour = (sa.type_coerce(deliveries.c.created_at, sa.BigInteger) // 3_600_000).label("hour")
    statement = (
        sa.select(deliveries.c.endpoint_id, hour, deliveries.c.status, sa.func.count())
        .where(deliveries.c.endpoint_id.in_(endpoint_ids), deliveries.c.created_at >= since)
        .group_by(deliveries.c.endpoint_id, hour, deliveries.c.status)
    )
    return [(row[0], int(row[1]), row[2], row[3]) for row in await tx.execute(statement)]


async def sweep(tx: Tx, most: int, *, before: datetime) -> int:
    """Delete at most so many events from before a moment that nothing is to be done for any more; how many."""
    waits = (
        sa.exists()
        .where(deliveries.c.event_id == events.c.id, endpoints.c.id == deliveries.c.endpoint_id)
        .where(sa.or_(deliveries.c.due_at.is_not(None), sa.and_(deliveries.c.status == "pending", endpoints.c.enabled)))
    )
    over = sa.select(events.c.id).where(events.c.created_at < before, ~waits).order_by(events.c.created_at)
    old = list((await tx.execute(over.limit(most).with_for_update(skip_locked=True))).scalars())
    if old:
        theirs = sa.select(deliveries.c.id).where(deliveries.c.event_id.in_(old)).scalar_subquery()
        await tx.execute(sa.delete(attempts).where(attempts.c.delivery_id.in_(theirs)))
        await tx.execute(sa.delete(deliveries).where(deliveries.c.event_id.in_(old)))
        await tx.execute(sa.delete(events).where(events.c.id.in_(old)))
    return len(old)


def _within(endpoint_id: str, wanted: Range) -> list[sa.ColumnElement[bool]]:
    conditions = [deliveries.c.endpoint_id == endpoint_id]
    if wanted.delivery_id is not None:
        conditions.append(deliveries.c.id == wanted.delivery_id)
    if wanted.since is not None:
        conditions.append(deliveries.c.created_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(deliveries.c.created_at < wanted.until)
    if wanted.statuses:
        conditions.append(deliveries.c.status.in_(wanted.statuses))
    return conditions


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
            tried[row["delivery_id"]].append(Attempt(**{name: row[name] for name in ATTEMPT}))
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
