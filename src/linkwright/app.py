"""The composition root: every service is built here, once, and handed its collaborators."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import APIRouter

from linkwright import __version__
from linkwright.access import routes as access_routes
from linkwright.access.authenticate import Authenticator
from linkwright.access.keys import KeyService
from linkwright.access.limits import KeyLimiter
from linkwright.access.members import MemberService
from linkwright.access.passwords import Passwords
from linkwright.access.uses import KeyUses
from linkwright.accounts import routes as accounts_routes
from linkwright.accounts.deleting import Deleting
from linkwright.accounts.health.asking import Asking, OpenedByVault
from linkwright.accounts.hot import AccountRows
from linkwright.accounts.learning import RightsBook
from linkwright.accounts.refusals import CredentialRefusals
from linkwright.accounts.service import AccountService
from linkwright.accounts.work import Checker
from linkwright.actions import routes as actions_routes
from linkwright.actions.calls import ProviderCalls
from linkwright.actions.catalogue import CatalogueService
from linkwright.actions.feedback import FeedbackService
from linkwright.actions.inflight import InFlight
from linkwright.actions.rpc import RpcEndpoint
from linkwright.actions.runner import ActionRunner
from linkwright.actions.views import CatalogueViews
from linkwright.actions.writing import OnceWriter
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.of_projects import ProjectCatalogs
from linkwright.catalog.transports import HubTransports
from linkwright.engine.rates import RateLimits
from linkwright.engine.verify import verify
from linkwright.events import routes as events_routes
from linkwright.events.failures import FailedRuns
from linkwright.events.posting import Posting
from linkwright.events.redelivery import DeliveryLog
from linkwright.events.sealing import SecretSealing
from linkwright.events.service import EndpointService
from linkwright.events.work import Deliverer, sweep_events
from linkwright.kit.clock import Clock, SystemClock
from linkwright.kit.periodic import Periodic
from linkwright.ledger.service import Ledger
from linkwright.ledger.work import Abandoned, sweep_writes
from linkwright.linking import reconnect_routes
from linkwright.linking import routes as linking_routes
from linkwright.linking.hub import routes as hub_routes
from linkwright.linking.hub.connect import Linker
from linkwright.linking.hub.granting import Granting
from linkwright.linking.hub.offers import Offers
from linkwright.linking.hub.sealing import Sealing
from linkwright.linking.hub.service import HubService
from linkwright.linking.hub.trying import Trying
from linkwright.linking.landing import Landing
from linkwright.linking.narrowing import Narrowing
from linkwright.linking.service import SessionService
from linkwright.linking.sign_in import routes as sign_in_routes
from linkwright.linking.sign_in.at_twin import TwinPages
from linkwright.linking.sign_in.returning import Returning
from linkwright.linking.sign_in.service import SignIn
from linkwright.linking.sign_in.work import sweep_flows
from linkwright.logs import routes as logs_routes
from linkwright.logs.recorder import RunRecorder
from linkwright.logs.retention import sweep_runs
from linkwright.logs.service import LogService
from linkwright.logs.views import RunViews
from linkwright.mcp.endpoint import McpEndpoint
from linkwright.mcp.guard import OriginGuard
from linkwright.oauth.renewal import Renewal
from linkwright.oauth.revoking import GrantRevoking
from linkwright.oauth.sources import Sources
from linkwright.oauth.work import Renewer
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.origins import OriginMap
from linkwright.profiles import routes as profiles_routes
from linkwright.profiles.apps import ProfileApps
from linkwright.profiles.editing import ProfileEditor
from linkwright.profiles.service import ProfileService
from linkwright.projects import routes as projects_routes
from linkwright.projects.brands import Brands
from linkwright.projects.hosts import ProjectHosts
from linkwright.projects.logos import Logos
from linkwright.projects.service import ProjectService
from linkwright.publishing import routes as publishing_routes
from linkwright.publishing.service import PublishingService
from linkwright.publishing.workshop import Workshop
from linkwright.receiving import routes as receiving_routes
from linkwright.receiving.sealing import SubscriptionSealing
from linkwright.receiving.service import Receiving
from linkwright.receiving.subscribing import Subscribing
from linkwright.receiving.work import sweep_seen
from linkwright.rest import health
from linkwright.rest.application import build
from linkwright.rest.arrival import Arrival
from linkwright.rest.hot_paths import HOT_PATHS
from linkwright.rest.middleware import App
from linkwright.settings import Settings
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.store.hot import HotRows, open_hot_rows
from linkwright.store.migrate import migrate
from linkwright.store.waking import DueListener
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.key_file import LocalKeyFile
from linkwright.vault.vault import Vault
from linkwright.web import routes as web_routes
from linkwright.web import sign_in as sign_in_pages
from linkwright.web.assets import Assets
from linkwright.web.guides import Guides
from linkwright.web.pages import Pages

_USES_SECONDS = 5.0
_SWEEP_SECONDS = 3600.0
_ABANDONED_SECONDS = 30.0
# Deliveries begin when they are committed; this is for retries, and for what another process committed.
# Deliveries begin when they are committed, here or in another process; this is for retries.
_DUE_SECONDS = 1.0
# A grant is due long before its token ends.
_RENEWAL_SECONDS = 5.0
_CHECK_SECONDS = 15.0


@dataclass
class Hub:
    """A whole hub: what the command line needs of it, and the application to serve."""

    settings: Settings
    clock: Clock
    database: Database
    rows: HotRows
    vault: Vault
    catalogs: ProjectCatalogs
    live: AiohttpTransport
    transports: HubTransports
    keys: KeyService
    members: MemberService
    projects: ProjectService
    brands: Brands
    hosts: ProjectHosts
    profiles: ProfileService
    recorder: RunRecorder
    deliverer: Deliverer
    renewal: Renewal
    renewer: Renewer
    receiving: Receiving
    origins: OriginMap
    uses: KeyUses
    gate: InFlight
    ledger: Ledger
    abandoned: Abandoned
    rights: RightsBook
    limits: RateLimits
    clockwork: list[Periodic | DueListener]
    revoking: GrantRevoking
    asgi: App
    runner: ActionRunner = field(init=False)
    checker: Checker = field(init=False)

    async def start(self) -> None:
        """Open what is needed to serve."""
        await self.rows.start()
        await self.recorder.start()
        await self.deliverer.take_back()
        await self.abandoned.take_back()
        await self.renewer.take_back()
        await self.checker.take_back()
        for work in self.clockwork:
            work.start()

    async def close(self) -> None:
        """Write what was noted, and give everything back."""
        for work in self.clockwork:
            await work.close()
        await self.receiving.close()
        await self.recorder.close()
        await self.deliverer.close()
        await self.renewer.close()
        await self.renewal.close()
        await self.checker.close()
        await self.live.close()
        await self.rows.close()
        await self.database.close()


async def build_hub(settings: Settings, clock: Clock | None = None) -> Hub:
    """Open database and vault and put the hub together; the first start of all makes the master key.

    Raises:
        linkwright.vault.errors.VaultLocked: the database holds data keys, but the master key is not where it should be.
        linkwright.vault.errors.WrongMasterKey: it is there, but it is another one.
    """
    clock = clock or SystemClock()
    database = Database(settings.database_address())
    await migrate(database)
    vault = await _open_vault(settings, database, clock)
    rows = open_hot_rows(database)
    catalogs = ProjectCatalogs(Catalog.load(), rows)
    origins = OriginMap.of(settings.outbound_origins)
    live = AiohttpTransport(origins, clock=clock)
    profiles, projects = ProfileService(catalogs, clock), ProjectService(clock)
    recorder, uses = RunRecorder(database, also=FailedRuns(clock).tell), KeyUses(database, clock)
    due = asyncio.Event()
    database.on_due(due.set)
    learnt = asyncio.Event()
    rights = RightsBook(database, clock, more=learnt.set)
    posting = Posting(live, origins, clock, settings.webhook_timeout)
    deliverer = Deliverer(database, posting, SecretSealing(vault), clock, more=due.set, pauses=settings.webhook_retries)
    transports = HubTransports(live, catalogs.shipped, clock, origins)
    sources = Sources(catalogs, transports, ProfileApps(database, vault, clock))
    renewal = Renewal(database, AccountRows(rows), sources, vault, clock)
    abandoned = Abandoned(database, clock)
    renewable = asyncio.Event()
    renewer = Renewer(database, renewal, clock, more=renewable.set)
    hub = Hub(
        settings=settings,
        clock=clock,
        database=database,
        rows=rows,
        vault=vault,
        catalogs=catalogs,
        live=live,
        transports=transports,
        keys=KeyService(clock),
        members=MemberService(database, clock, Passwords(), settings.member_session_lifetime),
        projects=projects,
        brands=Brands(database, projects, Logos(projects, live, clock), settings.public()),
        hosts=ProjectHosts(rows, settings.public()),
        profiles=profiles,
        recorder=recorder,
        deliverer=deliverer,
        renewal=renewal,
        renewer=renewer,
        receiving=Receiving(database, catalogs, profiles, SubscriptionSealing(vault), clock, settings.public()),
        origins=origins,
        uses=uses,
        gate=InFlight(),
        ledger=Ledger(
            database, vault, clock, keeps=settings.ledger_hours * 3600.0, window=float(settings.ledger_window)
        ),
        abandoned=abandoned,
        rights=rights,
        limits=RateLimits(clock),
        revoking=GrantRevoking(sources, clock),
        clockwork=[
            DueListener(database),
            Periodic("key uses", _USES_SECONDS, uses.flush),
            Periodic("abandoned writes", _ABANDONED_SECONDS, abandoned.look, last=False),
            Periodic("write retention", _SWEEP_SECONDS, partial(sweep_writes, database, clock)),
            Periodic("rights of credentials", _USES_SECONDS, rights.flush, due=learnt),
            Periodic("sign-ins that ended", _SWEEP_SECONDS, partial(sweep_flows, database, clock)),
            Periodic("webhook deliveries", _DUE_SECONDS, deliverer.fill, due=due, last=False),
            Periodic("token renewals", _RENEWAL_SECONDS, renewer.fill, due=renewable, last=False),
            Periodic("provider events seen", _SWEEP_SECONDS, partial(sweep_seen, database, clock)),
            *(
                Periodic(name, _SWEEP_SECONDS, partial(sweep, database, clock, settings.run_retention_days))
                for name, sweep in (("run retention", sweep_runs), ("event retention", sweep_events))
            ),
        ],
        asgi=_nothing,
    )
    hub.transports.post = hub.receiving.from_twin
    hub.asgi = Arrival(
        _faces(hub),
        hub.hosts.project_at,
        clock,
        public_url=settings.public(),
        trusted_proxies=settings.trusted_proxies,
    )
    return hub


async def _open_vault(settings: Settings, database: Database, clock: Clock) -> Vault:
    stored = DataKeyRows(database, clock, WrappedDataKey)
    path = settings.key_path()
    if not path.exists() and not await stored.newest(1):
        LocalKeyFile.create(path)
    vault = Vault(LocalKeyFile(path), stored)
    await vault.check()
    return vault


def _faces(hub: Hub) -> App:
    authenticator = Authenticator(hub.rows, hub.clock, KeyLimiter(hub.settings.rate_limit_per_key, hub.clock), hub.uses)
    caller = access_routes.Caller(authenticator, hub.members, hub.database)
    accounts = AccountService(hub.catalogs, hub.profiles, hub.clock)
    checker = hub.checker = _checker(hub, accounts)
    hub.clockwork.append(Periodic("account checks", _CHECK_SECONDS, checker.fill, last=False))
    sessions = SessionService(
        Narrowing(hub.catalogs, hub.profiles, accounts, hub.transports.for_tests), hub.settings, hub.clock
    )
    runner = hub.runner = _runner(hub, checker)
    pages, made = Pages(Assets()), _linking(hub, accounts)
    return build(
        [
            health.router(hub.database, hub.vault),
            *_domain_routers(hub, caller, accounts, sessions, made),
            _sign_in_pages(hub, pages, made, sessions),
            web_routes.router(
                pages,
                Guides(hub.catalogs, hub.brands, hub.settings.public()),
                Landing(hub.database, sessions, hub.projects, hub.catalogs),
                hub.brands,
                tuple(hub.settings.embed_origins),
            ),
        ],
        _hot(hub, authenticator, runner),
        hub.clock,
        public_url=hub.settings.public(),
        max_body_bytes=hub.settings.max_body_bytes,
        hot_openapi=HOT_PATHS,
    )


def _domain_routers(
    hub: Hub,
    caller: access_routes.Caller,
    accounts: AccountService,
    sessions: SessionService,
    made: _Linking,
) -> list[APIRouter]:
    public = hub.settings.public()
    rows = AccountRows(hub.rows)
    catalogue = CatalogueService(hub.catalogs, rows, hub.profiles, hub.rights, CatalogueViews(public), hub.hosts.base)
    logs = LogService(hub.database, hub.recorder, RunViews(hub.catalogs, public))
    subscribing = Subscribing(hub.database, accounts, hub.runner, SubscriptionSealing(hub.vault), hub.clock, public)
    return [
        access_routes.router(caller, hub.members, hub.keys, hub.database, secure=public.startswith("https://")),
        projects_routes.router(caller, hub.projects, hub.brands, hub.database, public),
        profiles_routes.router(
            caller, hub.profiles, _profile_editor(hub, accounts), hub.catalogs, hub.database, hub.hosts.base
        ),
        accounts_routes.router(
            accounts,
            hub.database,
            caller,
            Deleting(hub.database, accounts, hub.vault, hub.transports, hub.revoking, hub.clock),
            hub.checker,
            subscribing.leave,
        ),
        reconnect_routes.router(accounts, sessions, hub.database, caller, hub.settings.link_lifetime),
        linking_routes.router(sessions, hub.database, caller),
        _hub_router(hub, accounts, sessions, made),
        logs_routes.router(logs, caller, hub.database),
        events_routes.router(
            EndpointService(hub.database, SecretSealing(hub.vault), hub.origins, hub.clock, hub.catalogs),
            DeliveryLog(hub.clock),
            hub.database,
            caller,
        ),
        publishing_routes.router(
            PublishingService(hub.database, hub.catalogs, hub.profiles, Workshop(), hub.clock), hub.database, caller
        ),
        actions_routes.router(catalogue, FeedbackService(rows, hub.clock), caller, hub.database),
        receiving_routes.router(hub.receiving, subscribing, caller),
    ]


def _profile_editor(hub: Hub, accounts: AccountService) -> ProfileEditor:
    apps = ProfileApps(hub.database, hub.vault, hub.clock)
    return ProfileEditor(
        hub.database, hub.profiles, apps, hub.catalogs, hub.settings.public(), accounts.delete_of_profile
    )


@dataclass(frozen=True)
class _Linking:
    """What the Hub's endpoints and the pages of signing in share."""

    offers: Offers
    granting: Granting
    linker: Linker
    sign_in: SignIn
    returning: Returning


