from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.kit.marks import Marks

TEXTS = st.binary(max_size=60)


@given(marks=st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=8), text=TEXTS)
def test_a_mark_is_found_just_where_it_stands(marks: list[bytes], text: bytes) -> None:
    assert Marks(marks).any_in(text) == any(mark in text for mark in marks)


@pytest.mark.parametrize("before", [0, 16_382, 16_383, 16_384, 16_385, 40_000])
def test_a_mark_across_the_pieces_of_a_long_text_is_found(before: int) -> None:
    marks = Marks([b"key", b"token"])
    assert marks.any_in(b"x" * before + b"token" + b"x" * 30_000)
    assert not marks.any_in(b"x" * before + b"toke n" + b"x" * 30_000)
