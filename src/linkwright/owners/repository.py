"""All SQL of exports and erasures: pages of rows, rows of erasures, and the steps that delete and empty rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.owners.holdings import Holding
from linkwright.owners.model import DONE, OPEN, Erasure
from linkwright.store.database import Tx
from linkwright.store.tables import (
    accounts,
    approvals,
    audit_records,
    connect_sessions,
    connection_attempts,
    credentials,
    deletion_receipts,
    downloads,
    events,
    feedback,
    metadata,
    owner_erasures,
    provider_subscriptions,
    runs,
    sign_in_flows,
    webhook_attempts,
    webhook_deliveries,
    writes,
)

# What goes with the accounts themselves.
_WITH_ACCOUNTS = (credentials, provider_subscriptions, approvals, writes, downloads)
# Keys of an event's data that name nobody; the faces need `status` to name the event.
_PLAIN_DATA = ("account_id", "provider", "status", "run_id", "approval_id", "kind", "delivery_id")
_PLAIN_CALL = ("method", "operation", "status", "started_ms", "duration_ms", "response_bytes")
_EMPTIED = '{"erased":%'
Ids = Sequence[str]


async def account_ids(tx: Tx, project_id: str, owner: str) -> list[str]:
    """The accounts that the owner has, and those that were deleted."""
    found: set[str] = set()
    for table, key in ((accounts, accounts.c.id), (deletion_receipts, deletion_receipts.c.account_id)):
        mine = (table.c.project_id == project_id, table.c.origin_owner_id == owner)
        found.update((await tx.execute(sa.select(key).where(*mine))).scalars())
    return sorted(found)


async def living_ids(tx: Tx, project_id: str, owner: str) -> list[str]:
    """The accounts that are still linked."""
    mine = (accounts.c.project_id == project_id, accounts.c.origin_owner_id == owner)
    return list((await tx.execute(sa.select(accounts.c.id).where(*mine).order_by(accounts.c.id))).scalars())


async def is_known(tx: Tx, project_id: str, owner: str) -> bool:
    """Whether anything is kept under the owner's id."""
    for table in (accounts, deletion_receipts, connect_sessions):
        mine = (table.c.project_id == project_id, table.c.origin_owner_id == owner)
        if (await tx.execute(sa.select(sa.literal(1)).select_from(table).where(*mine).limit(1))).first():
            return True
    return False


async def add(tx: Tx, values: Mapping[str, Any]) -> None:
    """Insert an erasure."""
    await tx.execute(sa.insert(owner_erasures).values(**values))


async def newest(tx: Tx, project_id: str, mark: str) -> Erasure | None:
    """The newest erasure of an owner."""
    mine = (owner_erasures.c.project_id == project_id, owner_erasures.c.mark == mark)
    order = (owner_erasures.c.asked_at.desc(), owner_erasures.c.id.desc())
    return await _one(tx, sa.select(owner_erasures).where(*mine).order_by(*order).limit(1))


async def find(tx: Tx, project_id: str, erasure_id: str) -> Erasure | None:
    """One erasure of the project."""
    mine = (owner_erasures.c.project_id == project_id, owner_erasures.c.id == erasure_id)
    return await _one(tx, sa.select(owner_erasures).where(*mine))


async def hold_project(tx: Tx, project_id: str, mark: str) -> Erasure | None:
    """As `newest`, with what is open held until the transaction ends."""
    mine = (owner_erasures.c.project_id == project_id, owner_erasures.c.mark == mark)
    order = (owner_erasures.c.asked_at.desc(), owner_erasures.c.id.desc())
    return await _one(tx, sa.select(owner_erasures).where(*mine).order_by(*order).limit(1).with_for_update())


async def page(tx: Tx, project_id: str, most: int) -> list[Erasure]:
    """The project's newest erasures, the latest first."""
    order = (owner_erasures.c.asked_at.desc(), owner_erasures.c.id.desc())
    statement = sa.select(owner_erasures).where(owner_erasures.c.project_id == project_id).order_by(*order).limit(most)
    return [_built(row) for row in (await tx.execute(statement)).mappings()]


