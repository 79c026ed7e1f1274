"""Numbers for the wire: none comes twice, and none tells of another."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from linkwright.store.wire import scattered


@given(st.integers(0, 2**62 - 1))
def test_no_number_comes_twice_and_each_has_nine_digits(seed: int) -> None:
    found = [scattered(number, seed) for number in range(1, 300)]
    assert len(set(found)) == len(found)
    assert all(100_000_000 <= one < 1_000_000_000 for one in found)


def test_numbers_tell_nothing_of_how_many_lie_between_them() -> None:
    found = [scattered(number, 4711) for number in range(1, 2_000)]
    rising = sum(before < after for before, after in pairwise(found))
    assert 800 < rising < 1_200
    assert min(abs(before - after) for before, after in pairwise(found)) > 1
    assert scattered(1, 4711) != scattered(1, 4712)
