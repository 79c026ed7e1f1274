"""Numbers for the wire: the contract wants integers where we have ids."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import counters


async def next_wire_id(tx: Tx) -> int:
    """The next number, unique in this database; two transactions never get the same."""
    statement = (
        sa.update(counters)
        .where(counters.c.name == "wire")
        .values(value=counters.c.value + 1)
        .returning(counters.c.value)
    )
    return int((await tx.execute(statement)).scalar_one())
