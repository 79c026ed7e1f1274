"""Files that go into a call, read piece by piece while they are sent, and files that come back."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from linkwright.toolset.errors import ConfigurationError
from linkwright.toolset.wire import Response

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class File:
    """A file as an input of an action. One at a path is opened when it is sent, and never held in memory whole.

    Attributes:
        source: its path, or its bytes.
        name: the file's name.
        type: its media type; guessed from the name where it is left out.
    """

    source: Path | bytes = field(repr=False)
    name: str
    type: str = ""

    @classmethod
    def at(cls, path: str | Path, *, name: str | None = None, media_type: str = "") -> File:
        """A file on disk.

        Raises:
            ConfigurationError: there is none.
        """
        found = Path(path)
        if not found.is_file():
            raise ConfigurationError(f"There is no file {str(path)!r}.")
        return cls(found, name or found.name, media_type)

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    @property
    def media_type(self) -> str:
        """The type, or what the name says about it."""
        return self.type or mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def pieces(self, size: int) -> Iterator[bytes]:
        """Its bytes, which must be as many as were announced.

        Raises:
            ConfigurationError: the file is gone, or has another size by now.
        """
        if isinstance(self.source, bytes):
            yield self.source
            return
        left = size
        try:
            with self.source.open("rb") as file:
                while piece := file.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        break
                    yield piece
        except OSError as gone:
            raise ConfigurationError(f"The file {self.name!r} cannot be read: {gone.strerror}.") from gone
        if left:
            raise ConfigurationError(f"The file {self.name!r} changed while it was sent.", hint="Send it again.")


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A file that an action gave: in memory as `content`, or at `path` where the call said `save_to`."""

    name: str
    type: str
    size: int
    content: bytes | None = field(default=None, repr=False)
    path: Path | None = None


def file_in(response: Response) -> FileAnswer:
    """The file that an answer is."""
    # A name is for showing; whoever saves under it must not be led into another folder.
    name = _name(response.headers.get("content-disposition", "")).replace("\\", "/").rsplit("/", 1)[-1]
    name = "file" if name in ("", ".", "..") else name
    kind = response.headers.get("content-type", "application/octet-stream")
    if response.saved is not None:
        return FileAnswer(name, kind, response.saved.stat().st_size, None, response.saved)
    return FileAnswer(name, kind, len(response.body), response.body)


def _name(disposition: str) -> str:
    """RFC 6266: the real name, if there is one beside the plain one."""
    real = re.search(r"filename\*=UTF-8''([^;\s]+)", disposition, re.IGNORECASE)
    plain = re.search(r'filename="([^"]*)"', disposition, re.IGNORECASE)
    return unquote(real[1]) if real else plain[1] if plain else ""
