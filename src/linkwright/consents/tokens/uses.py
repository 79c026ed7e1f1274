"""When a client last called: noted in memory on every call, written in batches off the hot path."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.tables import mcp_consent_uses, mcp_consents


class ConsentUses:
    """Collects the consents used since the last flush."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._used: set[str] = set()

    def note(self, consent_id: str) -> None:
        """Remember that a client called just now."""
        self._used.add(consent_id)

    async def flush(self) -> None:
        """Write what was noted; called by the hub's own clockwork every few seconds and once at the end."""
        if not self._used:
            return
        used, self._used = self._used, set()
        insert = postgresql.insert if self._database.dialect == "postgresql" else sqlite.insert
        async with self._database.write() as tx:
            # One that was revoked meanwhile is gone by now.
            known = set((await tx.execute(sa.select(mcp_consents.c.id).where(mcp_consents.c.id.in_(used)))).scalars())
            for consent_id in sorted(known):
                statement = insert(mcp_consent_uses).values(consent_id=consent_id, used_at=self._clock.now())
                await tx.execute(
                    statement.on_conflict_do_update(
                        index_elements=["consent_id"], set_={"used_at": statement.excluded.used_at}
                    )
                )
