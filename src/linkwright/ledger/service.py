"""The rules of the ledger: a write is noted before it is sent, and its end before it is answered.

| found under the key | what happens |
|---|---|
| nothing, or an entry whose time is over | it is sent |
| another fingerprint | refused: `idempotency_key_reused` |
| done | the recorded answer |
| refused: the provider or the hub said no, so nothing happened | it is sent |
| open, and its process lives | waited for, then `write_in_progress` |
| open, and its process is gone; or unknown | it may have happened: look first |
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.ledger import repository
from linkwright.ledger.errors import KeyReused, StillRunning
from linkwright.ledger.model import (
    DERIVED,
    DONE,
    DOUBT,
    GIVEN,
    NONE,
    OPEN,
    REFUSED,
    UNKNOWN,
    Begun,
    Entry,
    Intent,
    Recorded,
    WriteKey,
)
from linkwright.store.database import Database, Tx
from linkwright.store.faults import RowRefused
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
_ANSWER = "write_answer"
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_GRACE = 5.0
"""Seconds beyond its deadline after which a try is taken for dead."""

Sleep = Callable[[float], Awaitable[None]]


class Ledger:
    """Notes writes. Each step is a transaction of its own, so that it holds whatever happens to the process."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        clock: Clock,
        *,
        keeps: float,
        window: float,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`keeps` is in seconds, for keys that callers gave; `window` for those that were derived."""
        self._database = database
        self._vault = vault
        self._clock = clock
        self._keeps = keeps
        self._window = window
        self._sleep = sleep
        self.owner = new_id("own")

    async def begin(self, intent: Intent, waits: float) -> Begun | Recorded:
        """Note a try, or find what an earlier one did; waits at most so many seconds for one that is under way.

        Raises:
            KeyReused: the key belongs to another call.
            StillRunning: an earlier try is under way still.
        """
        ends = self._clock.monotonic() + waits
        for turn in range(1_000_000):
            try:
                found = await self._try(intent)
            except RowRefused:
                # Somebody noted the same key between our look and our row.
                continue
            if not isinstance(found, Entry):
                return found
            wait = _WAITS[min(turn, len(_WAITS) - 1)]
            if self._clock.monotonic() + wait >= ends:
                break
            await self._sleep(wait)
        raise StillRunning(headers={"Retry-After": "2"})

    async def _try(self, intent: Intent) -> Begun | Recorded | Entry:
        """What is found or noted; an entry if it has to be waited for."""
        now = self._clock.now()
        async with self._database.write() as tx:
            entry = await repository.find(tx, intent, lock=True)
            if entry is None and intent.key.kind == DERIVED:
                # A model that repeats a call to which it got no answer makes a new request of it, with another id.
                entry = await repository.doubtful(tx, intent, now)
                intent = replace(intent, key=WriteKey(entry.key_hash, DERIVED)) if entry else intent
            if entry is None:
                return await self._note(tx, intent, None)
            if entry.expires_at < now and entry.state != OPEN:
                return await self._note(tx, intent, None, replaces=True)
            _same(entry, intent)
            if entry.state == OPEN and entry.lease_until is not None and entry.lease_until > now:
                return entry
            if entry.state != DONE:
                return await self._note(tx, intent, entry)
        return await self._recorded(entry)

    async def _note(self, tx: Tx, intent: Intent, entry: Entry | None, *, replaces: bool = False) -> Begun:
        now = self._clock.now()
        seed = entry.seed if entry else secrets.token_hex(32)
        # An entry that is replaced keeps no fence, so this one must not meet a late writer's.
        fence = entry.lease_fence + 1 if entry else secrets.randbelow(1_000_000_000) + 1
        values: dict[str, Any] = {
            "state": OPEN,
            "seed": seed,
            "lease_owner": self.owner,
            "lease_fence": fence,
            "lease_until": now + timedelta(seconds=intent.lasts + _GRACE),
            "answer": None,
            "told": False,
            "finished_at": None,
            "expires_at": now + timedelta(seconds=self._lasts(intent.key.kind)),
        }
        if entry is None and not replaces:
            await repository.add(tx, intent, {**values, "created_at": now})
        else:
            await repository.again(tx, intent, {**values, "created_at": entry.created_at if entry else now})
        doubtful = entry is not None and entry.state in (OPEN, UNKNOWN)
        return Begun(intent, seed, fence, doubtful, entry.run_id if entry else None)

    async def done(self, begun: Begun, body: bytes) -> None:
        """Write down that it happened, and what is answered."""
        answer = None
        if begun.intent.key.kind != NONE:
            answer = await self._vault.seal(
                Secret(body.decode()), **_place(begun.intent.project_id, begun.intent.key.hash), version=begun.fence
            )
        await self._end(begun, DONE, answer, self._clock.now() + DOUBT)

    async def told(self, project_id: str, key_hash: str, fence: int) -> None:
        """Write down that the answer was given: the same wish in a new request is a new one from now on."""
        async with self._database.write() as tx:
            until = self._clock.now() + timedelta(seconds=self._window)
            await repository.told(tx, (project_id, key_hash), fence, until)

    async def refused(self, begun: Begun) -> None:
        """Write down that nothing happened."""
        await self._end(begun, REFUSED, None)

    async def unknown(self, begun: Begun) -> None:
        """Write down that nobody knows whether it happened."""
        await self._end(begun, UNKNOWN, None, self._clock.now() + DOUBT)

    async def _end(self, begun: Begun, state: str, answer: bytes | None, until: datetime | None = None) -> None:
        values: dict[str, Any] = {"state": state, "answer": answer, "finished_at": self._clock.now()}
        if until is not None and begun.intent.key.kind != GIVEN:
            values["expires_at"] = until
        async with self._database.write() as tx:
            held = await repository.finish(tx, self.owner, begun, values)
        if not held:
            _log.warning("write.taken_over", run=begun.intent.run_id, state=state)

    async def _recorded(self, entry: Entry) -> Recorded:
        if entry.answer is None:
            return Recorded(entry.key_hash, entry.lease_fence, entry.run_id, b"")
        place = _place(entry.project_id, entry.key_hash)
        body = await self._vault.open(entry.answer, **place, version=entry.lease_fence)
        return Recorded(entry.key_hash, entry.lease_fence, entry.run_id, body.reveal().encode())

    def _lasts(self, kind: str) -> float:
        return self._window if kind == DERIVED else self._keeps


def _same(entry: Entry, intent: Intent) -> None:
    if entry.fingerprint == intent.fingerprint:
        return
    assert entry.key_kind == GIVEN  # a derived key is made of the fingerprint
    if intent.narrow and entry.account_id != intent.account_id:
        raise KeyReused("This idempotency key was used for another call.")
    other = "another account" if entry.account_id != intent.account_id else entry.action
    if entry.account_id == intent.account_id and entry.action == intent.action:
        other = f"{entry.action} with other arguments"
    raise KeyReused(f"This idempotency key was used for {other}.", extra={"run_id": entry.run_id})


def _place(project_id: str, key_hash: str) -> dict[str, str]:
    return {"project_id": project_id, "account_id": key_hash, "field": _ANSWER}
