"""The master key in a local file that only its owner can read."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from linkwright.kit.ids import new_id
from linkwright.vault.errors import KeyFileDamaged, KeyFileExists, KeyFileUnsafe, VaultLocked
from linkwright.vault.key_text import KEY_BYTES, NotAKeyText, read_key_text, write_key_text
from linkwright.vault.providers import MasterKey

_MAX_BYTES = 4096


class LocalKeyFile(MasterKey):
    """A key provider whose master key stands in a file of this machine."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        """Read the key file.

        Raises:
            VaultLocked: there is no such file, or it cannot be read.
            KeyFileUnsafe: it is a link, no plain file, or open to other users.
            KeyFileDamaged: its text is not what Linkwright wrote.
        """
        self.path = path
        try:
            key_id, key = read_key_text(_read_private(path))
        except NotAKeyText as problem:
            raise KeyFileDamaged(f"The key file {path} cannot be used: {problem}.") from None
        super().__init__(key_id, key)

    @property
    def label(self) -> str:
        """The file's name; its folder may differ from machine to machine."""
        return self.path.name

    @classmethod
    def create(cls, path: Path) -> LocalKeyFile:
        """Make a new key and its file (mode 0600), whole or not at all, and read it back.

        Raises:
            KeyFileExists: something is at that path already; it is left as it is.
            OSError: the folder cannot be written, or its file system has no hard links.
        """
        return cls._create(path, new_id("mk"))

    @classmethod
    def beside(cls, path: Path) -> LocalKeyFile:
        """Make a further key in a file beside another one's, named by its id.

        Raises:
            OSError: the folder cannot be written, or its file system has no hard links.
        """
        key_id = new_id("mk")
        return cls._create(path.with_name(f"{path.name}.{key_id}"), key_id)

    @classmethod
    def _create(cls, path: Path, key_id: str) -> LocalKeyFile:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        text = write_key_text(key_id, secrets.token_bytes(KEY_BYTES))
        try:
            _write_private(draft, text)
            # Unlike a rename, a link fails where the name is taken; and nobody ever sees half a file.
            os.link(draft, path, follow_symlinks=False)
        except FileExistsError:
            raise KeyFileExists(f"There is a key file at {path} already. It was left as it is.") from None
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(path.parent)
        return cls(path)


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        os.fchmod(handle, 0o600)  # a strict umask must not take the owner's own right away
        file.write(text)
        file.flush()
        os.fsync(handle)


def _read_private(path: Path) -> str:
    """The text of a file, after checks on the very file that was opened."""
    try:
        # Without O_NONBLOCK a named pipe would hold the start up for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as problem:
        if path.is_symlink():
            raise KeyFileUnsafe(
                f"The key file {path} is a symbolic link. Name the file itself, so that nobody can point it elsewhere."
            ) from None
        if isinstance(problem, FileNotFoundError | NotADirectoryError):
            raise VaultLocked(f"There is no key file at {path}.") from None
        raise VaultLocked(
            f"The key file {path} cannot be read: {problem.strerror or type(problem).__name__}."
        ) from None
    try:
        _refuse_unsafe(path, os.fstat(handle))
        return os.read(handle, _MAX_BYTES).decode("ascii", "replace")
    finally:
        os.close(handle)


def _refuse_unsafe(path: Path, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise KeyFileUnsafe(f"The key file {path} is not a plain file.")
    if state.st_uid not in (os.geteuid(), 0):
        raise KeyFileUnsafe(
            f"The key file {path} belongs to another user (id {state.st_uid}).",
            hint="Make the user who runs Linkwright its owner: chown.",
        )
    if stat.S_IMODE(state.st_mode) & 0o077:
        raise KeyFileUnsafe(
            f"The key file {path} has mode {stat.S_IMODE(state.st_mode):04o}: others than its owner can reach it.",
            hint=f"Run: chmod 600 {path}. If others may have read it, have the credentials changed at their providers.",
        )
    if state.st_size > _MAX_BYTES:
        raise KeyFileDamaged(f"The key file {path} cannot be used: with {state.st_size} bytes it is too large.")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
