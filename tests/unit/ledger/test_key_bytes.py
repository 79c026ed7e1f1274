"""What the keys and fingerprints of writes are made of, byte for byte: they stand in databases until they run out."""

from __future__ import annotations

import hashlib

import pytest

from linkwright.ledger import keys
from linkwright.ledger.errors import KeyInvalid
from linkwright.ledger.model import DERIVED, GIVEN, NONE, WriteKey


def hashed(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).hexdigest()


def test_each_kind_of_key_is_a_hash_of_its_kind_and_of_what_makes_it() -> None:
    assert keys.given("abc") == WriteKey(hashed(b"given", b"abc"), GIVEN)
    assert keys.approved("apr_1") == WriteKey(hashed(b"approval", b"apr_1"), GIVEN)
    assert keys.unrepeatable("run_1") == WriteKey(hashed(b"run", b"run_1"), NONE)
    assert keys.derived("key_1", 7, "f") == WriteKey(hashed(b"derived", b"key_1", b"7", b"f"), DERIVED)
    assert keys.derived("key_1", "7", "f") == WriteKey(hashed(b"derived", b"key_1", b'"7"', b"f"), DERIVED)


def test_a_fingerprint_is_a_hash_of_account_action_and_arguments_in_one_order() -> None:
    made = keys.fingerprint("acc_1", "create_issue", {"b": 1, "a": "é"})
    assert made == hashed(b"acc_1", b"create_issue", '{"a":"é","b":1}'.encode())


def test_half_a_surrogate_pair_in_an_id_breaks_nothing() -> None:
    assert keys.unrepeatable("\ud800").hash == hashed(b"run", b"\xed\xa0\x80")


@pytest.mark.parametrize("text", ["a", "a" * 255, '"', 'a"', '"a', "a b", "~", '"' + "a" * 255 + '"'])
def test_a_key_of_1_to_255_printable_characters_is_taken(text: str) -> None:
    inside = text[1:-1] if len(text) > 2 and text[0] == text[-1] == '"' else text
    assert keys.given(f" {text} ").hash == hashed(b"given", inside.encode())


@pytest.mark.parametrize("text", ["", '""', "a" * 256, '"' + "a" * 256 + '"', "é", "a\tb", "\x7f"])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(KeyInvalid):
        keys.given(text)


def test_what_is_no_text_is_told_so() -> None:
    with pytest.raises(KeyInvalid) as found:
        keys.given(7)
    assert found.value.message == "The idempotency key must be a text."
