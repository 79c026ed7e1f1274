"""Triggers that announce a changed row, so that no code path can forget to tell the hot path's cache."""

from __future__ import annotations

from collections.abc import Iterable

CHANNEL = "linkwright_hot"


def create_triggers(dialect: str, tables: Iterable[str]) -> list[str]:
    """The statements that set the triggers up on these tables, for a database that has none yet."""
    if dialect != "postgresql":
        return more_triggers(dialect, tables)
    body = f"BEGIN PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL; END"
    function = f"CREATE FUNCTION {CHANNEL}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    return [function, *more_triggers(dialect, tables)]


_EVENTS = ("INSERT", "UPDATE", "DELETE")


def more_triggers(dialect: str, tables: Iterable[str], events: Iterable[str] = _EVENTS) -> list[str]:
    """The same for further tables. A row that is only ever looked for by its key is not missed by anybody before it is
    there, so its insertion need not be among the events.
    """
    if dialect == "postgresql":
        when = f"AFTER {' OR '.join(events)}"
        each = f"FOR EACH STATEMENT EXECUTE FUNCTION {CHANNEL}()"
        return [f"CREATE TRIGGER hot_{table} {when} ON {table} {each}" for table in tables]
    return [
        f"CREATE TRIGGER hot_{table}_{event.lower()} AFTER {event} ON {table} "  # noqa: S608 - names of ours only
        "BEGIN UPDATE counters SET value = value + 1 WHERE name = 'hot'; END"
        for table in tables
        for event in events
    ]
