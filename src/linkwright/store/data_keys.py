"""Where the vault keeps its wrapped data keys: the store's side of `vault.DataKeyStore`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.tables import data_keys


class DataKeyRows:
    """Reads and adds rows of `data_keys`; builds the caller's own record type so that the store need not know it."""

    def __init__(self, database: Database, clock: Clock, record: Any) -> None:
        """`record` is called with id, project_id, master_key_id and wrapped."""
        self._database = database
        self._clock = clock
        self._record = record

    async def get(self, key_id: str) -> Any:
        """The data key of that id, or None."""
        return await self._one(data_keys.c.id == key_id)

    async def current(self, project_id: str) -> Any:
        """The data key that a project seals new records with, or None before its first."""
        return await self._one(sa.and_(data_keys.c.project_id == project_id, data_keys.c.current))

    async def add(self, key: Any) -> Any:
        """Store a project's first data key; if another process was quicker, its key comes back instead."""
        try:
            return await self._add(key)
        except sa.exc.IntegrityError:
            return await self.current(key.project_id)

    async def _add(self, key: Any) -> Any:
        async with self._database.write() as tx:
            found = (
                await tx.execute(self._select().where(data_keys.c.project_id == key.project_id, data_keys.c.current))
            ).first()
            if found:
                return self._record(*found)
            await tx.execute(
                sa.insert(data_keys).values(
                    id=key.id,
                    project_id=key.project_id,
                    master_key_id=key.master_key_id,
                    wrapped=key.wrapped,
                    current=True,
                    created_at=self._clock.now(),
                )
            )
            return key

    async def newest(self, limit: int) -> list[Any]:
        """At most so many keys of any projects, the newest first; to prove the master key with."""
        async with self._database.read() as tx:
            statement = self._select().order_by(data_keys.c.created_at.desc(), data_keys.c.id).limit(limit)
            return [self._record(*row) for row in await tx.execute(statement)]

    async def _one(self, condition: sa.ColumnElement[bool]) -> Any:
        async with self._database.read() as tx:
            row = (await tx.execute(self._select().where(condition))).first()
        return self._record(*row) if row else None

    @staticmethod
    def _select() -> sa.Select[Any]:
        return sa.select(data_keys.c.id, data_keys.c.project_id, data_keys.c.master_key_id, data_keys.c.wrapped)
