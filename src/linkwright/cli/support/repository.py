"""All SQL of the support bundle. It only reads, and migrates nothing: a database that does not work is what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx, many_rows
from linkwright.store.dump import table_names
from linkwright.store.tables import accounts, connector_profiles, runs

_SIZES = {
    "sqlite": sa.text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"),
    "postgresql": sa.text("SELECT pg_database_size(current_database())"),
}
_VERSIONS = {"sqlite": sa.text("SELECT sqlite_version()"), "postgresql": sa.text("SHOW server_version")}
_CLOCKS = {
    "sqlite": sa.text("SELECT strftime('%Y-%m-%dT%H\\:%M\\:%fZ', 'now')"),
    "postgresql": sa.text(
        """SELECT to_char(clock_timestamp() AT TIME ZONE 'utc', 'YYYY-MM-DD"T"HH24\\:MI\\:SS.MS"Z"')"""
    ),
}
_SETTINGS = {
    "journal_mode": sa.text("PRAGMA journal_mode"),
    "synchronous": sa.text("PRAGMA synchronous"),
    "foreign_keys": sa.text("PRAGMA foreign_keys"),
    "freelist_count": sa.text("PRAGMA freelist_count"),
}


async def table_rows(tx: Tx) -> dict[str, int | None]:
    """Rows of each table of this version; None where the database has no such table."""
    many_rows(tx)
    present = set(await tx.run_sync(lambda connection: sa.inspect(connection).get_table_names()))
    counted: dict[str, int | None] = {}
    for name in table_names():
        counted[name] = await _count(tx, name) if name in present else None
    return counted


async def _count(tx: Tx, name: str) -> int:
    return int((await tx.execute(sa.select(sa.func.count()).select_from(sa.table(name)))).scalar_one())


async def facts(tx: Tx, dialect: str) -> dict[str, Any]:
    """What the database says of itself: version, size in bytes, clock, and how it is set."""
    said = {
        "server_version": str(await _one(tx, _VERSIONS[dialect])),
        "bytes": int(await _one(tx, _SIZES[dialect])),
        "clock": str(await _one(tx, _CLOCKS[dialect])),
    }
    if dialect == "sqlite":
        said["settings"] = {name: await _one(tx, asked) for name, asked in _SETTINGS.items()}
    return said


async def integrity(tx: Tx, dialect: str) -> dict[str, Any]:
    """Whether the database holds together. Problems are counted, not quoted: their words may hold a row's values."""
    many_rows(tx)
    if dialect == "postgresql":
        broken = await _one(tx, sa.text("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
        return {"checked": "indexes", "problems": int(broken)}
    told = [str(row[0]) for row in await tx.execute(sa.text("PRAGMA integrity_check"))]
    orphans: dict[str, int] = {}
    for row in await tx.execute(sa.text("PRAGMA foreign_key_check")):
        orphans[str(row[0])] = orphans.get(str(row[0]), 0) + 1
    return {"checked": "all", "problems": 0 if told == ["ok"] else len(told), "rows_without_parent": orphans}


async def counts(tx: Tx) -> dict[str, Any]:
    """Runs by status and face, accounts by status and type, profiles by way of signing in."""
    many_rows(tx)
    return {
        "runs_by_status": await _grouped(tx, runs.c.status),
        "runs_by_face": await _grouped(tx, runs.c.face),
        "accounts_by_status": await _grouped(tx, accounts.c.status),
        "accounts_by_type": await _grouped(tx, accounts.c.type),
        "profiles_by_auth_method": await _grouped(tx, connector_profiles.c.auth_method),
    }


async def _grouped(tx: Tx, column: sa.Column[Any]) -> dict[str, int]:
    statement = sa.select(column, sa.func.count()).group_by(column).order_by(column)
    rows: Sequence[Any] = (await tx.execute(statement)).all()
    return {str(row[0]): int(row[1]) for row in rows}


async def _one(tx: Tx, statement: sa.TextClause) -> Any:
    return (await tx.execute(statement)).scalar()
