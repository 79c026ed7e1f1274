"""The master keys that a process can use: one is current, others are on their way in or out.

A data key is wrapped by every one of them. So a process that knows only some of them opens it all the same, and none has to
learn of a new master key at the moment when it comes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from linkwright.vault.errors import VaultLocked, WrongMasterKey
from linkwright.vault.providers import KeyProvider

_log = structlog.get_logger()
_PAUSE = 1.0
Look = Callable[[], Awaitable[Sequence[KeyProvider]]]
"""Looks for master keys where the settings say that they are; the current one comes first."""
Wraps = Sequence[tuple[str, bytes]]
"""Master key id and bytes of each wrapping of one data key."""


class Keyring:
    """Wraps by every master key, unwraps by whichever is at hand."""

    def __init__(self, keys: Sequence[KeyProvider], look: Look | None = None) -> None:
        """`keys`: the current one first. `look` is asked again when a data key names only master keys not among them."""
        self._keys = tuple(keys)
        self._look = look
        self._looking = asyncio.Lock()
        self._looked = float("-inf")

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self.ids)})"

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the master keys, the current one's first."""
        return tuple(key.key_id for key in self._keys)

    @property
    def keys(self) -> tuple[KeyProvider, ...]:
        """The master keys, the current one first."""
        return self._keys

    def named(self) -> list[dict[str, Any]]:
        """What is noted of each."""
        return [
            {"id": key.key_id, "provider": key.kind, "label": key.label, "parameters": dict(key.parameters)}
            for key in self._keys
        ]

    def without(self, key_id: str) -> Keyring:
        """The others, to see what they open; they are not looked for anew."""
        return Keyring([key for key in self._keys if key.key_id != key_id])

    def only(self, key_id: str) -> Keyring:
        """That one alone, if it is there."""
        return Keyring([key for key in self._keys if key.key_id == key_id])

    async def refresh(self) -> None:
        """Look again for master keys; if that fails, those that are known stay in use."""
        if self._look is None:
            return
        async with self._looking:
            self._looked = time.monotonic()
            try:
                found = tuple(await self._look())
            except Exception as error:  # what is known works still, whatever keeps us from looking
                _log.warning("vault.keys_not_looked_for", error=type(error).__name__)
                return
            if found and {key.key_id for key in found} != set(self.ids):
                _log.info("vault.master_keys", ids=[key.key_id for key in found])
            self._keys = found or self._keys

    async def wrap(self, data_key: bytes, context: bytes) -> list[tuple[str, bytes]]:
        """Wrap a data key by every master key that answers, in their order.

        Raises:
            VaultLocked: none does; the error is the first one's.
        """
        wraps: list[tuple[str, bytes]] = []
        refusal: VaultLocked | None = None
        for key in self._keys:
            try:
                wraps.append((key.key_id, await key.wrap(data_key, context)))
            except VaultLocked as refused:
                _log.warning("vault.not_wrapped", master_key=key.key_id, error=refused.message)
                refusal = refusal or refused
        if not wraps:
            raise refusal or VaultLocked("No master key is at hand.")
        return wraps

    async def unwrap(self, key_id: str, wraps: Wraps, context: bytes) -> bytes:
        """Unwrap a data key by the first master key that does it, those in memory before those across a network.

        Raises:
            WrongMasterKey: no master key at hand wrapped it, or its row was altered.
            VaultLocked: the only ones that could do not answer.
        """
        if not self._ways(wraps) and time.monotonic() - self._looked > _PAUSE:
            await self.refresh()
        ways = self._ways(wraps)
        if not ways:
            known = " and ".join(self.ids) or "none"
            raise WrongMasterKey(
                f"Data key {key_id} was wrapped by master key {', '.join(name for name, _ in wraps)}, but {known} "
                f"{'are' if len(self.ids) > 1 else 'is'} in use."
            )
        refusal: VaultLocked | WrongMasterKey | None = None
        for provider, wrapped in ways:
            try:
                return await provider.unwrap(wrapped, context)
            except WrongMasterKey:
                refusal = refusal or WrongMasterKey(
                    f"Data key {key_id} does not open with master key {provider.key_id}, though it names that key: "
                    "the stored data key was altered, or the master key is not the original one."
                )
            except VaultLocked as refused:
                refusal = refusal or refused
        assert refusal is not None  # there was a way, and none returned
        raise refusal

    def _ways(self, wraps: Wraps) -> list[tuple[KeyProvider, bytes]]:
        found = dict(wraps)
        known = [(key, found[key.key_id]) for key in self._keys if key.key_id in found]
        return sorted(known, key=lambda way: way[0].remote)