def _linking(hub: Hub, accounts: AccountService) -> _Linking:
    offers = Offers(hub.catalogs, hub.profiles, accounts, hub.transports.for_tests)
    granting = Granting(hub.transports, ProfileApps(hub.database, hub.vault, hub.clock), hub.clock)
    trying = Trying(hub.database, hub.transports, verify, hub.clock)
    linker = Linker(hub.database, offers, accounts, trying, Sealing(hub.vault, hub.clock), granting, hub.clock)
    public = hub.settings.public()
    sign_in = SignIn(hub.database, offers, granting, hub.projects, hub.vault, hub.origins, public, hub.clock)
    returning = Returning(hub.database, offers, linker, granting, hub.projects, hub.vault, sign_in, public, hub.clock)
    return _Linking(offers, granting, linker, sign_in, returning)


def _sign_in_pages(hub: Hub, pages: Pages, made: _Linking, sessions: SessionService) -> APIRouter:
    twins = TwinPages(hub.database, made.offers, made.returning, hub.transports)
    secure = hub.settings.public().startswith("https://")
    return sign_in_pages.router(
        pages, sign_in_pages.Way(made.sign_in, made.returning, twins, sessions, hub.database, secure)
    )


def _hub_router(hub: Hub, accounts: AccountService, sessions: SessionService, made: _Linking) -> APIRouter:
    offers = made.offers
    service = HubService(offers, accounts, hub.projects, sessions, hub.transports, hub.settings, hub.clock)
    api = hub_routes.router(service, made.linker, sessions, hub.database)
    caller = hub_routes.hub_caller(sessions, hub.database)
    api.include_router(sign_in_routes.router(made.sign_in, caller, hub.settings.public()))
    return api


