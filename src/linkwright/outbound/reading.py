"""Reading an answer without ever holding more of it than was allowed, compressed or not."""

from __future__ import annotations

import zlib
from typing import Protocol

from linkwright.outbound.errors import AnswerTooLarge, UpstreamDropped, UpstreamUnreachable

_GZIP_START = b"\x1f\x8b"
_SLICE = 64 * 1024
# A gzip file may have several members, and each costs far more time than its twenty bytes are worth.
_FREE_MEMBERS, _BYTES_A_MEMBER = 100, 256


class Stream(Protocol):
    """Bytes as they arrive."""

    async def readany(self) -> bytes:
        """The next bytes; none at the end."""
        ...


def too_large(host: str, limit: int) -> AnswerTooLarge:
    """The error for an answer over the limit (bytes)."""
    return AnswerTooLarge(f"The answer of {host} is larger than the {limit:,} bytes that are read.")


def header_text(value: str) -> str:
    """The value of a header without what is no text: bytes that are not UTF-8 become the replacement character.

    Clients hand such bytes on as lone surrogates, which cannot be written into any answer, log or database.
    """
    return value if value.isascii() else value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Inflater:
    """Undoes gzip and deflate piece by piece; stops at the limit, however much more there would be."""

    def __init__(self, host: str, limit: int) -> None:
        self._host = host
        self._limit = limit
        self._left = limit
        self._engine: zlib._Decompress | None = None
        self._held = b""
        self._members = 0
        self._over = False

    def feed(self, data: bytes) -> bytes:
        """What so many more compressed bytes give.

        Raises:
            AnswerTooLarge: more than the limit in all.
            UpstreamUnreachable: the bytes are not compressed as the answer says.
        """
        # In slices: what is left after a member is copied, which must not be the rest of a whole answer.
        view = memoryview(data)
        return b"".join(self._slice(bytes(view[at : at + _SLICE])) for at in range(0, len(data), _SLICE))

    def _slice(self, data: bytes) -> bytes:
        out = []
        data, self._held = self._held + data, b""
        while data and not self._over:
            if self._engine is None:
                if len(data) < 2:
                    self._held = data
                    break
                if self._members and not data.startswith(_GZIP_START):
                    self._over = True  # padding after the end is ignored
                    break
                self._engine = zlib.decompressobj(_window(data))
            out.append(self._inflate(self._engine, data))
            if not self._engine.eof:
                break
            data, self._engine = self._engine.unused_data, None
            self._count()
        return b"".join(out)

    def _count(self) -> None:
        self._members += 1
        if self._members > _FREE_MEMBERS + (self._limit - self._left) // _BYTES_A_MEMBER:
            raise UpstreamUnreachable(f"The answer of {self._host} is compressed in too many parts.")

    def finish(self) -> None:
        """Make sure that the end has come.

        Raises:
            UpstreamDropped: something is missing.
        """
        if self._engine is not None or (self._held and not self._members):
            raise UpstreamDropped(f"The answer of {self._host} ended too early.")

    def _inflate(self, engine: zlib._Decompress, data: bytes) -> bytes:
        try:
            piece = engine.decompress(data, self._left + 1)  # one byte beyond the limit is enough to know
        except zlib.error:
            raise UpstreamUnreachable(f"The answer of {self._host} cannot be decompressed.") from None
        self._left -= len(piece)
        if self._left < 0:
            raise too_large(self._host, self._limit)
        return piece


def _window(data: bytes) -> int:
    """How zlib is to read what begins so: as gzip, as zlib, or, since some servers call that deflate, without any frame."""
    if data.startswith(_GZIP_START):
        return 16 + zlib.MAX_WBITS
    framed = data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if framed else -zlib.MAX_WBITS


async def read_body(stream: Stream, *, host: str, encoding: str, limit: int) -> bytes:
    """Read to the end.

    Args:
        stream: the raw bytes of the body.
        host: for messages.
        encoding: the answer's Content-Encoding, empty if there is none.
        limit: bytes at most, on the wire and decompressed.

    Raises:
        AnswerTooLarge: reading stopped beyond the limit.
        UpstreamDropped: the compressed answer ended too early.
        UpstreamUnreachable: the encoding is unknown, or the bytes do not fit it.
    """
    undo = inflater(encoding, host, limit)
    pieces: list[bytes] = []
    arrived = 0
    while piece := await stream.readany():
        arrived += len(piece)
        if arrived > limit:
            raise too_large(host, limit)
        pieces.append(undo.feed(piece) if undo else piece)
    if undo is not None:
        undo.finish()
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def inflater(named: str, host: str, limit: int) -> Inflater | None:
    """What undoes the encoding that an answer names; None where there is nothing to undo.

    Raises:
        UpstreamUnreachable: it is one that was not asked for.
    """
    encoding = named.strip().lower()
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip", "deflate"):
        return Inflater(host, limit)
    raise UpstreamUnreachable(f"The answer of {host} is in an encoding that was not asked for.")
