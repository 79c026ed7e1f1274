"""What is kept of what callers sent and got: nothing, that of failed runs, or all; sealed by the vault either way.

Arguments and results are the provider's data about people, which a log of calls need not hold to be useful. So by default
they are kept only where somebody will have to find out why a call failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import structlog

from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.secret import Secret
from linkwright.logs.model import Run
from linkwright.vault.vault import Sealer, Vault

Keeps = Literal["none", "failures", "all"]
Row = Mapping[str, Any]
_log = structlog.get_logger()
_FIELD = "run_bodies"
_NOBODY = "none"


class Bodies:
    """Seals the bodies of runs for their project and account, and opens them."""

    def __init__(self, vault: Vault, keeps: Keeps) -> None:
        self._vault = vault
        self.keeps = keeps

    def wants(self, run: Run) -> bool:
        """Whether this run's bodies are kept."""
        return self.keeps == "all" or (self.keeps == "failures" and run.error is not None)

    async def sealers(self, runs: Iterable[Run]) -> dict[str, Sealer]:
        """What seals, by project. Call it outside a transaction: a project's first seal writes.

        A project whose key does not open gets none: its runs are written without bodies, since a log that refuses to
        write would say nothing at all.
        """
        found: dict[str, Sealer] = {}
        for project_id in {run.project_id for run in runs if self.wants(run)}:
            try:
                found[project_id] = await self._vault.sealer(project_id)
            except Exception as error:  # whatever it is, the runs themselves must be written
                _log.error("run_bodies_not_sealed", project=project_id, error=type(error).__name__)
        return found

    async def opened(self, row: Row) -> dict[str, Any]:
        """The detail of a row with its bodies back in their places; without them where none were kept, or do not open."""
        detail: dict[str, Any] = dict(row["detail"])
        sealed = row["bodies"]
        if sealed is None:
            return detail
        place = {"project_id": row["project_id"], "account_id": row["account_id"] or _NOBODY}
        try:
            text = (await self._vault.open(sealed, **place, field=_FIELD, version=0)).reveal()
        except LinkwrightError as refused:
            _log.error("run_bodies_do_not_open", run=row["id"], error=refused.code)
            return detail
        bodies = jsons.loads(text)
        if bodies.pop("run_id") != row["id"]:
            # Sealed for the same account, but for another run: moved here by hand.
            _log.error("run_bodies_of_another_run", run=row["id"])
            return detail
        calls = zip(detail.get("calls") or [], bodies.pop("calls"), strict=False)
        return {**detail, **bodies, "calls": [{**call, **body} for call, body in calls], "kept": True}


def sealed(sealer: Sealer, run: Run, bodies: Mapping[str, Any]) -> bytes:
    """The bodies of a run, which open for its project and account only, and as those of this run."""
    text = jsons.dumps({"run_id": run.id, **bodies})
    return sealer.seal(Secret(text), account_id=run.account_id or _NOBODY, field=_FIELD, version=0)