async def left_open(tx: Tx, untouched_since: datetime) -> list[Erasure]:
    """Erasures that nobody has worked on since a moment."""
    mine = (owner_erasures.c.state == OPEN, owner_erasures.c.touched_at < untouched_since)
    return [_built(row) for row in (await tx.execute(sa.select(owner_erasures).where(*mine))).mappings()]


async def finished_since(tx: Tx, moment: datetime) -> list[Erasure]:
    """Erasures that were over after a moment."""
    mine = (owner_erasures.c.state == DONE, owner_erasures.c.finished_at >= moment)
    return [_built(row) for row in (await tx.execute(sa.select(owner_erasures).where(*mine))).mappings()]


async def count(tx: Tx, erasure_id: str, at: datetime, what: Mapping[str, int], accounts_: Ids | None = None) -> None:
    """Add to what an erasure has erased, and say that somebody works on it."""
    mine = owner_erasures.c.id == erasure_id
    row = (await tx.execute(sa.select(owner_erasures.c.counts).where(mine).with_for_update())).scalar_one()
    erased = dict(row["erased"])
    for table, number in what.items():
        erased[table] = erased.get(table, 0) + number
    values: dict[str, Any] = {"counts": {**row, "erased": erased}, "touched_at": at}
    if accounts_ is not None:
        values["accounts"] = list(accounts_)
    await tx.execute(sa.update(owner_erasures).where(mine).values(**values))


async def finish(tx: Tx, erasure_id: str, at: datetime, ids: Ids) -> None:
    """Count what is kept, and let go of the owner's id."""
    kept = {}
    for table, key in (
        (audit_records, audit_records.c.account_id),
        (runs, runs.c.account_id),
        (events, events.c.account_id),
        (deletion_receipts, deletion_receipts.c.account_id),
    ):
        kept[str(table.name)] = (
            await tx.execute(sa.select(sa.func.count()).select_from(table).where(key.in_(ids)))
        ).scalar_one()
    mine = owner_erasures.c.id == erasure_id
    row = (await tx.execute(sa.select(owner_erasures.c.counts).where(mine).with_for_update())).scalar_one()
    values = {"owner": None, "state": DONE, "counts": {**row, "kept": kept}, "touched_at": at, "finished_at": at}
    await tx.execute(sa.update(owner_erasures).where(mine, owner_erasures.c.state == OPEN).values(**values))


async def count_with_accounts(tx: Tx, ids: Ids) -> dict[str, int]:
    """How many rows will go with these accounts, by table."""
    found = {}
    for table in _WITH_ACCOUNTS:
        statement = sa.select(sa.func.count()).select_from(table).where(table.c.account_id.in_(ids))
        found[str(table.name)] = int((await tx.execute(statement)).scalar_one())
    return found


async def delete_sessions(tx: Tx, most: int, project_id: str, owner: str, ids: Ids) -> dict[str, int]:
    """Delete at most so many connect sessions of the owner, with what was done in them."""
    table = connect_sessions
    of_owner = sa.or_(table.c.origin_owner_id == owner, table.c.account_id.in_(ids), table.c.linked_account_id.in_(ids))
    mine = list(
        (
            await tx.execute(sa.select(table.c.id).where(table.c.project_id == project_id, of_owner).limit(most))
        ).scalars()
    )
    gone = {}
    for part in (sign_in_flows, connection_attempts):
        gone[str(part.name)] = (await tx.execute(sa.delete(part).where(part.c.session_id.in_(mine)))).rowcount
    gone["connect_sessions"] = (await tx.execute(sa.delete(table).where(table.c.id.in_(mine)))).rowcount
    return gone if mine else {}


