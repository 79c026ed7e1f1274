"""A credential that a provider says back is taken out in whatever spelling it comes."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from linkwright.engine.said_back import without_secrets
from linkwright.kit.secret import Secret

KEY = "lin_oauth_Zq8/+canary=ofOne"


@pytest.mark.parametrize(
    "said",
    [
        lambda key: key,
        lambda key: quote(key, safe=""),
        lambda key: "".join(f"%{one:02X}" for one in key.encode()),
        lambda key: quote(key, safe="").replace("_", "%5f"),
        lambda key: "".join(f"\\u{ord(one):04x}" for one in key),
        lambda key: key.replace("l", "\\u006C"),
        lambda key: key.encode().hex(),
        lambda key: key.encode().hex().upper(),
        # As PHP writes it.
        lambda key: key.replace("/", "\\/"),
        lambda key: key.replace("/", "\\/").replace("+", "%2b"),
    ],
)
def test_no_spelling_is_left(said: Callable[[str], str]) -> None:
    text = f'{{"message":"no: {said(KEY)} is unknown"}}'.encode()
    assert without_secrets(text, [Secret(KEY)]) == b'{"message":"no: ** is unknown"}'


@pytest.mark.parametrize("before", ["%", "%a", "\\u00", "\\"])
def test_what_stands_before_does_not_hide_where_a_secret_begins(before: str) -> None:
    text = f"{before}abc%64efgh-canary".encode()
    assert without_secrets(text, [Secret("abcdefgh-canary")]) == f"{before}**".encode()


@pytest.mark.parametrize("key", ['say-"hello"-to', "back\\slashed\\u0041key", "100%41percent-key"])
def test_a_secret_that_looks_escaped_itself_is_found_too(key: str) -> None:
    for said in (key, json.dumps(key)[1:-1], quote(key, safe=""), "".join(f"%{one:02x}" for one in key.encode())):
        assert without_secrets(f"no: {said}.".encode(), [Secret(key)]) == b"no: **."


def test_base64_with_its_signs_escaped_is_found_too() -> None:
    said = base64.b64encode(b"???>>>???>>>???>>>").decode()
    assert "/" in said
    assert "+" in said
    for escaped in (said.replace("/", "\\/"), quote(said, safe="")):
        assert without_secrets(escaped.encode(), [Secret("???>>>???>>>???>>>")]) == b"**"


@pytest.mark.parametrize("beside", ["", "u", "us"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_is_found_within_a_longer_text(beside: str, encode: Callable[[bytes], bytes]) -> None:
    left = without_secrets(encode(f"{beside}{KEY}:".encode()), [Secret(KEY)])
    assert b"**" in left
    assert len(left) <= 10


def test_other_texts_stay_as_they_are() -> None:
    text = b'{"message":"50% of \\u0041 is fine"}'
    assert without_secrets(text, [Secret(KEY), Secret("short")]) == text
