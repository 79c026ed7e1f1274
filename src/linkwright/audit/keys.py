"""The audit key: one secret in a file beside the master key, from which everything that marks records is made.

It is not in the database, so whoever has only the database can neither seal a record, nor sign a checkpoint, nor guess
arguments from their digests. It is not wrapped by the master key either: rotating or losing that leaves old signatures as good
as they were.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from linkwright.audit.errors import AuditKeyMissing, PublicKeyInvalid
from linkwright.audit.key_file import make_key_file, read_key_file

_PREFIX = "lwaudit_"


class AuditKey:
    """What a process of the hub marks records with."""

    def __init__(self, secret: bytes, formers: Iterable[PublicKey] = ()) -> None:
        """Take 32 random bytes, and the public keys of earlier ones."""
        self._signing = Ed25519PrivateKey.from_private_bytes(hmac.digest(secret, b"linkwright audit signing", "sha256"))
        self.seal = hmac.digest(secret, b"linkwright audit seal", "sha256")
        self._digests = hmac.digest(secret, b"linkwright audit arguments", "sha256")
        self.public = PublicKey(self._signing.public_key().public_bytes_raw())
        self._trusted = {one.id: one for one in (self.public, *formers)}
        # Few projects are busy at once; deriving a key costs as much as using it.
        self._digest_key = lru_cache(4096)(self._derived)

    @classmethod
    def open(cls, path: Path) -> AuditKey:
        """The key of a hub; its first start makes the file, for its owner only.

        Raises:
            linkwright.vault.errors.KeyFileUnsafe, KeyFileDamaged: the file cannot be used.
        """
        if not path.exists() and not path.is_symlink():
            make_key_file(path)
        secret, formers = read_key_file(path)
        return cls(secret, map(PublicKey.read, formers))

    @classmethod
    def existing(cls, path: Path) -> AuditKey:
        """The same, without making one.

        Raises:
            AuditKeyMissing: there is none.
        """
        if not path.exists():
            raise AuditKeyMissing(f"There is no audit key at {path}.")
        return cls.open(path)

    def digest(self, chain: str, arguments: bytes) -> str:
        """The digest of canonical arguments, under a key of the project.

        It proves, to whoever holds the audit key and a set of arguments, that they are those of the call. Without the key
        a small space of arguments cannot be searched through, and equal arguments of two projects cannot be told to be equal.
        """
        return hmac.digest(self._digest_key(chain), arguments, "sha256").hex()

    def trusts(self, key_id: str) -> PublicKey | None:
        """The public key of that id, if it is this one's or that of an earlier one."""
        return self._trusted.get(key_id)

    def sign(self, message: bytes) -> str:
        """An Ed25519 signature, in hex."""
        return self._signing.sign(message).hex()

    def _derived(self, chain: str) -> bytes:
        return hmac.digest(self._digests, chain.encode(), "sha256")


class PublicKey:
    """What signatures are checked with."""

    def __init__(self, raw: bytes) -> None:
        """Take the 32 bytes of an Ed25519 key.

        Raises:
            PublicKeyInvalid: they are none.
        """
        try:
            self._key = Ed25519PublicKey.from_public_bytes(raw)
        except ValueError:
            raise PublicKeyInvalid from None
        self.raw = raw
        self.id = "auk_" + hashlib.sha256(raw).hexdigest()[:20]

    @classmethod
    def read(cls, text: str) -> PublicKey:
        """From the text that `text` gives.

        Raises:
            PublicKeyInvalid: it is something else.
        """
        word = text.strip()
        try:
            return cls(
                base64.urlsafe_b64decode(word.removeprefix(_PREFIX) + "=" * (-len(word.removeprefix(_PREFIX)) % 4))
            )
        except ValueError:
            raise PublicKeyInvalid from None

    @property
    def text(self) -> str:
        """The key in one word."""
        return _PREFIX + base64.urlsafe_b64encode(self.raw).decode().rstrip("=")

    def signed(self, message: bytes, signature: str) -> bool:
        """Whether the holder of the private key signed the message."""
        try:
            self._key.verify(bytes.fromhex(signature), message)
        except (InvalidSignature, ValueError):
            return False
        return True
