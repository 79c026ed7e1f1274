"""What access needs to know of projects below their domain: which an organization has, and where they may be used from."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import projects


async def project_networks(tx: Tx, organization_id: str) -> dict[str, str | None]:
    """The ids of an organization's projects, oldest first, each with the stored list of its networks."""
    statement = (
        sa.select(projects.c.id, sa.type_coerce(projects.c.networks, sa.Text).label("networks"))
        .where(projects.c.organization_id == organization_id)
        .order_by(projects.c.created_at, projects.c.id)
    )
    return {row.id: row.networks for row in await tx.execute(statement)}
