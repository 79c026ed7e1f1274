"""What may stand in a log row: bounded, and without secrets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.kit import jsons
from linkwright.logs.bounds import _SECRET_TEXT, ARGUMENT_BYTES, bounded, excerpt, without_secrets

LINEAR_KEY = "lin_" + "api_" + "a1B2" * 10
KEYS = [
    LINEAR_KEY,
    "lin_" + "oauth_" + "x" * 32,
    "lw_" + "y" * 40,
    "Bearer " + "z" * 30,
    "Basic " + "bHdfeHh4eHh4eHg6",
    "ghp_" + "q" * 36,
]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("text", ["{}", "before {} after", '{{"k":"{}"}}'])
def test_whatever_looks_like_a_key_is_replaced(key: str, text: str) -> None:
    said = without_secrets(text.format(key))
    assert key.rsplit(maxsplit=1)[-1] not in said
    assert "**" in said


@pytest.mark.parametrize("text", ["linear_list_issues", "lw_short", "the bearer of news", "basic needs", "ENG-1"])
def test_ordinary_text_stays(text: str) -> None:
    assert without_secrets(text) == text


@pytest.mark.parametrize(
    "name",
    ["authorization", "Authorization", "password", "api_key", "apiKey", "access_token", "client_secret", "cookie"],
)
def test_a_value_under_a_secret_name_is_replaced(name: str) -> None:
    assert bounded({"a": [{name: "anything"}]}) == {"a": [{name: "**"}]}


def test_a_small_value_stays_as_it_is() -> None:
    value = {"teamId": "t1", "labels": ["a", "b"], "n": 1.5, "none": None, "deep": {"ok": True}}
    assert bounded(value) == value


def test_a_large_value_keeps_its_shape_with_long_parts_cut() -> None:
    cut = bounded({"title": "short", "text": "x" * 50_000, "ids": list(range(5_000))})
    assert cut["title"] == "short"
    assert cut["text"].endswith("… (50000 characters)")
    assert cut["ids"][-1] == "… 4980 more"


def test_what_is_still_too_large_becomes_the_beginning_of_its_text() -> None:
    cut = bounded({f"key{n}": "x" * 300 for n in range(2_000)})
    assert isinstance(cut, str)
    assert cut.endswith("… (cut)")


def test_a_value_that_json_cannot_write_is_still_shown() -> None:
    assert bounded({"n": 2**70}) == str({"n": 2**70})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=500),
    lambda inner: st.lists(inner, max_size=30) | st.dictionaries(st.text(max_size=20), inner, max_size=30),
)


@given(JSON, st.integers(100, 2_000))
def test_any_value_ends_up_writable_and_bounded(value: Any, limit: int) -> None:
    # A text that was cut may grow by what JSON has to escape in it.
    assert len(jsons.dumpb(bounded(value, limit))) <= 2 * limit + 50


@given(st.binary(max_size=9_000))
def test_an_excerpt_of_any_bytes_is_text_and_bounded(body: bytes) -> None:
    assert len(excerpt(body, 4096).encode()) <= 4096


PIECES = st.sampled_from(
    ["lin_", "api_", "LW_", "ghp_", "Bearer ", "basic\t", "xoxb-", "sk-", "a1B2" * 5, " ", "ü", '"']
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=8).map("".join))
def test_the_quick_look_never_misses_what_the_close_one_would_hide(text: str) -> None:
    assert without_secrets(text) == _SECRET_TEXT.sub("**", text)


def test_a_deep_value_ends_somewhere() -> None:
    value: Any = "bottom"
    for _ in range(200):
        value = {"a": value}
    assert len(jsons.dumpb(bounded(value))) < ARGUMENT_BYTES
    assert "…" in jsons.dumps(bounded(value))
