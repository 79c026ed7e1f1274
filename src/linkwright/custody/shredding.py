"""Crypto-shredding: what was sealed for a project or an account is made unreadable by destroying the key that sealed it.

What it does not do is written in docs/adr/0008: a backup of the database holds wrapped data keys of its time, which the master
keys of that time open. `opens_with` names them; rotating the master key and destroying the former one ends that too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from linkwright.custody import repository
from linkwright.custody.destroying import GRACE
from linkwright.custody.errors import AccountStillLinked, KeyUnknown
from linkwright.custody.model import Tell, silent
from linkwright.custody.rotation import Rotation
from linkwright.kit.clock import Clock
from linkwright.store.data_keys import RETIRED
from linkwright.store.database import Database, Tx, many_rows
from linkwright.vault.vault import Vault

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shredded:
    """What was made unreadable.

    Attributes:
        records: how many records were deleted, by table.
        destroyed: data keys that are destroyed already.
        destroyed_later: data keys that a running hub destroys by itself at `later`, or `linkwright vault destroy-key` then.
        opens_with: master keys that still open a backup made before now, if it holds the records.
        problems: records of the project that do not open; while there are some, no former key is destroyed.
    """

    project_id: str
    account_id: str | None
    records: dict[str, int]
    destroyed: tuple[str, ...] = ()
    destroyed_later: tuple[str, ...] = ()
    later: datetime | None = None
    opens_with: tuple[str, ...] = field(default=())
    problems: tuple[str, ...] = field(default=())


Note = Callable[[Tx, str, str | None, Mapping[str, int]], Awaitable[None]]


async def _unnoted(_tx: Tx, _project_id: str, _account_id: str | None, _records: Mapping[str, int]) -> None:
    """Notes nothing."""


class Shredding:
    """Shreds projects and accounts."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, note: Note = _unnoted) -> None:
        """`note` is told in the transaction that deletes: the project, the account if it is one, and the records by table."""
        self._note = note
        self._database = database
        self._vault = vault
        self._clock = clock

    async def shred_project(self, project_id: str) -> Shredded:
        """Destroy a project's data keys, and delete every record that they sealed; at once, in one transaction.

        Its accounts stay, without a credential, and its webhook endpoints, switched off; what it stores from now on gets a new data key. Every process lets go of the
        keys when it hears of it, and none reads the records again, since they are gone.

        Raises:
            KeyUnknown: there is no such project.
        """
        async with self._database.write() as tx:
            many_rows(tx)
            if not await repository.project_exists(tx, project_id):
                raise KeyUnknown(f"There is no project {project_id}.")
            destroyed, records = await repository.shred_project(tx, project_id, self._clock.now())
            await self._note(tx, project_id, None, records)
            opens_with = await _in_use(tx)
        # A wrapped key that lies in the log of the database is not destroyed.
        await self._database.forget_deleted()
        self._vault.forget(project_id)
        _log.info("vault.project_shredded", project=project_id, data_keys=destroyed)
        return Shredded(project_id, None, records, destroyed=tuple(destroyed), opens_with=opens_with)

    async def shred_account(self, project_id: str, account_id: str, tell: Tell = silent) -> Shredded:
        """Delete whatever is still sealed for a deleted account, and change the project's data key, so that copies of its
        records that lie elsewhere are opened by nothing that stays.

        The former data key is kept for a quarter of an hour, in which a process may still store what it sealed.

        Raises:
            AccountStillLinked: the account has to be deleted first.
            linkwright.custody.errors.RotationPending: another rotation has begun and has not ended.
            linkwright.custody.errors.MasterKeyAway: a master key in use is not at hand.
        """
        async with self._database.write() as tx:
            many_rows(tx)
            if await repository.account_exists(tx, project_id, account_id):
                raise AccountStillLinked
            records = await repository.shred_account(tx, project_id, account_id)
            await self._note(tx, project_id, account_id, records)
            current = await repository.current_key(tx, project_id)
            former = current["id"] if current is not None else None
        rotation = Rotation(self._database, self._vault, self._clock)
        found = await rotation.data_keys(project_id, tell)
        if former is not None and await self._is_current(project_id, former):
            # A rotation that was killed earlier went on, and its key is one that the account was sealed under.
            found = await rotation.data_keys(project_id, tell)
        async with self._database.write() as tx:
            later = self._clock.now() + GRACE
            await repository.destroy_later(tx, project_id, later)
            ids = tuple(row["id"] for row in await repository.former_keys(tx, project_id))
            opens_with = await _in_use(tx)
        _log.info("vault.account_shredded", project=project_id, account=account_id, data_keys=ids)
        return Shredded(
            project_id,
            account_id,
            records,
            destroyed_later=ids,
            later=later if ids else None,
            opens_with=opens_with,
            problems=tuple(one.line() for one in found.problems),
        )

    async def _is_current(self, project_id: str, key_id: str) -> bool:
        async with self._database.read() as tx:
            now = await repository.current_key(tx, project_id)
        return now is not None and now["id"] == key_id


async def _in_use(tx: Tx) -> tuple[str, ...]:
    return tuple(row["id"] for row in await repository.all_master_keys(tx) if row["state"] != RETIRED)
