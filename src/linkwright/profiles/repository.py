"""All SQL of connector profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx, many_rows
from linkwright.store.tables import accounts, connect_sessions
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


async def make_default(tx: Tx, project_id: str, connector_key: str, profile_id: str) -> None:
    """Make one profile of the connector the default, and no other."""
    own = sa.and_(profiles.c.project_id == project_id, profiles.c.connector_key == connector_key)
    await tx.execute(sa.update(profiles).where(own).values(is_default=profiles.c.id == profile_id))


async def count_accounts(tx: Tx, profile_ids: Sequence[str]) -> dict[str, int]:
    """How many accounts use each of these profiles."""
    statement = (
        sa.select(accounts.c.profile_id, sa.func.count())
        .where(accounts.c.profile_id.in_(profile_ids))
        .group_by(accounts.c.profile_id)
    )
    found = dict.fromkeys(profile_ids, 0)
    found.update({row[0]: row[1] for row in (await tx.execute(statement)).all()})
    return found


async def delete(tx: Tx, profile_id: str) -> None:
    """Delete a profile that no account uses, with its secrets, and the sessions that were made for it alone."""
    many_rows(tx)
    await tx.execute(sa.delete(connect_sessions).where(connect_sessions.c.profile_id == profile_id))
    await tx.execute(sa.delete(secrets).where(secrets.c.profile_id == profile_id))
    await tx.execute(sa.delete(profiles).where(profiles.c.id == profile_id))


async def last4s(tx: Tx, profile_ids: Sequence[str], field: str) -> dict[str, str]:
    """The ends of the profiles' secrets of that name, where they have one."""
    condition = sa.and_(secrets.c.profile_id.in_(profile_ids), secrets.c.field == field)
    rows = (await tx.execute(sa.select(secrets.c.profile_id, secrets.c.last4).where(condition))).all()
    return {row[0]: row[1] for row in rows}


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
