"""By what writes are known again."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.ledger import keys
from linkwright.ledger.errors import KeyInvalid
from linkwright.ledger.model import WriteKey

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("key", ["", "   ", "a" * 256, "é", "a\nb", "\x00", 7, None, ["a"], '""'])
def test_a_key_that_is_no_short_printable_text_is_refused(key: object) -> None:
    with pytest.raises(KeyInvalid):
        keys.given(key)


def test_blanks_and_the_quotes_of_a_structured_header_are_not_part_of_a_key() -> None:
    assert keys.given(' "abc" ') == keys.given("abc") != keys.given("abd")


@given(_JSON, _JSON)
def test_two_wishes_have_one_fingerprint_only_if_they_are_the_same(one: Any, other: Any) -> None:
    same = keys.fingerprint("acc_1", "a", {"x": one}) == keys.fingerprint("acc_1", "a", {"x": other})
    assert same == (repr(_plain(one)) == repr(_plain(other)))


def test_the_order_of_arguments_is_no_difference_but_their_place_is() -> None:
    assert keys.fingerprint("a", "b", {"x": 1, "y": 2}) == keys.fingerprint("a", "b", {"y": 2, "x": 1})
    assert keys.fingerprint("a", "b", {"x": [1, 2]}) != keys.fingerprint("a", "b", {"x": [2, 1]})
    assert keys.fingerprint("ab", "c", {}) != keys.fingerprint("a", "bc", {})


def test_a_derived_key_knows_caller_request_and_wish_and_the_kind_of_its_id() -> None:
    one = keys.derived("key_1", 7, "f")
    others = [
        keys.derived("key_2", 7, "f"),
        keys.derived("key_1", 8, "f"),
        keys.derived("key_1", "7", "f"),
        keys.derived("key_1", 7, "g"),
        keys.given("7"),
        keys.unrepeatable("7"),
    ]
    assert one == keys.derived("key_1", 7, "f")
    assert len({one.hash, *(other.hash for other in others)}) == 7


def _plain(value: Any) -> Any:
    """The value with its keys in one order, so that `repr` tells true from 1 and nothing else."""
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def test_keys_are_hashes_that_stay_the_same_from_version_to_version() -> None:
    # They stand in databases: another hash for the same key would let a repeated write through.
    def framed(*parts: str) -> str:
        raw = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
        return hashlib.sha256(raw).hexdigest()

    assert keys.given("k-1") == WriteKey(framed("given", "k-1"), "given")
    assert keys.derived("key_1", 7, "f") == WriteKey(framed("derived", "key_1", "7", "f"), "derived")
    assert keys.unrepeatable("run_1") == WriteKey(framed("run", "run_1"), "none")
    assert keys.fingerprint("acc_1", "a", {"b": 1}) == framed("acc_1", "a", '{"b":1}')


def test_the_longest_key_is_taken_and_what_is_no_text_is_told_so() -> None:
    assert keys.given("a" * 255) != keys.given("a" * 254)
    with pytest.raises(KeyInvalid, match=r"^The idempotency key must be a text\.$"):
        keys.given(7)


def test_the_key_of_an_approved_call_is_the_approvals_alone() -> None:
    raw = b"".join(len(part).to_bytes(8, "big") + part for part in (b"approval", b"apr_1"))
    assert keys.approved("apr_1").hash == hashlib.sha256(raw).hexdigest()
    assert len({keys.approved("apr_1").hash, keys.approved("apr_2").hash, keys.given("apr_1").hash}) == 3
