"""By what a write is known again, and what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from linkwright.kit import jsons
from linkwright.ledger.errors import KeyInvalid
from linkwright.ledger.model import DERIVED, GIVEN, NONE, WriteKey

MOST_CHARS = 255


def given(key: object) -> WriteKey:
    """A key that the caller chose.

    Raises:
        KeyInvalid: it is no text of 1 to 255 printable ASCII characters.
    """
    if not isinstance(key, str):
        raise KeyInvalid("The idempotency key must be a text.")
    text = key.strip()
    # The draft of the IETF writes it as a quoted string; hardly any client does.
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if not 1 <= len(text) <= MOST_CHARS or not text.isascii() or not text.isprintable():
        raise KeyInvalid
    return WriteKey(_hash("given", text), GIVEN)


def approved(approval_id: str) -> WriteKey:
    """The key of a call that was approved. It is none that a caller could choose."""
    return WriteKey(_hash("approval", approval_id), GIVEN)


def derived(caller_id: str, request_id: object, fingerprint: str) -> WriteKey:
    """The key of a call that carries none but has an id of its own, as every call over MCP has."""
    return WriteKey(_hash("derived", caller_id, jsons.dumps(request_id), fingerprint), DERIVED)


def unrepeatable(run_id: str) -> WriteKey:
    """The key of a call by which nobody can know it again."""
    return WriteKey(_hash("run", run_id), NONE)


def fingerprint(account_id: str, action: str, arguments: Mapping[str, Any]) -> str:
    """What the write is: account, action, and the caller's arguments before any name in them is looked up."""
    return _hash(account_id, action, jsons.canonical(arguments).decode())


def _hash(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
