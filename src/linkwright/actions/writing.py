"""Sends a write once: noted in the ledger before, looked for where an earlier try may have happened, written down after."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import structlog

from linkwright.actions.resending import reads
from linkwright.connectors.compiled import Action
from linkwright.engine.errors import (
    AddressBlocked,
    ConnectorBug,
    CredentialRefused,
    EngineError,
    InvalidArguments,
    MissingRight,
    NotOnPlan,
    ProviderConflict,
    ProviderNotFound,
    ProviderRateLimited,
    ProviderRefusedInput,
)
from linkwright.engine.files import Upload
from linkwright.engine.results import RunResult
from linkwright.ledger.errors import DoneBefore, OutcomeUnknown
from linkwright.ledger.model import DERIVED, Begun, Intent, Recorded
from linkwright.ledger.service import Ledger
from linkwright.store.errors import DatabaseUnavailable

_log = structlog.get_logger()
# The provider, or the hub before it, said no: nothing happened.
_NOTHING_HAPPENED = (
    InvalidArguments,
    CredentialRefused,
    MissingRight,
    NotOnPlan,
    ProviderNotFound,
    ProviderRefusedInput,
    ProviderConflict,
    ProviderRateLimited,
    ConnectorBug,
    AddressBlocked,
)
# What says, of a write that is sent again with the ids of the first try, that the first try did it.
_IT_WAS_DONE = {"destroy": (ProviderNotFound,), "write": (ProviderConflict,)}


_PAUSES = (0.1, 0.4)
"""Seconds before an answer is written down once more, where the database was away."""


class Ways(Protocol):
    """What a write needs of the call around it."""

    def send(self, seed: str) -> Awaitable[RunResult]:
        """Send it; what it creates gets ids drawn from the seed."""
        ...

    async def find(self, seed: str) -> RunResult | None:
        """What an earlier try with that seed made; None if it made nothing. Only where the action has a lookup."""
        ...


Told = Callable[[], Awaitable[None]]
"""To be called when the answer has been given to somebody who was still there."""


@dataclass(frozen=True, slots=True)
class Written:
    """How a write ended: with a result of its own, or with what is recorded of an earlier run."""

    result: RunResult | None
    begun: Begun | None
    recorded: Recorded | None = None
    found: bool = False


class OnceWriter:
    """Takes a write through the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def write(self, action: Action, intent: Intent, ways: Ways, waits: float) -> Written:
        """Send the write, find what an earlier try did, or give what is recorded. `finished` must follow where it was begun.

        Raises:
            linkwright.ledger.errors.KeyReused: the key belongs to another call.
            linkwright.ledger.errors.StillRunning: the same write is under way.
            OutcomeUnknown: an earlier try may have happened, and that cannot be found out.
            DoneBefore: an earlier try happened, and its answer is lost.
            EngineError: the write failed.
        """
        begun = await self._ledger.begin(intent, waits)
        if isinstance(begun, Recorded):
            return Written(None, None, begun)
        try:
            if begun.doubtful:
                return await self._again(action, begun, ways)
            return Written(await self._first(action, begun, ways), begun)
        except asyncio.CancelledError:
            await self._ledger.unknown(begun)
            raise
        except Exception as failed:
            await self._failed(begun, failed)
            raise

    async def finished(self, written: Written, body: bytes) -> None:
        """Write down what is answered, before it is.

        Where the database is away it is answered all the same, since it happened: the entry stays open, so that a repeat
        looks for it.
        """
        if written.begun is None:
            return
        for pause in (*_PAUSES, None):
            try:
                await self._ledger.done(written.begun, body)
                return
            except DatabaseUnavailable:
                if pause is None:
                    _log.exception("write.not_written_down", run=written.begun.intent.run_id)
                    return
                await asyncio.sleep(pause)

    def told(self, intent: Intent, written: Written) -> Told | None:
        """What to call once the answer is given; None where a repeat has a key of its own."""
        if intent.key.kind != DERIVED:
            return None
        if written.recorded is not None:
            return partial(self._ledger.told, intent.project_id, written.recorded.key_hash, written.recorded.fence)
        assert written.begun is not None  # it was not recorded before
        return partial(self._ledger.told, intent.project_id, written.begun.intent.key.hash, written.begun.fence)

    async def _first(self, action: Action, begun: Begun, ways: Ways) -> RunResult:
        try:
            return await ways.send(begun.seed)
        except EngineError as lost:
            if _nothing_happened(lost) or action.lookup is None:
                raise
            found = await self._look(begun, ways)
            if found is None:
                raise
            found.warnings.append("The provider's answer was lost; what it made was found by its id.")
            found.calls[:0] = lost.calls
            return found

    async def _look(self, begun: Begun, ways: Ways) -> RunResult | None:
        try:
            return await ways.find(begun.seed)
        except EngineError as away:
            _log.info("write.not_found_out", run=begun.intent.run_id, error=away.code)
            return None

    async def _again(self, action: Action, begun: Begun, ways: Ways) -> Written:
        """An earlier try may have happened: look, and send only what changes nothing if it did."""
        if action.lookup is not None:
            found = await ways.find(begun.seed)
            if found is not None:
                return Written(found, begun, found=True)
        elif not action.own_ids and not action.repeatable:
            earlier = f" The run was {begun.earlier}." if begun.earlier else ""
            raise OutcomeUnknown(f"An earlier try of this write was cut off, and may have happened.{earlier}")
        try:
            return Written(await ways.send(begun.seed), begun)
        except _IT_WAS_DONE.get(action.effect, ()) as told:
            # The earlier try was still on its way when we looked.
            found = await ways.find(begun.seed) if action.lookup is not None else None
            if found is not None:
                return Written(found, begun, found=True)
            raise DoneBefore(f"It seems that an earlier try of this write happened. {told.message}") from told

    async def _failed(self, begun: Begun, failed: Exception) -> None:
        try:
            await self._noted(begun, failed)
        except DatabaseUnavailable:
            # What the provider said must not be lost over it; an entry that stays open counts as unknown in time.
            _log.exception("write.not_written_down", run=begun.intent.run_id)

    async def _noted(self, begun: Begun, failed: Exception) -> None:
        if isinstance(failed, DoneBefore | OutcomeUnknown) or not _nothing_happened(failed):
            await self._ledger.unknown(begun)
        elif begun.doubtful:
            # This try did nothing; what the earlier one did is as unknown as before.
            await self._ledger.unknown(begun)
        else:
            await self._ledger.refused(begun)


def _nothing_happened(failed: Exception) -> bool:
    if not isinstance(failed, EngineError):
        return False
    if "steps_done" in failed.extra:
        return False
    return isinstance(failed, _NOTHING_HAPPENED) or all(map(reads, failed.calls))


async def told(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as the fingerprint takes them: of a file, what is in it counts."""
    found = dict(arguments)
    for name, value in arguments.items():
        if isinstance(value, Upload):
            digest = await asyncio.to_thread(_digest, value.path, value.data)
            found[name] = {**value, "sha256": digest}
    return found


def _digest(path: Path | None, data: bytes) -> str:
    if path is None:
        return hashlib.sha256(data).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
