"""Lock files of a connector's folder, as the commands read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from linkwright.cli.connectors.findings import seen
from linkwright.cli.errors import FileUnreadable


def read_lock_file(path: Path) -> dict[str, Any]:
    """A lock file.

    Raises:
        FileUnreadable: it is missing or damaged.
    """
    try:
        found = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        found = None
    if not isinstance(found, dict):
        raise FileUnreadable(f"{seen(path)} is missing or damaged.", hint="Compile the connector first.")
    return found
