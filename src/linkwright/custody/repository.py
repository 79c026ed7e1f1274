"""All SQL of keys and their rotations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.kit.ids import new_id
from linkwright.store.data_keys import CURRENT, LIVE, RETIRED, keys_where
from linkwright.store.database import Tx, many_rows
from linkwright.store.records import RECORDS, RecordColumn, sealed_by
from linkwright.store.tables import (
    accounts,
    approvals,
    credentials,
    data_key_wraps,
    data_keys,
    downloads,
    key_rotations,
    master_keys,
    oauth_grants,
    projects,
    provider_subscriptions,
    runs,
    sign_in_flows,
    vault_holders,
    webhook_endpoints,
    writes,
)
from linkwright.vault.data_keys import WrappedDataKey

Row = sa.RowMapping


async def all_master_keys(tx: Tx, *, lock: bool = False) -> list[Row]:
    """Every master key, the current one first, those in use before the retired."""
    statement = sa.select(master_keys).order_by(master_keys.c.state, master_keys.c.created_at)
    return list((await tx.execute(statement.with_for_update() if lock else statement)).mappings())


async def add_master_key(tx: Tx, named: dict[str, Any], at: datetime) -> None:
    """Insert a master key that is in use from now on; nothing happens if it is there."""
    if (await tx.execute(sa.select(master_keys.c.id).where(master_keys.c.id == named["id"]))).first() is None:
        await tx.execute(sa.insert(master_keys).values(**named, state=LIVE, created_at=at))


async def make_current(tx: Tx, key_id: str) -> None:
    """Make a master key the current one; the one that was stays in use."""
    await tx.execute(sa.update(master_keys).where(master_keys.c.state == CURRENT).values(state=LIVE))
    await tx.execute(sa.update(master_keys).where(master_keys.c.id == key_id).values(state=CURRENT, retired_at=None))


async def retire(tx: Tx, key_id: str, at: datetime) -> None:
    """Destroy every wrapping by a master key, and use it no more."""
    await tx.execute(sa.delete(data_key_wraps).where(data_key_wraps.c.master_key_id == key_id))
    await tx.execute(
        sa.update(master_keys).where(master_keys.c.id == key_id).values(state=RETIRED, retired_at=at, parameters={})
    )


async def keys_of(tx: Tx, *conditions: sa.ColumnElement[bool]) -> list[WrappedDataKey]:
    """Data keys with their wrappings."""
    found: list[WrappedDataKey] = await keys_where(tx, sa.and_(sa.true(), *conditions), WrappedDataKey)
    return found


async def keys_not_wrapped_by(tx: Tx, master_key_id: str, after: str, limit: int) -> list[WrappedDataKey]:
    """Data keys that a master key has not wrapped, in the order of their ids."""
    wrapped = sa.select(data_key_wraps.c.data_key_id).where(data_key_wraps.c.master_key_id == master_key_id)
    chosen = (
        sa.select(data_keys.c.id)
        .where(data_keys.c.id.not_in(wrapped), data_keys.c.id > after)
        .order_by(data_keys.c.id)
        .limit(limit)
    )
    ids = list((await tx.execute(chosen)).scalars())
    return sorted(await keys_of(tx, data_keys.c.id.in_(ids)), key=lambda key: key.id) if ids else []


async def count_keys(tx: Tx, wrapped_by: str | None = None) -> int:
    """How many data keys there are, or how many of them a master key has wrapped."""
    statement = sa.select(sa.func.count()).select_from(data_keys if wrapped_by is None else data_key_wraps)
    if wrapped_by is not None:
        statement = statement.where(data_key_wraps.c.master_key_id == wrapped_by)
    return int((await tx.execute(statement)).scalar_one())


async def unwrapped_of(tx: Tx, master_key_id: str, ids: Sequence[str]) -> set[str]:
    """Which of these data keys are there, and not wrapped by a master key yet."""
    wrapped = sa.select(data_key_wraps.c.data_key_id).where(data_key_wraps.c.master_key_id == master_key_id)
    statement = sa.select(data_keys.c.id).where(data_keys.c.id.in_(ids), data_keys.c.id.not_in(wrapped))
    return set((await tx.execute(statement)).scalars())


async def swap_wrap(tx: Tx, place: tuple[str, str], seen: bytes, wrapped: bytes) -> None:
    """Put a wrapping in another's place, if that is still what stands there. `place`: data key id and master key id."""
    key_id, master_key_id = place
    await tx.execute(
        sa.update(data_key_wraps)
        .where(
            data_key_wraps.c.data_key_id == key_id,
            data_key_wraps.c.master_key_id == master_key_id,
            data_key_wraps.c.wrapped == sa.literal(seen, sa.LargeBinary),
        )
        .values(wrapped=wrapped)
    )


