"""Data keys: one per project, stored only in wrapped form, held open as cipher objects in a bounded cache."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from linkwright.kit.ids import new_id
from linkwright.vault.canonical import canonical_context
from linkwright.vault.errors import WrongMasterKey
from linkwright.vault.keyring import Keyring, Wraps
from linkwright.vault.providers import KeyProvider

DATA_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class WrappedDataKey:
    """A data key as it is stored.

    Attributes:
        id: `dk_` and random characters; named in every record that the key seals.
        project_id: the project whose records it seals.
        wraps: master key id and its provider's bytes, for each master key that wrapped it.
    """

    id: str
    project_id: str
    wraps: Wraps = field(repr=False)

    def context(self) -> bytes:
        """What the wrapping is bound to, so that a row cannot be given to another project."""
        return _wrap_context(self.id, self.project_id)


class DataKeyStore(Protocol):
    """Where wrapped data keys are kept."""

    async def get(self, key_id: str) -> WrappedDataKey | None:
        """The key of that id."""
        ...

    async def current(self, project_id: str) -> WrappedDataKey | None:
        """The key under which the project's new records are sealed."""
        ...

    async def add(self, key: WrappedDataKey) -> WrappedDataKey | None:
        """Keep a project's first key and give back the one that counts: another process's, if that came first.

        None, and it is not kept, if all master keys that wrapped it are retired.

        The row must become durable no later than any record sealed under it, for instance in the same transaction.
        """
        ...

    async def newest(self, limit: int) -> Sequence[WrappedDataKey]:
        """At most so many keys of any projects, the newest first."""
        ...


def _wrap_context(key_id: str, project_id: str) -> bytes:
    return canonical_context("data key", key_id, project_id)


async def make_data_key(ring: Keyring, project_id: str) -> WrappedDataKey:
    """A fresh random data key, wrapped by every master key. The key itself is forgotten at once.

    Raises:
        linkwright.vault.errors.VaultLocked: no master key answers.
    """
    key_id = new_id("dk")
    wraps = await ring.wrap(secrets.token_bytes(DATA_KEY_BYTES), _wrap_context(key_id, project_id))
    return WrappedDataKey(key_id, project_id, tuple(wraps))


async def open_data_key(ring: Keyring, key: WrappedDataKey) -> AESGCM:
    """Unwrap a data key.

    Raises:
        WrongMasterKey: another master key wrapped it, or its row was altered.
        linkwright.vault.errors.VaultLocked: the master key's provider does not answer.
    """
    try:
        return AESGCM(await ring.unwrap(key.id, key.wraps, key.context()))
    except ValueError:
        raise WrongMasterKey(f"Data key {key.id} opens to something that is no key: its row was altered.") from None


async def wrap_again(ring: Keyring, key: WrappedDataKey, by: KeyProvider) -> bytes:
    """The data key, wrapped by one master key more.

    Raises:
        WrongMasterKey: no master key of the ring wrapped it.
        linkwright.vault.errors.VaultLocked: a provider does not answer.
    """
    return await by.wrap(await ring.unwrap(key.id, key.wraps, key.context()), key.context())


@dataclass(frozen=True, slots=True)
class OpenDataKey:
    """A data key ready for use, and the project that it serves."""

    project_id: str
    cipher: AESGCM = field(repr=False)


class OpenKeys:
    """A bounded map from key id to open data key that drops the one unused for longest."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._keys: OrderedDict[str, OpenDataKey] = OrderedDict()

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, key_id: str) -> OpenDataKey | None:
        """The open key, marked as just used."""
        found = self._keys.get(key_id)
        if found is not None:
            self._keys.move_to_end(key_id)
        return found

    def put(self, key_id: str, key: OpenDataKey) -> None:
        """Hold a key open."""
        self._keys[key_id] = key
        self._keys.move_to_end(key_id)
        if len(self._keys) > self._limit:
            self._keys.popitem(last=False)

    def drop_project(self, project_id: str) -> None:
        """Let go of every key of a project."""
        for key_id in [known for known, key in self._keys.items() if key.project_id == project_id]:
            del self._keys[key_id]

    def drop(self, key_id: str) -> None:
        """Let go of one key."""
        self._keys.pop(key_id, None)

    def ids(self) -> list[str]:
        """The ids of all that are open."""
        return list(self._keys)
