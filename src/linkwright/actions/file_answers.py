"""A file as the answer to a call: its bytes, handed on as they come, under a name and a type."""

from __future__ import annotations

from urllib.parse import quote

from linkwright.actions.wire import Headers, Send
from linkwright.engine.files import Download

# A provider's file must never run as a page of this hub.
_HARMLESS = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"sandbox; default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
]


async def answer_file(send: Send, file: Download, headers: Headers = ()) -> None:
    """Send the file and let go of it.

    Raises:
        linkwright.errors.LinkwrightError: it broke off after it had begun. The server then cuts the connection, so that
            nobody takes a part for the whole.
    """
    try:
        lines = [
            (b"content-type", file.type.encode("latin-1", "replace")),
            (b"content-disposition", _disposition(file.name)),
            *_HARMLESS,
            *headers,
        ]
        if file.size is not None:
            lines.append((b"content-length", str(file.size).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": lines})
        async for piece in file.chunks():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        await file.close()


def _disposition(name: str) -> bytes:
    """RFC 6266: a name for old clients, and the real one beside it if it is not plain."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%' else "_" for char in name)
    line = f'attachment; filename="{plain}"'
    if plain != name:
        line += f"; filename*=UTF-8''{quote(name, safe='')}"
    return line.encode("ascii")
