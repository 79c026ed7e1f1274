"""All SQL of the run log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.logs.filters import NO_FILTERS, Filters, Order
from linkwright.logs.rows import COLUMNS
from linkwright.logs.rows import Row as Values
from linkwright.store.database import Tx, many_rows
from linkwright.store.sweeping import few
from linkwright.store.tables import accounts, runs

Row = sa.RowMapping
_SORTS: dict[str, sa.ColumnElement[Any]] = {
    "eventDatetime": runs.c.started_at,
    "status": runs.c.status,
    "duration": runs.c.duration_ms,
    "provider": sa.func.coalesce(runs.c.connector_key, ""),
    "service": sa.literal(""),
}


async def add(tx: Tx, rows: Sequence[Values]) -> None:
    """Insert runs: values in the order of `COLUMNS`, as the bare driver takes them, since every call adds one."""
    marks = [f"${n}" if tx.dialect.name == "postgresql" else "?" for n in range(1, len(COLUMNS) + 1)]
    statement = f"INSERT INTO runs ({', '.join(COLUMNS)}) VALUES ({', '.join(marks)})"  # noqa: S608 - names of our own
    await tx.exec_driver_sql(statement, list(rows))


async def find(tx: Tx, project_id: str, run_id: str, filters: Filters = NO_FILTERS) -> Row | None:
    """One run of the project that meets the conditions, with the name of the account's owner."""
    found: Row | None = (
        (await tx.execute(_select(project_id).where(runs.c.id == run_id, *_conditions(filters)))).mappings().first()
    )
    return found


async def page(
    tx: Tx,
    project_id: str,
    filters: Filters,
    order: Order,
    after: tuple[Any, str] | None,
    size: int,
    *,
    bodies: bool,
) -> Sequence[Row]:
    """At most `size` runs behind the position `after`; each carries its sort value as `sort`."""
    column = _SORTS[order.by]
    statement = _select(project_id, column.label("sort"), bodies=bodies).where(*_conditions(filters))
    if after is not None:
        value = sa.literal(after[0], column.type)
        past = (column < value, runs.c.id < after[1]) if order.descending else (column > value, runs.c.id > after[1])
        statement = statement.where(sa.or_(past[0], sa.and_(column == value, past[1])))
    sort = (column.desc(), runs.c.id.desc()) if order.descending else (column.asc(), runs.c.id.asc())
    found: Sequence[Row] = (await tx.execute(statement.order_by(*sort).limit(size))).mappings().all()
    return found


async def sweep(tx: Tx, most: int, *, before: datetime) -> int:
    """Delete at most so many runs that started before a moment; the count of those deleted."""
    old = few(tx, sa.select(runs.c.id).where(runs.c.started_at < before), most)
    return (await tx.execute(sa.delete(runs).where(runs.c.id.in_(old)))).rowcount


async def sweep_bodies(tx: Tx, most: int, *, before: datetime) -> int:
    """Drop the bodies of at most so many runs that started before a moment; the count of those runs."""
    kept = (runs.c.started_at < before, runs.c.bodies.is_not(None))
    old = few(tx, sa.select(runs.c.id).where(*kept), most)
    statement = sa.update(runs).where(runs.c.id.in_(old)).values(bodies=None)
    return (await tx.execute(statement)).rowcount


async def forget_bodies(tx: Tx, account_id: str) -> None:
    """Drop what the runs of an account kept of its data; the runs themselves stay."""
    many_rows(tx)
    mine = (runs.c.account_id == account_id, runs.c.bodies.is_not(None))
    await tx.execute(sa.update(runs).where(*mine).values(bodies=None))


async def forget_orphaned(tx: Tx, since: datetime) -> None:
    """The same for runs that ended after their account was deleted."""
    many_rows(tx)
    there = sa.exists().where(accounts.c.id == runs.c.account_id)
    gone = (runs.c.started_at >= since, runs.c.bodies.is_not(None), runs.c.account_id.is_not(None), ~there)
    await tx.execute(sa.update(runs).where(*gone).values(bodies=None))


def _select(project_id: str, *more: sa.ColumnElement[Any], bodies: bool = True) -> sa.Select[Any]:
    named = runs.outerjoin(accounts, sa.and_(accounts.c.id == runs.c.account_id, accounts.c.project_id == project_id))
    mine = (column for column in runs.c if bodies or column is not runs.c.bodies)
    columns = (*mine, accounts.c.origin_owner_name.label("owner_name"), *more)
    return sa.select(*columns).select_from(named).where(runs.c.project_id == project_id)


def _conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    lists = {
        runs.c.id: filters.request_ids,
        runs.c.account_id: filters.account_ids,
        runs.c.action: filters.actions,
        runs.c.connector_key: filters.providers,
        runs.c.face: filters.source_types,
        runs.c.caller: filters.source_values,
        runs.c.caller_id: filters.source_ids,
    }
    found: list[sa.ColumnElement[bool]] = [column.in_(values) for column, values in lists.items() if values]
    if filters.reach_accounts is not None:
        found.append(runs.c.account_id.in_(filters.reach_accounts))
    if filters.reach_profiles is not None:
        # Of an account that is gone nobody knows the profile any more.
        found.append(accounts.c.profile_id.in_(filters.reach_profiles))
    if filters.status_ranges:
        found.append(sa.or_(*(runs.c.status.between(low, high) for low, high in filters.status_ranges)))
    if filters.success is not None:
        found.append(runs.c.success.is_(filters.success))
    if filters.start is not None:
        found.append(runs.c.started_at >= filters.start)
    if filters.end is not None:
        found.append(runs.c.started_at <= filters.end)
    if filters.nothing:
        found.append(sa.false())
    return found
