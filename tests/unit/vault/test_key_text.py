"""The text of a key file, byte for byte: files of earlier versions lie on people's machines and in their safes."""

from __future__ import annotations

import hashlib

import pytest

from linkwright.vault.canonical import canonical_context, text_bytes
from linkwright.vault.key_text import NotAKeyText, read_key_text, write_key_text

KEY = bytes(range(32))
CHECK = hashlib.sha256(b"p\0\0\0\x08key filet\0\0\0\x06mk_abc" + KEY).hexdigest()[:32]
TEXT = (
    f"Linkwright master key, version 1\nid: mk_abc\nkey: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\ncheck: {CHECK}\n"
)


def test_a_key_file_has_the_lines_that_are_documented() -> None:
    assert write_key_text("mk_abc", KEY) == TEXT
    assert read_key_text(TEXT) == ("mk_abc", KEY)


def test_line_ends_of_another_system_and_missing_or_further_ones_at_the_end_are_taken() -> None:
    for text in (TEXT.replace("\n", "\r\n"), TEXT.rstrip(), TEXT + "\n \n"):
        assert read_key_text(text) == ("mk_abc", KEY)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("  \n", "it is empty"),
        ("Something\nelse", "its first line is not 'Linkwright master key, version 1'"),
        ("Linkwright export, version 2", "its first line is not 'Linkwright master key, version 1'"),
        (TEXT.replace("version 1", "version 12"), "it was written by a later version"),
        (TEXT.replace("id: mk_abc", "id: dk_abc"), "it does not have exactly the lines id, key and check"),
        (TEXT.replace("key: AAEC", "key: AA-C"), "its key line is not base64"),
        (TEXT.replace("key: AAEC", "key: "), "its key has 29 bytes where 32 are needed"),
        (TEXT.replace("key: AAEC", "key: AAECAAEC"), "its key has 35 bytes where 32 are needed"),
        (TEXT.replace(CHECK, CHECK[:-1]), "its checksum does not fit, so some characters have changed"),
        (TEXT.replace(CHECK, f"{CHECK}0"), "its checksum does not fit, so some characters have changed"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_in_these_words(text: str, why: str) -> None:
    with pytest.raises(NotAKeyText) as found:
        read_key_text(text)
    assert str(found.value) == why
    assert found.value.__cause__ is None


def test_an_id_has_64_characters_after_its_prefix_at_most() -> None:
    longest = "mk_" + "a" * 64
    assert read_key_text(write_key_text(longest, KEY)) == (longest, KEY)
    with pytest.raises(NotAKeyText):
        read_key_text(write_key_text(longest + "a", KEY))


def test_a_context_is_its_purpose_and_parts_each_with_kind_and_length() -> None:
    assert canonical_context("use", "é", 1, 0, 2**64 - 1) == (
        b"p\0\0\0\x03uset\0\0\0\x02\xc3\xa9n\0\0\0\x08\0\0\0\0\0\0\0\x01"
        b"n\0\0\0\x08\0\0\0\0\0\0\0\0n\0\0\0\x08\xff\xff\xff\xff\xff\xff\xff\xff"
    )  # fmt: skip
    assert canonical_context("") == b"p\0\0\0\0"


@pytest.mark.parametrize("number", [-1, 2**64])
def test_a_number_out_of_range_is_named(number: int) -> None:
    with pytest.raises(ValueError) as found:
        canonical_context("use", number)
    assert str(found.value) == f"a number from 0 to 2**64 - 1 is needed, not {number}"


def test_text_with_half_a_surrogate_pair_has_bytes_too() -> None:
    assert text_bytes("a\ud800é") == b"a\xed\xa0\x80\xc3\xa9"