def _checker(hub: Hub, accounts: AccountService) -> Checker:
    opened = OpenedByVault(hub.vault)
    asking = Asking(hub.catalogs, opened, hub.transports, hub.limits, verify, hub.clock, tokens=hub.renewal)
    interval = hub.settings.health_check_interval
    return Checker(hub.database, AccountRows(hub.rows), asking, accounts, hub.clock, interval=interval)


def _runner(hub: Hub, checker: Checker) -> ActionRunner:
    return ActionRunner(
        catalogs=hub.catalogs,
        accounts=AccountRows(hub.rows),
        calls=ProviderCalls(hub.vault, hub.transports, hub.limits, hub.clock, hub.settings.call_deadline, hub.renewal),
        recorder=hub.recorder,
        gate=hub.gate,
        clock=hub.clock,
        writer=OnceWriter(hub.ledger),
        states=CredentialRefusals(checker),
        rights=hub.rights,
        public_url=hub.settings.public(),
    )


def _hot(hub: Hub, authenticator: Authenticator, runner: ActionRunner) -> Mapping[str, App]:
    rpc = RpcEndpoint(
        runner,
        authenticator,
        hub.clock,
        max_body_bytes=hub.settings.max_body_bytes,
        max_file_bytes=hub.settings.max_file_bytes,
    )
    mcp = McpEndpoint(
        runner=runner,
        authenticator=authenticator,
        clock=hub.clock,
        guard=OriginGuard(hub.settings.public(), hub.settings.host, hub.settings.mcp_origins),
        version=__version__,
        max_body_bytes=hub.settings.max_body_bytes,
    )
    return {"/actions/rpc": rpc, "/mcp": mcp, "/mcp/": mcp}


async def _nothing(*_: Any) -> None:
    raise RuntimeError("the hub is not put together yet")
