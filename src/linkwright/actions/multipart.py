"""A call with files: multipart/form-data, whose part `call` is the JSON of the call and whose other parts are files by input name."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from email.message import Message as Mail
from pathlib import Path
from typing import Any, BinaryIO, Self

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from linkwright.actions.wire import ClientGone, Receive
from linkwright.engine.files import Upload
from linkwright.errors import BadRequest, TooLarge
from linkwright.kit.draining import drain

CALL = "call"
KIND = "multipart/form-data"
MOST_PARTS = 20
_WRITE_BYTES = 1 << 20
_HINT = 'Send a part "call" with the JSON of the call, and each file as a part that has the name of its input.'


@dataclass(slots=True)
class _Part:
    """One part while it arrives; the file of a part is opened with its first bytes."""

    name: str = ""
    filename: str = ""
    kind: str = ""
    size: int = 0
    waiting: bytearray = field(default_factory=bytearray)
    file: BinaryIO | None = None
    path: Path | None = None


class Form:
    """Reads one request; used as a context manager, because its files are gone afterwards."""

    def __init__(self, content_type: str, *, max_call_bytes: int, max_file_bytes: int) -> None:
        """Take the request's Content-Type and the limits, in bytes, of the part `call` and of all files together.

        Raises:
            BadRequest: there is no boundary.
        """
        _, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if not boundary:
            raise BadRequest("The form has no boundary.", hint="Let your HTTP client set Content-Type.")
        self._max_call, self._max_files = max_call_bytes, max_file_bytes
        self._folder = tempfile.TemporaryDirectory(prefix="linkwright-files-")
        self.folder = Path(self._folder.name)
        self._parts: list[_Part] = []
        self._headers: list[tuple[bytes, bytes]] = []
        self._header_name, self._header_value = b"", b""
        callbacks: Any = {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_header_field": self._field,
            "on_header_value": self._value,
            "on_header_end": self._header,
            "on_headers_finished": self._headed,
        }
        self._parser = MultipartParser(boundary, callbacks)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close and remove the files."""
        for part in self._parts:
            if part.file is not None:
                part.file.close()
        self._folder.cleanup()

    async def read(self, receive: Receive) -> tuple[bytes, dict[str, Upload]]:
        """The JSON of the call, and the files by input name.

        Raises:
            BadRequest: it is no such form.
            TooLarge: a part has more bytes than it may.
            ClientGone: the client hung up.
        """
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            more = message.get("more_body", False)
            try:
                self._parser.write(message.get("body", b""))
                await self._flush(_WRITE_BYTES)
            except MultipartParseError as broken:
                await _rest(receive, more)
                raise BadRequest(f"The form cannot be read: {broken}.", hint=_HINT) from broken
            except (BadRequest, TooLarge):
                await _rest(receive, more)
                raise
        await self._flush(0)
        calls = [part for part in self._parts if part.name == CALL and not part.filename]
        if len(calls) != 1:
            raise BadRequest("The form has no part called call.", hint=_HINT)
        return bytes(calls[0].waiting), self._files()

    def _files(self) -> dict[str, Upload]:
        found: dict[str, Upload] = {}
        for part in self._parts:
            if part.name == CALL and not part.filename:
                continue
            if not part.name or part.name in found:
                raise BadRequest("Each file needs the name of its input, once.", hint=_HINT)
            if part.file is not None:
                part.file.close()
            found[part.name] = Upload(part.filename or part.name, part.kind, part.size, path=part.path)
        return found

    async def _flush(self, beyond: int) -> None:
        """Write what waits to disk, off the event loop."""
        for part in self._parts[-1:] if beyond else self._parts:
            if part.file is not None and len(part.waiting) > beyond:
                piece, part.waiting = bytes(part.waiting), bytearray()
                await asyncio.to_thread(part.file.write, piece)

    def _begin(self) -> None:
        if len(self._parts) >= MOST_PARTS:
            raise BadRequest(f"The form has more than {MOST_PARTS} parts.")
        self._parts.append(_Part())
        self._headers = []

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _header(self) -> None:
        self._headers.append((self._header_name.lower(), self._header_value))
        self._header_name, self._header_value = b"", b""

    def _headed(self) -> None:
        part, headers = self._parts[-1], dict(self._headers)
        mail = Mail()
        mail["content-disposition"] = headers.get(b"content-disposition", b"").decode("utf-8", "replace")
        part.name = str(mail.get_param("name", "", "content-disposition"))
        part.filename = mail.get_filename("") or ""
        part.kind = headers.get(b"content-type", b"").decode("latin-1").strip()
        if part.name != CALL or part.filename:
            part.path = self.folder / str(len(self._parts))
            part.file = part.path.open("wb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._parts[-1]
        part.waiting += data[start:end]
        part.size += end - start
        if part.file is None and part.size > self._max_call:
            raise TooLarge(f"The part call is larger than {self._max_call} bytes.")
        if sum(one.size for one in self._parts if one.file is not None) > self._max_files:
            raise TooLarge(
                f"The files are larger than {self._max_files} bytes.",
                hint="An operator can raise LINKWRIGHT_MAX_FILE_BYTES.",
            )


async def _rest(receive: Receive, more: bool) -> None:
    """Read what is left, so that the refusal can be read."""
    if more:
        await drain(receive)