async def delete_left(tx: Tx, ids: Ids) -> dict[str, int]:
    """Delete what agents said about the accounts, and answers and flows that came after their end."""
    gone = {}
    for table in (feedback, writes, sign_in_flows):
        gone[str(table.name)] = (await tx.execute(sa.delete(table).where(table.c.account_id.in_(ids)))).rowcount
    return gone


async def empty_runs(tx: Tx, most: int, ids: Ids) -> dict[str, int]:
    """Empty at most so many runs: when which action ran with which outcome stays."""
    told = sa.type_coerce(runs.c.detail, sa.Text).not_like(_EMPTIED)
    mine = sa.and_(runs.c.account_id.in_(ids), sa.or_(told, runs.c.bodies.is_not(None)))
    rows = (await tx.execute(sa.select(runs.c.id, runs.c.detail).where(mine).limit(most).with_for_update())).all()
    if rows:
        own = runs.c.id == sa.bindparam("run")
        statement = sa.update(runs).where(own).values(detail=sa.bindparam("plain"), bodies=None)
        await tx.execute(statement, [{"run": run_id, "plain": _plain_run(detail)} for run_id, detail in rows])
        # A session's name is that of an end user.
        named = (runs.c.id.in_([row[0] for row in rows]), runs.c.caller_id.like("ses\\_%", escape="\\"))
        await tx.execute(sa.update(runs).where(*named).values(caller=""))
    return {"runs": len(rows)} if rows else {}


async def empty_events(tx: Tx, most: int, ids: Ids) -> dict[str, int]:
    """Empty at most so many events, and what receivers answered to them; deliveries that wait go out with what is left."""
    told = sa.type_coerce(events.c.data, sa.Text).not_like(_EMPTIED)
    mine = (events.c.account_id.in_(ids), told)
    rows = (await tx.execute(sa.select(events.c.id, events.c.data).where(*mine).limit(most).with_for_update())).all()
    if not rows:
        return {}
    statement = sa.update(events).where(events.c.id == sa.bindparam("event")).values(data=sa.bindparam("plain"))
    await tx.execute(statement, [{"event": event_id, "plain": _plain_event(data)} for event_id, data in rows])
    sent = sa.select(webhook_deliveries.c.id).where(webhook_deliveries.c.event_id.in_([row[0] for row in rows]))
    answered = webhook_attempts.c.delivery_id.in_(sent.scalar_subquery())
    excerpts = await tx.execute(sa.update(webhook_attempts).where(answered).values(excerpt=""))
    return {"events": len(rows), "webhook_attempts": excerpts.rowcount}


async def empty_receipts(tx: Tx, project_id: str, owner: str, since: datetime) -> dict[str, int]:
    """Take the owner out of the receipts of its accounts; counts the accounts that were deleted since a moment."""
    mine = sa.and_(deletion_receipts.c.project_id == project_id, deletion_receipts.c.origin_owner_id == owner)
    now = sa.select(sa.func.count()).select_from(deletion_receipts).where(mine, deletion_receipts.c.deleted_at >= since)
    deleted = int((await tx.execute(now)).scalar_one())
    values = {"origin_owner_id": "", "origin_owner_name": "", "revocation_detail": ""}
    emptied = (await tx.execute(sa.update(deletion_receipts).where(mine).values(**values))).rowcount
    return {"accounts": deleted, "deletion_receipts": emptied}


async def receipts_of(tx: Tx, ids: Ids) -> list[dict[str, Any]]:
    """What the receipts of accounts say without their owner."""
    table = deletion_receipts
    columns = (table.c.account_id, table.c.connector_key, table.c.auth_method, table.c.revocation)
    statement = sa.select(*columns).where(table.c.account_id.in_(ids)).order_by(table.c.account_id)
    # SQLAlchemy's names of columns are texts of a kind of its own, which JSON does not take for keys.
    return [{str(name): value for name, value in row.items()} for row in (await tx.execute(statement)).mappings()]


