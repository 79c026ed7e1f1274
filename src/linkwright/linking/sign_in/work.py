"""What falls due: flows that have ended are deleted, with the sealed verifiers in them."""

from __future__ import annotations

from datetime import timedelta

from linkwright.kit.clock import Clock
from linkwright.linking.sign_in import repository
from linkwright.store.database import Database

# Long enough for `interrupted` to be told to whoever still asks.
_KEPT = timedelta(hours=1)


async def sweep_flows(database: Database, clock: Clock) -> None:
    """Delete flows that ended more than an hour ago."""
    async with database.write() as tx:
        await repository.sweep(tx, clock.now() - _KEPT)
