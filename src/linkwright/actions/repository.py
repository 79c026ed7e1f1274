"""All SQL of feedback."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import feedback


async def add_feedback(tx: Tx, values: dict[str, Any]) -> None:
    """Insert one piece of feedback."""
    await tx.execute(sa.insert(feedback).values(values))
