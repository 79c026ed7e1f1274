"""Calls with files, in whatever pieces they arrive."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwright.actions.multipart import MOST_PARTS, Form
from linkwright.actions.wire import ClientGone
from linkwright.errors import BadRequest, LinkwrightError, TooLarge

EDGE = "edge"
KIND = f"multipart/form-data; boundary={EDGE}"


def body(*parts: tuple[str, bytes]) -> bytes:
    whole = b""
    for disposition, content in parts:
        whole += f"--{EDGE}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode() + content + b"\r\n"
    return whole + f"--{EDGE}--\r\n".encode()


def read(whole: bytes, cuts: list[int] | None = None, **limits: int) -> tuple[bytes, dict[str, bytes]]:
    """The call and the contents of the files, of a body that arrives cut at these places."""
    places = sorted({0, len(whole), *(cut % (len(whole) + 1) for cut in cuts or ())})
    pieces = [whole[start:end] for start, end in pairwise(places)] or [b""]

    async def receive() -> dict[str, Any]:
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def work() -> tuple[bytes, dict[str, bytes]]:
        with Form(KIND, **{"max_call_bytes": 10_000, "max_file_bytes": 100_000, **limits}) as form:
            call, files = await form.read(receive)
            return call, {name: file.path.read_bytes() for name, file in files.items() if file.path}

    return asyncio.run(work())


@given(st.binary(max_size=5000), st.lists(st.integers(0, 100_000), max_size=12), st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_a_form_reads_the_same_however_it_is_cut(content: bytes, cuts: list[int], text: str) -> None:
    call = text.encode()
    if f"--{EDGE}".encode() in content + call:
        return
    whole = body(('name="call"', call), ('name="file"; filename="a.bin"', content))
    assert read(whole, cuts) == (call, {"file": content})


@given(st.binary(max_size=300), st.lists(st.integers(0, 1000), max_size=5))
@settings(max_examples=200, deadline=None)
def test_nonsense_is_refused_and_never_breaks_the_reader(nonsense: bytes, cuts: list[int]) -> None:
    with pytest.raises(LinkwrightError):
        read(nonsense, cuts)


def test_limits_hold_for_the_call_the_files_and_the_parts() -> None:
    with pytest.raises(TooLarge, match="The part call"):
        read(body(('name="call"', b"x" * 101)), max_call_bytes=100)
    with pytest.raises(TooLarge, match="files are larger"):
        read(
            body(('name="call"', b"{}"), ('name="a"; filename="a"', b"x" * 60), ('name="b"; filename="b"', b"x" * 60)),
            max_file_bytes=100,
        )
    with pytest.raises(BadRequest, match="parts"):
        read(body(*[('name="call"', b"")] * (MOST_PARTS + 1)))
    with pytest.raises(BadRequest, match="header"):
        read(body((f'name="{"x" * 5000}"', b"")))


def test_a_form_without_a_boundary_or_a_call_is_told_what_is_missing() -> None:
    with pytest.raises(BadRequest, match="boundary"):
        Form("multipart/form-data", max_call_bytes=1, max_file_bytes=1)
    with pytest.raises(BadRequest, match="no part called call"):
        read(body(('name="file"; filename="a"', b"x")))
    with pytest.raises(BadRequest, match="no part called call"):
        read(body(('name="call"', b"{}"), ('name="call"', b"{}")))
    with pytest.raises(BadRequest, match="once"):
        read(body(('name="call"', b"{}"), ('filename="a"', b"x")))


def test_a_client_that_leaves_in_the_middle_leaves_nothing_behind() -> None:
    folders = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def work() -> None:
        with Form(KIND, max_call_bytes=10, max_file_bytes=10) as form:
            folders.append(form.folder)
            await form.read(receive)

    with pytest.raises(ClientGone):
        asyncio.run(work())
    assert not folders[0].exists()


def test_names_of_files_come_as_they_were_and_cannot_be_paths() -> None:
    async def name_of(disposition: str) -> str:
        whole = body(('name="call"', b"{}"), (disposition, b"x"))

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": whole, "more_body": False}

        with Form(KIND, max_call_bytes=10, max_file_bytes=10) as form:
            return str((await form.read(receive))[1]["file"]["name"])

    assert asyncio.run(name_of('name="file"; filename="../../etc/passwd"')) == ".._.._etc_passwd"
    assert asyncio.run(name_of("name=\"file\"; filename*=UTF-8''s%C3%BC%C3%9F.txt")) == "süß.txt"
    assert asyncio.run(name_of('name="file"; filename="grün.txt"')) == "grün.txt"