async def only_wrapped_by(tx: Tx, master_key_id: str) -> int:
    """How many data keys no other master key in use has wrapped."""
    others = (
        sa.select(data_key_wraps.c.data_key_id)
        .join(master_keys, master_keys.c.id == data_key_wraps.c.master_key_id)
        .where(master_keys.c.id != master_key_id, master_keys.c.state != RETIRED)
    )
    statement = sa.select(sa.func.count()).select_from(data_keys).where(data_keys.c.id.not_in(others))
    return int((await tx.execute(statement)).scalar_one())


async def data_key_rows(tx: Tx, *conditions: sa.ColumnElement[bool]) -> list[Row]:
    """Rows of data keys, the oldest first."""
    statement = sa.select(data_keys).where(*conditions).order_by(data_keys.c.created_at, data_keys.c.id)
    return list((await tx.execute(statement)).mappings())


async def retire_current(tx: Tx, project_id: str, at: datetime) -> None:
    """Let a project's current data key seal nothing more."""
    mine = sa.and_(data_keys.c.project_id == project_id, data_keys.c.current)
    await tx.execute(sa.update(data_keys).where(mine).values(current=False, retired_at=at))


async def destroy_later(tx: Tx, project_id: str, at: datetime) -> None:
    """Say when a project's former data keys are to be destroyed; an earlier moment that was said stays."""
    former = sa.and_(data_keys.c.project_id == project_id, ~data_keys.c.current, data_keys.c.destroy_after.is_(None))
    await tx.execute(sa.update(data_keys).where(former).values(destroy_after=at))


async def delete_keys(tx: Tx, *conditions: sa.ColumnElement[bool]) -> list[str]:
    """Destroy data keys with their wrappings; their ids."""
    ids = list((await tx.execute(sa.select(data_keys.c.id).where(*conditions))).scalars())
    if ids:
        await tx.execute(sa.delete(data_key_wraps).where(data_key_wraps.c.data_key_id.in_(ids)))
        await tx.execute(sa.delete(data_keys).where(data_keys.c.id.in_(ids)))
    return ids


async def project_ids(tx: Tx) -> list[str]:
    """The projects that have a data key."""
    statement = sa.select(data_keys.c.project_id).where(data_keys.c.current).order_by(data_keys.c.project_id)
    return list((await tx.execute(statement)).scalars())


async def project_names(tx: Tx) -> dict[str, str]:
    """Names of projects, by id."""
    return {row[0]: row[1] for row in await tx.execute(sa.select(projects.c.id, projects.c.name))}


async def stale_count(tx: Tx, project_id: str, current: str) -> int:
    """How many records of a project another data key than its current one has sealed."""
    return sum([await _count(tx, one, project_id, ~sealed_by(one, current)) for one in RECORDS])


async def record_count(tx: Tx, project_id: str) -> int:
    """How many records a project has."""
    return sum([await _count(tx, one, project_id) for one in RECORDS])


async def sealed_count(tx: Tx, key_id: str) -> int:
    """How many records a data key has sealed, wherever they stand."""
    many_rows(tx)
    return sum([await _count(tx, one, None, sealed_by(one, key_id)) for one in RECORDS])


