"""PostgreSQL databases that one test after the other gets, emptied: to copy ten megabytes for each takes longer than most tests.

A database is handed on only if nothing but rows has changed in it. One in which a table, a trigger, a right or anything else of the
schema is not as it was, or that somebody still holds on to, is left as it is, and nobody gets it again.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from uuid import uuid4

import asyncpg

_OURS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
_SCHEMA = f"""
WITH ours AS (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS}), told AS (
  SELECT concat_ws(' ', oid, relname, relkind, relnatts, relowner, relacl, reloptions, relrowsecurity) AS one FROM ours
  UNION ALL SELECT concat_ws(' ', attrelid, attnum, attname, atttypid, attnotnull, atthasdef, attacl) FROM pg_attribute
    WHERE attrelid IN (SELECT oid FROM ours)
  UNION ALL SELECT concat_ws(' ', oid, conname, convalidated) FROM pg_constraint WHERE conrelid IN (SELECT oid FROM ours)
  UNION ALL SELECT concat_ws(' ', oid, tgname, tgenabled) FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM ours)
  UNION ALL SELECT concat_ws(' ', indexrelid, indisvalid) FROM pg_index WHERE indrelid IN (SELECT oid FROM ours)
  UNION ALL SELECT concat_ws(' ', p.oid, proname, md5(prosrc), proacl) FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_OURS}
  UNION ALL SELECT concat_ws(' ', oid, nspname, nspacl) FROM pg_namespace n WHERE {_OURS}
  UNION ALL SELECT concat_ws(' ', setdatabase, setrole, setconfig) FROM pg_db_role_setting
  UNION ALL SELECT concat_ws(' ', datacl, datconnlimit) FROM pg_database WHERE datname = current_database()
) SELECT md5(string_agg(one, E'\\n' ORDER BY one)) FROM told
"""
_TABLES = f"""
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_OURS} AND c.relkind = 'r' ORDER BY 1
"""
_SEQUENCES = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL
"""


@dataclass
class Emptied:
    """Databases of one server, made of the template with this version's tables."""

    server: str
    template: str
    _free: list[str] = field(default_factory=list)
    _schema: str = ""
    _tables: list[str] = field(default_factory=list)
    _rows: dict[str, bytes] = field(default_factory=dict)

    async def take(self) -> str:
        """The name of an empty one."""
        if self._free:
            return self._free.pop()
        name = f"t{uuid4().hex}"
        await create(self.server, name, f"TEMPLATE {self.template} STRATEGY FILE_COPY")
        if not self._schema:
            await self._learn(name)
        return name

    async def give_back(self, name: str) -> None:
        """Empty it for the next test, if that leaves it as a new one is."""
        connection = await asyncpg.connect(f"{self.server}/{name}")
        try:
            if await connection.fetchval(_SCHEMA) == self._schema:
                await self._empty(connection)
                self._free.append(name)
        except asyncpg.PostgresError:
            # Somebody of the test still holds a lock there.
            return
        finally:
            await connection.close()

    async def _learn(self, name: str) -> None:
        connection = await asyncpg.connect(f"{self.server}/{name}")
        self._schema = await connection.fetchval(_SCHEMA)
        self._tables = [row[0] for row in await connection.fetch(_TABLES)]
        for table in await self._filled(connection):
            rows = io.BytesIO()
            await connection.copy_from_query(f"SELECT * FROM {table}", output=rows)
            self._rows[table] = rows.getvalue()
        await connection.close()

    async def _filled(self, connection: asyncpg.Connection) -> list[str]:
        asked = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in self._tables)
        return [row[0] for row in await connection.fetch(asked)]

    async def _empty(self, connection: asyncpg.Connection) -> None:
        async with connection.transaction():
            await connection.execute("SET LOCAL lock_timeout = '1s'; SET LOCAL session_replication_role = replica")
            for table in await self._filled(connection):
                await connection.execute(f"DELETE FROM {table}")
            for table, rows in self._rows.items():
                schema, _, plain = table.partition(".")
                await connection.copy_to_table(plain, schema_name=schema, source=io.BytesIO(rows))
            await connection.execute(_SEQUENCES)


async def create(server: str, name: str, how: str = "") -> None:
    """Make a database."""
    connection = await asyncpg.connect(f"{server}/postgres")
    await connection.execute(f"CREATE DATABASE {name} {how}")
    await connection.close()
