"""Two processes that renew one grant in every order, with deaths, lost answers and leases that run out in between.

The code is the real one, on SQLite; the provider is a model that takes each refresh token once. Hypothesis chooses what
happens next. The rule: unless a process died, or an answer was lost, after the provider had redeemed a token, the account
holds a token in the end that the provider takes.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from linkwright.catalog.catalog import Catalog
from linkwright.kit.clock import FixedClock
from linkwright.oauth.claiming import LEASE
from linkwright.oauth.renewal import Renewal
from linkwright.oauth.sources import Sources
from linkwright.outbound.errors import UpstreamDropped
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.profiles.apps import ProfileApps
from linkwright.profiles.service import ProfileService
from linkwright.projects.service import ProjectService
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.store.hot import open_hot_rows
from linkwright.store.migrate import migrate
from linkwright.store.tables import organizations
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.providers import MasterKey
from linkwright.vault.vault import Vault
from tests.grants import DAY, Grants, Provider, Ways, with_oauth
from tests.unit.actions.hub import CATALOG

_START = 1_795_521_600.0
_PAST = LEASE.total_seconds() + 1
_NAMES = ("one", "two")


def _clock() -> FixedClock:
    return FixedClock(datetime.fromtimestamp(_START, UTC))


@cache
def _template() -> tuple[Path, str, str]:
    """A database with a project, and the ids of the project and of its profile."""
    path = Path(tempfile.mkdtemp()) / "template.db"

    async def make() -> tuple[str, str]:
        database, clock = Database(f"sqlite:///{path}"), _clock()
        await migrate(database)
        profiles = ProfileService(CATALOG, clock)
        async with database.write() as tx:
            row = {"id": "org_1", "wire_id": 7, "name": "Org", "created_at": clock.now()}
            await tx.execute(sa.insert(organizations).values(row))
            project = await ProjectService(clock).create(tx, "org_1", "main", "Acme Planner")
            await profiles.ensure_defaults(tx, project.id)
            profile = await profiles.default(tx, project.id, "linear")
        assert profile is not None
        await database.close()
        return project.id, profile.id

    return (path, *asyncio.run(make()))


class Way:
    """One process's way to the provider; every request stops twice, before and after it is carried out."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.waiting: asyncio.Future[Callable[[], None]] | None = None
        self.carried = False
        self.token = ""

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.carried, self.token = (
            False,
            (request.body or b"").decode().partition("refresh_token=")[2].partition("&")[0],
        )
        await self._stop()
        answer = await self._provider.send(request)
        self.carried = True
        await self._stop()
        return answer

    async def _stop(self) -> None:
        self.waiting = asyncio.get_running_loop().create_future()
        try:
            (await self.waiting)()
        finally:
            self.waiting = None

    def go_on(self) -> None:
        assert self.waiting is not None
        self.waiting.set_result(lambda: None)
        self.waiting = None

    def lose(self) -> None:
        def cut() -> None:
            raise UpstreamDropped("cut")

        assert self.waiting is not None
        self.waiting.set_result(cut)
        self.waiting = None


