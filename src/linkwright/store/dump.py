"""Every row as lines of JSON, in the form it is stored in: what a backup holds, the same from either database."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterable
from typing import Any

import sqlalchemy as sa

from linkwright.kit import jsons
from linkwright.store.database import Tx
from linkwright.store.tables import metadata

_BYTES = "$bytes"


def table_names() -> list[str]:
    """All tables, parents before children."""
    # SQLAlchemy names are a subclass of str, which our JSON refuses as keys.
    return [str(table.name) for table in metadata.sorted_tables]


async def dump_table(tx: Tx, name: str) -> AsyncIterator[bytes]:
    """Each row of a table as one line of JSON."""
    table = metadata.tables[name]
    columns = [sa.type_coerce(column, _raw(column)).label(column.name) for column in table.columns]
    result = await tx.stream(sa.select(*columns).order_by(*table.primary_key.columns))
    async for row in result.mappings():
        yield jsons.dumpb({str(key): _packed(value) for key, value in row.items()}) + b"\n"


async def load_rows(tx: Tx, name: str, lines: Iterable[bytes]) -> int:
    """Insert rows that `dump_table` gave; counts them. Columns are those of the lines, not of this version."""
    count = 0
    batch: list[dict[str, Any]] = []
    for line in lines:
        batch.append({key: _unpacked(value) for key, value in jsons.loads(line).items()})
        if len(batch) == 500:
            count += await _insert(tx, name, batch)
            batch = []
    return count + await _insert(tx, name, batch)


async def clear_table(tx: Tx, name: str) -> None:
    """Remove all rows: of the counters that the first migration fills."""
    await tx.execute(sa.delete(metadata.tables[name]))


async def _insert(tx: Tx, name: str, rows: list[dict[str, Any]]) -> int:
    if rows:
        known = metadata.tables[name].columns
        columns = [sa.column(key, _raw(known[key]) if key in known else sa.Text()) for key in rows[0]]
        await tx.execute(sa.insert(sa.table(name, *columns)), rows)
    return len(rows)


def _raw(column: sa.Column[Any]) -> Any:
    kind = column.type
    return kind.impl if isinstance(kind, sa.types.TypeDecorator) else kind


def _packed(value: Any) -> Any:
    return {_BYTES: base64.b64encode(bytes(value)).decode()} if isinstance(value, (bytes, memoryview)) else value


def _unpacked(value: Any) -> Any:
    return base64.b64decode(value[_BYTES]) if isinstance(value, dict) else value
