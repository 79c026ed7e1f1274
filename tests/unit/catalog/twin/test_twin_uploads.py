"""Files at the twin: a signed address takes exactly the file that was announced, and gives it to those who may read it."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.kit.clock import FixedClock
from linkwright.outbound.transport import OutboundRequest
from tests.unit.catalog.twin.twin_desk import Desk

pytestmark = pytest.mark.anyio
PLACE = """mutation($type: String!, $name: String!, $size: Int!, $public: Boolean) {
  fileUpload(contentType: $type, filename: $name, size: $size, makePublic: $public) {
    success uploadFile { uploadUrl assetUrl contentType filename size headers { key value } } } }"""
CONTENT = "Größe: 5 €\n".encode()


class Post:
    """Someone who sends a file up and fetches it again."""

    def __init__(self, twin: LinearTwin, clock: FixedClock) -> None:
        self.twin = twin
        self.clock = clock
        self.desk = Desk(twin, clock)

    async def place(self, *, public: bool = False) -> Any:
        answer = await self.desk.ask(PLACE, type="text/plain", name="notes ä.txt", size=len(CONTENT), public=public)
        assert answer.data["fileUpload"]["success"]
        return answer.data["fileUpload"]["uploadFile"]

    async def put(self, url: str, headers: dict[str, str], content: bytes = CONTENT) -> tuple[int, str]:
        came = await self.twin.send(OutboundRequest("PUT", url, headers, content))
        return came.status, came.body.decode()

    async def get(self, url: str, key: str | None) -> tuple[int, bytes]:
        headers = {"Authorization": self.twin.keys[key]} if key else {}
        came = await self.twin.send(OutboundRequest("GET", url, headers, None))
        return came.status, came.body


def lines(place: Any) -> dict[str, str]:
    """The header lines with which the file is taken."""
    told = {one["key"]: one["value"] for one in place["headers"]}
    return told | {"Content-Type": place["contentType"], "Cache-Control": "public, max-age=31536000"}


@pytest.fixture
def post(twin: LinearTwin, clock: FixedClock) -> Post:
    return Post(twin, clock)


async def test_a_file_comes_back_byte_for_byte_to_those_with_a_key_of_the_workspace(post: Post) -> None:
    place = await post.place()
    assert await post.get(place["assetUrl"], "full") == (404, b"Not found")
    assert (await post.put(place["uploadUrl"], lines(place)))[0] == 200
    assert await post.get(place["assetUrl"], "full") == (200, CONTENT)
    assert (await post.get(place["assetUrl"], None))[0] == 401
    assert (await post.get(place["assetUrl"], "other_workspace"))[0] == 401
    fetched = await post.twin.send(
        OutboundRequest("GET", place["assetUrl"], {"Authorization": post.twin.keys["read_only"]}, None)
    )
    assert fetched.headers["content-type"] == "text/plain"
    assert fetched.headers["content-disposition"] == "attachment; filename*=UTF-8''notes%20%C3%A4.txt"


async def test_a_public_file_needs_no_key(post: Post) -> None:
    place = await post.place(public=True)
    assert (await post.put(place["uploadUrl"], lines(place)))[0] == 200
    assert await post.get(place["assetUrl"], None) == (200, CONTENT)


@pytest.mark.parametrize(
    "name", ["x-goog-content-length-range", "content-disposition", "Content-Type", "Cache-Control"]
)
async def test_every_header_line_must_be_exactly_what_was_agreed(post: Post, name: str) -> None:
    place = await post.place()
    agreed = lines(place)
    for changed in ({k: v for k, v in agreed.items() if k != name}, agreed | {name: agreed[name] + "x"}):
        status, said = await post.put(place["uploadUrl"], changed)
        assert (status, "SignatureDoesNotMatch" in said, name.lower() in said) == (403, True, True)
    assert (await post.get(place["assetUrl"], "full"))[0] == 404
    assert (await post.put(place["uploadUrl"], agreed))[0] == 200


@pytest.mark.parametrize(
    ("old", "new"), [("signature=", "signature=0"), ("signature=", "sign="), ("expires=2", "expires=3")]
)
async def test_an_address_that_was_changed_is_refused(post: Post, old: str, new: str) -> None:
    place = await post.place()
    status, said = await post.put(place["uploadUrl"].replace(old, new), lines(place))
    assert status in (400, 403)
    assert "SignatureDoesNotMatch" in said or "ExpiredToken" in said


async def test_the_signature_of_one_file_does_not_do_for_another(post: Post) -> None:
    first, second = await post.place(), await post.place()
    swapped = second["assetUrl"] + "?" + first["uploadUrl"].split("?")[1]
    assert (await post.put(swapped, lines(second)))[0] == 403


async def test_an_address_is_good_for_a_minute(post: Post) -> None:
    place = await post.place()
    post.clock.advance(60)
    assert (await post.put(place["uploadUrl"], lines(place)))[0] == 200
    post.clock.advance(1)
    status, said = await post.put(place["uploadUrl"], lines(place))
    assert (status, "ExpiredToken" in said) == (400, True)


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x", b""])
async def test_a_file_of_another_size_is_refused(post: Post, content: bytes) -> None:
    place = await post.place()
    assert (await post.put(place["uploadUrl"], lines(place), content))[0] == 400
    assert (await post.get(place["assetUrl"], "full"))[0] == 404


async def test_a_key_beside_the_signature_is_refused(post: Post) -> None:
    place = await post.place()
    assert (await post.put(place["uploadUrl"], lines(place) | {"Authorization": post.twin.keys["full"]}))[0] == 400


@pytest.mark.parametrize("asked", [{"size": 0}, {"size": 50 * 1024 * 1024 + 1}, {"name": " "}, {"type": "text"}])
async def test_a_place_for_nonsense_is_refused(post: Post, asked: dict[str, Any]) -> None:
    answer = await post.desk.ask(PLACE, **({"type": "text/plain", "name": "a.txt", "size": 1} | asked))
    assert answer.error["extensions"]["code"] == "INVALID_INPUT"


async def test_a_key_that_only_reads_gets_no_place(post: Post) -> None:
    answer = await post.desk.ask(PLACE, key="read_only", type="text/plain", name="a.txt", size=1)
    assert answer.error["extensions"]["code"] == "FORBIDDEN"


async def test_files_belong_to_the_snapshot(post: Post) -> None:
    place = await post.place()
    await post.put(place["uploadUrl"], lines(place))
    kept = post.twin.snapshot()
    post.twin.reset()
    assert (await post.get(place["assetUrl"], "full"))[0] == 404
    post.twin.restore(kept)
    assert await post.get(place["assetUrl"], "full") == (200, CONTENT)