class Interleavings(RuleBasedStateMachine):
    """The machine; what is async in it runs in a loop of its own."""

    def __init__(self) -> None:
        super().__init__()
        template, project_id, profile_id = _template()
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "linkwright.db"
        shutil.copy(template, path)
        self._runner = asyncio.Runner()
        self.clock, self.provider = _clock(), Provider()
        self.database = Database(f"sqlite:///{path}")
        vault = Vault(MasterKey("mk_test", b"m" * 32), DataKeyRows(self.database, self.clock, WrappedDataKey))
        rows = open_hot_rows(self.database)
        linear = CATALOG.get("linear")
        assert linear is not None
        catalog = Catalog([with_oauth(linear)])
        self.desk = Grants(self.database, self.clock, vault, rows, project_id, profile_id, catalog, self.provider)
        self.renewals: dict[str, Renewal] = {}
        self.ways: dict[str, Way] = {}
        self.tasks: dict[str, asyncio.Task[Any]] = {}
        self.excused: set[str] = set()
        self.window = False

    def _do(self, work: Any) -> Any:
        return self._runner.run(work)

    def _process(self, name: str) -> None:
        way = self.ways[name] = Way(self.provider)
        apps = ProfileApps(self.database, self.desk.vault, self.clock)
        sources = Sources(self.desk.catalog, Ways(way), apps)
        self.renewals[name] = Renewal(
            self.database, self.desk.accounts, sources, self.desk.vault, self.clock, dice=lambda: 0.0
        )

    async def _quiet(self) -> None:
        """Until every process is done or stands at the provider."""
        async with asyncio.timeout(60):
            for name, task in self.tasks.items():
                while not task.done() and self.ways[name].waiting is None:
                    await asyncio.sleep(0)

    @initialize(grace=st.booleans())
    def link(self, grace: bool) -> None:
        self.provider.grace = grace

        async def make() -> None:
            await self.desk.rows.start()
            await self.desk.app()
            self.account = await self.desk.linked(lives=5)

        self._do(make())
        self.clock.advance(5)
        for name in _NAMES:
            self._process(name)

    def _stands(self, name: str) -> bool:
        return name in self.ways and self.ways[name].waiting is not None

    @rule(name=st.sampled_from(_NAMES))
    def begin(self, name: str) -> None:
        if name in self.tasks and not self.tasks[name].done():
            return

        async def begin() -> None:
            self.tasks[name] = asyncio.create_task(self.renewals[name].ahead(self.account))
            await self._quiet()

        self._do(begin())

    @precondition(lambda self: any(self._stands(name) for name in _NAMES))
    @rule(data=st.data(), lost=st.sampled_from([False, False, False, True]))
    def go_on(self, data: st.DataObject, lost: bool) -> None:
        """The provider carries a request out, or its answer arrives; or the line breaks instead."""
        name = data.draw(st.sampled_from([name for name in _NAMES if self._stands(name)]))
        way = self.ways[name]
        if lost:
            self.excused.add(way.token)
            self.window |= way.carried

        async def step() -> None:
            way.lose() if lost else way.go_on()
            await self._quiet()

        self._do(step())

    @precondition(lambda self: any(self._stands(name) for name in _NAMES))
    @rule(data=st.data())
    def die(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([name for name in _NAMES if self._stands(name)]))
        self.excused.add(self.ways[name].token)
        self.window |= self.ways[name].carried

        async def step() -> None:
            dying = [self.tasks.pop(name), *self.renewals[name]._running.values()]
            for task in dying:
                task.cancel()
            await asyncio.gather(*dying, return_exceptions=True)

        self._do(step())
        self._process(name)

    @rule(seconds=st.sampled_from([6.0, _PAST, _PAST, DAY]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)
        if seconds >= _PAST:
            self.excused |= {way.token for name, way in self.ways.items() if self._stands(name)}

    def teardown(self) -> None:
        try:
            if self.ways:
                self._end()
        finally:
            self._do(self._closed())
            self._runner.close()
            self._folder.cleanup()

    async def _closed(self) -> None:
        for task in [*self.tasks.values(), *(task for one in self.renewals.values() for task in one._running.values())]:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self.desk.rows.close()
        await self.database.close()

    def _end(self) -> None:
        """Everything that is under way comes to its end, and what was left behind is taken up."""

        async def end() -> Any:
            for _ in range(3):
                for name in _NAMES:
                    while self._stands(name):
                        self.ways[name].go_on()
                        await self._quiet()
                await asyncio.gather(*self.tasks.values())
                self.clock.advance(DAY)
                self.tasks = {"one": asyncio.create_task(self.renewals["one"].ahead(self.account))}
                await self._quiet()
            while self._stands("one"):
                self.ways["one"].go_on()
                await self._quiet()
            await self.tasks["one"]
            return await self.desk.row(self.account), await self.desk.tokens(self.account)

        row, tokens = self._do(end())
        again = {token for token, shown in self.provider.presented.items() if shown > 1}
        assert again <= self.excused
        if row.status == "active":
            assert self.provider.alive(tokens["refresh_token"])
        else:
            assert self.window, "a grant was lost though nobody died or was cut off after its token was redeemed"
            said = row.status_reasons[0]["description"]
            assert said.startswith(("The hub was stopped", "The provider's answer to an earlier renewal"))


Interleavings.TestCase.settings = settings(max_examples=40, stateful_step_count=14, deadline=None)
test_interleavings_of_two_processes_lose_a_grant_only_in_the_window = Interleavings.TestCase
