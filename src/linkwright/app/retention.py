"""How long each kind of record is kept, and the work that forgets it then. `docs/security/data-map.md` says the same of tables."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from linkwright.accounts.retention import sweep_receipts
from linkwright.actions.downloads.work import sweep_downloads
from linkwright.actions.work import sweep_feedback
from linkwright.approvals.work import sweep_approvals
from linkwright.consents.work import sweep_consents
from linkwright.events.work import sweep_events
from linkwright.kit.clock import Clock
from linkwright.kit.periodic import Periodic
from linkwright.ledger.work import sweep_writes
from linkwright.linking.sign_in.work import sweep_flows
from linkwright.linking.work import sweep_sessions
from linkwright.logs.retention import sweep_bodies, sweep_runs
from linkwright.owners.work import sweep_erasures
from linkwright.receiving.work import sweep_seen
from linkwright.settings import Settings
from linkwright.store.database import Database

_Work = tuple[str, Callable[[], Awaitable[object]]]
_EVERY = 3600.0
# Soon after a start, so that a hub which never runs for an hour forgets too.
_FIRST = 60.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of record that is kept for a number of days.

    Attributes:
        kind: what it is.
        setting: the setting with the days.
        sweep: deletes what is older than so many days; gives how many.
    """

    kind: str
    setting: str
    sweep: Callable[[Database, Clock, int], Awaitable[int]]


KEPT = (
    Kept("runs", "run_retention_days", sweep_runs),
    Kept("bodies of runs", "run_body_retention_days", sweep_bodies),
    Kept("events and deliveries", "event_retention_days", sweep_events),
    Kept("approvals", "approval_retention_days", sweep_approvals),
    Kept("feedback", "feedback_retention_days", sweep_feedback),
    Kept("connect sessions", "session_retention_days", sweep_sessions),
    Kept("receipts of deleted accounts", "receipt_retention_days", sweep_receipts),
    Kept("receipts of erased owners", "receipt_retention_days", sweep_erasures),
)
"""What operators set in days; the audit record has its own work."""
ENDED: tuple[tuple[str, Callable[[Database, Clock], Awaitable[object]]], ...] = (
    ("answers to writes", sweep_writes),
    ("addresses of files", sweep_downloads),
    ("sign-ins at providers", sweep_flows),
    ("provider events seen", sweep_seen),
    ("consents of MCP clients", sweep_consents),
)
"""What carries the end of its own time."""


def retention_of(settings: Settings, database: Database, clock: Clock) -> list[Periodic]:
    """The work that forgets. None of it is done when the hub stops: a backlog would hold that up."""
    by_days: list[_Work] = [
        (one.kind, partial(one.sweep, database, clock, getattr(settings, one.setting))) for one in KEPT
    ]
    by_end: list[_Work] = [(kind, partial(sweep, database, clock)) for kind, sweep in ENDED]
    return [
        Periodic(f"retention of {kind}", _EVERY, work, last=False, first=_FIRST) for kind, work in [*by_days, *by_end]
    ]