async def _count(tx: Tx, column: RecordColumn, project_id: str | None, *more: sa.ColumnElement[bool]) -> int:
    mine = () if project_id is None else (column.belongs_to == project_id,)
    statement = sa.select(sa.func.count()).select_from(column.table).where(column.record.is_not(None), *mine, *more)
    return int((await tx.execute(statement)).scalar_one())


async def page(
    tx: Tx, column: RecordColumn, after: Sequence[Any] | None, limit: int, *conditions: sa.ColumnElement[bool]
) -> list[sa.Row[Any]]:
    """Rows of `column.select`, in the order of the primary key."""
    statement = column.select().where(*conditions)
    if after is not None:
        statement = statement.where(sa.tuple_(*column.key) > sa.tuple_(*after))
    return list((await tx.execute(statement.order_by(*column.key).limit(limit))).all())


async def hold_free(tx: Tx, column: RecordColumn, keys: Sequence[Sequence[Any]]) -> set[tuple[Any, ...]]:
    """Hold the rows that nobody else holds; their primary keys."""
    statement = sa.select(*column.key).where(sa.tuple_(*column.key).in_([tuple(key) for key in keys]))
    return {tuple(row) for row in await tx.execute(statement.with_for_update(skip_locked=True))}


async def swap_record(tx: Tx, column: RecordColumn, key: Sequence[Any], seen: bytes, record: bytes) -> bool:
    """Put a record in another's place, if that is still what stands there."""
    same_row = [part == value for part, value in zip(column.key, key, strict=True)]
    statement = sa.update(column.table).where(*same_row, column.record == sa.literal(seen, sa.LargeBinary))
    return (await tx.execute(statement.values({column.name: record}))).rowcount == 1


async def pending_rotations(tx: Tx) -> list[Row]:
    """Rotations that have not ended, the oldest first."""
    statement = sa.select(key_rotations).where(key_rotations.c.finished_at.is_(None))
    return list((await tx.execute(statement.order_by(key_rotations.c.started_at, key_rotations.c.id))).mappings())


async def add_rotation(tx: Tx, kind: str, at: datetime, *, project_id: str | None, master_key_id: str | None) -> str:
    """Insert a rotation; its id."""
    values = {
        "id": new_id("rot"),
        "kind": kind,
        "project_id": project_id,
        "master_key_id": master_key_id,
        "done": 0,
        "total": 0,
        "damaged": 0,
        "started_at": at,
    }
    await tx.execute(sa.insert(key_rotations).values(values))
    return str(values["id"])


async def update_rotation(tx: Tx, rotation_id: str, values: dict[str, Any]) -> None:
    """Note how far a rotation has come."""
    await tx.execute(sa.update(key_rotations).where(key_rotations.c.id == rotation_id).values(values))


async def note_holder(tx: Tx, holder: dict[str, Any], forget_before: datetime) -> None:
    """Note which master keys a process can use, and forget those that were not seen for long."""
    mine = vault_holders.c.id == holder["id"]
    await tx.execute(sa.delete(vault_holders).where(mine | (vault_holders.c.seen_at < forget_before)))
    await tx.execute(sa.insert(vault_holders).values(holder))


async def forget_holder(tx: Tx, holder_id: str) -> None:
    """Forget a process that ends."""
    await tx.execute(sa.delete(vault_holders).where(vault_holders.c.id == holder_id))


async def holders(tx: Tx, since: datetime) -> list[Row]:
    """The processes that were seen since a moment."""
    statement = sa.select(vault_holders).where(vault_holders.c.seen_at >= since).order_by(vault_holders.c.name)
    return list((await tx.execute(statement)).mappings())


async def any_data_key(tx: Tx) -> bool:
    """Whether anything was ever sealed here."""
    return (await tx.execute(sa.select(data_keys.c.id).limit(1))).first() is not None


async def data_key(tx: Tx, key_id: str) -> Row | None:
    """One data key."""
    return next(iter(await data_key_rows(tx, data_keys.c.id == key_id)), None)


