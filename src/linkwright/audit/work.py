"""The chainer: gives records their places and hashes, signs where a chain ends, and cuts off what is too old.

Whoever writes a record of a change waits for nobody: it goes in without a place, in the transaction of what it tells of. Soon
after, one process at a time takes the head of a chain and chains what waits. Records of calls, of which there are
many, are placed when they are written, where nobody else holds their chain.
"""

from __future__ import annotations

import asyncio
import os
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from linkwright.audit import repository
from linkwright.audit.checkpoints import CHECKPOINT, CUT, Checkpoint
from linkwright.audit.keys import AuditKey
from linkwright.audit.model import HUB
from linkwright.audit.places import AT_ONCE, Places
from linkwright.audit.recording import Recording
from linkwright.kit.clock import Clock
from linkwright.store.database import Database, Tx

_log = structlog.get_logger()
# In one transaction. To begin and to commit takes several turns of the loop, which are long where many calls share it.
_TURNS = 5
_CUT_AT_ONCE = 1_000


class Chainer:
    """Chains records; each process may have one."""

    def __init__(
        self,
        database: Database,
        key: AuditKey,
        recording: Recording,
        clock: Clock,
        *,
        every: int = 1_000,
        seconds: float = 300.0,
        outside: Path | None = None,
    ) -> None:
        """A checkpoint is made after so many records or seconds, whichever comes first, and appended to the file `outside`.

        Attributes:
            places: what places records, also for those who write them.
        """
        self._database = database
        self._key = key
        self._recording = recording
        self._clock = clock
        self.places = Places(key, clock, every=every, seconds=seconds)
        self._outside = outside
        self._mine = asyncio.Lock()

    async def chain(self) -> int:
        """Chain everything that waits now; how many records that were."""
        total = 0
        async with self._mine:
            while True:
                async with self._database.read() as tx:
                    # Looking takes no write lock, so an idle hub never disturbs a writer.
                    if not await repository.is_waiting(tx):
                        break
                async with self._database.write() as tx:
                    count = await self._some(tx)
                if count == 0:
                    # Who holds the chain, such as a batch of calls, may not place what waits: it is done when they let go.
                    async with self._database.write() as tx:
                        count = await self.places.batch(tx, wait=True)
                total += count
                if count == 0:
                    break
            await self._quiet_checkpoints()
            await self._anchor()
        return total

    async def check_key(self) -> None:
        """Note in the record when another key than before signs it."""
        public = self._key.public
        async with self._database.write() as tx:
            before = await repository.newest_key(tx)
            if before == public.id:
                return
            await repository.add_key(tx, public.id, public.text, self._clock.now())
            if before is not None:
                detail = {"from": before, "to": public.id}
                chains = [row["chain"] for row in await repository.heads(tx)] or [HUB]
                await repository.add(
                    tx, [self._recording.note(one, "audit.key_changed", detail=detail) for one in chains]
                )

    async def cut(self, days: int) -> int:
        """Delete what is older than so many days, and leave a signed statement of it; how many records those were."""
        before, total = self._clock.now() - timedelta(days=days), 0
        async with self._database.read() as tx:
            chains = [row["chain"] for row in await repository.heads(tx)]
        for chain in chains:
            while count := await self._cut(chain, before):
                total += count
        return total

    async def _cut(self, chain: str, before: datetime) -> int:
        async with self._mine, self._database.write() as tx:
            last = await repository.last_old(tx, chain, before, _CUT_AT_ONCE)
            if last is None:
                return 0
            await self.places.sign(tx, CUT, chain, last["sequence"], last["hash"])
            gone = await repository.cut(tx, chain, last["sequence"])
            detail = {"up_to": last["sequence"], "records": gone}
            await repository.add(tx, [self._recording.note(chain, "audit.cut", detail=detail)])
            return gone

    async def _some(self, tx: Tx) -> int:
        total = 0
        for _ in range(_TURNS):
            count = await self.places.batch(tx)
            total += count
            if count < AT_ONCE:
                break
            await asyncio.sleep(0)
        return total

    async def _quiet_checkpoints(self) -> None:
        """Checkpoints of chains that went quiet before one was due."""
        now = self._clock.now()
        async with self._database.read() as tx:
            late = [row["chain"] for row in await repository.heads(tx) if self.places.is_late(row, now)]
        if not late:
            return
        async with self._database.write() as tx:
            for row in await repository.heads(tx, late, lock=True):
                if self.places.is_late(row, now):
                    await self.places.sign(tx, CHECKPOINT, row["chain"], row["sequence"], row["hash"])
                    values = {"checkpoint_sequence": row["sequence"], "checkpoint_at": now}
                    await repository.move_head(tx, row["chain"], values)

    async def _anchor(self) -> None:
        """Append what is not outside yet; after a kill in between a line may stand there twice, which changes nothing."""
        if self._outside is None:
            return
        async with self._database.read() as tx:
            rows = await repository.checkpoints(tx, unanchored=True)
        if not rows:
            return
        lines = b"".join(Checkpoint.of_row(row).line() for row in rows)
        try:
            await asyncio.to_thread(_append, self._outside, lines)
        except OSError as error:
            _log.error("audit_checkpoints_not_anchored", count=len(rows), error=str(error.strerror))
            return
        async with self._database.write() as tx:
            await repository.mark_anchored(tx, [row["id"] for row in rows])


def _append(path: Path, lines: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, lines)
        os.fsync(handle)
    finally:
        os.close(handle)
