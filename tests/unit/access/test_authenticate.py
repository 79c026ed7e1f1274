"""Keys are taken from the header in every form that clients send."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.access.authenticate import presented_key
from linkwright.access.errors import Unauthenticated


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