async def current_key(tx: Tx, project_id: str) -> Row | None:
    """A project's current data key."""
    mine = await data_key_rows(tx, data_keys.c.project_id == project_id, data_keys.c.current)
    return next(iter(mine), None)


async def former_keys(tx: Tx, project_id: str | None = None) -> list[Row]:
    """The data keys that are not current any more, of a project or of all, the oldest first."""
    mine = () if project_id is None else (data_keys.c.project_id == project_id,)
    return await data_key_rows(tx, ~data_keys.c.current, *mine)


async def due_keys(tx: Tx, at: datetime) -> list[Row]:
    """Former data keys that are to be destroyed by then."""
    return [row for row in await former_keys(tx) if row["destroy_after"] is not None and row["destroy_after"] <= at]


async def there(tx: Tx, ids: Sequence[str]) -> set[str]:
    """Which of these data keys are stored."""
    return {row["id"] for row in await data_key_rows(tx, data_keys.c.id.in_(ids))}


async def delete_key(tx: Tx, key_id: str) -> None:
    """Destroy one data key with its wrappings."""
    await delete_keys(tx, data_keys.c.id == key_id)


async def project_exists(tx: Tx, project_id: str) -> bool:
    """Whether there is such a project."""
    return (await tx.execute(sa.select(projects.c.id).where(projects.c.id == project_id))).first() is not None


async def account_exists(tx: Tx, project_id: str, account_id: str) -> bool:
    """Whether the project has such an account."""
    mine = sa.and_(accounts.c.project_id == project_id, accounts.c.id == account_id)
    return (await tx.execute(sa.select(accounts.c.id).where(mine))).first() is not None


async def shred_project(tx: Tx, project_id: str, at: datetime) -> tuple[list[str], dict[str, int]]:
    """Destroy a project's data keys and delete its records; the keys' ids, and how many records, by table.

    Its webhook endpoints are switched off, since nothing may leave unsigned, and no grant is renewed.
    """
    destroyed = await delete_keys(tx, data_keys.c.project_id == project_id)
    records = {}
    for table in {
        str(one.table.name): one.table for one in RECORDS if one.table is not runs and one.project is None
    }.values():
        mine = table.c.project_id == project_id
        records[str(table.name)] = (await tx.execute(sa.delete(table).where(mine))).rowcount
    records["runs"] = await _blank(tx, runs.c.project_id == project_id)
    await tx.execute(sa.update(oauth_grants).where(oauth_grants.c.project_id == project_id).values(due_at=None))
    off = {"enabled": False, "disabled_reason": "The project was shredded.", "disabled_at": at}
    mine = webhook_endpoints.c.project_id == project_id
    await tx.execute(sa.update(webhook_endpoints).where(mine).values(off))
    return destroyed, records


async def shred_account(tx: Tx, project_id: str, account_id: str) -> dict[str, int]:
    """Delete every record of an account that is left; how many, by table."""
    records = {}
    for table in (approvals, credentials, downloads, provider_subscriptions, sign_in_flows, writes):
        mine = sa.and_(table.c.project_id == project_id, table.c.account_id == account_id)
        records[str(table.name)] = (await tx.execute(sa.delete(table).where(mine))).rowcount
    records["runs"] = await _blank(tx, sa.and_(runs.c.project_id == project_id, runs.c.account_id == account_id))
    return records


async def _blank(tx: Tx, condition: sa.ColumnElement[bool]) -> int:
    """Runs stay; what was said in them goes."""
    kept = sa.and_(condition, runs.c.bodies.is_not(None))
    return int((await tx.execute(sa.update(runs).where(kept).values(bodies=None))).rowcount)


async def rows_of(
    tx: Tx, column: RecordColumn, after: Sequence[Any] | None, limit: int, project_id: str | None
) -> list[Any]:
    """Rows of `column.select`, of one project or of all."""
    mine = () if project_id is None else (column.belongs_to == project_id,)
    return await page(tx, column, after, limit, *mine)
