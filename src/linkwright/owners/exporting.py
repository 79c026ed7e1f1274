"""Takes out everything that the hub holds about an owner, as JSON lines, a page at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.audit.service import AuditService
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock, iso
from linkwright.owners import repository
from linkwright.owners.erasing import Settle
from linkwright.owners.holdings import HOLDINGS, Holding
from linkwright.store.database import Database, many_rows
from linkwright.vault.vault import Vault

_AT_ONCE = 200
VERSION = 1


class Exporting:
    """Exports of owners."""

    def __init__(self, database: Database, vault: Vault, audit: AuditService, settle: Settle, clock: Clock) -> None:
        """`settle` has the run log written up to now."""
        self._database = database
        self._vault = vault
        self._audit = audit
        self._settle = settle
        self._clock = clock

    async def export(self, principal: Principal, owner: str) -> AsyncIterator[bytes]:
        """The lines: a head, a line for each row, and an end that counts them, so that what is cut off shows.

        Secrets are not among them. That it was taken out is recorded first.

        Raises:
            linkwright.access.errors.Forbidden: the caller may not.
        """
        require(principal, "destroy", Resource("owner", principal.project_id))
        await self._audit.note_owner_export(principal.project_id)
        await self._settle()
        return self._lines(principal.project_id, owner)

    async def _lines(self, project_id: str, owner: str) -> AsyncIterator[bytes]:
        head = {"version": VERSION, "project_id": project_id, "origin_owner_id": owner}
        yield _line({"kind": "export", **head, "made_at": iso(self._clock.now())})
        async with self._database.read() as tx:
            ids = await repository.account_ids(tx, project_id, owner)
        counts = dict.fromkeys((one.table for one in HOLDINGS), 0)
        for holding in HOLDINGS:
            after: list[Any] | None = None
            while True:
                async with self._database.read() as tx:
                    many_rows(tx)
                    rows = await repository.rows_of(tx, holding, (project_id, owner, ids), after, _AT_ONCE)
                if not rows:
                    break
                counts[holding.table] += len(rows)
                yield b"".join([_line(await self._told(project_id, holding, row)) for row in rows])
                after = [rows[-1][name] for name in rows[-1] if name.startswith("_key")]
        yield _line({"kind": "end", "rows": counts})

    async def _told(self, project_id: str, holding: Holding, row: Mapping[str, Any]) -> dict[str, Any]:
        values = {str(one.name): _plain(row[one.name]) for one in holding.columns}
        if holding.sealed is not None:
            values[holding.sealed] = await self._opened(project_id, row)
        return {"kind": holding.table, **values}

    async def _opened(self, project_id: str, row: Mapping[str, Any]) -> Any:
        if row["_record"] is None:
            return None
        place = {"account_id": row["_owner"] or "none", "field": row["_field"], "version": row["_version"]}
        try:
            text = (await self._vault.open(bytes(row["_record"]), project_id=project_id, **place)).reveal()
        except LinkwrightError as refused:
            return {"does_not_open": refused.code}
        try:
            return jsons.loads(text)
        except ValueError:
            return text


def _line(value: Mapping[str, Any]) -> bytes:
    return jsons.dumpb(value) + b"\n"


def _plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value
