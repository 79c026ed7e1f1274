"""Writes the size of the matrix into its page."""

from __future__ import annotations

import re
from pathlib import Path

from tests.walls.cells import size

PAGE = Path(__file__).resolve().parents[2] / "docs" / "security" / "walls.md"
_FIGURE = re.compile(r"The matrix has [\d ]+ rows and [\d ]+ cells\.")


def told() -> str:
    """The sentence."""
    rows, cells = size()
    return f"The matrix has {rows} rows and {cells} cells."


if __name__ == "__main__":
    PAGE.write_text(_FIGURE.sub(told(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(told())
