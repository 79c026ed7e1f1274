"""When something was last used: noted in memory on every call, written in batches off the hot path."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from linkwright.kit.clock import Clock
from linkwright.store.database import Database


class Uses:
    """Collects the ids used since the last flush.

    `owners` is the table of what is used, by its `id`; `uses` has one row for each of them: the `column` with that id, and `used_at`.
    """

    def __init__(self, database: Database, clock: Clock, owners: sa.Table, uses: sa.Table, column: str) -> None:
        self._database = database
        self._clock = clock
        self._owners = owners
        self._uses = uses
        self._column = column
        self._used: set[str] = set()

    def note(self, used_id: str) -> None:
        """Remember that it was used just now."""
        self._used.add(used_id)

    async def flush(self) -> None:
        """Write what was noted; called by the hub's own clockwork every few seconds and once at the end."""
        if not self._used:
            return
        used, self._used = self._used, set()
        insert = postgresql.insert if self._database.dialect == "postgresql" else sqlite.insert
        async with self._database.write() as tx:
            # What was revoked meanwhile, or is of a project restored from a backup, may be gone by now.
            there = sa.select(self._owners.c.id).where(self._owners.c.id.in_(used))
            for used_id in sorted(set((await tx.execute(there)).scalars())):
                statement = insert(self._uses).values({self._column: used_id, "used_at": self._clock.now()})
                await tx.execute(
                    statement.on_conflict_do_update(
                        index_elements=[self._column], set_={"used_at": statement.excluded.used_at}
                    )
                )
