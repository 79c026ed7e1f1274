"""All SQL of feedback."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.sweeping import few
from linkwright.store.tables import feedback


async def add_feedback(tx: Tx, values: dict[str, Any]) -> None:
    """Insert one piece of feedback."""
    await tx.execute(sa.insert(feedback).values(values))


async def sweep_feedback(tx: Tx, most: int, *, before: datetime) -> int:
    """Delete at most so many pieces of feedback from before a moment; how many."""
    old = few(tx, sa.select(feedback.c.id).where(feedback.c.created_at < before), most)
    return (await tx.execute(sa.delete(feedback).where(feedback.c.id.in_(old)))).rowcount
