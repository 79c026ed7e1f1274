"""A pattern is its connector author's, who may be anybody in the hub: it costs nobody else anything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.connectors import credentials, patterns
from linkwright.connectors.compiled import CredentialField
from linkwright.connectors.credentials import MOST_CHARS
from linkwright.connectors.errors import CredentialMalformed

ENDLESS = [r"^(a+)+$", r"^(a|a)*$", r"^(a|aa)+$", r"(.*a){20}$", r"^([a-z]+)*\d$"]


@pytest.mark.parametrize("pattern", ENDLESS)
def test_no_pattern_keeps_the_hub_busy(pattern: str) -> None:
    # Python's own engine would need longer than the world is old, and this would never end.
    assert not patterns.fits(pattern, "a" * (MOST_CHARS - 1) + "!")


def test_a_typed_key_is_held_against_such_a_pattern_and_refused() -> None:
    field = CredentialField(
        key="api_key",
        label="API key",
        secret=True,
        required=True,
        type="password",
        placeholder="",
        description="",
        pattern=ENDLESS[0],
        pattern_error="That is no key.",
        length=None,
    )
    with pytest.raises(CredentialMalformed, match="That is no key"):
        credentials._check(field, "a" * 64 + "!", "Shop")


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"(?<!a)b", r"(a)\1", "(a{1,1000}){1,1000}"])
def test_what_takes_time_without_end_is_refused_when_it_is_compiled(pattern: str) -> None:
    assert "without end" in str(patterns.mistake(pattern))


def test_a_pattern_that_cannot_be_read_is_told_in_the_words_of_its_mistake() -> None:
    assert patterns.mistake("[") == "The pattern cannot be read: unterminated character set at position 0."
    assert patterns.mistake(r"^lin_api_[A-Za-z0-9]+$") is None


def test_one_that_an_earlier_version_took_and_this_one_cannot_use_leaves_the_key_to_the_provider() -> None:
    assert patterns.fits(r"(?=lin_)\w+", "anything")


@given(
    st.sampled_from([r"^lin_api_[A-Za-z0-9]+$", r"^bd_", r"^\d{4}-\d{4}$", r"(?i)^key", r"^[^\s@]+@[^\s@]+$"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126))
    | st.from_regex(r"\A(lin_api_|bd_|KEY|\d{4}-)[!-~]{0,9}\Z"),
)
def test_whatever_is_typed_fits_as_it_did_in_python(pattern: str, text: str) -> None:
    assert patterns.fits(pattern, text) == bool(re.search(pattern, text))
