"""Keys are taken from the header in every form that clients send."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.access.authenticate import presented_key
from linkwright.access.errors import RateLimited, Unauthenticated
from linkwright.access.limits import KeyLimiter
from linkwright.kit.clock import FixedClock


def _basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "header", [_basic("lw_k:"), _basic("lw_k"), _basic("lw_k:ignored"), "Bearer lw_k", "bearer  lw_k "]
)
def test_basic_with_or_without_colon_and_bearer_give_the_key(header: str) -> None:
    assert presented_key(header) == "lw_k"


@pytest.mark.parametrize(
    "header", [None, "", "Basic", "Basic !!", "Basic \x80", _basic(":"), "Bearer ", "Digest x", "lw_k"]
)
def test_anything_else_is_no_key(header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        presented_key(header)


@given(st.text())
def test_no_header_breaks_the_reader(header: str) -> None:
    try:
        assert presented_key(header)
    except Unauthenticated:
        pass


def test_the_limit_is_off_by_default(clock: FixedClock) -> None:
    limiter = KeyLimiter(0, clock)
    for _ in range(10_000):
        limiter.take("key_1")


def test_a_key_over_its_limit_is_told_how_long_to_wait(clock: FixedClock) -> None:
    limiter = KeyLimiter(60, clock)
    for _ in range(60):
        limiter.take("key_1")
    with pytest.raises(RateLimited) as refused:
        limiter.take("key_1")
    assert refused.value.headers["Retry-After"] == "1"
    limiter.take("key_2")
    clock.advance(1)
    limiter.take("key_1")
