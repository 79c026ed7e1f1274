"""A hub without its process: real services on a real database, Linear's twin in Linear's place, the whole HTTP surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import httpx2
import sqlalchemy as sa
from fastapi import APIRouter, Request

from linkwright.access.errors import Unauthenticated
from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.accounts import routes as account_routes
from linkwright.accounts.deleting import Deleting
from linkwright.accounts.health.asking import Asking, OpenedByVault
from linkwright.accounts.hot import AccountRow, AccountRows
from linkwright.accounts.model import Account
from linkwright.accounts.reach import Reach
from linkwright.accounts.service import AccountService
from linkwright.accounts.work import Checker
from linkwright.audit.keys import AuditKey
from linkwright.audit.recording import Recording
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.shipped import CONTRACT_FILE, read_lock
from linkwright.catalog.transports import no_twin
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.engine.rates import RateLimits
from linkwright.engine.verify import verify
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.linking import reconnect_routes
from linkwright.linking import routes as session_routes
from linkwright.linking.hub import routes as hub_routes
from linkwright.linking.hub.connect import Linker
from linkwright.linking.hub.granting import Granting
from linkwright.linking.hub.offers import Offers
from linkwright.linking.hub.sealing import Sealing
from linkwright.linking.hub.service import HubService
from linkwright.linking.hub.trying import Trying
from linkwright.linking.narrowing import Narrowing
from linkwright.linking.service import SessionService
from linkwright.linking.sign_in import routes as sign_in_routes
from linkwright.linking.sign_in.at_twin import TwinPages
from linkwright.linking.sign_in.returning import Returning
from linkwright.linking.sign_in.service import SignIn
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import Transport
from linkwright.profiles import routes as profile_routes
from linkwright.profiles.apps import ProfileApps
from linkwright.profiles.editing import ProfileEditor
from linkwright.profiles.service import ProfileService
from linkwright.projects.service import Project, ProjectService
from linkwright.rest.application import build
from linkwright.settings import Settings
from linkwright.store.acting import SYSTEM
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.store.hot import open_hot_rows
from linkwright.store.tables import organizations
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.providers import MasterKey
from linkwright.vault.vault import Vault
from linkwright.web import sign_in as sign_in_pages
from linkwright.web.assets import Assets
from linkwright.web.pages import Pages
from linkwright.web.sign_in import Way

PUBLIC = "https://hub.example"
DAY = 86_400
PAGE = "https://app.example"
OWNER = {"origin_owner_id": "owner-1", "origin_owner_name": "Acme"}


@lru_cache(maxsize=1)
def shipped() -> Catalog:
    """The catalogue, read once for all tests."""
    return Catalog.load()


async def no_wait(_seconds: float) -> None:
    """Sleeps not at all."""


async def verify_at_once(*args: Any, **named: Any) -> Any:
    """The engine's check, without the waits between its tries."""
    return await verify(*args, **named, sleep=no_wait)


