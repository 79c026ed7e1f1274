"""When a key was last used: noted in memory on every call, written in batches off the hot path."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.tables import api_key_uses, api_keys


class KeyUses:
    """Collects the keys used since the last flush."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._used: set[str] = set()

    def note(self, key_id: str) -> None:
        """Remember that a key was used just now."""
        self._used.add(key_id)

    async def flush(self) -> None:
        """Write what was noted; called by the hub's own clockwork every few seconds and once at the end."""
        if not self._used:
            return
        used, self._used = self._used, set()
        insert = postgresql.insert if self._database.dialect == "postgresql" else sqlite.insert
        async with self._database.write() as tx:
            # A key of a project restored from a backup may be gone by now.
            known = set((await tx.execute(sa.select(api_keys.c.id).where(api_keys.c.id.in_(used)))).scalars())
            for key_id in sorted(known):
                statement = insert(api_key_uses).values(key_id=key_id, used_at=self._clock.now())
                await tx.execute(
                    statement.on_conflict_do_update(
                        index_elements=["key_id"], set_={"used_at": statement.excluded.used_at}
                    )
                )
