"""The master key derived from a passphrase by scrypt. Salt and cost are stored with the data; the passphrase is not."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import os
import unicodedata
from collections.abc import Mapping
from typing import Any

from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.vault.canonical import canonical_context, text_bytes
from linkwright.vault.errors import KeyParametersUnusable, PassphraseTooShort
from linkwright.vault.providers import PASSPHRASE, MasterKey

LEAST_CHARACTERS = 12
_SALT_BYTES = 16
# 128 MiB and some tenths of a second (OWASP Password Storage Cheat Sheet: scrypt with N=2^17, r=8, p=1).
COST, _BLOCK, _LANES = 2**17, 8, 1
# What is read from the database is not believed: less would be guessed, more would take the machine's memory.
_LEAST_COST, _MOST_COST = 2**14, 2**20


class PassphraseKey(MasterKey):
    """A key provider whose master key is made of a passphrase."""

    __slots__ = ("_parameters",)
    kind = PASSPHRASE

    def __init__(self, key_id: str, key: bytes, parameters: Mapping[str, Any]) -> None:
        """`create` and `derive` make one."""
        super().__init__(key_id, key)
        self._parameters = dict(parameters)

    @property
    def label(self) -> str:
        """How it is derived."""
        return f"scrypt, N={self._parameters['n']}"

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Salt, cost, and what tells the right passphrase from a wrong one."""
        return self._parameters

    @classmethod
    async def create(cls, passphrase: Secret, cost: int = COST) -> PassphraseKey:
        """A new master key of a passphrase, with a fresh salt.

        Raises:
            PassphraseTooShort: it has fewer than 12 characters.
        """
        if len(_normal(passphrase)) < LEAST_CHARACTERS:
            raise PassphraseTooShort
        key_id, salt = new_id("mk"), os.urandom(_SALT_BYTES)
        parameters = {"salt": base64.b64encode(salt).decode(), "n": cost, "r": _BLOCK, "p": _LANES}
        key, check = await asyncio.to_thread(_derived, key_id, passphrase, salt, parameters)
        return cls(key_id, key, {**parameters, "check": check})

    @classmethod
    async def derive(cls, key_id: str, passphrase: Secret, parameters: Mapping[str, Any]) -> PassphraseKey | None:
        """The master key of that id again; None if it is another passphrase's.

        Raises:
            KeyParametersUnusable: the stored parameters are not those of a key that Linkwright derives.
        """
        try:
            salt = base64.b64decode(parameters["salt"], validate=True)
            given = {name: int(parameters[name]) for name in ("n", "r", "p")}
            check = str(parameters["check"])
        except (KeyError, TypeError, ValueError):
            raise KeyParametersUnusable(f"The stored parameters of master key {key_id} are damaged.") from None
        n = given["n"]
        if not _LEAST_COST <= n <= _MOST_COST or n & (n - 1) or (given["r"], given["p"]) != (_BLOCK, _LANES):
            raise KeyParametersUnusable(f"The stored parameters of master key {key_id} are out of bounds: {given}.")
        key, found = await asyncio.to_thread(_derived, key_id, passphrase, salt, given)
        return cls(key_id, key, parameters) if hmac.compare_digest(found, check) else None


def _derived(key_id: str, passphrase: Secret, salt: bytes, cost: Mapping[str, Any]) -> tuple[bytes, str]:
    n, r, p = int(cost["n"]), int(cost["r"]), int(cost["p"])
    made = hashlib.scrypt(
        text_bytes(_normal(passphrase)), salt=salt, n=n, r=r, p=p, maxmem=256 * n * r + 2**20, dklen=64
    )
    # The second half is independent of the first, so telling a hash of it gives nothing of the key away.
    return made[:32], hashlib.sha256(canonical_context("passphrase", key_id) + made[32:]).hexdigest()


def _normal(passphrase: Secret) -> str:
    # The same characters typed on two machines may come as different code points.
    return unicodedata.normalize("NFC", passphrase.reveal())
