"""All SQL of published versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import connector_versions as versions

Row = sa.RowMapping
_TOLD = [column for column in versions.columns if column.name not in {"lock", "files"}]


async def add(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a version.

    Raises:
        linkwright.store.faults.RowRefused: it is there already.
    """
    await tx.execute(sa.insert(versions).values(values))


async def list_of(tx: Tx, project_id: str, key: str) -> Sequence[Row]:
    """All versions of a connector, the withdrawn too, without their locks and files; oldest first."""
    statement = sa.select(*_TOLD).where(versions.c.project_id == project_id, versions.c.connector_key == key)
    return (await tx.execute(statement.order_by(versions.c.published_at, versions.c.version))).mappings().all()


async def content(tx: Tx, project_id: str, key: str, version: str) -> tuple[bytes, bytes] | None:
    """Packed lock and files of a version."""
    statement = sa.select(versions.c.lock, versions.c.files).where(_one(project_id, key, version))
    row = (await tx.execute(statement)).first()
    return (bytes(row[0]), bytes(row[1])) if row else None


async def files_hash(tx: Tx, project_id: str, key: str, version: str) -> str | None:
    """The hash of the files that a version was compiled from."""
    statement = sa.select(versions.c.files_hash).where(_one(project_id, key, version))
    return (await tx.execute(statement)).scalar_one_or_none()


async def count(tx: Tx, project_id: str) -> int:
    """How many versions the project has published, of whatever connector."""
    statement = sa.select(sa.func.count()).select_from(versions).where(versions.c.project_id == project_id)
    return int((await tx.execute(statement)).scalar_one())


async def set_withdrawn(tx: Tx, project_id: str, key: str, version: str, at: datetime | None) -> None:
    """Withdraw a version, or (None) offer it again."""
    await tx.execute(sa.update(versions).where(_one(project_id, key, version)).values(withdrawn_at=at))


def _one(project_id: str, key: str, version: str) -> sa.ColumnElement[bool]:
    return sa.and_(versions.c.project_id == project_id, versions.c.connector_key == key, versions.c.version == version)
