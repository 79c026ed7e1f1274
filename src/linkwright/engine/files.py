"""Files on their way through the hub: what callers send is a name, a type and bytes somewhere; what comes back is read as it arrives."""

from __future__ import annotations

import base64
import binascii
import mimetypes
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from linkwright.engine.errors import InvalidArguments
from linkwright.outbound.transport import AnswerStream

_PLAIN = "application/octet-stream"
_NAME = re.compile(r"[\x00-\x1f\x7f/\\]+")
_TYPE = re.compile(r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+(;\s*[A-Za-z0-9.+-]+=[^\s\"]+)?$")
_ENCODED_NAME = re.compile(r"filename\*=(?:UTF-8|utf-8)''([^;]+)")
_QUOTED_NAME = re.compile(r'filename="?([^";]+)"?')
MOST_NAME = 255
MOST_DOWNLOAD_BYTES = 512 * 1024 * 1024


class Upload(dict[str, Any]):
    """A file that a caller sent. As a mapping it is `name`, `type` and `size`, which is also all that logs show of it.

    Attributes:
        path: where its bytes are on this machine, if they came as a stream.
        data: its bytes, if they came in the call.
    """

    __slots__ = ("data", "path")

    def __init__(self, name: str, kind: str, size: int, *, path: Path | None = None, data: bytes = b"") -> None:
        """`size` is in bytes.

        Raises:
            InvalidArguments: the type is none.
        """
        clean = _NAME.sub("_", name).strip()[:MOST_NAME] or "file"
        guessed = kind or mimetypes.guess_type(clean)[0] or _PLAIN
        if not _TYPE.match(guessed):
            raise InvalidArguments(f"{guessed[:60]!r} is not the type of a file, such as image/png.")
        super().__init__(name=clean, type=guessed, size=size)
        self.path, self.data = path, data


class Download:
    """A file that a provider sends, not yet read.

    Attributes:
        name: what to call it.
        type: its MIME type.
        size: in bytes, None where the provider did not say.
    """

    def __init__(self, stream: AnswerStream, url: str) -> None:
        """Take the answer to a request for `url`."""
        self._stream = stream
        headers = stream.headers
        self.name = _named(headers.get("content-disposition", ""), url)
        kind = headers.get("content-type", "").strip()
        self.type = kind if _TYPE.match(kind) else _PLAIN
        length = headers.get("content-length", "")
        self.size = int(length) if length.isdigit() and "content-encoding" not in headers else None

    @property
    def shown(self) -> dict[str, Any]:
        """What logs and results say of it."""
        return {"name": self.name, "type": self.type, "size": self.size}

    def chunks(self) -> AsyncIterator[bytes]:
        """Its bytes, piece by piece; to be gone through once.

        Raises:
            linkwright.errors.LinkwrightError: it broke off.
        """
        return self._stream.chunks()

    async def close(self) -> None:
        """Let go of it, whether it was read or not."""
        await self._stream.close()


def uploaded(name: str, value: Mapping[str, Any]) -> Upload:
    """The file of an input that came in the call: `{name, type?, text}` or `{name, type?, base64}`.

    Raises:
        InvalidArguments: it has no content, or two, or content that cannot be read.
    """
    if isinstance(value, Upload):
        return value
    if ("text" in value) == ("base64" in value):
        raise InvalidArguments(
            f"{name} needs its content as text or as base64.",
            hint="A larger file is sent as a part of multipart/form-data to POST /actions/rpc.",
        )
    try:
        data = value["text"].encode() if "text" in value else base64.b64decode(value["base64"], validate=True)
    except (binascii.Error, ValueError) as broken:
        raise InvalidArguments(f"The base64 of {name} cannot be read.") from broken
    return Upload(value["name"], value.get("type", ""), len(data), data=data)


def _named(disposition: str, url: str) -> str:
    """The name in a Content-Disposition (RFC 6266), else the last part of the address."""
    encoded, quoted = _ENCODED_NAME.search(disposition), _QUOTED_NAME.search(disposition)
    found = unquote(encoded[1]) if encoded else quoted[1] if quoted else unquote(urlsplit(url).path.rsplit("/", 1)[-1])
    return _NAME.sub("_", found).strip()[:MOST_NAME] or "file"
