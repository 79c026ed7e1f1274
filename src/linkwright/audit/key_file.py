"""The file of the audit key: made once, whole or not at all, for its owner only."""

from __future__ import annotations

import base64
import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from linkwright.vault.errors import KeyFileDamaged, KeyFileUnsafe

_TITLE = "Linkwright audit key, version 1"
_BYTES = 32
# Public keys of earlier audit keys, which an operator adds by hand: what they signed stays good.
_LINES = re.compile(re.escape(_TITLE) + r"\nkey: (\S+)\n((?:former: \S+\n)*)")


def make_key_file(path: Path) -> None:
    """Make a new key at a path where there is nothing; one that another process made meanwhile stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            os.fchmod(handle, 0o600)
            file.write(f"{_TITLE}\nkey: {base64.b64encode(secrets.token_bytes(_BYTES)).decode()}\n")
            file.flush()
            os.fsync(handle)
        # A link fails where the name is taken, and nobody ever sees half a file.
        with suppress(FileExistsError):
            os.link(draft, path, follow_symlinks=False)
    finally:
        draft.unlink(missing_ok=True)


def read_key_file(path: Path) -> tuple[bytes, list[str]]:
    """The 32 bytes of a key and the public keys of earlier ones, from a file that only its owner can reach.

    Raises:
        KeyFileUnsafe: others may reach it.
        KeyFileDamaged: it is something else.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as problem:
        raise KeyFileUnsafe(f"The audit key {path} cannot be opened as a plain file: {problem.strerror}.") from None
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode) or stat.S_IMODE(state.st_mode) & 0o077:
            raise KeyFileUnsafe(f"The audit key {path} is no plain file, or others than its owner can reach it.")
        found = _LINES.fullmatch(os.read(handle, 4096).decode("ascii", "replace"))
    finally:
        os.close(handle)
    try:
        key = base64.b64decode(found[1] if found else "", validate=True)
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise KeyFileDamaged(
            f"The audit key {path} is not what Linkwright wrote.",
            hint="Restore it from a copy. If there is none, move it away: the next start makes a new one, and the record says so.",
        )
    return key, [line.removeprefix("former: ") for line in (found[2] if found else "").splitlines()]
