"""What falls due: flows that have ended are deleted, with the sealed verifiers in them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from linkwright.kit.clock import Clock
from linkwright.linking.sign_in import repository
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out

# Long enough for `interrupted` to be told to whoever still asks.
_KEPT = timedelta(hours=1)


async def sweep_flows(database: Database, clock: Clock) -> None:
    """Delete flows that ended more than an hour ago."""
    await sweep_out(database, partial(repository.sweep, before=clock.now() - _KEPT))
