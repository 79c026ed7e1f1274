"""The data of one workspace: rows of plain JSON values, each with a type, an id and a place in the order of making."""

from __future__ import annotations

from typing import Any, TypeAlias

from linkwright.catalog.linear.twin.dice import uuid_for
from linkwright.catalog.linear.twin.refusals import already_exists, usage_limit
from linkwright.kit.jsons import dumpb, loads

Row: TypeAlias = dict[str, Any]

MOST_ROWS = 10_000
"""The most rows of one type, so that a loop in a test cannot fill the memory."""


class World:
    """Rows by type and id. Times are ISO 8601 text with milliseconds and Z, so that text order is time order."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._rows: dict[str, dict[str, Row]] = {}
        self._changes = 0

    def add(self, kind: str, at: str, id_: str | None = None, **values: Any) -> Row:
        """Add a row made at a time.

        Raises:
            Refused: the id is taken, or the twin holds as many rows of that type as it will.
        """
        rows = self._rows.setdefault(kind, {})
        number = len(rows) + 1
        if number > MOST_ROWS:
            raise usage_limit(f"The twin of Linear holds at most {MOST_ROWS} rows of type {kind}. Reset it.")
        id_ = id_.lower() if id_ else uuid_for(self._seed, kind, number)
        if id_ in rows:
            raise already_exists(kind, id_)
        row = {"__typename": kind, "_n": number, "id": id_, "createdAt": at, "updatedAt": at, "archivedAt": None}
        rows[id_] = row | values
        return rows[id_]

    def get(self, kind: str, id_: str | None) -> Row | None:
        """The row of that type and id."""
        return self._rows.get(kind, {}).get(id_.lower()) if id_ else None

    def any(self, id_: str | None) -> Row | None:
        """The row of that id, whatever its type."""
        return next((rows[id_] for rows in self._rows.values() if id_ in rows), None) if id_ else None

    def of(self, kind: str) -> list[Row]:
        """All rows of a type in the order of making."""
        return list(self._rows.get(kind, {}).values())

    def where(self, kind: str, column: str, id_: str) -> list[Row]:
        """Rows whose column is, or whose column of several holds, the id."""
        rows = self._rows.get(kind, {}).values()
        if column.endswith("Ids"):
            return [row for row in rows if id_ in row[column]]
        return [row for row in rows if row[column] == id_]

    def changed(self) -> int:
        """Count one change and give its number; Linear calls it the sync id."""
        self._changes += 1
        return self._changes

    def dump(self) -> bytes:
        """Everything, as bytes that `load` takes back."""
        return dumpb([self._rows, self._changes])

    def load(self, dumped: bytes) -> None:
        """Put back what `dump` gave."""
        self._rows, self._changes = loads(dumped)
