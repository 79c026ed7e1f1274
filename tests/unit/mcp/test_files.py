"""Files as results of tools."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from linkwright.kit import jsons
from linkwright.mcp.errors import FileNotForModels
from linkwright.mcp.files import MOST_MEDIA_BYTES, MOST_OTHER_BYTES, MOST_TEXT_BYTES, file_result

pytestmark = pytest.mark.anyio


class Download:
    """A file that a provider sends."""

    def __init__(self, kind: str, content: bytes, size: int | None = None) -> None:
        self.name, self.type, self.size, self.closed = "a b.dat", kind, size, False
        self._content = content

    async def chunks(self) -> Any:
        for at in range(0, len(self._content), 100_000):
            yield self._content[at : at + 100_000]

    async def close(self) -> None:
        self.closed = True


async def result(file: Any) -> list[dict[str, Any]]:
    made = jsons.loads(await file_result(file, b'{"data":{"name":"a b.dat"},"next":null}'))
    assert file.closed
    assert made["structuredContent"] == jsons.loads(made["content"][0]["text"])
    content: list[dict[str, Any]] = made["content"]
    return content


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("image/png", "image"), ("IMAGE/PNG; x=y", "image"), ("audio/wav", "audio"), ("audio/mpeg", "audio")],
)
async def test_a_picture_and_a_sound_come_as_what_they_are(kind: str, type_: str) -> None:
    part = (await result(Download(kind, b"abc")))[1]
    assert (part["type"], base64.b64decode(part["data"])) == (type_, b"abc")
    assert part["mimeType"] == kind.partition(";")[0].lower()


@pytest.mark.parametrize(
    ("kind", "key"),
    [("text/plain", "text"), ("application/json", "text"), ("image/svg+xml", "blob"), ("audio/midi", "blob")],
)
async def test_anything_else_comes_as_a_resource(kind: str, key: str) -> None:
    part = (await result(Download(kind, b"abc")))[1]
    assert part["type"] == "resource"
    assert part["resource"]["uri"] == "file:///a%20b.dat"
    assert part["resource"][key]


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        ("image/png", MOST_MEDIA_BYTES),
        ("audio/wav", MOST_MEDIA_BYTES),
        ("text/csv", MOST_TEXT_BYTES),
        ("a/b", MOST_OTHER_BYTES),
    ],
)
@pytest.mark.parametrize("told", [True, False])
async def test_what_is_too_large_for_a_model_is_refused_and_closed(kind: str, most: int, told: bool) -> None:
    await result(Download(kind, b"x" * most, most if told else None))
    large = Download(kind, b"x" * (most + 1), most + 1 if told else None)
    with pytest.raises(FileNotForModels):
        await result(large)
    assert large.closed
