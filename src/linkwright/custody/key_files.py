"""The file of a master key that was destroyed goes too."""

from __future__ import annotations

import os
from pathlib import Path

from linkwright.vault.key_file import LocalKeyFile


def drop_key_file(main: Path, files: list[LocalKeyFile], key_id: str, current: str) -> list[Path]:
    """Delete every file of a key; where it has the main name, the current key's file takes that. The paths deleted.

    The name passes over in one step, so whoever looks finds one key or the other.

    Raises:
        OSError: the folder cannot be written.
    """
    dropped = []
    for file in files:
        if file.key_id != key_id:
            continue
        dropped.append(file.path)
        successor = next((one.path for one in files if one.key_id == current), None)
        if file.path == main and successor is not None:
            os.replace(successor, main)  # noqa: PTH105 - what it means is that nothing lies between
        else:
            file.path.unlink()
    return dropped
