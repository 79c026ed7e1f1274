"""All SQL of the record."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.audit.filters import Filters
from linkwright.audit.model import COLUMNS, NOTHING, Place, Values
from linkwright.store.database import Tx, many_rows
from linkwright.store.tables import audit_chains, audit_checkpoints, audit_keys, audit_records

Row = sa.RowMapping
_AT_ONCE = 500


_PLACE = ("sequence", "previous", "hash", "sealed")


def _insert(dialect: str, columns: Sequence[str] = COLUMNS) -> str:
    marks = [f"${n}" if dialect == "postgresql" else "?" for n in range(1, len(columns) + 1)]
    return f"INSERT INTO audit_records ({', '.join(columns)}) VALUES ({', '.join(marks)})"  # noqa: S608 - names of our own


async def add(tx: Tx, rows: Sequence[Values]) -> None:
    """Insert records: values in the order of `COLUMNS`, as the bare driver takes them, since every call adds one."""
    if rows:
        await tx.exec_driver_sql(_insert(tx.dialect.name), list(rows))


async def add_placed(tx: Tx, rows: Sequence[Values], places: Sequence[Place]) -> None:
    """The same with their places, which whoever holds the head of the chain has worked out."""
    statement = _insert(tx.dialect.name, (*COLUMNS, *_PLACE))
    await tx.exec_driver_sql(statement, [row + place for row, place in zip(rows, places, strict=True)])


def add_within(connection: sa.Connection, rows: Sequence[Values]) -> None:
    """Insert records while a statement is being executed, in its transaction."""
    connection.exec_driver_sql(_insert(connection.dialect.name), list(rows))


async def lock_waiting(tx: Tx, now: datetime, most: int, *, wait: bool = False) -> dict[str, Row]:
    """The chains of which records wait to be chained, and where each ends; locked until the transaction's end.

    What another transaction has locked is left to it, unless `wait`.
    """
    names: list[str] = []
    while len(names) < most:
        # From one chain to the next, so that many records of one are no more work than few.
        behind = (audit_records.c.chain > names[-1],) if names else ()
        waits = sa.select(audit_records.c.chain).where(audit_records.c.sequence.is_(None), *behind)
        found = (await tx.execute(waits.order_by(audit_records.c.chain).limit(1))).scalar()
        if found is None:
            break
        names.append(found)
    if not names:
        return {}
    known = set((await tx.execute(sa.select(audit_chains.c.chain).where(audit_chains.c.chain.in_(names)))).scalars())
    for name in names:
        if name not in known:
            await _begin(tx, name, now)
    heads = sa.select(audit_chains).where(audit_chains.c.chain.in_(names)).order_by(audit_chains.c.chain)
    locked = (await tx.execute(heads.with_for_update(skip_locked=not wait))).mappings()
    return {row["chain"]: row for row in locked}


async def _begin(tx: Tx, chain: str, now: datetime) -> None:
    at = int(now.timestamp() * 1000)
    values = {"chain": chain, "sequence": 0, "hash": NOTHING, "at": at, "key_id": "", "signature": ""}
    values |= {"checkpoint_sequence": 0, "checkpoint_at": at}
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    await tx.execute(sa.text(f"INSERT INTO audit_chains ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"), values)  # noqa: S608


async def waiting(tx: Tx, chain: str, most: int) -> Sequence[Values]:
    """Records of a chain that wait to be chained, in the order in which they were noted: values in the order of `COLUMNS`, as stored."""
    # Not through the tables' types, which would cost more than the hashing.
    columns: list[sa.ColumnElement[Any]] = [sa.literal_column(name) for name in COLUMNS]
    waits = sa.select(*columns).select_from(audit_records).where(audit_records.c.sequence.is_(None))
    mine = waits.where(audit_records.c.chain == chain).order_by(audit_records.c.noted)
    return [tuple(row) for row in await tx.execute(mine.limit(most))]


async def place(tx: Tx, given: Sequence[tuple[Any, ...]]) -> None:
    """Give records their places: sequence, the hash before, hash, whether it is sealed; and the id."""
    marks = [f"${n}" if tx.dialect.name == "postgresql" else "?" for n in range(1, 6)]
    pairs = [f"{name} = {mark}" for name, mark in zip(_PLACE, marks, strict=False)]
    statement = f"UPDATE audit_records SET {', '.join(pairs)} WHERE id = {marks[4]}"  # noqa: S608 - names of our own
    await tx.exec_driver_sql(statement, list(given))


async def move_head(tx: Tx, chain: str, values: dict[str, Any]) -> None:
    """Say where a chain ends now."""
    await tx.execute(sa.update(audit_chains).where(audit_chains.c.chain == chain).values(values))


async def is_waiting(tx: Tx) -> bool:
    """Whether any record waits to be chained."""
    statement = sa.select(audit_records.c.id).where(audit_records.c.sequence.is_(None)).limit(1)
    return (await tx.execute(statement)).first() is not None


async def heads(tx: Tx, chains: Sequence[str] | None = None, *, lock: bool = False) -> Sequence[Row]:
    """Where chains end; of all, or of those. With `lock` those that nobody else has, until the transaction's end."""
    statement = sa.select(audit_chains).where(audit_chains.c.sequence > 0).order_by(audit_chains.c.chain)
    if lock:
        statement = statement.with_for_update(skip_locked=True)
    if chains is not None:
        statement = statement.where(audit_chains.c.chain.in_(chains))
    return (await tx.execute(statement)).mappings().all()


