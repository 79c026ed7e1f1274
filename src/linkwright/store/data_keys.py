"""Where the vault keeps its wrapped data keys: the store's side of `vault.DataKeyStore`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from linkwright.kit.clock import Clock
from linkwright.store.database import Database, Tx
from linkwright.store.tables import data_key_wraps, data_keys, master_keys

CURRENT, LIVE, RETIRED = "current", "live", "retired"
Named = Callable[[], Sequence[Mapping[str, Any]]]
"""What is to be noted of the master keys of this process: id, provider, label and parameters."""


class DataKeyRows:
    """Reads and adds rows of `data_keys`; builds the caller's own record type so that the store need not know it."""

    def __init__(self, database: Database, clock: Clock, record: Any, named: Named = tuple) -> None:
        """`record` is called with id, project_id, and master key id and bytes of each wrapping."""
        self._database = database
        self._clock = clock
        self._record = record
        self._named = named

    async def get(self, key_id: str) -> Any:
        """The data key of that id, or None."""
        return await self._one(data_keys.c.id == key_id)

    async def current(self, project_id: str) -> Any:
        """The data key that a project seals new records with, or None before its first."""
        return await self._one(_current(project_id))

    async def add(self, key: Any) -> Any:
        """Store a project's first data key; if another process was quicker, its key comes back instead.

        None if no master key that wrapped it is in use any more: nobody could open it once this process has ended.
        """
        for tries_left in (2, 1, 0):
            try:
                return await self._add(key)
            except sa.exc.IntegrityError:
                # Another process was quicker with this project's key, which then counts; or with the very first one of all, which
                # names the master keys: then this one goes beside it.
                found = await self.current(key.project_id)
                if found is not None:
                    return found
                if not tries_left:
                    raise
        raise AssertionError("the last try returns or raises")

    async def _add(self, key: Any) -> Any:
        async with self._database.write() as tx:
            found = await keys_where(tx, _current(key.project_id), self._record)
            if found:
                return found[0]
            return key if await insert_data_key(tx, key, self._clock, self._named()) else None

    async def newest(self, limit: int) -> list[Any]:
        """At most so many keys of any projects, the newest first; to prove the master key with."""
        async with self._database.read() as tx:
            newest = sa.select(data_keys.c.id).order_by(data_keys.c.created_at.desc(), data_keys.c.id).limit(limit)
            return await keys_where(tx, data_keys.c.id.in_(newest), self._record)

    async def _one(self, condition: sa.ColumnElement[bool]) -> Any:
        async with self._database.read() as tx:
            found = await keys_where(tx, condition, self._record)
        return found[0] if found else None


async def keys_where(tx: Tx, condition: sa.ColumnElement[bool], record: Any) -> list[Any]:
    """Data keys, the newest first, each with every wrapping by a master key in use, the current one's first."""
    statement = (
        sa.select(data_keys.c.id, data_keys.c.project_id, data_key_wraps.c.master_key_id, data_key_wraps.c.wrapped)
        .join(data_key_wraps, data_key_wraps.c.data_key_id == data_keys.c.id)
        .join(master_keys, master_keys.c.id == data_key_wraps.c.master_key_id)
        .where(condition)
        .order_by(data_keys.c.created_at.desc(), data_keys.c.id, master_keys.c.state, master_keys.c.created_at)
    )
    found: dict[tuple[str, str], list[tuple[str, bytes]]] = {}
    for key_id, project_id, master_key_id, wrapped in await tx.execute(statement):
        found.setdefault((key_id, project_id), []).append((master_key_id, bytes(wrapped)))
    return [record(*key, wraps) for key, wraps in found.items()]


async def insert_data_key(
    tx: Tx, key: Any, clock: Clock, named: Sequence[Mapping[str, Any]] = (), *, rotation_id: str | None = None
) -> bool:
    """Insert a data key as its project's current one, with the wrappings by master keys that are in use.

    False, and nothing happens, if there is none. The database's first data key says which master keys are in use.
    """
    in_use = await master_keys_held(tx)
    if not in_use:
        there = (await tx.execute(sa.select(master_keys.c.id).limit(1))).first()
        # Those that are there now may have been named since the first look.
        in_use = await master_keys_held(tx) if there else await _first(tx, key, clock, named)
    wraps = [(master_key_id, wrapped) for master_key_id, wrapped in key.wraps if master_key_id in in_use]
    if not wraps:
        return False
    now = clock.now()
    values = {
        "id": key.id,
        "project_id": key.project_id,
        "current": True,
        "created_at": now,
        "rotation_id": rotation_id,
    }
    await tx.execute(sa.insert(data_keys).values(values))
    await insert_wraps(tx, [(key.id, master_key_id, wrapped) for master_key_id, wrapped in wraps], clock)
    return True


async def insert_wraps(tx: Tx, wraps: Sequence[tuple[str, str, bytes]], clock: Clock) -> None:
    """Insert wrappings, given as data key id, master key id and bytes."""
    now = clock.now()
    rows = [
        {"data_key_id": key_id, "master_key_id": master_key_id, "wrapped": wrapped, "created_at": now}
        for key_id, master_key_id, wrapped in wraps
    ]
    if rows:
        await tx.execute(sa.insert(data_key_wraps), rows)


async def master_keys_held(tx: Tx) -> set[str]:
    """Ids of the master keys in use; none of them is retired before the transaction has ended."""
    statement = sa.select(master_keys.c.id).where(master_keys.c.state != RETIRED).with_for_update(read=True)
    return set((await tx.execute(statement)).scalars())


def _current(project_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(data_keys.c.project_id == project_id, data_keys.c.current)


async def _first(tx: Tx, key: Any, clock: Clock, named: Sequence[Mapping[str, Any]]) -> set[str]:
    known = {one["id"]: one for one in named}
    for n, (master_key_id, _) in enumerate(key.wraps):
        unnamed = {"id": master_key_id, "provider": "file", "label": "", "parameters": {}}
        values = {**unnamed, **known.get(master_key_id, {}), "state": LIVE if n else CURRENT, "created_at": clock.now()}
        await tx.execute(sa.insert(master_keys).values(values))
    return {master_key_id for master_key_id, _ in key.wraps}
