"""What falls due: codes, tokens, consents and registrations that have ended are deleted."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from linkwright.consents import repository
from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.sweeping import sweep_out

# So long is a code known again that somebody sends twice.
_CODES_KEPT = timedelta(days=1)


async def sweep_consents(database: Database, clock: Clock) -> None:
    """Delete what has ended."""
    now = clock.now()
    await sweep_out(database, partial(repository.sweep_tokens, now=now))
    await sweep_out(database, partial(repository.sweep_codes, before=now - _CODES_KEPT))
    await sweep_out(database, partial(repository.sweep_consents, now=now))
    await sweep_out(database, partial(repository.sweep_clients, now=now))
