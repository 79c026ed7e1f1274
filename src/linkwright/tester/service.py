"""Runs a read again, with the arguments that were kept of it and on the same way as any call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.actions.repeating import Repeat
from linkwright.actions.runner import ActionRunner, Outcome
from linkwright.logs.bodies import Row
from linkwright.logs.service import LogService
from linkwright.logs.views import can_rerun, is_kept
from linkwright.store.database import Database
from linkwright.tester.endpoint import FACE
from linkwright.tester.errors import RunNotRepeatable

_PLACES = frozenset({"path", "query", "body", "headers"})


class Rerunning:
    """Runs reads again."""

    def __init__(self, runner: ActionRunner, logs: LogService, database: Database) -> None:
        self._runner = runner
        self._logs = logs
        self._database = database

    async def rerun(self, principal: Principal, run_id: str) -> Outcome:
        """Run it again as a new run; how that ends is in the outcome.

        Raises:
            linkwright.logs.errors.RunNotFound: the project has none of that id.
            RunNotRepeatable: it is no read, or not everything that it was called with is kept.
        """
        require(principal, "read", Resource("log", principal.project_id))
        require(principal, "execute", Resource("action", principal.project_id, "read"))
        await self._logs.settle()
        async with self._database.read() as tx:
            row = await self._logs.row(tx, principal.project_id, run_id)
        effect = (
            await self._runner.lookup.effect(principal, row["account_id"], row["action"]) if row["account_id"] else None
        )
        if not can_rerun(row) or effect not in ("read", None):
            raise RunNotRepeatable(_why(row))
        arguments = _payload(row["detail"]["arguments"])
        outcome = await self._runner.run(
            principal, row["account_id"], row["action"], arguments, FACE, Repeat(rerun_of=row["id"])
        )
        if outcome.file is not None:
            # Nobody takes it here; that it can be had is what the run shows.
            await outcome.file.close()
        return outcome


def _payload(arguments: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """By place if they came so, as the arguments of a refused call do; else all in the body, where any input is taken."""
    if not arguments:
        return {}
    placed = all(name in _PLACES and isinstance(value, Mapping | None) for name, value in arguments.items())
    return arguments if placed else {"body": arguments}


def _why(row: Row) -> str:
    detail = row["detail"]
    if detail.get("effect") != "read":
        return "Only reads are run again: a write would happen twice."
    if not is_kept(detail):
        return "What this run was called with is not kept."
    return "Not everything that this run was called with is kept."
