"""A file as the result of a tool: text as text, a picture or a sound as what it is, anything else only if it is small."""

from __future__ import annotations

import base64
from typing import Any

from linkwright.engine.files import Download
from linkwright.kit import jsons
from linkwright.mcp.errors import FileNotForModels

MOST_TEXT_BYTES = 128 * 1024
MOST_MEDIA_BYTES = 1024 * 1024
MOST_OTHER_BYTES = 64 * 1024
_TEXTS = ("application/json", "application/xml", "application/yaml", "application/x-ndjson", "application/csv")
_MEDIA = {
    "image/png": "image",
    "image/jpeg": "image",
    "image/gif": "image",
    "image/webp": "image",
    "audio/wav": "audio",
    "audio/mpeg": "audio",
    "audio/ogg": "audio",
    "audio/mp4": "audio",
    "audio/webm": "audio",
}


async def file_result(file: Download, body: bytes) -> bytes:
    """The result of a tool that gives a file; `body` is what the run's answer says of it.

    Raises:
        FileNotForModels: it is larger than a model should be given.
        linkwright.errors.LinkwrightError: it broke off.
    """
    kind = file.type.partition(";")[0].strip().lower()
    media, text = _MEDIA.get(kind), kind.startswith("text/") or kind in _TEXTS
    limit = MOST_MEDIA_BYTES if media else MOST_TEXT_BYTES if text else MOST_OTHER_BYTES
    try:
        content = await _read(file, limit)
    finally:
        await file.close()
    envelope = b'{"isError":false,"result":' + body + b"}"
    shown: dict[str, Any] = {"uri": f"file:///{file.name.replace(' ', '%20')}", "mimeType": kind}
    encoded = base64.b64encode(content).decode()
    part: dict[str, Any]
    if media:
        part = {"type": media, "data": encoded, "mimeType": kind}
    elif text:
        part = {"type": "resource", "resource": {**shown, "text": content.decode(errors="replace")}}
    else:
        part = {"type": "resource", "resource": {**shown, "blob": encoded}}
    parts = jsons.dumpb([{"type": "text", "text": envelope.decode()}, part])
    return b'{"content":' + parts + b',"structuredContent":' + envelope + b',"isError":false}'


def linked_result(body: bytes, *, link: bool) -> bytes:
    """The result of a tool whose file is had from an address, as `body` says; with `link` as a part that clients know as one."""
    envelope = b'{"isError":false,"result":' + body + b"}"
    parts: list[dict[str, Any]] = [{"type": "text", "text": envelope.decode()}]
    data = jsons.loads(body)["data"]
    if link:
        size = {} if data.get("size") is None else {"size": data["size"]}
        said = f"GET it before {data['expires_at']}; it needs no key."
        parts.append(
            {
                "type": "resource_link",
                "uri": data["download_url"],
                "name": data["name"],
                "mimeType": data["type"],
                "description": said,
                **size,
            }
        )
    return b'{"content":' + jsons.dumpb(parts) + b',"structuredContent":' + envelope + b',"isError":false}'


async def _read(file: Download, limit: int) -> bytes:
    content = b""
    if file.size is None or file.size <= limit:
        async for piece in file.chunks():
            content += piece
            if len(content) > limit:
                break
        else:
            return content
    raise FileNotForModels(f"{file.name} has more than the {limit // 1024} kB of such a file that a model is given.")
