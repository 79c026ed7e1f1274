"""Tells somebody of every change to chosen tables, in the transaction that makes it, so that no code path can forget to.

It listens where statements are executed. Of an UPDATE and a DELETE the rows are read before, with the statement's own
condition (and locked by it on PostgreSQL); of an INSERT and an UPDATE they are read afterwards, by their keys. What is told is
what became of the rows, whoever wrote the statement. A statement that cannot be followed is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from linkwright.store.database import Database
from linkwright.store.tables import metadata

Operation = Literal["insert", "update", "delete"]
# SQLAlchemy's mappings, by the names of columns.
Row = Any
_PENDING = "linkwright_changing"
_DOOMED = "linkwright_doomed"
_KINDS: dict[type[sa.UpdateBase], Operation] = {sa.Insert: "insert", sa.Update: "update", sa.Delete: "delete"}


@dataclass(frozen=True, slots=True)
class Watched:
    """What is read of a table's rows.

    Attributes:
        columns: those that are read besides the key and what a statement sets.
        quiet: those whose change is no change worth telling, such as leases.
        owner: where the project or organization of a row stands: a column of the row, or a column of the row that is the id
            in another table, that table, and the column there. Empty: nowhere.
    """

    columns: tuple[str, ...] = ()
    quiet: frozenset[str] = field(default_factory=frozenset)
    owner: tuple[str, ...] = ("project_id",)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one row.

    Attributes:
        row: the columns that were read: after the change, or before it where the row is gone.
        before: the same before an UPDATE.
        changed: names of the columns that an UPDATE gave another value.
        owner: the project or organization of the row, if it has one.
    """

    table: str
    operation: Operation
    row: Row
    before: Row
    changed: tuple[str, ...]
    owner: str | None


Told = Callable[[sa.Connection, list[Change]], None]


def watch(database: Database, tables: Mapping[str, Watched], told: Told) -> None:
    """Call `told` with every change to the tables. What it raises undoes the whole transaction, even where it is caught."""
    watcher = _Watcher(tables, told)
    engine = database.engine.sync_engine
    sa.event.listen(engine, "before_execute", watcher.before)
    sa.event.listen(engine, "after_execute", watcher.after)
    sa.event.listen(engine, "begin", _fresh)
    sa.event.listen(engine, "commit", _unless_doomed)


class _Watcher:
    def __init__(self, tables: Mapping[str, Watched], told: Told) -> None:
        self._tables = {metadata.tables[name]: watched for name, watched in tables.items()}
        self._told = told

    def before(self, connection: sa.Connection, clause: Any, many: Any, one: Any, _options: Any) -> None:
        if not isinstance(clause, sa.UpdateBase) or clause.table not in self._tables:
            return
        kind, table = _kind(clause), clause.table
        if kind == "insert":
            return
        watched = self._tables[table]
        named = [column for column in _set_by(clause, many, one) if column not in watched.quiet]
        if kind == "update" and not named:
            return
        found: list[Any] = []
        for given in _executions(many, one):
            select = _select(table, watched, named).where(*clause._where_criteria)  # type: ignore[attr-defined] # noqa: SLF001 - no public way
            found += connection.execute(select.with_for_update(of=table), given).mappings().all()
        connection.info[_PENDING] = (clause, named, found)

    def after(self, connection: sa.Connection, clause: Any, many: Any, one: Any, _options: Any, result: Any) -> None:
        if not isinstance(clause, sa.UpdateBase) or clause.table not in self._tables:
            return
        kind, table = _kind(clause), clause.table
        watched = self._tables[table]
        if kind == "insert":
            if result.rowcount == 0:
                return
            changes = [_change(table, kind, row) for row in self._inserted(connection, clause, many, one)]
        else:
            pending, named, found = connection.info.pop(_PENDING, (None, [], []))
            if pending is not clause:
                return
            changes = (
                [_change(table, kind, row) for row in found]
                if kind == "delete"
                else list(_updates(connection, table, watched, named, found))
            )
        if changes:
            try:
                self._told(connection, changes)
            except BaseException:
                connection.info[_DOOMED] = True
                raise

    def _inserted(self, connection: sa.Connection, clause: Any, many: Any, one: Any) -> Iterator[Any]:
        table = clause.table
        rows: list[dict[str, Any]] = list(many or ([one] if one else []))
        if not rows:
            several = clause._multi_values or ([clause._values],)  # noqa: SLF001 - SQLAlchemy shows them nowhere else
            rows = [{_name(key): _plain(value) for key, value in given.items()} for part in several for given in part]
        for row in rows:
            try:
                key = [column == row[column.name] for column in table.primary_key]
            except KeyError:
                raise RuntimeError(f"an INSERT into {table.name} that names no key cannot be followed") from None
            yield from connection.execute(_select(table, self._tables[table], ()).where(*key)).mappings()


def _updates(
    connection: sa.Connection, table: sa.Table, watched: Watched, named: list[str], found: list[Any]
) -> Iterator[Change]:
    for before in found:
        key = [column == before[column.name] for column in table.primary_key]
        now = connection.execute(_select(table, watched, named).where(*key)).mappings().first()
        if now is None:
            raise RuntimeError(f"an UPDATE of {table.name} that changes the key cannot be followed")
        changed = tuple(name for name in named if now[name] != before[name])
        if changed:
            yield Change(table.name, "update", now, before, changed, now["_owner"])


def _change(table: sa.Table, kind: Operation, row: Any) -> Change:
    return Change(table.name, kind, row, {}, (), row["_owner"])


def _select(table: sa.Table, watched: Watched, more: Any) -> sa.Select[Any]:
    key = [column.name for column in table.primary_key]
    names = dict.fromkeys([*key, *watched.columns, *more])
    return sa.select(*(table.c[name] for name in names), _owner(table, watched.owner).label("_owner"))


def _owner(table: sa.Table, way: tuple[str, ...]) -> sa.ColumnElement[Any]:
    if not way:
        return sa.null()
    if len(way) == 1:
        return table.c[way[0]]
    column, other, there = way
    target = metadata.tables[other]
    key = next(iter(target.primary_key))
    return sa.select(target.c[there]).where(key == table.c[column]).correlate(table).scalar_subquery()


def _set_by(clause: Any, many: Any, one: Any) -> list[str]:
    if not isinstance(clause, sa.Update):
        return []
    known = clause.table.columns
    given = [_name(key) for key in (clause._values or ())]  # noqa: SLF001 - as above
    for row in _executions(many, one):
        given += [name for name in row or () if name in known]
    return list(dict.fromkeys(given))


def _executions(many: Any, one: Any) -> list[Any]:
    return list(many) if many else [one or None]


def _kind(clause: sa.UpdateBase) -> Operation:
    return next(kind for base, kind in _KINDS.items() if isinstance(clause, base))


def _name(key: Any) -> str:
    return str(key if isinstance(key, str) else key.name)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, sa.BindParameter) else value


def _fresh(connection: sa.Connection) -> None:
    connection.info.pop(_DOOMED, None)
    connection.info.pop(_PENDING, None)


def _unless_doomed(connection: sa.Connection) -> None:
    if connection.info.pop(_DOOMED, False):
        raise RuntimeError("a change could not be written down, so it is not made")
