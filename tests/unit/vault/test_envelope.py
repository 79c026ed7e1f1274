from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from linkwright.kit.secret import Secret
from linkwright.vault.canonical import canonical_context
from linkwright.vault.envelope import Place, key_id_of, open_record, seal_record
from linkwright.vault.errors import RecordDoesNotOpen

CIPHER = AESGCM(b"d" * 32)
PLACE = Place("prj_1", "acc_1", "api_key", 3)
any_text = st.text(st.characters(codec=None))  # lone surrogates included
parts = st.lists(st.one_of(any_text, st.integers(0, 2**64 - 1)), max_size=5)


def opened(blob: bytes, place: Place = PLACE) -> str:
    key_id_of(blob, place)
    return open_record(blob, CIPHER, place).reveal()


@given(any_text)
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    assert opened(seal_record("dk_1", CIPHER, Secret(text), PLACE)) == text


@pytest.mark.promise("vault.bound-to-its-row")
@given(st.data())
def test_a_record_with_any_one_bit_changed_does_not_open(data: st.DataObject) -> None:
    blob = bytearray(seal_record("dk_1", CIPHER, Secret("top secret"), PLACE))
    bit = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[bit // 8] ^= 1 << bit % 8
    with pytest.raises(RecordDoesNotOpen):
        opened(bytes(blob))


@given(st.data())
def test_a_truncated_or_prolonged_record_does_not_open(data: st.DataObject) -> None:
    blob = seal_record("dk_1", CIPHER, Secret("top secret"), PLACE)
    changed = data.draw(st.integers(0, len(blob) - 1).map(lambda n: blob[:n]) | st.binary(min_size=1).map(blob.__add__))
    with pytest.raises(RecordDoesNotOpen):
        opened(changed)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_record_are_refused_and_nothing_else_happens(noise: bytes) -> None:
    with pytest.raises(RecordDoesNotOpen):
        opened(noise)


@given(any_text, any_text, any_text, st.integers(0, 2**64 - 1))
def test_a_record_opens_at_its_own_place_only(project: str, account: str, field: str, version: int) -> None:
    elsewhere = Place(project, account, field, version)
    blob = seal_record("dk_1", CIPHER, Secret("x"), PLACE)
    if elsewhere != PLACE:
        with pytest.raises(RecordDoesNotOpen):
            opened(blob, elsewhere)


@pytest.mark.promise("vault.bound-to-its-row")
@pytest.mark.parametrize(
    "change", [{"project_id": "prj_2"}, {"account_id": "acc_2"}, {"field": "api_key2"}, {"version": 2}, {"version": 4}]
)
def test_a_record_moved_to_another_row_does_not_open(change: dict[str, str | int]) -> None:
    blob = seal_record("dk_1", CIPHER, Secret("x"), PLACE)
    with pytest.raises(RecordDoesNotOpen):
        opened(blob, PLACE._replace(**change))  # type: ignore[arg-type]


def test_letters_cannot_be_shifted_from_one_name_to_its_neighbour() -> None:
    blob = seal_record("dk_1", CIPHER, Secret("x"), Place("prj", "acc1", "key", 0))
    with pytest.raises(RecordDoesNotOpen):
        opened(blob, Place("prja", "cc1", "key", 0))


@given(parts, parts)
def test_two_contexts_are_the_same_only_if_their_parts_are(one: list[str | int], other: list[str | int]) -> None:
    assert (canonical_context("p", *one) == canonical_context("p", *other)) == (one == other)


@given(parts)
def test_the_purpose_of_a_context_is_part_of_it(one: list[str | int]) -> None:
    assert canonical_context("p", *one) != canonical_context("q", *one)


@pytest.mark.parametrize("number", [-1, 2**64])
def test_a_number_that_does_not_fit_the_context_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="from 0 to"):
        canonical_context("p", number)


def test_two_seals_of_one_secret_differ_and_no_nonce_comes_twice() -> None:
    blobs = {seal_record("dk_1", CIPHER, Secret("same"), PLACE) for _ in range(5000)}
    assert len(blobs) == 5000
    assert len({blob[6:18] for blob in blobs}) == 5000


def test_the_secret_is_not_to_be_found_in_its_record_nor_in_the_error() -> None:
    blob = seal_record("dk_1", CIPHER, Secret("find me if you can"), PLACE)
    assert b"find me" not in blob
    with pytest.raises(RecordDoesNotOpen) as caught:
        opened(blob[:-1])
    assert "find me" not in str(caught.value)
    assert "api_key of acc_1 (version 3)" in str(caught.value)


@pytest.mark.parametrize("key_id", ["", "k" * 256, "schlüssel"])
def test_a_key_id_that_does_not_fit_the_format_is_refused_before_sealing(key_id: str) -> None:
    with pytest.raises(ValueError, match=r"1 to 255|ascii"):
        seal_record(key_id, CIPHER, Secret("x"), PLACE)


def test_a_record_that_does_not_open_says_which_and_why() -> None:
    assert PLACE.refusal().message == (
        "The stored api_key of acc_1 (version 3) does not open: it was altered, or moved here from another place."
    )


def test_the_bytes_of_a_record_are_those_that_are_documented() -> None:
    # Records of earlier versions stand in databases.
    blob = seal_record("dk_1", CIPHER, Secret("x"), PLACE)
    assert (blob[:6], len(blob)) == (b"\x01\x04dk_1", 6 + 12 + 1 + 16)
    nonce, head = blob[6:18], blob[:6]
    place = b"".join(
        kind + len(part).to_bytes(4, "big") + part
        for kind, part in [
            (b"p", b"record"),
            (b"t", b"prj_1"),
            (b"t", b"acc_1"),
            (b"t", b"api_key"),
            (b"n", (3).to_bytes(8, "big")),
        ]
    )
    assert CIPHER.decrypt(nonce, blob[18:], head + place) == b"x"
    assert PLACE.context() == place


def test_the_shortest_and_the_longest_id_of_a_key_are_sealed_under() -> None:
    for key_id in ("k", "k" * 255):
        blob = seal_record(key_id, CIPHER, Secret(""), PLACE)
        assert key_id_of(blob, PLACE) == key_id
        assert opened(blob) == ""
        with pytest.raises(RecordDoesNotOpen):
            key_id_of(blob[:-1], PLACE)


def test_a_record_of_a_later_format_or_with_an_id_that_is_no_text_is_refused() -> None:
    blob = seal_record("dk_1", CIPHER, Secret("x"), PLACE)
    for odd in (b"\x02" + blob[1:], b"\x00" + blob[1:], blob[:2] + b"\xff" + blob[3:], b"", b"\x01"):
        with pytest.raises(RecordDoesNotOpen):
            key_id_of(odd, PLACE)
