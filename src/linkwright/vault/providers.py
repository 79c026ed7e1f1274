"""Who holds the master key. The vault asks a provider to wrap and unwrap data keys and never sees the master key itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from linkwright.vault.errors import WrongMasterKey

FILE, PASSPHRASE, KMS, TRANSIT = "file", "passphrase", "kms", "transit"
_NONCE_BYTES = 12


class KeyProvider(Protocol):
    """A place that holds one master key: a local file, a key management service."""

    @property
    def key_id(self) -> str:
        """The id of the master key; stored beside every data key that it wraps. 64 characters at most."""
        ...

    @property
    def kind(self) -> str:
        """`file`, `passphrase`, `kms` or `transit`."""
        ...

    @property
    def label(self) -> str:
        """What people know the key by; no secret."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What has to be stored to have the key again, beside the secret; no secret itself."""
        ...

    @property
    def remote(self) -> bool:
        """Whether it is asked over a network, and so after those that are not."""
        ...

    async def wrap(self, data_key: bytes, context: bytes) -> bytes:
        """Encrypt a data key under the master key, bound to its context.

        Raises:
            linkwright.vault.errors.VaultLocked: it does not answer, or refuses.
        """
        ...

    async def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Give back the data key.

        Raises:
            linkwright.vault.errors.WrongMasterKey: it was wrapped by another key, for another context, or was altered.
            linkwright.vault.errors.VaultLocked: it does not answer, or refuses.
        """
        ...


class MasterKey:
    """A master key in this process's memory: AES-256-GCM with a fresh nonce per wrap."""

    __slots__ = ("_cipher", "key_id")
    kind: str = FILE
    remote: bool = False

    def __init__(self, key_id: str, key: bytes) -> None:
        """Take a key of 32 bytes. Only the cipher object is kept."""
        if len(key) != 32:
            raise ValueError("a master key has 32 bytes")
        self.key_id = key_id
        self._cipher = AESGCM(key)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key_id!r})"

    @property
    def label(self) -> str:
        """Nothing but its id is known of it."""
        return ""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """None are needed."""
        return {}

    async def wrap(self, data_key: bytes, context: bytes) -> bytes:
        """Nonce and ciphertext of the data key."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, data_key, context)

    async def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The data key.

        Raises:
            WrongMasterKey: it was wrapped by another key, for another context, or was altered.
        """
        try:
            return self._cipher.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], context)
        except (InvalidTag, ValueError):
            raise WrongMasterKey(
                f"Master key {self.key_id} does not open this data key: it was wrapped by another key, or altered."
            ) from None
