"""Events of failed runs, made of the run log's own rows: shortened and without secrets already, and off the hot path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from linkwright.events import repository
from linkwright.events.outbox import Event, emit
from linkwright.kit import jsons
from linkwright.kit.clock import Clock, iso
from linkwright.logs.rows import COLUMNS, Row
from linkwright.store.database import Tx
from linkwright.store.types import moment

_NOBODY: dict[str, Any] = {"origin_owner_id": None, "origin_owner_name": None, "origin_username": None}
_SUCCESS = COLUMNS.index("success")


class FailedRuns:
    """Tells of runs that failed, in the transaction that writes them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def tell(self, tx: Tx, rows: Sequence[Row]) -> None:
        """Have the failed ones among the rows of the table `runs` told."""
        failed = [dict(zip(COLUMNS, row, strict=True)) for row in rows if not row[_SUCCESS]]
        if not failed:
            return
        owners = await repository.owners(tx, {run["account_id"] for run in failed if run["account_id"]})
        await emit(tx, self._clock.now(), *(_event(run, owners.get(run["account_id"], _NOBODY)) for run in failed))


def _event(run: dict[str, Any], owner: dict[str, Any]) -> Event:
    error = jsons.loads(run["detail"])["error"] or {}
    data = {
        "run_id": run["id"],
        "account_id": run["account_id"],
        "provider": run["connector_key"],
        **owner,
        "action": run["action"],
        "status": run["status"],
        "error": {name: error.get(name) for name in ("code", "message", "hint")},
        "started_at": iso(moment(run["started_at"])),
        "duration_ms": run["duration_ms"],
    }
    return Event(run["project_id"], "run.failed", data, run["account_id"])
