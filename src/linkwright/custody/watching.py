"""What each serving process does for the keys: it looks for new master keys, says which it has, and lets go of dead ones."""

from __future__ import annotations

import asyncio
import os
import socket
from datetime import timedelta

import structlog

from linkwright.custody import repository
from linkwright.custody.destroying import Destroying
from linkwright.custody.errors import KeyStillNeeded
from linkwright.custody.rotation import Rotation
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.store.database import Database
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
_NOTE = timedelta(seconds=15)
_FORGET = timedelta(hours=1)


class KeyWatch:
    """One turn every few seconds, and one at once when a data key was destroyed anywhere."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._id = new_id("vh")
        self._noted = float("-inf")
        self.told = asyncio.Event()

    async def look(self) -> None:
        """One turn."""
        await self._let_go()
        if self._clock.monotonic() - self._noted >= _NOTE.total_seconds():
            await self.note()
            await self._destroy_due()

    async def note(self) -> None:
        """Look for master keys, and note which are at hand here, so that no other process destroys the only one."""
        self._noted = self._clock.monotonic()
        await self._vault.ring.refresh()
        now = self._clock.now()
        holder = {
            "id": self._id,
            "name": f"{socket.gethostname()}:{os.getpid()}",
            "master_key_ids": list(self._vault.ring.ids),
            "seen_at": now,
        }
        async with self._database.write() as tx:
            await repository.note_holder(tx, holder, now - _FORGET)

    async def leave(self) -> None:
        """Say that this process needs no key any more."""
        try:
            async with self._database.write() as tx:
                await repository.forget_holder(tx, self._id)
        except LinkwrightError as error:
            # After a minute it is forgotten anyway.
            _log.info("vault.holder_not_forgotten", error=error.code)

    async def _let_go(self) -> None:
        """Close the data keys whose rows are gone."""
        held = self._vault.open_ids()
        if not held:
            return
        async with self._database.read() as tx:
            there = await repository.there(tx, held)
        for key_id in held:
            if key_id not in there:
                self._vault.close_key(key_id)

    async def _destroy_due(self) -> None:
        async with self._database.read() as tx:
            rows = await repository.due_keys(tx, self._clock.now())
        for row in rows:
            try:
                await Destroying(self._database, self._vault, self._clock).data_key(row["id"])
            except KeyStillNeeded:
                # Something was stored under it after all; at the next turn it is sealed anew.
                await Rotation(self._database, self._vault, self._clock).reseal(row["project_id"])
            except LinkwrightError as refused:
                _log.warning("vault.data_key_not_destroyed", data_key=row["id"], error=refused.message)
