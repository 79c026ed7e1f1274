"""The bytes of a sealed record, and how they are made and opened.

    version (1 byte, 0x01) | length of the data key's id (1 byte) | that id (ASCII) | nonce (12 bytes) | ciphertext and tag

The associated data is the record's place (project, account, field, version) and the head of the record itself, so a
record that was altered, or put into another row, does not open.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from linkwright.kit.secret import Secret
from linkwright.vault.canonical import canonical_context, text_bytes
from linkwright.vault.errors import RecordDoesNotOpen

FORMAT = 1
NONCE_BYTES = 12
TAG_BYTES = 16


class Place(NamedTuple):
    """Where a record belongs; it opens nowhere else.

    Attributes:
        project_id: the project whose data key seals it.
        account_id: the linked account, or whatever else owns the secret.
        field: the name of the secret within its owner.
        version: counts the writes of that field, from 0.
    """

    project_id: str
    account_id: str
    field: str
    version: int

    def context(self) -> bytes:
        """The place as associated data."""
        return _context(self)

    def refusal(self) -> RecordDoesNotOpen:
        """The error for a record that does not open here. It names the place, which is no secret."""
        return RecordDoesNotOpen(
            f"The stored {self.field} of {self.account_id} (version {self.version}) does not open: "
            "it was altered, or moved here from another place."
        )


@lru_cache(maxsize=4096)  # the same places are opened over and over, and encoding one costs more than the decryption
def _context(place: Place) -> bytes:
    return canonical_context("record", *place)


def seal_record(key_id: str, cipher: AESGCM, secret: Secret, place: Place) -> bytes:
    """Seal a secret for its place under a data key. Two seals of one secret never look alike.

    Raises:
        ValueError: the key's id does not fit the format, or the version is negative.
    """
    name = key_id.encode("ascii")
    if not 0 < len(name) < 256:
        raise ValueError("a data key's id has 1 to 255 characters")
    head = bytes((FORMAT, len(name))) + name
    nonce = os.urandom(NONCE_BYTES)
    return head + nonce + cipher.encrypt(nonce, text_bytes(secret.reveal()), head + place.context())


def key_id_of(blob: bytes, place: Place) -> str:
    """The id of the data key that sealed a record.

    Raises:
        RecordDoesNotOpen: these bytes are no record, or one of a format that this version does not know.
    """
    try:
        if blob[0] == FORMAT and len(blob) >= 2 + blob[1] + NONCE_BYTES + TAG_BYTES:
            return str(blob[2 : 2 + blob[1]], "ascii")
    except (IndexError, UnicodeDecodeError):
        pass
    raise place.refusal()


def open_record(blob: bytes, cipher: AESGCM, place: Place) -> Secret:
    """Open a record whose head `key_id_of` has read.

    Raises:
        RecordDoesNotOpen: it was altered, or sealed for another place or under another key.
    """
    start = 2 + blob[1]
    body = start + NONCE_BYTES
    try:
        plain = cipher.decrypt(blob[start:body], blob[body:], blob[:start] + place.context())
    except InvalidTag:
        raise place.refusal() from None
    return Secret(plain.decode("utf-8", "surrogatepass"))
