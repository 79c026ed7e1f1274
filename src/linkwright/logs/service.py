"""Reads the run log."""

from __future__ import annotations

from typing import Any

from linkwright.logs import repository
from linkwright.logs.bodies import Bodies, Row
from linkwright.logs.cursor import read_cursor, write_cursor
from linkwright.logs.errors import RunNotFound
from linkwright.logs.filters import NO_FILTERS, Filters, Query
from linkwright.logs.recorder import RunRecorder
from linkwright.logs.views import RunViews, View
from linkwright.store.database import Database, Tx


class LogService:
    """Lists runs, shows one, lists the upstream calls of many."""

    def __init__(self, database: Database, recorder: RunRecorder, views: RunViews, bodies: Bodies) -> None:
        self._database = database
        self._recorder = recorder
        self._views = views
        self._bodies = bodies

    async def settle(self) -> None:
        """Have everything written that was done before now. Call it before opening a transaction."""
        await self._recorder.flush()

    async def runs(self, tx: Tx, project_id: str, query: Query) -> View:
        """A page of runs: `next`, `data`, and how many runs this process could not log.

        Raises:
            CursorInvalid: `next` is not a cursor of this list.
        """
        rows, following = await self._page(tx, project_id, query, bodies=query.steps)
        await self._views.prepare(project_id, steps=query.steps)
        return {
            "next": following,
            "data": [self._views.entry(row, steps=query.steps) for row in rows],
            "linkwright": {"runs_lost": self._recorder.lost},
        }

    async def get(
        self,
        tx: Tx,
        project_id: str,
        run_id: str,
        *,
        steps: bool,
        advanced: bool,
        filters: Filters = NO_FILTERS,
    ) -> View:
        """One run, if it meets the conditions.

        Raises:
            RunNotFound: the project has none of that id.
        """
        row = await self.row(tx, project_id, run_id, filters)
        await self._views.prepare(project_id, steps=steps)
        return self._views.single(row, self._bodies.keeps, steps=steps, advanced=advanced)

    async def row(self, tx: Tx, project_id: str, run_id: str, filters: Filters = NO_FILTERS) -> Row:
        """One run as it is stored, its bodies opened.

        Raises:
            RunNotFound: the project has none of that id.
        """
        row = await repository.find(tx, project_id, run_id.replace("\x00", ""), filters)
        if row is None:
            raise RunNotFound
        return await self._opened(row)

    async def steps(self, tx: Tx, project_id: str, query: Query) -> View:
        """The upstream calls of a page of runs; `page_size` counts the runs.

        Raises:
            CursorInvalid: `next` is not a cursor of this list.
        """
        rows, following = await self._page(tx, project_id, query, bodies=True)
        await self._views.prepare(project_id, steps=True)
        return {"next": following, "data": [step for row in rows for step in self._views.steps(row)]}

    async def _page(self, tx: Tx, project_id: str, query: Query, *, bodies: bool) -> tuple[list[Row], str | None]:
        after = read_cursor(query.order, query.next)
        found = await repository.page(tx, project_id, query.filters, query.order, after, query.size + 1, bodies=bodies)
        rows: list[Row] = [await self._opened(row) if bodies else dict(row) for row in found[: query.size]]
        if len(found) <= query.size:
            return rows, None
        last: Any = rows[-1]
        return rows, write_cursor(query.order, last["sort"], last["id"])

    async def _opened(self, row: repository.Row) -> Row:
        plain = dict(row)
        return {**plain, "detail": await self._bodies.opened(plain)}
