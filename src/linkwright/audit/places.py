"""Gives records their places in their chains and signs where those end, within somebody else's transaction.

Who holds the head of a chain (a row lock that ends with the transaction, or with the process) may do so, and nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from linkwright.audit import repository
from linkwright.audit.checkpoints import CHECKPOINT, Checkpoint
from linkwright.audit.keys import AuditKey
from linkwright.audit.model import Values, chained
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.store.database import Tx

_log = structlog.get_logger()
# Microseconds a record, in the event loop on SQLite: so many are a few milliseconds, and then whoever else waits has a turn.
AT_ONCE = 200
_CHAINS = 50
HEAD = "head"


class Places:
    """What places records; the audit key signs."""

    def __init__(self, key: AuditKey, clock: Clock, *, every: int = 1_000, seconds: float = 300.0) -> None:
        """A checkpoint is due after so many records or seconds, whichever comes first."""
        self._key = key
        self._clock = clock
        self._every = every
        self._after = timedelta(seconds=seconds)

    async def add(self, tx: Tx, rows: Sequence[Values]) -> None:
        """Write new records of calls and place them at once: values in the order of `COLUMNS`, sealed just now.

        Where somebody else holds a chain, or too much waits before these, they wait too, for whoever chains next: a batch of
        calls must wait for nobody.
        """
        mine: dict[str, list[Values]] = {}
        for values in rows:
            mine.setdefault(values[1], []).append(values)
        heads = await repository.heads(tx, sorted(mine), lock=True)
        now = self._clock.now()
        for head in heads:
            chain = head["chain"]
            before = await repository.waiting(tx, chain, AT_ONCE)
            if len(before) == AT_ONCE:
                continue
            ends = await self._placed(tx, head, before)
            own = mine.pop(chain)
            places = chained(own, *ends)
            await repository.add_placed(tx, own, places)
            await self._move(tx, head, (places[-1][0], places[-1][2]), now)
        await repository.add(tx, [values for waits in mine.values() for values in waits])

    async def batch(self, tx: Tx, *, wait: bool = False) -> int:
        """Place records that wait, of chains that nobody else holds; how many those were.

        With `wait` those of one chain, once nobody else holds it: for a transaction that holds none itself.
        """
        now = self._clock.now()
        heads = await repository.lock_waiting(tx, now, 1 if wait else _CHAINS, wait=wait)
        total = 0
        for chain, head in heads.items():
            rows = await repository.waiting(tx, chain, AT_ONCE)
            if rows:
                total += len(rows)
                await self._move(tx, head, await self._placed(tx, head, rows), now)
        return total

    def is_late(self, head: Any, now: datetime) -> bool:
        """Whether a chain that went quiet is to have its checkpoint."""
        return bool(head["sequence"] > head["checkpoint_sequence"] and now - head["checkpoint_at"] >= self._after)

    async def sign(self, tx: Tx, kind: str, chain: str, sequence: int, digest: str) -> None:
        """Make a checkpoint."""
        now = self._clock.now()
        made = Checkpoint.signed_by(self._key, chain, kind, sequence, digest, now)
        values = {
            "id": new_id("auc"),
            "chain": chain,
            "kind": kind,
            "sequence": sequence,
            "hash": digest,
            "at": now,
            "key_id": made.key,
            "signature": made.signature,
            "anchored": False,
        }
        await repository.add_checkpoint(tx, values)

    async def _placed(self, tx: Tx, head: Any, rows: Sequence[Values]) -> tuple[int, str]:
        """Place rows that are in the database already; where the chain ends then."""
        if not rows:
            return head["sequence"], head["hash"]
        places = chained(rows, head["sequence"], head["hash"], self._key.seal)
        await repository.place(tx, [(*place, values[0]) for place, values in zip(places, rows, strict=True)])
        unsealed = [values[0] for place, values in zip(places, rows, strict=True) if not place[3]]
        if unsealed:
            _log.error("audit_records_unsealed", chain=head["chain"], count=len(unsealed), first=unsealed[0])
        return places[-1][0], places[-1][2]

    async def _move(self, tx: Tx, head: Any, end: tuple[int, str], now: datetime) -> None:
        chain, (sequence, digest) = head["chain"], end
        signed = Checkpoint.signed_by(self._key, chain, HEAD, sequence, digest, now)
        values = {
            "sequence": sequence,
            "hash": digest,
            "at": now,
            "key_id": signed.key,
            "signature": signed.signature,
        }
        due = sequence - head["checkpoint_sequence"] >= self._every or now - head["checkpoint_at"] >= self._after
        if due:
            await self.sign(tx, CHECKPOINT, chain, sequence, digest)
            values |= {"checkpoint_sequence": sequence, "checkpoint_at": now}
        await repository.move_head(tx, chain, values)
