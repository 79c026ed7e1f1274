"""Brings a database to this version's tables, under a lock, so that processes that start together do it once."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from linkwright.store.database import Database
from linkwright.store.errors import DatabaseTooNew

# Any constant will do, as long as every Linkwright uses the same one.
_ADVISORY_LOCK = 0x4C696E6B


def alembic_config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration for the migrations inside this package."""
    config = Config()
    config.set_main_option("script_location", str(files("linkwright.store") / "migrations"))
    config.attributes["connection"] = connection
    return config


def head_revision() -> str:
    """The revision this version of Linkwright works with."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None
    return head


async def migrate(database: Database, revision: str = "head") -> None:
    """Apply what is missing, up to a revision.

    Raises:
        DatabaseTooNew: the database holds a revision that this version does not know.
        linkwright.store.errors.DatabaseUnavailable: it cannot be reached.
    """
    path = database.native if database.dialect == "sqlite" else None
    with _file_lock(path):
        async with database.write() as tx:
            await tx.run_sync(_upgrade, revision)


async def current_revision(database: Database) -> str | None:
    """The revision the database is at, or None if it is empty."""
    async with database.read() as tx:
        return await tx.run_sync(lambda connection: MigrationContext.configure(connection).get_current_revision())


def _upgrade(connection: sa.Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    config = alembic_config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    present = MigrationContext.configure(connection).get_current_revision()
    for wanted in (present, revision):
        if wanted not in {None, "head", *known}:
            raise DatabaseTooNew(
                f"The database is at revision {wanted}, which this version of Linkwright does not know."
            )
    command.upgrade(config, revision)


@contextmanager
def _file_lock(database_path: str | None) -> Iterator[None]:
    if database_path is None:
        yield
        return
    with Path(database_path + ".migrate-lock").open("w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
