from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from linkwright.accounts.fields import MOST_METADATA_BYTES, Metadata, SomeText, Text
from linkwright.kit import jsons

text: TypeAdapter[Any] = TypeAdapter(Text)
some: TypeAdapter[Any] = TypeAdapter(SomeText)
metadata: TypeAdapter[Any] = TypeAdapter(Metadata)


@pytest.mark.parametrize("value", ["", "Acme", "Ünïcode 漢字 🦊", " leading and trailing ", "x" * 255, "a\u200db"])
def test_plain_text_comes_through_as_it_is(value: str) -> None:
    assert text.validate_python(value) == value


@pytest.mark.parametrize(
    "value", ["a\0b", "a\nb", "\x1b[31m", "x" * 256, "\x85", 5, None, True, ["a"], b"bytes", "\ud800"]
)
def test_control_characters_long_texts_and_other_types_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        text.validate_python(value)


@pytest.mark.parametrize("value", ["", " ", "\u2003\u00a0"])
def test_a_needed_text_must_not_be_blank(value: str) -> None:
    with pytest.raises(ValidationError, match="must not be empty"):
        some.validate_python(value)


def test_metadata_is_kept_up_to_its_cap() -> None:
    room = MOST_METADATA_BYTES - len('{"k":""}')
    assert metadata.validate_python({"k": "x" * room})
    with pytest.raises(ValidationError, match="at most 8192"):
        metadata.validate_python({"k": "x" * (room + 1)})


@pytest.mark.parametrize("value", [{"k": 2**70}, {"k": "\ud800"}, {"k": object()}])
def test_metadata_that_is_no_json_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="cannot be written as JSON"):
        metadata.validate_python(value)


def test_metadata_nested_beyond_reason_is_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(2000):
        deep = {"k": deep}
    with pytest.raises(ValidationError):
        metadata.validate_python(deep)


@given(st.text(max_size=300))
def test_whatever_is_accepted_can_be_stored_as_utf8_without_zero_bytes(value: str) -> None:
    try:
        accepted = text.validate_python(value)
    except ValidationError:
        return
    assert accepted == value
    assert b"\0" not in value.encode()
    assert len(value) <= 255


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values, max_size=5))
def test_whatever_metadata_is_accepted_can_be_written(value: dict[str, Any]) -> None:
    try:
        accepted = metadata.validate_python(value)
    except ValidationError:
        return
    assert isinstance(jsons.loads(jsons.dumps(accepted)), dict)
