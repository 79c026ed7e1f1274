"""All SQL of connector profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import connector_profiles as profiles
from linkwright.store.tables import profile_secrets as secrets

Row = sa.RowMapping


async def add(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a profile."""
    await tx.execute(sa.insert(profiles).values(values))


async def list_of(tx: Tx, project_id: str, connector_key: str | None = None) -> Sequence[Row]:
    """The project's profiles, of one connector if given: by connector, the default first."""
    statement = sa.select(profiles).where(profiles.c.project_id == project_id)
    if connector_key is not None:
        statement = statement.where(profiles.c.connector_key == connector_key)
    statement = statement.order_by(profiles.c.connector_key, profiles.c.is_default.desc(), profiles.c.created_at)
    return (await tx.execute(statement)).mappings().all()


async def find(tx: Tx, project_id: str, profile_id: str) -> Row | None:
    """One profile of the project."""
    condition = sa.and_(profiles.c.project_id == project_id, profiles.c.id == profile_id)
    return (await tx.execute(sa.select(profiles).where(condition))).mappings().first()


async def update(tx: Tx, profile_id: str, values: dict[str, Any]) -> None:
    """Change columns of a profile."""
    await tx.execute(sa.update(profiles).where(profiles.c.id == profile_id).values(values))


async def secret(tx: Tx, profile_id: str, field: str) -> Row | None:
    """A sealed secret of a profile's app."""
    condition = sa.and_(secrets.c.profile_id == profile_id, secrets.c.field == field)
    return (await tx.execute(sa.select(secrets).where(condition))).mappings().first()


async def put_secret(tx: Tx, values: dict[str, Any]) -> None:
    """Store a sealed secret in place of its older version."""
    await drop_secret(tx, values["profile_id"], values["field"])
    await tx.execute(sa.insert(secrets).values(values))


async def drop_secret(tx: Tx, profile_id: str, field: str) -> None:
    """Destroy a secret of a profile's app."""
    await tx.execute(sa.delete(secrets).where(secrets.c.profile_id == profile_id, secrets.c.field == field))
