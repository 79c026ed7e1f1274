"""A call with files, as a form that is read piece by piece while it is sent."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from linkwright.toolset.files import File


class Form:
    """A call with its files as multipart/form-data (RFC 7578): a part `call`, and a part for each file by its input's name."""

    def __init__(self, call: Mapping[str, Any], files: Mapping[str, File]) -> None:
        """Take the JSON of the call, and files by input name."""
        self._edge = secrets.token_hex(16)
        head = self._head("call", None, "application/json") + json.dumps(call).encode() + b"\r\n"
        self._parts: list[bytes | tuple[File, int]] = [head]
        for name, file in files.items():
            self._parts += [self._head(name, file.name, file.media_type), (file, file.size), b"\r\n"]
        self._parts.append(f"--{self._edge}--\r\n".encode())
        self.size = sum(len(part) if isinstance(part, bytes) else part[1] for part in self._parts)

    @property
    def content_type(self) -> str:
        """With its boundary."""
        return f"multipart/form-data; boundary={self._edge}"

    def pieces(self) -> Iterator[bytes]:
        """The body from its beginning."""
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                file, size = part
                yield from file.pieces(size)

    def _head(self, name: str, filename: str | None, kind: str) -> bytes:
        more = "" if filename is None else f'; filename="{_quoted(filename)}"'
        disposition = f'Content-Disposition: form-data; name="{_quoted(name)}"{more}'
        return f"--{self._edge}\r\n{disposition}\r\nContent-Type: {_quoted(kind)}\r\n\r\n".encode()


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
