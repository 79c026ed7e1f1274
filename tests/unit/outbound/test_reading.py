from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.outbound.errors import AnswerTooLarge, UpstreamDropped, UpstreamUnreachable
from linkwright.outbound.reading import Inflater, header_text, read_body

pytestmark = pytest.mark.anyio


class Pieces:
    """A stream that gives the pieces it was made with, and tells how many were taken."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = [piece for piece in pieces if piece]
        self.taken = 0

    async def readany(self) -> bytes:
        self.taken += 1
        return self._pieces.pop(0) if self._pieces else b""


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


async def read(stream: Pieces, encoding: str = "", limit: int = 1000) -> bytes:
    return await read_body(stream, host="api.example", encoding=encoding, limit=limit)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", b"hello"),
        ("identity", b"hello"),
        ("gzip", gzip.compress(b"hello", mtime=0)),
        (" GZIP ", gzip.compress(b"hello", mtime=0)),
        ("x-gzip", gzip.compress(b"hel", mtime=0) + gzip.compress(b"lo", mtime=0)),
        ("gzip", gzip.compress(b"hello", mtime=0) + b"\x00" * 30),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", raw_deflate(b"hello")),
    ],
)
async def test_an_answer_is_read_whole_in_any_pieces(encoding: str, packed: bytes) -> None:
    for size in (1, 2, 3, len(packed)):
        pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
        assert await read(Pieces(pieces), encoding) == b"hello"


@pytest.mark.parametrize("encoding", ["", "gzip"])
async def test_an_empty_answer_is_empty(encoding: str) -> None:
    assert await read(Pieces([]), encoding) == b""


async def test_reading_stops_at_the_limit_and_not_after_the_rest() -> None:
    assert len(await read(Pieces([b"x" * 100] * 10))) == 1000
    stream = Pieces([b"x" * 100] * 1000)
    with pytest.raises(AnswerTooLarge, match=r"api\.example .* 1,000 bytes"):
        await read(stream)
    assert stream.taken == 11


async def test_a_gzip_bomb_is_cut_short_without_being_blown_up() -> None:
    bomb = gzip.compress(bytes(50 * 1024 * 1024))
    tracemalloc.start()
    try:
        with pytest.raises(AnswerTooLarge):
            await read(Pieces([bomb]), "gzip", limit=300_000)
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


async def test_the_limit_holds_over_all_members_of_a_gzip_answer() -> None:
    packed = gzip.compress(bytes(600))
    with pytest.raises(AnswerTooLarge):
        await read(Pieces([packed, packed]), "gzip")
    with pytest.raises(AnswerTooLarge):
        await read(Pieces([packed + packed]), "gzip")
    assert len(await read(Pieces([packed]), "gzip", limit=600)) == 600


async def test_a_compressed_answer_that_ends_early_is_not_taken_for_whole() -> None:
    with pytest.raises(UpstreamDropped):
        await read(Pieces([gzip.compress(b"hello" * 100)[:-9]]), "gzip")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_garbage_in_place_of_a_compressed_answer_is_refused(encoding: str) -> None:
    with pytest.raises(UpstreamUnreachable, match="decompressed"):
        await read(Pieces([b"<html>"]), encoding)
    with pytest.raises(UpstreamUnreachable, match="decompressed"):
        await read(Pieces([gzip.compress(b"hello", mtime=0)[:-8], b"\xff" * 8]), encoding)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "nonsense"])
async def test_an_encoding_that_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(UpstreamUnreachable, match="not asked for"):
        await read(Pieces([b"x"]), encoding)


@given(st.binary(max_size=400), st.lists(st.integers(1, 50), max_size=20))
def test_any_bytes_come_back_however_they_are_cut(data: bytes, cuts: list[int]) -> None:
    packed, out, at = gzip.compress(data), b"", 0
    inflater = Inflater("a", 400)
    for cut in [*cuts, len(packed)]:
        out += inflater.feed(packed[at : at + cut])
        at += cut
    inflater.finish()
    assert out == data


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_noise_never_yields_more_than_the_limit(pieces: list[bytes]) -> None:
    inflater = Inflater("a", 100)
    try:
        assert sum(len(inflater.feed(piece)) for piece in pieces) <= 100
    except (AnswerTooLarge, UpstreamUnreachable):
        return


def test_members_that_hold_next_to_nothing_are_refused_before_they_cost_anything() -> None:
    undo = Inflater("api.example", 8_000_000)
    with pytest.raises(UpstreamUnreachable, match="in too many parts"):
        undo.feed(gzip.compress(b"") * 400_000)
    many = gzip.compress(b"x" * 300, mtime=0) * 5_000
    assert Inflater("api.example", 8_000_000).feed(many) == b"x" * 1_500_000


def test_a_header_of_bytes_that_are_no_text_is_text_that_can_be_written() -> None:
    raw = b"a\xff\xe2b \xc3\xa4".decode("utf-8", "surrogateescape")
    assert header_text(raw) == "a\ufffd\ufffdb ä"
    assert header_text("plain") == "plain"
