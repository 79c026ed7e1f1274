"""The one fact about projects that access needs below the projects domain: which an organization has."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import projects


async def project_ids(tx: Tx, organization_id: str) -> list[str]:
    """The ids of an organization's projects, oldest first."""
    statement = (
        sa.select(projects.c.id)
        .where(projects.c.organization_id == organization_id)
        .order_by(projects.c.created_at, projects.c.id)
    )
    return list((await tx.execute(statement)).scalars())
