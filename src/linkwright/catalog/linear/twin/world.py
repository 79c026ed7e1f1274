"""The data of one workspace: rows of plain JSON values, each with a type, an id and a place in the order of making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from linkwright.catalog.linear.twin.dice import uuid_for
from linkwright.catalog.linear.twin.refusals import already_exists, usage_limit
from linkwright.kit.jsons import dumpb, loads

Row: TypeAlias = dict[str, Any]

MOST_ROWS = 10_000
"""The most rows of one type, so that a loop in a test cannot fill the memory."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one mutation did to a row; `before` is None for a new row, `after` for one that is gone."""

    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it is, or as it was."""
        return self.after or self.before or {}


class World:
    """Rows by type and id. Times are ISO 8601 text with milliseconds and Z, so that text order is time order."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._rows: dict[str, dict[str, Row]] = {}
        self._made: dict[str, int] = {}
        self._changes = 0
        self._journal: dict[tuple[str, str], Row | None] = {}
        self._before: tuple[dict[str, int], int] = ({}, 0)

    def add(self, kind: str, at: str, id_: str | None = None, **values: Any) -> Row:
        """Add a row made at a time.

        Raises:
            Refused: the id is taken, or the twin holds as many rows of that type as it will.
        """
        rows = self._rows.setdefault(kind, {})
        if len(rows) >= MOST_ROWS:
            raise usage_limit(f"The twin of Linear holds at most {MOST_ROWS} rows of type {kind}. Reset it.")
        number = self._made.get(kind, 0) + 1
        id_ = id_.lower() if id_ else uuid_for(self._seed, kind, number)
        if id_ in rows:
            raise already_exists(kind, id_)
        self._made[kind] = number
        self._journal.setdefault((kind, id_), None)
        row = {"__typename": kind, "_n": number, "id": id_, "createdAt": at, "updatedAt": at, "archivedAt": None}
        rows[id_] = row | values
        return rows[id_]

    def edit(self, row: Row) -> Row:
        """Say that a row is about to be changed, so that the change can be told and taken back."""
        key = row["__typename"], row["id"]
        if key not in self._journal:
            self._journal[key] = {name: list(each) if isinstance(each, list) else each for name, each in row.items()}
        return row

    def remove(self, row: Row) -> None:
        """Take a row away."""
        self.edit(row)
        self._rows[row["__typename"]].pop(row["id"], None)

    def begin(self) -> None:
        """Start to note changes."""
        self._journal = {}
        self._before = dict(self._made), self._changes

    def take_back(self) -> None:
        """Undo all changes since `begin`."""
        for (kind, id_), before in self._journal.items():
            rows = self._rows[kind]
            if before is None:
                rows.pop(id_, None)
            elif id_ in rows:
                rows[id_].clear()
                rows[id_].update(before)
            else:
                rows[id_] = before
                self._rows[kind] = dict(sorted(rows.items(), key=lambda pair: pair[1]["_n"]))
        self._made, self._changes = self._before
        self._journal = {}

    def changes(self) -> list[Change]:
        """What happened since `begin`, row by row; rows made and taken away in between are left out."""
        noted = [Change(before, self._rows[kind].get(id_)) for (kind, id_), before in self._journal.items()]
        return [change for change in noted if change.before != change.after]

    def get(self, kind: str, id_: str | None) -> Row | None:
        """The row of that type and id."""
        return self._rows.get(kind, {}).get(id_.lower()) if id_ else None

    def of(self, kind: str) -> list[Row]:
        """All rows of a type in the order of making."""
        return list(self._rows.get(kind, {}).values())

    def where(self, kind: str, column: str, id_: str) -> list[Row]:
        """Rows whose column is, or whose column of several holds, the id."""
        rows = self._rows.get(kind, {}).values()
        if column.endswith("Ids"):
            return [row for row in rows if id_ in (row.get(column) or ())]
        return [row for row in rows if row.get(column) == id_]

    def changed(self) -> int:
        """Count one change and give its number; Linear calls it the sync id."""
        self._changes += 1
        return self._changes

    def dump(self) -> bytes:
        """Everything, as bytes that `load` takes back."""
        return dumpb([self._rows, self._made, self._changes])

    def load(self, dumped: bytes) -> None:
        """Put back what `dump` gave.

        Raises:
            ValueError: it is nothing that `dump` gave.
        """
        found = loads(dumped)
        if not isinstance(found, list) or [type(each) for each in found] != [dict, dict, int] or not found[0]:
            raise ValueError("not the data of a twin's workspace")
        self._rows, self._made, self._changes = found
        self._journal = {}
