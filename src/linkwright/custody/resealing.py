"""Seals the records of a project anew under its current data key, while the hub serves.

A record is read, sealed for the same place, and written if what stands there is still what was read. So a token that is
renewed meanwhile, or an account that is linked again, is never overwritten: what they write is under the current key anyway,
or is found at the next pass.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from linkwright.custody import repository
from linkwright.custody.errors import RotationPending
from linkwright.custody.model import Found, Problem
from linkwright.store.database import Database, Tx, many_rows
from linkwright.store.records import RECORDS, RecordColumn, sealed_by
from linkwright.vault.errors import RecordDoesNotOpen, WrongMasterKey
from linkwright.vault.vault import Sealer, Vault

_PAUSE, _MOST_PAUSES = 0.1, 600
Written = Callable[[Tx, int], Awaitable[None]]
"""Called in the transaction that wrote so many records, to note the progress with them."""


class Resealing:
    """Brings records under their project's current data key."""

    def __init__(self, database: Database, vault: Vault, *, batch: int = 100) -> None:
        """`batch` records are written in one transaction, so that other writers wait for no longer than that takes."""
        self._database = database
        self._vault = vault
        self._batch = batch

    async def project(self, project_id: str, written: Written) -> Found:
        """Reseal every record of a project that another data key sealed; what does not open is left as it is, and told.

        It ends when a pass has found nothing more to do.

        Raises:
            linkwright.vault.errors.WrongMasterKey, VaultLocked: the project's current data key does not open.
            RotationPending: other transactions hold rows for a minute.
        """
        sealer = await self._vault.sealer(project_id)
        pauses = 0
        while True:
            found, looked, moved = Found(), 0, 0
            for column in RECORDS:
                tried, done = await self._column(column, project_id, sealer, written, found)
                looked, moved = looked + tried, moved + done
            if looked == 0:
                return found
            if moved < looked:
                # Held or just changed by others: after a moment they are free, or need nothing any more.
                pauses += 1
                if pauses > _MOST_PAUSES:
                    raise RotationPending("Some rows are held by others for a minute now.")
                await asyncio.sleep(_PAUSE)

    async def _column(
        self, column: RecordColumn, project_id: str, sealer: Sealer, written: Written, found: Found
    ) -> tuple[int, int]:
        """How many records were to be written, and how many were."""
        after: Sequence[Any] | None = None
        tried = done = 0
        mine = (column.belongs_to == project_id, ~sealed_by(column, sealer.key_id))
        while True:
            async with self._database.read() as tx:
                many_rows(tx)
                rows = await repository.page(tx, column, after, self._batch, *mine)
            if not rows:
                return tried, done
            swaps = [swap for row in rows if (swap := await self._sealed(column, row, sealer, found)) is not None]
            if swaps:
                tried, done = tried + len(swaps), done + await self._write(column, swaps, written)
            after = rows[-1][5:]

    async def _sealed(
        self, column: RecordColumn, row: Any, sealer: Sealer, found: Found
    ) -> tuple[Sequence[Any], bytes, bytes] | None:
        place, seen, key = column.place(row), bytes(row[4]), row[5:]
        try:
            secret = await self._vault.open(seen, **place._asdict())
        except (RecordDoesNotOpen, WrongMasterKey) as refused:
            found.note(problem_of(column, row, refused.code))
            return None
        return key, seen, sealer.seal(secret, account_id=place.account_id, field=place.field, version=place.version)

    async def _write(
        self, column: RecordColumn, swaps: list[tuple[Sequence[Any], bytes, bytes]], written: Written
    ) -> int:
        async with self._database.write() as tx:
            many_rows(tx)
            # Nothing is waited for while rows are held, so that no two transactions can wait for each other.
            free = await repository.hold_free(tx, column, [key for key, _, _ in swaps])
            count = 0
            for key, seen, record in swaps:
                if tuple(key) in free:
                    count += await repository.swap_record(tx, column, key, seen, record)
            await written(tx, count)
        return count


def problem_of(column: RecordColumn, row: Any, code: str) -> Problem:
    """What is told of a record that does not open."""
    place = column.place(row)
    key = "/".join(str(part) for part in row[5:])
    return Problem(str(column.table.name), key, place.project_id, place.account_id, place.field, code)
