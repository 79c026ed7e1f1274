"""Reads the record: pages, one record, exports, and whether it is as it was written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linkwright.access.principals import Principal
from linkwright.audit import repository
from linkwright.audit.checkpoints import Checkpoint
from linkwright.audit.denials import Denials
from linkwright.audit.errors import AuditCursorInvalid, RecordNotFound
from linkwright.audit.exporting import Format, line_in
from linkwright.audit.filters import Filters
from linkwright.audit.keys import AuditKey
from linkwright.audit.model import record_of
from linkwright.audit.places import HEAD
from linkwright.audit.recording import Recording
from linkwright.audit.verifying import Bad, Verifier
from linkwright.audit.work import Chainer
from linkwright.kit.clock import Clock
from linkwright.store.database import Database, Tx

_PART = 65_536


@dataclass(frozen=True, slots=True)
class State:
    """Whether a chain is as it was written, as far as this process looked.

    Attributes:
        first: the place of the oldest record; None for an empty chain.
        verified_to: the place of the newest that was checked.
        signed_to: the highest place that a checkpoint vouches for.
        unsealed: how many records no holder of the audit key wrote.
        bad: the first bad record.
    """

    first: int | None
    verified_to: int
    verified_at: datetime
    signed_to: int
    unsealed: int
    bad: Bad | None


class AuditService:
    """Reads the chains of one database."""

    def __init__(
        self,
        database: Database,
        chainer: Chainer,
        denials: Denials | None,
        key: AuditKey,
        recording: Recording,
        clock: Clock,
    ) -> None:
        """Without `denials` only what is in the database already can be read: on the command line."""
        self._database = database
        self._chainer = chainer
        self._denials = denials
        self.key = key
        self._recording = recording
        self._clock = clock
        self._verifiers: dict[str, Verifier] = {}
        self._one_check = asyncio.Lock()

    async def settle(self) -> None:
        """Have everything chained that happened before now. Call it before opening a transaction."""
        if self._denials is not None:
            await self._denials.flush()
        await self._chainer.chain()

    async def page(
        self, tx: Tx, chain: str, filters: Filters, before: str | None, size: int
    ) -> tuple[list[dict[str, Any]], str | None]:
        """A page of records, newest first, and the cursor of the next.

        Raises:
            AuditCursorInvalid: `before` is no cursor of this list.
        """
        if before is not None and not (before.isascii() and before.isdigit() and len(before) < 19):
            raise AuditCursorInvalid
        rows = await repository.page(tx, chain, filters, None if before is None else int(before), size + 1)
        records = [record_of(row) for row in rows[:size]]
        return records, str(records[-1]["sequence"]) if len(rows) > size else None

    async def get(self, tx: Tx, chain: str, record_id: str) -> dict[str, Any]:
        """One record.

        Raises:
            RecordNotFound: the chain holds none of that id.
        """
        row = await repository.find(tx, chain, record_id.replace("\x00", ""))
        if row is None:
            raise RecordNotFound
        return record_of(row)

    async def export(self, chains: Sequence[str] | None, filters: Filters, form: Format) -> AsyncIterator[bytes]:
        """Records, chain by chain in order, as lines; in parts of some size."""
        part = bytearray()
        async with self._database.snapshot() as tx:
            async for row in repository.records(tx, chains, filters):
                part += line_in(form, record_of(row))
                if len(part) >= _PART:
                    yield bytes(part)
                    part.clear()
        if part:
            yield bytes(part)

    async def note_export(self, chain: str, form: Format, filters: Filters) -> None:
        """Record that somebody takes a copy; done before it is given."""
        detail = {"format": form, "filtered": bool(filters)}
        async with self._database.write() as tx:
            await repository.add(tx, [self._recording.note(chain, "audit.exported", detail=detail)])

    async def note_owner_export(self, chain: str) -> None:
        """Record that somebody takes out what is held about an owner; which one is not said."""
        async with self._database.write() as tx:
            await repository.add(tx, [self._recording.note(chain, "owner.exported", detail={})])

    async def checkpoints(self, chains: Sequence[str] | None) -> list[Checkpoint]:
        """Every checkpoint, and where the chains end now."""
        async with self._database.read() as tx:
            return await self._checkpoints(tx, chains)

    async def state(self, chain: str, *, fresh: bool = False) -> State:
        """Check a chain: what is new since the last look, or everything if `fresh`."""
        async with self._one_check:
            if fresh:
                self._verifiers.pop(chain, None)
            known = chain in self._verifiers
            verifier = await self._verified(chain)
            if verifier.found.bad is not None and known:
                # What was cut off meanwhile looks like a hole from where we stood: look at all of it before saying so.
                self._verifiers.pop(chain)
                verifier = await self._verified(chain)
            found = verifier.finish([chain])
            first, last = found.chains.get(chain, (None, 0))
            return State(first, last, self._clock.now(), found.signed.get(chain, 0), len(found.unsealed), found.bad)

    async def verify(self) -> Verifier:
        """Check all chains from their beginnings; the caller finishes."""
        async with self._database.snapshot() as tx:
            verifier = Verifier(self._good(await self._checkpoints(tx, None)))
            async for row in repository.records(tx, None):
                if not verifier.take(record_of(row)):
                    break
        return verifier

    async def _verified(self, chain: str) -> Verifier:
        async with self._database.snapshot() as tx:
            said = self._good(await self._checkpoints(tx, [chain]))
            verifier = self._verifiers.setdefault(chain, Verifier())
            verifier.vouch(said)
            async for row in repository.records(tx, [chain], after=(chain, verifier.place(chain))):
                if not verifier.take(record_of(row)):
                    break
        return verifier

    def _good(self, checkpoints: list[Checkpoint]) -> list[Checkpoint]:
        """Those that are signed by a key of this hub: what the database says of itself proves nothing."""
        return [one for one in checkpoints if (key := self.key.trusts(one.key)) is not None and one.good(key)]

    async def _checkpoints(self, tx: Tx, chains: Sequence[str] | None) -> list[Checkpoint]:
        made = [Checkpoint.of_row(row) for row in await repository.checkpoints(tx, chains)]
        return made + [Checkpoint.of_row(row, HEAD) for row in await repository.heads(tx, chains)]


def chain_for(principal: Principal, wanted: str) -> str:
    """The chain that a caller reads: of its project, or, for members, of their organization.

    Raises:
        RecordNotFound: the caller has no such chain.
    """
    if wanted == "organization":
        if principal.kind != "member":
            raise RecordNotFound("Only members read the record of the organization.", hint="Ask an owner or admin.")
        return principal.organization_id
    return principal.project_id
