"""Changes data keys and master keys while the hub serves.

Each step is durable and can be done twice, so whatever was killed half way is finished by running it again:

| rotation | steps |
|---|---|
| of data keys | each project gets a new current key; its records are sealed anew; the former key stays until it is destroyed |
| of the master key | every data key is wrapped by the new one too; each is opened with it; then it is the current one |

The former master key stays in use beside the new one, so a process that knows only the former opens everything until it has
learnt of the new one. Destroying is a step of its own, with its own gate.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from linkwright.custody import repository
from linkwright.custody.errors import MasterKeyAway, RotationPending, VaultDamaged
from linkwright.custody.model import Found, Progress, Tell, silent
from linkwright.custody.resealing import Resealing
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.store.data_keys import RETIRED, insert_data_key, insert_wraps
from linkwright.store.database import Database, Tx
from linkwright.vault.data_keys import make_data_key, open_data_key, wrap_again
from linkwright.vault.errors import VaultLocked
from linkwright.vault.keyring import Keyring
from linkwright.vault.providers import KeyProvider
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
DATA, MASTER = "data", "master"
_BATCH = 50
Make = Callable[[list[str]], Awaitable[KeyProvider]]
"""Makes a master key, given the ids of those that are or were in use."""


class Rotation:
    """Rotations, begun and resumed."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, *, batch: int = 100) -> None:
        """`batch`: records that are written in one transaction."""
        self._database = database
        self._vault = vault
        self._clock = clock
        self._resealing = Resealing(database, vault, batch=batch)

    async def data_keys(self, project_id: str | None = None, tell: Tell = silent) -> Found:
        """Give a project, or every one, a new data key, and seal all its records with it; goes on where one was killed.

        Raises:
            RotationPending: another rotation than this one has begun.
            MasterKeyAway: a master key in use is not at hand.
            VaultLocked: a key provider does not answer.
        """
        await self._all_at_hand()
        async with self._database.write() as tx:
            pending = await repository.pending_rotations(tx)
            if pending and (pending[0]["kind"], pending[0]["project_id"]) != (DATA, project_id):
                raise RotationPending
            rotation_id = (
                pending[0]["id"]
                if pending
                else await repository.add_rotation(
                    tx, DATA, self._clock.now(), project_id=project_id, master_key_id=None
                )
            )
        return await self._reseal(rotation_id, project_id, tell)

    async def master_key(self, make: Make, tell: Tell = silent) -> str:
        """Have a new master key take the present one's place, which stays in use until it is destroyed; its id.

        `make` is called unless such a rotation was begun before and not ended.

        Raises:
            RotationPending: a rotation of data keys has begun.
            VaultDamaged: a data key does not open, or not with the new master key; the present one stays current.
            VaultLocked: a key provider does not answer.
        """
        await self._all_at_hand()
        async with self._database.read() as tx:
            pending = await repository.pending_rotations(tx)
            known = [row["id"] for row in await repository.all_master_keys(tx)]
        if pending:
            if pending[0]["kind"] != MASTER:
                raise RotationPending
            return await self._rewrap(pending[0]["id"], pending[0]["master_key_id"], tell)
        key = await make(known)
        # It has to do what it is for before anything knows of it.
        if await key.unwrap(await key.wrap(bytes(32), b"check"), b"check") != bytes(32):
            raise VaultLocked("The new key provider does not give back the keys that it wraps.")
        named = {"id": key.key_id, "provider": key.kind, "label": key.label, "parameters": dict(key.parameters)}
        async with self._database.write() as tx:
            now = self._clock.now()
            await repository.add_master_key(tx, named, now)
            rotation_id = await repository.add_rotation(tx, MASTER, now, project_id=None, master_key_id=key.key_id)
        await self._vault.ring.refresh()
        return await self._rewrap(rotation_id, key.key_id, tell)

    async def rewrap(self, tell: Tell = silent, *, fresh: bool = False) -> Found:
        """Finish what was begun, and bring everything under the keys that are current.

        With `fresh`, data keys are wrapped anew also where they are wrapped: by a newer version of a transit key, say.

        Raises:
            VaultDamaged: a data key does not open.
            MasterKeyAway: a master key in use is not at hand.
            VaultLocked: a key provider does not answer.
        """
        await self._vault.ring.refresh()
        await self._all_at_hand()
        async with self._database.read() as tx:
            pending = await repository.pending_rotations(tx)
        found = Found()
        for row in pending:
            if row["kind"] == MASTER:
                await self._rewrap(row["id"], row["master_key_id"], tell)
            else:
                found = await self._reseal(row["id"], row["project_id"], tell)
        for key_id in self._vault.ring.ids:
            await self._wrap_all(key_id, None, tell)
            if fresh:
                await self._wrap_anew(key_id)
        if not any(row["kind"] == DATA and row["project_id"] is None for row in pending):
            found = await self._reseal(None, None, tell)
        return found

    async def reseal(self, project_id: str) -> Found:
        """Bring the records of one project under its current data key."""
        return await self._reseal(None, project_id, silent)

    async def _reseal(self, rotation_id: str | None, project_id: str | None, tell: Tell) -> Found:
        async with self._database.read() as tx:
            chosen = [project_id] if project_id else await repository.project_ids(tx)
        if rotation_id is not None:
            for one in chosen:
                await self._replace(one, rotation_id)
        done, total = 0, await self._stale(chosen)
        tell(Progress("records sealed anew", 0, total))

        async def written(tx: Tx, count: int) -> None:
            nonlocal done, total
            done += count
            total = max(done, total)
            if rotation_id is not None:
                await repository.update_rotation(tx, rotation_id, {"done": done, "total": total})
            tell(Progress("records sealed anew", done, total))

        found = Found()
        for one in chosen:
            part = await self._resealing.project(one, written)
            for problem in part.problems:
                found.note(problem)
            found.damaged += part.damaged - len(part.problems)
        if rotation_id is not None:
            async with self._database.write() as tx:
                ended = {"finished_at": self._clock.now(), "damaged": found.damaged, "done": done, "total": total}
                await repository.update_rotation(tx, rotation_id, ended)
        _log.info("vault.records_resealed", records=done, damaged=found.damaged)
        return found

    async def _replace(self, project_id: str, rotation_id: str) -> None:
        """Give a project a new current data key, unless this rotation has done so."""
        key = await make_data_key(self._vault.ring, project_id)
        async with self._database.write() as tx:
            current = await repository.current_key(tx, project_id)
            if current is None or current["rotation_id"] == rotation_id:
                return
            await repository.retire_current(tx, project_id, self._clock.now())
            if not await insert_data_key(tx, key, self._clock, rotation_id=rotation_id):
                raise MasterKeyAway

    async def _stale(self, chosen: list[str]) -> int:
        count = 0
        for project_id in chosen:
            async with self._database.read() as tx:
                current = await repository.current_key(tx, project_id)
                if current is not None:
                    count += await repository.stale_count(tx, project_id, current["id"])
        return count

    async def _rewrap(self, rotation_id: str, master_key_id: str, tell: Tell) -> str:
        if master_key_id not in self._vault.ring.ids:
            raise MasterKeyAway(f"The master key {master_key_id}, to which the rotation leads, is not at hand here.")
        await self._wrap_all(master_key_id, rotation_id, tell)
        await self._proved(self._vault.ring.only(master_key_id), master_key_id)
        async with self._database.write() as tx:
            await repository.all_master_keys(tx, lock=True)
            await repository.make_current(tx, master_key_id)
            await repository.update_rotation(tx, rotation_id, {"finished_at": self._clock.now()})
        # What a process that knew only the former key has made meanwhile.
        await self._wrap_all(master_key_id, None, tell)
        await self._vault.ring.refresh()
        _log.info("vault.master_key_rotated", master_key=master_key_id)
        return master_key_id

    async def _wrap_all(self, master_key_id: str, rotation_id: str | None, tell: Tell) -> None:
        """Have a master key wrap every data key that it has not wrapped."""
        provider = next((key for key in self._vault.ring.keys if key.key_id == master_key_id), None)
        if provider is None or not await self._in_use(master_key_id):
            return
        after = ""
        while True:
            async with self._database.read() as tx:
                keys = await repository.keys_not_wrapped_by(tx, master_key_id, after, _BATCH)
            if not keys:
                return
            after = keys[-1].id
            wraps = []
            for key in keys:
                try:
                    wraps.append((key.id, master_key_id, await wrap_again(self._vault.ring, key, provider)))
                except VaultLocked:
                    raise
                except LinkwrightError as refused:
                    raise VaultDamaged(refused.message) from None
            async with self._database.write() as tx:
                await repository.all_master_keys(tx, lock=True)
                # Meanwhile one may have been destroyed, or wrapped by another that does the same.
                missing = await repository.unwrapped_of(tx, master_key_id, [key.id for key in keys])
                await insert_wraps(tx, [one for one in wraps if one[0] in missing], self._clock)
                done, total = await repository.count_keys(tx, master_key_id), await repository.count_keys(tx)
                if rotation_id is not None:
                    await repository.update_rotation(tx, rotation_id, {"done": done, "total": total})
            tell(Progress("data keys wrapped", done, total))

    async def _wrap_anew(self, master_key_id: str) -> None:
        provider = next(key for key in self._vault.ring.keys if key.key_id == master_key_id)
        async with self._database.read() as tx:
            keys = await repository.keys_of(tx)
        for key in keys:
            seen = dict(key.wraps).get(master_key_id)
            if seen is not None:
                fresh = await wrap_again(self._vault.ring, key, provider)
                async with self._database.write() as tx:
                    await repository.swap_wrap(tx, (key.id, master_key_id), seen, fresh)

    async def _proved(self, ring: Keyring, master_key_id: str) -> None:
        async with self._database.read() as tx:
            keys = await repository.keys_of(tx)
        for n, key in enumerate(keys):
            if n % _BATCH == 0:
                await asyncio.sleep(0)
            if master_key_id in dict(key.wraps):
                try:
                    await open_data_key(ring, key)
                except VaultLocked:
                    raise
                except LinkwrightError as refused:
                    raise VaultDamaged(refused.message) from None

    async def _all_at_hand(self) -> None:
        """Whoever makes a data key or wraps one has to know every master key in use."""
        async with self._database.read() as tx:
            rows = await repository.all_master_keys(tx)
        away = [row["id"] for row in rows if row["state"] != RETIRED and row["id"] not in self._vault.ring.ids]
        if away:
            await self._vault.ring.refresh()
            away = [one for one in away if one not in self._vault.ring.ids]
        if away:
            raise MasterKeyAway(f"The master key {', '.join(away)} is in use, and is not at hand here.")

    async def _in_use(self, master_key_id: str) -> bool:
        async with self._database.read() as tx:
            rows = await repository.all_master_keys(tx)
        return any(row["id"] == master_key_id and row["state"] != RETIRED for row in rows)
