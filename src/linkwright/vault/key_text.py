"""The text of a key file: three named lines and a checksum, so that a damaged file is told apart from a wrong one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from linkwright.vault.canonical import canonical_context

TITLE = "Linkwright master key, version 1"
KEY_BYTES = 32
_LINES = re.compile(
    re.escape(TITLE) + r"\r?\nid: (?P<id>mk_[A-Za-z0-9]{1,64})\r?\nkey: (?P<key>\S+)\r?\ncheck: (?P<check>\S+)\s*"
)


class NotAKeyText(ValueError):
    """Says, without quoting the text, what is wrong with it."""


def write_key_text(key_id: str, key: bytes) -> str:
    """The text of a file for this key."""
    return f"{TITLE}\nid: {key_id}\nkey: {base64.b64encode(key).decode()}\ncheck: {_check(key_id, key)}\n"


def read_key_text(text: str) -> tuple[str, bytes]:
    """The id and the 32 bytes of a key file.

    Raises:
        NotAKeyText: the text is of another format or version, or some of it has changed.
    """
    if not text.strip():
        raise NotAKeyText("it is empty")
    title = text.splitlines()[0].strip()
    if title != TITLE:
        known = title.startswith(TITLE.rsplit(" ", 1)[0])
        raise NotAKeyText("it was written by a later version" if known else f"its first line is not '{TITLE}'")
    match = _LINES.fullmatch(text)
    if match is None:
        raise NotAKeyText("it does not have exactly the lines id, key and check")
    try:
        key = base64.b64decode(match["key"], validate=True)
    except ValueError:
        raise NotAKeyText("its key line is not base64") from None
    if len(key) != KEY_BYTES:
        raise NotAKeyText(f"its key has {len(key)} bytes where {KEY_BYTES} are needed")
    if not hmac.compare_digest(match["check"].encode(), _check(match["id"], key).encode()):
        raise NotAKeyText("its checksum does not fit, so some characters have changed")
    return match["id"], key


def _check(key_id: str, key: bytes) -> str:
    # Half a SHA-256 over 256 random bits gives nothing away that the line above does not.
    return hashlib.sha256(canonical_context("key file", key_id) + key).hexdigest()[:32]