@lru_cache(maxsize=4)
def twin_of(seed: str) -> LinearTwin:
    """A twin with its own keys and workspaces."""
    clock = FixedClock(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    return LinearTwin(seed, clock, read_lock("linear", CONTRACT_FILE), sleep=no_wait)


@dataclass
class Ways:
    """Linear itself (a twin of its own, standing in for the real one) and the project's twin."""

    live: LinearTwin = field(default_factory=lambda: twin_of("live"))
    without_twin: bool = False

    def for_tests(self, connector: Connector) -> str:
        """As the hub says it."""
        if self.without_twin:
            raise no_twin(connector)
        return "twin"

    def twin(self, connector: Connector, project_id: str) -> LinearTwin:
        """One twin for all projects is enough here."""
        if self.without_twin:
            raise no_twin(connector)
        return twin_of("test")


class FreshRows:
    """The hot path's reading of accounts, opened for each reading, so that nothing has to be told of changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, account_id: str) -> AccountRow | None:
        """As `AccountRows`."""
        hot = open_hot_rows(self._database)
        await hot.start()
        try:
            return await AccountRows(hot).get(account_id)
        finally:
            await hot.close()


class FakeRevoking:
    """Revokes as the test says, and remembers what it was given."""

    def __init__(self) -> None:
        self.able = False
        self.error: Exception | None = None
        self.given: list[dict[str, str]] = []

    def supports(self, connector: Connector, method: AuthMethod) -> bool:
        """As the test says."""
        return self.able

    async def revoke(
        self,
        account: Account,
        connector: Connector,
        method: AuthMethod,
        credential: Mapping[str, Secret],
        transport: Transport,
    ) -> None:
        """As the test says."""
        self.given.append({name: secret.reveal() for name, secret in credential.items()})
        if self.error:
            raise self.error


@dataclass
class Services:
    """Everything that the routes are built of."""

    projects: ProjectService
    profiles: ProfileService
    accounts: AccountService
    sessions: SessionService
    hub: HubService
    linker: Linker
    vault: Vault
    checker: Checker
    deleting: Deleting
    limits: RateLimits
    editor: ProfileEditor
    sign_in: SignIn
    way: Way


class World:
    """One organization with the projects that a test makes."""

    def __init__(self, database: Database, clock: FixedClock, catalog: Catalog | None = None, live: Any = None) -> None:
        self.database = database
        self.clock = clock
        self.catalog = catalog or shipped()
        self.ways = Ways(live) if live is not None else Ways()
        self.settings = Settings(public_url=PUBLIC)
        self.services = self._services()
        self.callers: dict[str, Principal] = {}
        self.http = self._client()

    def _services(self) -> Services:
        keys = DataKeyRows(self.database, self.clock, WrappedDataKey)
        vault = Vault(MasterKey("mk_test", b"m" * 32), keys)
        profiles, projects = ProfileService(self.catalog, self.clock), ProjectService(self.clock)
        accounts = AccountService(self.catalog, profiles, self.clock)
        sessions = SessionService(Narrowing(self.catalog, profiles, accounts), self.settings, self.clock)
        offers = Offers(self.catalog, profiles, accounts, self.ways.for_tests)
        hub = HubService(offers, accounts, projects, sessions, self.ways, self.settings, self.clock)
        trying = Trying(self.database, self.ways, verify_at_once, self.clock)
        limits = RateLimits(self.clock)
        opened = OpenedByVault(vault)
        self.naps: list[float] = []
        asking = Asking(self.catalog, opened, self.ways, limits, verify, self.clock, sleep=self._nap)
        checker = Checker(
            self.database,
            FreshRows(self.database),  # type: ignore[arg-type]
            asking,
            accounts,
            self.clock,
            interval=DAY,
            sleep=self._nap,
            dice=lambda: 0.5,
        )
        self.revoking = FakeRevoking()
        deleting = Deleting(self.database, accounts, vault, self.ways, self.revoking, self.clock)
        granting = Granting(self.ways, ProfileApps(self.database, vault, self.clock), self.clock)
        linker = Linker(self.database, offers, accounts, trying, Sealing(vault, self.clock), granting, self.clock)
        sign_in = SignIn(self.database, offers, granting, projects, vault, OriginMap(), PUBLIC, self.clock)
        returning = Returning(self.database, offers, linker, granting, projects, vault, sign_in, PUBLIC, self.clock)
        twins = TwinPages(self.database, offers, returning, self.ways)
        way = Way(sign_in, returning, twins, sessions, self.database, secure=True, origins=frozenset({PAGE}))
        apps = ProfileApps(self.database, vault, self.clock)
        editor = ProfileEditor(
            self.database, profiles, projects, apps, self.catalog, PUBLIC, deleting.delete_of_profile
        )
        return Services(
            projects, profiles, accounts, sessions, hub, linker, vault, checker, deleting, limits, editor, sign_in, way
        )

    async def _remove(self, principal: Principal, account_id: str) -> None:
        await self.services.deleting.delete(principal, account_id)

    async def _base(self, _project_id: str) -> str:
        return PUBLIC

    async def _nap(self, seconds: float) -> None:
        self.naps.append(seconds)

    def _client(self) -> httpx2.AsyncClient:
        async def caller(request: Request) -> Principal:
            found = self.callers.get(request.headers.get("authorization", "").removeprefix("Bearer "))
            if found is None:
                raise Unauthenticated
            return found

        made, database = self.services, self.database
        app = build(
            [
                account_routes.router(
                    made.accounts,
                    database,
                    caller,
                    made.deleting,
                    made.checker,
                    Reach(FreshRows(database)),  # type: ignore[arg-type]
                    Recording(AuditKey(bytes(32)), self.clock, SYSTEM),
                ),
                reconnect_routes.router(made.accounts, made.sessions, database, caller, 604_800),
                profile_routes.router(caller, made.profiles, made.editor, self.catalog, database, self._base),  # type: ignore[arg-type]
                session_routes.router(made.sessions, database, caller),
                hub_routes.router(made.hub, made.linker, made.sessions, database, self._remove),
                sign_in_pages.router(Pages(Assets()), made.way),
                self._begin(),
            ],
            {},
            self.clock,
            public_url=PUBLIC,
            max_body_bytes=1_048_576,
            hot_openapi={},
        )
        return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=PUBLIC)

    def _begin(self) -> APIRouter:
        api = APIRouter(prefix="/hub")
        caller = hub_routes.hub_caller(self.services.sessions, self.database)
        api.include_router(sign_in_routes.router(self.services.sign_in, caller))
        return api

    async def found(self) -> None:
        """Make the organization, and the project `main` whose keys are `full` and `reader`, and whose member is `mira`."""
        async with self.database.write() as tx:
            row = {"id": "org_1", "wire_id": 7, "name": "Org", "created_at": self.clock.now()}
            await tx.execute(sa.insert(organizations).values(row))
        self.project = await self.add_project("main")

    async def add_project(self, name: str) -> Project:
        """A project with default profiles, and principals `<name>` etc. to call with."""
        async with self.database.write() as tx:
            project = await self.services.projects.create(tx, "org_1", name, "Acme Planner")
            await self.services.profiles.ensure_defaults(tx, project.id)
        owner, viewer = ROLES["owner"], ROLES["viewer"]
        where = (project.id, "org_1", 7)
        prefix = "" if name == "main" else f"{name}-"
        self.callers[f"{prefix}full"] = Principal("key", f"key_{name}", "server", *where, owner)
        self.callers[f"{prefix}reader"] = Principal("key", f"key_{name}_r", "reports", *where, viewer)
        self.callers[f"{prefix}mira"] = Principal("member", "mem_1", "Mira", *where, owner, None, "owner")
        return project

    async def api(self, method: str, path: str, *, as_: str = "full", **given: Any) -> httpx2.Response:
        """Call the API with a key or as a member."""
        headers = {"authorization": f"Bearer {as_}", **given.pop("headers", {})}
        return await self.http.request(method, path, headers=headers, **given)

    async def session(self, *, as_: str = "full", **wish: Any) -> dict[str, Any]:
        """A fresh connect session, as the API answers it."""
        answer = await self.api("POST", "/connect_sessions", as_=as_, json={**OWNER, **wish})
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def hub(self, token: str, method: str, path: str, **given: Any) -> httpx2.Response:
        """Call as the Hub does."""
        return await self.http.request(method, f"/hub{path}", headers={"x-hub-session-token": token}, **given)

    async def profile_id(self) -> str:
        """The id of the main project's default profile of Linear."""
        async with self.database.read() as tx:
            found = await self.services.profiles.default(tx, self.project.id, "linear")
        assert found is not None
        return found.id

    async def connect(self, token: str, key: str, **more: Any) -> httpx2.Response:
        """Send the form of Linear."""
        body = {"integration_id": await self.profile_id(), "credentials": {"api_key": key}, **more}
        return await self.hub(token, "POST", "/accounts", json=body)

    async def linked(self, key: str = "full", **wish: Any) -> dict[str, Any]:
        """An account that stands, as the API shows it."""
        session = await self.session(**wish)
        answer = await self.connect(session["token"], self.key(key, test=wish.get("type") == "test"))
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = (await self.api("GET", f"/accounts/{answer.json()['id']}")).json()
        return shown

    def key(self, name: str = "full", *, test: bool = False) -> str:
        """One of Linear's keys by name, or of the twin's."""
        return str(twin_of("test" if test else "live").keys[name])

    async def rows(self, table: sa.Table) -> list[dict[str, Any]]:
        """Every row of a table."""
        async with self.database.read() as tx:
            return [dict(row) for row in (await tx.execute(sa.select(table))).mappings()]
