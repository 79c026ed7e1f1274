"""Whoever opens a database to write to it opens it with its record."""

from __future__ import annotations

import ast

from tests.house.test_house import PACKAGE, SOURCES

# How often each file calls `Database(...)` itself, and why it may.
BARE = {
    # The one way.
    "audit/opening.py": 1,
    # What is thrown away once a backup is proved; and rows put back as they were, the record among them, before it goes on.
    "cli/backup.py": 2,
    # A support bundle only reads, and must make no key of the record where there is none.
    "cli/support/command.py": 1,
}


def test_a_database_is_opened_with_its_record_and_nowhere_without() -> None:
    found: dict[str, int] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in {"Database", "create_async_engine", "create_engine"}:
                found[str(path.relative_to(PACKAGE))] = found.get(str(path.relative_to(PACKAGE)), 0) + 1
    # The store is what `Database` is made of.
    assert {name: count for name, count in found.items() if not name.startswith("store/")} == BARE


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
