"""What pages name in backticks: files of the tree, and tests in them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PATH = re.compile(r"`((?:tests|docs|src|ui|requirements)/[\w./-]+|[\w.-]+\.(?:md|toml))(?:::(\w+))?`")


@cache
def tests_of(path: Path) -> frozenset[str]:
    """The test functions of a file."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(
        node.name
        for node in nodes
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
    )


def named(text: str) -> list[tuple[str, str]]:
    """Each path that is named, with its test or an empty text."""
    return [(found[1].rstrip("/."), found[2] or "") for found in _PATH.finditer(text)]


def absent(text: str) -> list[str]:
    """What is named and is not there."""
    return [
        f"{path}::{test}" if test else path
        for path, test in named(text)
        if not (ROOT / path).exists() or (test and test not in tests_of(ROOT / path))
    ]


def cells(line: str) -> list[str]:
    """The cells of a row of a table; a code span may hold a bar."""
    return [cell.strip() for cell in re.split(r"\|(?=(?:[^`]*`[^`]*`)*[^`]*$)", line.strip())[1:-1]]
