"""All SQL of projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import project_logos as logos
from linkwright.store.tables import projects

Row = sa.RowMapping


async def add(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a project."""
    await tx.execute(sa.insert(projects).values(values))


async def find(tx: Tx, project_id: str) -> Row | None:
    """The project of that id."""
    return (await tx.execute(sa.select(projects).where(projects.c.id == project_id))).mappings().first()


async def find_named(tx: Tx, organization_id: str, name: str) -> Row | None:
    """The organization's project of that name."""
    condition = sa.and_(projects.c.organization_id == organization_id, projects.c.name == name)
    return (await tx.execute(sa.select(projects).where(condition))).mappings().first()


async def list_of(tx: Tx, organization_id: str) -> Sequence[Row]:
    """The organization's projects, oldest first."""
    statement = (
        sa.select(projects)
        .where(projects.c.organization_id == organization_id)
        .order_by(projects.c.created_at, projects.c.id)
    )
    return (await tx.execute(statement)).mappings().all()


async def update(tx: Tx, project_id: str, values: dict[str, Any]) -> None:
    """Change columns of a project."""
    await tx.execute(sa.update(projects).where(projects.c.id == project_id).values(values))


async def at_address(tx: Tx, own_url: str) -> str | None:
    """The id of the project that is reached at this address of its own."""
    return (await tx.execute(sa.select(projects.c.id).where(projects.c.own_url == own_url))).scalar()


async def logo(tx: Tx, project_id: str, theme: str) -> Row | None:
    """A project's logo, with its content."""
    condition = sa.and_(logos.c.project_id == project_id, logos.c.theme == theme)
    return (await tx.execute(sa.select(logos).where(condition))).mappings().first()


async def put_logo(tx: Tx, values: dict[str, Any]) -> None:
    """Store a logo in place of the one that was there."""
    await drop_logo(tx, values["project_id"], values["theme"])
    await tx.execute(sa.insert(logos).values(values))


async def drop_logo(tx: Tx, project_id: str, theme: str) -> None:
    """Remove a logo."""
    await tx.execute(sa.delete(logos).where(logos.c.project_id == project_id, logos.c.theme == theme))
