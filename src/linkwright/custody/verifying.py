"""Opens everything that is stored, and says what does not open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

from linkwright.custody import repository
from linkwright.custody.model import Found, Problem, Progress, Tell, silent
from linkwright.custody.resealing import problem_of
from linkwright.kit.clock import Clock
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database, many_rows
from linkwright.store.records import RECORDS, RecordColumn
from linkwright.vault.data_keys import WrappedDataKey, open_data_key
from linkwright.vault.errors import RecordDoesNotOpen, WrongMasterKey
from linkwright.vault.keyring import Keyring
from linkwright.vault.vault import Vault

_BATCH = 200


class Verifying:
    """Proofs that keys and records belong together. A key service that does not answer proves nothing: `VaultLocked`."""

    def __init__(self, database: Database, ring: Keyring, clock: Clock) -> None:
        """`ring`: the master keys that have to do; leave one out to see what the others open."""
        self._database = database
        self._ring = ring
        self._clock = clock

    async def everything(self, tell: Tell = silent) -> Found:
        """Every data key by every master key at hand that wrapped it, and then every record."""
        found = await self.data_keys()
        await self.records(found, RECORDS, tell)
        return found

    async def data_keys(self) -> Found:
        """Every data key, by each master key at hand; one that none of them wrapped is a problem too."""
        found = Found()
        async with self._database.read() as tx:
            keys = await repository.keys_of(tx)
        for key in keys:
            by = [name for name, _ in key.wraps if name in self._ring.ids]
            for name in by or [""]:
                ring = self._ring.only(name) if name else self._ring
                try:
                    await open_data_key(ring, key)
                    found.count("data_key_wraps")
                except (RecordDoesNotOpen, WrongMasterKey) as refused:
                    row = f"{key.id}/{name}".rstrip("/")
                    found.note(Problem("data_key_wraps", row, key.project_id, "", "data key", refused.code))
        return found

    async def records(self, found: Found, columns: Iterable[RecordColumn], tell: Tell = silent) -> None:
        """Every record of these columns, with a vault of its own, whose data keys are opened anew."""
        vault = Vault(self._ring, DataKeyRows(self._database, self._clock, WrappedDataKey))
        total = done = 0
        async with self._database.read() as tx:
            many_rows(tx)
            for project_id in await repository.project_names(tx):
                total += await repository.record_count(tx, project_id)
        for column in columns:
            async for row in self.rows(column):
                await self._one(vault, column, row, found)
                done += 1
                if done % _BATCH == 0:
                    tell(Progress("records opened", done, max(done, total)))
        tell(Progress("records opened", done, max(done, total)))

    async def project(self, found: Found, project_id: str) -> None:
        """Every record of one project."""
        vault = Vault(self._ring, DataKeyRows(self._database, self._clock, WrappedDataKey))
        for column in RECORDS:
            async for row in self.rows(column, project_id):
                await self._one(vault, column, row, found)

    async def rows(self, column: RecordColumn, project_id: str | None = None) -> AsyncIterator[Any]:
        """Rows of `column.select`, read a page at a time."""
        after: Sequence[Any] | None = None
        while True:
            async with self._database.read() as tx:
                many_rows(tx)
                rows = await repository.rows_of(tx, column, after, _BATCH, project_id)
            if not rows:
                return
            for row in rows:
                yield row
            after = rows[-1][5:]

    async def _one(self, vault: Vault, column: RecordColumn, row: Any, found: Found) -> None:
        try:
            await vault.open(bytes(row[4]), **column.place(row)._asdict())
            found.count(str(column.table.name))
        except (RecordDoesNotOpen, WrongMasterKey) as refused:
            found.note(problem_of(column, row, refused.code))