async def add_checkpoint(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a checkpoint."""
    await tx.execute(sa.insert(audit_checkpoints).values(values))


async def checkpoints(tx: Tx, chains: Sequence[str] | None = None, *, unanchored: bool = False) -> Sequence[Row]:
    """The checkpoints of all chains, or of those, oldest first."""
    order = (audit_checkpoints.c.chain, audit_checkpoints.c.sequence, audit_checkpoints.c.id)
    statement = sa.select(audit_checkpoints).order_by(*order)
    if chains is not None:
        statement = statement.where(audit_checkpoints.c.chain.in_(chains))
    if unanchored:
        statement = statement.where(audit_checkpoints.c.anchored.is_(False))
    return (await tx.execute(statement)).mappings().all()


async def mark_anchored(tx: Tx, ids: Sequence[str]) -> None:
    """Note that checkpoints stand in the file outside."""
    await tx.execute(sa.update(audit_checkpoints).where(audit_checkpoints.c.id.in_(ids)).values(anchored=True))


async def newest_key(tx: Tx) -> str | None:
    """The id of the key that signs."""
    statement = sa.select(audit_keys.c.id).order_by(audit_keys.c.created_at.desc()).limit(1)
    return (await tx.execute(statement)).scalar()


async def add_key(tx: Tx, key_id: str, public_key: str, now: datetime) -> None:
    """Note the public key that signs from now on."""
    await tx.execute(sa.delete(audit_keys).where(audit_keys.c.id == key_id))
    await tx.execute(sa.insert(audit_keys).values(id=key_id, public_key=public_key, created_at=now))


async def records(
    tx: Tx,
    chains: Sequence[str] | None,
    filters: Filters | None = None,
    after: tuple[str, int] | None = None,
) -> AsyncIterator[Row]:
    """Chained records behind a chain's place, chain by chain, in order."""
    statement = sa.select(audit_records).where(audit_records.c.sequence.is_not(None))
    if chains is not None:
        statement = statement.where(audit_records.c.chain.in_(chains))
    if filters is not None:
        statement = statement.where(*filters.conditions(audit_records.c))
    order = (audit_records.c.chain, audit_records.c.sequence)
    while True:
        # By keys, so that neither side holds more than a page.
        part = statement if after is None else statement.where(sa.tuple_(*order) > sa.tuple_(*map(sa.literal, after)))
        rows = (await tx.execute(part.order_by(*order).limit(_AT_ONCE))).mappings().all()
        for row in rows:
            yield row
        if len(rows) < _AT_ONCE:
            return
        after = (rows[-1]["chain"], rows[-1]["sequence"])


async def page(tx: Tx, chain: str, filters: Filters, before: int | None, size: int) -> Sequence[Row]:
    """At most `size` chained records, newest first, of places below `before`."""
    mine = [audit_records.c.chain == chain, audit_records.c.sequence.is_not(None)]
    if before is not None:
        mine.append(audit_records.c.sequence < before)
    statement = sa.select(audit_records).where(*mine, *filters.conditions(audit_records.c))
    return (await tx.execute(statement.order_by(audit_records.c.sequence.desc()).limit(size))).mappings().all()


async def find(tx: Tx, chain: str, record_id: str) -> Row | None:
    """One record of a chain."""
    mine = (audit_records.c.chain == chain, audit_records.c.id == record_id, audit_records.c.sequence.is_not(None))
    return (await tx.execute(sa.select(audit_records).where(*mine))).mappings().first()


async def last_old(tx: Tx, chain: str, before: datetime, most: int) -> Row | None:
    """The last record that is to be cut: all up to it are older than a moment, and they are not more than that."""
    mine = (audit_records.c.chain == chain, audit_records.c.sequence.is_not(None))
    first_young = sa.select(sa.func.min(audit_records.c.sequence)).where(*mine, audit_records.c.at >= before)
    first = (await tx.execute(sa.select(sa.func.min(audit_records.c.sequence)).where(*mine))).scalar()
    if first is None:
        return None
    young = (await tx.execute(first_young)).scalar()
    end = first + most if young is None else min(young, first + most)
    old = sa.select(audit_records).where(*mine, audit_records.c.sequence < end)
    return (await tx.execute(old.order_by(audit_records.c.sequence.desc()).limit(1))).mappings().first()


async def cut(tx: Tx, chain: str, last: int) -> int:
    """Delete the records of a chain up to a place, and the checkpoints before it; the count of records."""
    many_rows(tx)
    old = sa.delete(audit_records).where(audit_records.c.chain == chain, audit_records.c.sequence <= last)
    gone = (await tx.execute(old)).rowcount
    before = (audit_checkpoints.c.chain == chain, audit_checkpoints.c.sequence < last)
    await tx.execute(sa.delete(audit_checkpoints).where(*before))
    return gone
