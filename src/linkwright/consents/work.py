"""What falls due: codes, tokens, consents and registrations that have ended are deleted."""

from __future__ import annotations

from datetime import timedelta

from linkwright.consents import repository
from linkwright.kit.clock import Clock
from linkwright.store.database import Database

# So long is a code known again that somebody sends twice.
_CODES_KEPT = timedelta(days=1)


async def sweep_consents(database: Database, clock: Clock) -> None:
    """Delete what has ended."""
    now = clock.now()
    async with database.write() as tx:
        await repository.sweep(tx, now, now - _CODES_KEPT)
