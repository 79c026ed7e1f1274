"""What people paste is forgiven where it is only wrapping, and told what is wrong where it is not."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.connectors.compiled import AuthMethod, CredentialField
from linkwright.connectors.credentials import clean
from linkwright.connectors.errors import CredentialMalformed

KEY = "lin_api_" + "aB3" * 13 + "z"


def field(**changed: object) -> CredentialField:
    values: dict[str, object] = {
        "key": "api_key",
        "label": "API key",
        "secret": True,
        "required": True,
        "type": "password",
        "placeholder": "",
        "description": "",
        "pattern": "^lin_api_[A-Za-z0-9]+$",
        "pattern_error": "Linear keys start with lin_api_.",
        "length": 48,
    }
    return CredentialField(**{**values, **changed})  # type: ignore[arg-type]


def method(*fields: CredentialField) -> AuthMethod:
    return AuthMethod("api_key", "header", "API key", fields or (field(),), {}, "", "api_key")


def refused(raw: object, *fields: CredentialField) -> CredentialMalformed:
    with pytest.raises(CredentialMalformed) as caught:
        clean(method(*fields), raw, system="Linear")  # type: ignore[arg-type]
    return caught.value


def test_a_clean_key_is_taken_as_it_is_without_a_word() -> None:
    cleaned = clean(method(), {"api_key": KEY})
    assert cleaned.values["api_key"].reveal() == KEY
    assert cleaned.notes == []


@pytest.mark.parametrize(
    "pasted",
    [
        f"  {KEY}\n",
        f'"{KEY}"',
        f"“{KEY}”",
        f"`{KEY}`",
        f"Bearer {KEY}",
        f"bearer   {KEY}",
        f"Bearer\n{KEY}",
        f"Authorization: {KEY}",
        f"Authorization: Bearer {KEY}",
        f"'Authorization: Bearer {KEY}'",
        f'Authorization="{KEY}"',
        f"\ufeff{KEY}\u200b",
        f"{KEY[:20]}\u200b{KEY[20:]}",
        f"{KEY[:20]}\r\n  {KEY[20:]}",
        f"\u00a0{KEY}\u2003",
        f"\t{KEY}\t",
    ],
)
def test_wrapping_is_taken_off_and_said(pasted: str) -> None:
    cleaned = clean(method(), {"api_key": pasted})
    assert cleaned.values["api_key"].reveal() == KEY
    assert len(cleaned.notes) >= 1


def test_a_removed_bearer_is_named() -> None:
    assert clean(method(), {"api_key": f"Bearer {KEY}"}).notes == ["We removed “Bearer” from what you pasted."]


def test_a_key_that_is_too_short_is_told_with_both_lengths() -> None:
    error = refused({"api_key": KEY[:32]})
    assert error.message == "This key has 32 characters. Linear keys have 48, so part of it may be missing."
    assert error.status == 422
    assert error.extra == {"field": "api_key"}


def test_a_longer_key_is_left_for_the_provider_to_judge() -> None:
    assert clean(method(), {"api_key": KEY + "more"}).values["api_key"].reveal() == KEY + "more"


@pytest.mark.parametrize("raw", [{}, {"api_key": ""}, {"api_key": " \n"}, {"api_key": "Bearer "}, {"api_key": None}])
def test_a_missing_key_is_told(raw: object) -> None:
    assert refused(raw).message == "API key is missing."


def test_a_key_of_another_system_is_told_what_the_right_ones_look_like() -> None:
    assert refused({"api_key": "sk_live_123"}).message == "Linear keys start with lin_api_."


def test_an_unknown_field_is_refused_with_the_nearest_name() -> None:
    error = refused({"api_keys": KEY})
    assert error.message == "There is no field 'api_keys'. Did you mean 'api_key'?"
    assert error.extra == {"field": "api_keys"}


@pytest.mark.parametrize("value", [5, True, ["x"], {"a": 1}])
def test_a_value_that_is_no_text_is_refused(value: object) -> None:
    assert refused({"api_key": value}).message == "API key must be text."


def test_two_keys_pasted_together_are_refused() -> None:
    assert "blank inside" in refused({"api_key": f"{KEY} {KEY}"}).message


def test_a_huge_paste_is_refused_at_once() -> None:
    assert "too long" in refused({"api_key": "x" * 1_000_000}).message


def test_characters_that_no_header_can_carry_are_refused() -> None:
    assert "no key has" in refused({"api_key": "ключ"}, field(pattern="", length=None)).message


def test_an_optional_field_may_be_left_out() -> None:
    extra = field(key="region", label="Region", secret=False, required=False, pattern="", length=None)
    assert set(clean(method(field(), extra), {"api_key": KEY, "region": "  "}).values) == {"api_key"}
    kept = clean(method(field(), extra), {"api_key": KEY, "region": " north   west "})
    assert kept.values["region"].reveal() == "north west"


def test_no_refusal_repeats_what_was_pasted() -> None:
    secret = "lin_api_" + "q" * 20
    for raw in ({"api_key": secret}, {"api_key": f"{secret} x"}, {"api_key": f"x{secret}"}):
        error = refused(raw)
        assert secret not in error.message
        assert secret not in str(error.extra)


blanks = st.text(alphabet=" \t\r\n\u200b\ufeff\u00a0", max_size=5)
prefixes = st.sampled_from(
    ["", "Bearer ", "bearer  ", "Authorization: ", "Authorization: Bearer ", "AUTHORIZATION:BEARER "]
)
quotes = st.sampled_from(["", '"', "'", "`"])
keys = st.text(alphabet=string.ascii_letters + string.digits, min_size=40, max_size=40).map("lin_api_".__add__)


@given(keys, blanks, blanks, prefixes, quotes)
def test_however_a_key_is_wrapped_the_same_key_comes_out(key: str, a: str, b: str, prefix: str, quote: str) -> None:
    pasted = f"{a}{quote}{prefix}{quote}{key}{quote}{b}"
    assert clean(method(), {"api_key": pasted}).values["api_key"].reveal() == key


@given(st.text(max_size=200))
def test_any_text_is_either_refused_with_a_sentence_or_sendable_in_a_header(pasted: str) -> None:
    try:
        cleaned = clean(method(field(pattern="", length=None)), {"api_key": pasted})
    except CredentialMalformed as error:
        assert error.message.endswith(".")
    else:
        value = cleaned.values["api_key"].reveal()
        assert value.isascii()
        assert value.isprintable()
        assert not value.startswith(" ")
