"""Refusals on their way into the record: noted by the faces without waiting, written together soon after."""

from __future__ import annotations

import asyncio
from collections import deque

import structlog

from linkwright.audit import repository
from linkwright.audit.model import HUB, Values
from linkwright.audit.recording import Recording
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.store.acting import Acting
from linkwright.store.database import Database
from linkwright.store.faults import DatabaseFault

_log = structlog.get_logger()
_MOST = 10_000
_AT_ONCE = 200
_MOST_A_MINUTE = 300
_EVENTS = {
    "key_revoked": "access.key_refused",
    "key_expired": "access.key_refused",
    "csrf_refused": "access.csrf_refused",
    "sign_in_refused": "access.sign_in_refused",
    "too_many_tries": "access.sign_in_refused",
    "passwords_off": "access.sign_in_refused",
    "provider_sign_in_failed": "access.sign_in_refused",
    "identity_refused": "access.sign_in_refused",
    "code_refused": "access.code_refused",
}


class Denials:
    """A bounded queue of refusals; what finds it full is counted, and the count is recorded."""

    def __init__(
        self, database: Database, recording: Recording, due: asyncio.Event, clock: Clock, bound: int = _MOST
    ) -> None:
        """`due` is set when something waits to be written."""
        self._database = database
        self._recording = recording
        self._due = due
        self._clock = clock
        self._bound = bound
        self._minute = 0
        self._noted: dict[str, int] = {}
        self._waiting: deque[Values] = deque()
        self._lost = 0
        self._one_writer = asyncio.Lock()

    def note(self, who: Acting, operation: str, target: tuple[str, str] | None) -> None:
        """Note that a request was refused, if that is for the record; never waits and never raises.

        Args:
            who: the request, with the refusal it was answered with.
            operation: the method and the pattern of the path.
            target: kind and id of what the path names, if it names something.
        """
        if who.refused is None or who.run_id is not None:
            # What came to a run is recorded as a call, whatever became of it.
            return
        code, status = who.refused
        event = _EVENTS.get(code) or _denied(who, status, code, target)
        if event is None:
            return
        if len(self._waiting) >= self._bound or self._floods(who.principal):
            self._lost += 1
            return
        chain = who.project_id or who.organization_id or HUB
        self._waiting.append(
            self._recording.note(
                chain,
                event,
                outcome="refused",
                reason=code,
                target=target,
                account_id=target[1] if target and target[0] == "account" else None,
                detail={"operation": operation},
                who=who,
            )
        )
        self._due.set()

    def _floods(self, principal: str) -> bool:
        """Whether so many of it were noted within a minute that the rest is only counted: nobody fills the disk by knocking."""
        minute = int(self._clock.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._noted = minute, {}
        count = self._noted[principal] = self._noted.get(principal, 0) + 1
        return count > _MOST_A_MINUTE

    async def flush(self) -> None:
        """Write what waits."""
        async with self._one_writer:
            while self._waiting or self._lost:
                rows = [self._waiting[n] for n in range(min(_AT_ONCE, len(self._waiting)))]
                lost = self._lost
                if lost:
                    detail = {"records": lost, "of": "refusals"}
                    rows.append(self._recording.note(HUB, "audit.lost", outcome="failed", detail=detail))
                try:
                    async with self._database.write() as tx:
                        await repository.add(tx, rows)
                except (LinkwrightError, DatabaseFault, OSError) as error:
                    # They stay in the queue, and are tried again with the next.
                    _log.error("refusals_not_recorded", count=len(rows), error=type(error).__name__)
                    return
                for _ in range(len(rows) - bool(lost)):
                    self._waiting.popleft()
                self._lost -= lost


def _denied(who: Acting, status: int, code: str, target: tuple[str, str] | None) -> str | None:
    known = who.principal != "unknown"
    if known and code == "step_ended":
        return "access.code_refused"
    walled = (
        status in (403, 412)
        or (status == 404 and target is not None)
        or (status == 404 and code == "account_not_found")
    )
    return "access.denied" if known and walled else None