async def sweep(tx: Tx, most: int, *, before: datetime) -> int:
    """Delete at most so many receipts of erasures that were over before a moment; how many."""
    old = sa.select(owner_erasures.c.id).where(owner_erasures.c.finished_at < before).limit(most)
    return (await tx.execute(sa.delete(owner_erasures).where(owner_erasures.c.id.in_(old.scalar_subquery())))).rowcount


async def rows_of(
    tx: Tx,
    holding: Holding,
    whose: tuple[str, str, Sequence[str]],
    after: Sequence[Any] | None,
    size: int,
) -> list[Any]:
    """Rows of a table in the order of its key: the columns, and of a sealed one where it belongs; `whose`: project, owner, accounts."""
    table = metadata.tables[holding.table]
    key = list(table.primary_key.columns)
    columns: list[Any] = list(holding.columns)
    record = holding.record
    if record is not None:
        field = sa.literal(record.field) if isinstance(record.field, str) else record.field
        version = sa.literal(record.version) if isinstance(record.version, int) else record.version
        place = (table.c[record.owner], field, version, record.record)
        columns += [
            one.label(f"_{name}") for name, one in zip(("owner", "field", "version", "record"), place, strict=True)
        ]
    columns += [one.label(f"_key{number}") for number, one in enumerate(key)]
    statement = sa.select(*columns).where(_mine(holding, *whose)).order_by(*key).limit(size)
    if after is not None:
        last = sa.tuple_(*(sa.literal(value, one.type) for value, one in zip(after, key, strict=True)))
        statement = statement.where(sa.tuple_(*key) > last)
    return list((await tx.execute(statement)).mappings())


def _mine(holding: Holding, project_id: str, owner: str, ids: Ids) -> sa.ColumnElement[bool]:
    table = metadata.tables[holding.table]
    sessions = sa.select(connect_sessions.c.id).where(
        connect_sessions.c.project_id == project_id, connect_sessions.c.origin_owner_id == owner
    )
    told = sa.select(events.c.id).where(events.c.project_id == project_id, events.c.account_id.in_(ids))
    deliveries = sa.select(webhook_deliveries.c.id).where(webhook_deliveries.c.event_id.in_(told))
    if holding.way == "owner":
        return sa.and_(table.c.project_id == project_id, table.c.origin_owner_id == owner)
    within: dict[str, Any] = {
        "account_id": ids,
        "session_id": sessions,
        "event_id": told,
        "delivery_id": deliveries,
    }
    mine = table.c[holding.way].in_(within[holding.way])
    if holding.table == "audit_records":
        return sa.and_(mine, table.c.chain == project_id)
    return sa.and_(mine, table.c.project_id == project_id) if "project_id" in table.c else mine


def _plain_run(detail: Mapping[str, Any]) -> dict[str, Any]:
    error = detail.get("error")
    return {
        "erased": True,
        "effect": detail.get("effect"),
        "definition": detail.get("definition"),
        "result_bytes": detail.get("result_bytes"),
        "error": error and {"code": error.get("code"), "message": "", "hint": ""},
        "warnings": [],
        "replays": detail.get("replays"),
        "rerun_of": detail.get("rerun_of"),
        "stages": detail.get("stages") or [],
        "calls": [
            {**{name: call.get(name) for name in _PLAIN_CALL}, "url": "", "limits": None, "error": None}
            for call in detail.get("calls") or []
        ],
    }


def _plain_event(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"erased": True, **{name: data[name] for name in _PLAIN_DATA if name in data}}


async def _one(tx: Tx, statement: sa.Select[Any]) -> Erasure | None:
    row = (await tx.execute(statement)).mappings().first()
    return None if row is None else _built(row)


def _built(row: sa.RowMapping) -> Erasure:
    given = {name: row[name] for name in Erasure.__dataclass_fields__}
    return Erasure(**{**given, "accounts": tuple(row["accounts"])})
