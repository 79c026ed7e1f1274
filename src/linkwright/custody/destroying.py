"""The gate before a key is destroyed: everything is opened first without it, and what still needs it keeps it."""

from __future__ import annotations

from datetime import timedelta

import structlog

from linkwright.custody import repository
from linkwright.custody.errors import KeyStillNeeded, KeyUnknown, VaultDamaged
from linkwright.custody.model import Found, Tell, silent
from linkwright.custody.verifying import Verifying
from linkwright.kit.clock import Clock
from linkwright.store.data_keys import CURRENT, RETIRED
from linkwright.store.database import Database, Tx
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
GRACE = timedelta(minutes=15)
"""How long a data key is kept after it was current: longer than anything holds what seals (new tokens: ten minutes)."""
FRESH = timedelta(seconds=60)
"""For how long a process counts as running after it was seen."""


class Destroying:
    """Destroys keys that nothing needs any more."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def master_key(self, key_id: str, tell: Tell = silent) -> None:
        """Destroy every wrapping by a master key. The key itself is its provider's, and the caller's business.

        Raises:
            KeyUnknown: there is no such key.
            KeyStillNeeded: it is the current one, a rotation has not ended, a data key is wrapped by no other, or a running
                process knows no other.
            VaultDamaged: without it something does not open.
        """
        async with self._database.read() as tx:
            await self._master_key_needless(tx, key_id)
        proof = await Verifying(self._database, self._vault.ring.without(key_id), self._clock).everything(tell)
        _whole(proof)
        async with self._database.write() as tx:
            await repository.all_master_keys(tx, lock=True)
            # What has come meanwhile was looked at by nobody; from here on nothing comes.
            await self._master_key_needless(tx, key_id)
            await repository.retire(tx, key_id, self._clock.now())
        await self._database.forget_deleted()
        await self._vault.ring.refresh()
        _log.info("vault.master_key_destroyed", master_key=key_id)

    async def data_key(self, key_id: str) -> None:
        """Destroy a former data key.

        Raises:
            KeyUnknown: there is no such key.
            KeyStillNeeded: it is current, was so until just now, or a record needs it.
            VaultDamaged: a record of its project does not open.
        """
        async with self._database.read() as tx:
            project_id = await self._data_key_needless(tx, key_id)
        proof = Found()
        await Verifying(self._database, self._vault.ring, self._clock).project(proof, project_id)
        _whole(proof)
        async with self._database.write() as tx:
            await self._data_key_needless(tx, key_id)
            await repository.delete_key(tx, key_id)
        await self._database.forget_deleted()
        self._vault.close_key(key_id)
        _log.info("vault.data_key_destroyed", data_key=key_id, project=project_id)

    async def former(self) -> list[str]:
        """The data keys that are not current any more, the oldest first."""
        async with self._database.read() as tx:
            return [row["id"] for row in await repository.former_keys(tx)]

    async def _master_key_needless(self, tx: Tx, key_id: str) -> None:
        rows = {row["id"]: row for row in await repository.all_master_keys(tx)}
        if key_id not in rows:
            raise KeyUnknown(f"There is no master key {key_id}.")
        if rows[key_id]["state"] == RETIRED:
            raise KeyUnknown(f"The master key {key_id} has been destroyed already.")
        if rows[key_id]["state"] == CURRENT:
            raise KeyStillNeeded(
                f"{key_id} is the current master key.", hint="Run `linkwright vault rotate --to …` first."
            )
        if any(row["kind"] == "master" for row in await repository.pending_rotations(tx)):
            raise KeyStillNeeded("A rotation of the master key has not ended.", hint="Run `linkwright vault rewrap`.")
        only = await repository.only_wrapped_by(tx, key_id)
        if only:
            raise KeyStillNeeded(
                f"{only} data key{'s are' if only > 1 else ' is'} wrapped by {key_id} alone.",
                hint="Run `linkwright vault rewrap`.",
            )
        others = {one for one, row in rows.items() if one != key_id and row["state"] != RETIRED}
        for holder in await repository.holders(tx, self._clock.now() - FRESH):
            if not others & set(holder["master_key_ids"]):
                raise KeyStillNeeded(
                    f"The process {holder['name']} knows no other master key than {key_id}.",
                    hint="Give it the current master key, or stop it; a minute later it counts no more.",
                )

    async def _data_key_needless(self, tx: Tx, key_id: str) -> str:
        row = await repository.data_key(tx, key_id)
        if row is None:
            raise KeyUnknown(f"There is no data key {key_id}.")
        if row["current"]:
            raise KeyStillNeeded(
                f"{key_id} is the current data key of its project.", hint="Run `linkwright vault rotate`."
            )
        free = row["retired_at"] + GRACE
        if free > self._clock.now():
            raise KeyStillNeeded(
                f"{key_id} was current until {row['retired_at']:%H:%M:%S} UTC; a process may be about to store what it sealed.",
                hint=f"Try again after {free:%H:%M:%S} UTC.",
            )
        needed = await repository.sealed_count(tx, key_id)
        if needed:
            raise KeyStillNeeded(
                f"{needed} record{'s are' if needed > 1 else ' is'} sealed by {key_id}.",
                hint="Run `linkwright vault rewrap`, and `linkwright vault verify` if some stay.",
            )
        return str(row["project_id"])


def _whole(proof: Found) -> None:
    if proof.damaged:
        raise VaultDamaged(
            f"{proof.damaged} stored record{'s do' if proof.damaged > 1 else ' does'} not open: {proof.problems[0].line()}."
        )
