"""Crypto-shredding: what was sealed for a project or an account is made unreadable by destroying the key that sealed it.

What it does not do is written in docs/adr/0008: a backup of the database holds wrapped data keys of its time, which the master
keys of that time open. `opens_with` names them; rotating the master key and destroying the former one ends that too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog

from linkwright.custody import repository
from linkwright.custody.destroying import GRACE
from linkwright.custody.errors import AccountStillLinked, KeyUnknown
from linkwright.custody.model import Tell, silent
from linkwright.custody.records import RECORDS
from linkwright.custody.rotation import Rotation
from linkwright.kit.clock import Clock
from linkwright.store.data_keys import RETIRED
from linkwright.store.database import Database, Tx, many_rows
from linkwright.store.tables import (
    accounts,
    credentials,
    data_keys,
    oauth_grants,
    projects,
    provider_subscriptions,
    runs,
    sign_in_flows,
    webhook_endpoints,
    writes,
)
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
    """

    project_id: str
    account_id: str | None
    records: dict[str, int]
    destroyed: tuple[str, ...] = ()
    destroyed_later: tuple[str, ...] = ()
    later: datetime | None = None
    opens_with: tuple[str, ...] = field(default=())


class Shredding:
    """Shreds projects and accounts."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
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
            if (await tx.execute(sa.select(projects.c.id).where(projects.c.id == project_id))).first() is None:
                raise KeyUnknown(f"There is no project {project_id}.")
            destroyed = await repository.delete_keys(tx, data_keys.c.project_id == project_id)
            records = {str(one.table.name): 0 for one in RECORDS}
            for table in (credentials, *(one.table for one in RECORDS if one.table not in (credentials, runs))):
                records[table.name] += (
                    await tx.execute(sa.delete(table).where(table.c.project_id == project_id))
                ).rowcount
            records["runs"] = await _blank(tx, runs.c.project_id == project_id)
            await tx.execute(sa.update(oauth_grants).where(oauth_grants.c.project_id == project_id).values(due_at=None))
            # Nothing may leave unsigned.
            off = {"enabled": False, "disabled_reason": "The project was shredded.", "disabled_at": self._clock.now()}
            mine = webhook_endpoints.c.project_id == project_id
            await tx.execute(sa.update(webhook_endpoints).where(mine).values(off))
            opens_with = await _in_use(tx)
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
            mine = sa.and_(accounts.c.project_id == project_id, accounts.c.id == account_id)
            if (await tx.execute(sa.select(accounts.c.id).where(mine))).first() is not None:
                raise AccountStillLinked
            records = {}
            for table in (credentials, provider_subscriptions, sign_in_flows, writes):
                of_account = sa.and_(table.c.project_id == project_id, table.c.account_id == account_id)
                records[str(table.name)] = (await tx.execute(sa.delete(table).where(of_account))).rowcount
            of_account = sa.and_(runs.c.project_id == project_id, runs.c.account_id == account_id)
            records["runs"] = await _blank(tx, of_account)
        await Rotation(self._database, self._vault, self._clock).data_keys(project_id, tell)
        async with self._database.write() as tx:
            later = self._clock.now() + GRACE
            await repository.destroy_later(tx, project_id, later)
            former = sa.and_(data_keys.c.project_id == project_id, ~data_keys.c.current)
            ids = tuple(row["id"] for row in await repository.data_key_rows(tx, former))
            opens_with = await _in_use(tx)
        _log.info("vault.account_shredded", project=project_id, account=account_id, data_keys=ids)
        return Shredded(
            project_id, account_id, records, destroyed_later=ids, later=later if ids else None, opens_with=opens_with
        )


async def _blank(tx: Tx, condition: Any) -> int:
    """Runs stay; what was said in them goes."""
    kept = sa.and_(condition, runs.c.bodies.is_not(None))
    return int((await tx.execute(sa.update(runs).where(kept).values(bodies=None))).rowcount)


async def _in_use(tx: Tx) -> tuple[str, ...]:
    return tuple(row["id"] for row in await repository.all_master_keys(tx) if row["state"] != RETIRED)
