"""How rows are written down in one line each."""

from __future__ import annotations

from typing import Any

from tests.walls.row import Door, Pair, Row

READS, WRITES = "linear_list_teams", "linear_create_issue"
ISSUE = {"action": WRITES, "body": {"title": "Walls", "teamId": "ENG"}}
RUN_READS: Pair = ("action", "execute")
RUN_WRITES: Pair = ("action", "execute write")


def open_to_all(method: str, path: str, **more: Any) -> Row:
    return Row(method, path, more.pop("door", "open"), changes=more.pop("changes", False), **more)


def for_callers(method: str, path: str, *needs: Pair, door: Door = "caller", **more: Any) -> Row:
    return Row(method, path, door, needs, **more)


def of_kind(kind: str, method: str, path: str, **more: Any) -> Row:
    """A route whose method says what it needs: reading or writing things of that kind."""
    return for_callers(method, path, (kind, "read" if method == "GET" else "write"), **more)


def in_session(method: str, path: str, **more: Any) -> Row:
    return Row(method, path, "session", (("session", "link"),), **more)
