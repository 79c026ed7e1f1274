"""The faces of a hub: the routes of its domains and pages, and the endpoints of the hot path."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter

from linkwright import __version__
from linkwright.access import routes as access_routes
from linkwright.access.authenticate import Authenticator
from linkwright.access.cookies import Cookies
from linkwright.access.errors import RateLimited
from linkwright.access.limits import RateLimiter
from linkwright.accounts import routes as accounts_routes
from linkwright.accounts.deleting import Deleting
from linkwright.accounts.hot import AccountRows
from linkwright.accounts.reach import Reach
from linkwright.accounts.service import AccountService
from linkwright.actions import routes as actions_routes
from linkwright.actions.catalogue import CatalogueService
from linkwright.actions.downloads import routes as downloads_routes
from linkwright.actions.downloads.service import Downloads
from linkwright.actions.feedback import FeedbackService
from linkwright.actions.proxy.endpoint import ProxyEndpoint
from linkwright.actions.proxy.running import ProxyRunner
from linkwright.actions.rpc import RpcEndpoint
from linkwright.actions.runner import ActionRunner
from linkwright.actions.views import CatalogueViews
from linkwright.app.calls import checker_of, runner_of
from linkwright.app.consenting import consenting_of
from linkwright.app.hub import Hub
from linkwright.app.linking import Linking, hub_router, linking_of, sign_in_router
from linkwright.app.signing_in import signing_in_routers
from linkwright.approvals import routes as approvals_routes
from linkwright.approvals.deciding import Deciding
from linkwright.approvals.sealing import PlanSealing
from linkwright.audit import routes as audit_routes
from linkwright.events import routes as events_routes
from linkwright.events.redelivery import DeliveryLog
from linkwright.events.sealing import SecretSealing
from linkwright.events.service import EndpointService
from linkwright.kit.periodic import Periodic
from linkwright.linking import reconnect_routes
from linkwright.linking import routes as linking_routes
from linkwright.linking.landing import Landing
from linkwright.linking.narrowing import Narrowing
from linkwright.linking.service import SessionService
from linkwright.logs import routes as logs_routes
from linkwright.logs.service import LogService
from linkwright.logs.views import RunViews
from linkwright.mcp.callers import SignIn
from linkwright.mcp.endpoint import McpEndpoint
from linkwright.mcp.guard import OriginGuard
from linkwright.owners import routes as owners_routes
from linkwright.owners.erasing import Erasing
from linkwright.owners.exporting import Exporting
from linkwright.policy import routes as policy_routes
from linkwright.policy.service import PolicyService
from linkwright.policy.whatif import WhatIf
from linkwright.profiles import routes as profiles_routes
from linkwright.profiles.apps import ProfileApps
from linkwright.profiles.editing import ProfileEditor
from linkwright.projects import network_routes
from linkwright.projects import routes as projects_routes
from linkwright.publishing import routes as publishing_routes
from linkwright.publishing.service import PublishingService
from linkwright.publishing.workshop import Workshop
from linkwright.receiving import routes as receiving_routes
from linkwright.receiving.sealing import SubscriptionSealing
from linkwright.receiving.subscribing import Subscribing
from linkwright.rest import health
from linkwright.rest.application import build
from linkwright.rest.hot_paths import HOT_PATHS
from linkwright.rest.middleware import App
from linkwright.tester import routes as tester_routes
from linkwright.tester.endpoint import ConsoleRpc
from linkwright.tester.service import Rerunning
from linkwright.usage import routes as usage_routes
from linkwright.usage.service import UsageService
from linkwright.web import approve as approve_pages
from linkwright.web import routes as web_routes
from linkwright.web.assets import Assets
from linkwright.web.guides import Guides
from linkwright.web.pages import Pages

_CHECK_SECONDS = 15.0
_ERASURES_SECONDS = 60.0


def faces_of(hub: Hub) -> App:
    """The application to serve; gives the hub its runner and its checker."""
    limiter = RateLimiter(
        hub.settings.rate_limit_per_key,
        hub.clock,
        refusal=lambda headers: RateLimited(headers=headers),
        shared=hub.buckets,
    )
    authenticator = Authenticator(hub.rows, hub.clock, limiter, hub.uses)
    caller = access_routes.Caller(
        authenticator, hub.signing_in.sessions, hub.database, Cookies.of(hub.settings.public())
    )
    accounts = AccountService(hub.catalogs, hub.profiles, hub.clock)
    checker = hub.checker = checker_of(hub, accounts)
    hub.clockwork.append(Periodic("account checks", _CHECK_SECONDS, checker.fill, last=False))
    sessions = SessionService(
        Narrowing(hub.catalogs, hub.profiles, accounts, hub.transports.for_tests), hub.settings, hub.clock
    )
    runner = hub.runner = runner_of(hub, checker)
    pages, made = Pages(Assets()), linking_of(hub, accounts)
    guides = Guides(hub.catalogs, hub.brands, hub.settings.public())
    downloads = Downloads(
        hub.database,
        hub.vault,
        runner,
        hub.clock,
        lasts=hub.settings.download_lifetime,
        base_of=hub.hosts.base,
    )
    consenting = consenting_of(hub, caller, accounts, pages, limiter)
    return build(
        [
            health.router(hub.database, hub.vault),
            *_domain_routers(hub, caller, accounts, sessions, made),
            sign_in_router(hub, pages, made, sessions),
            *consenting.routers,
            downloads_routes.router(downloads),
            approve_pages.router(pages, deciding_of(hub)),
            web_routes.router(
                pages,
                guides,
                Landing(hub.database, sessions, hub.projects, hub.catalogs),
                hub.brands,
                tuple(hub.settings.embed_origins),
            ),
        ],
        _hot(hub, authenticator, caller, runner, downloads, guides, consenting.sign_in),
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
    made: Linking,
) -> list[APIRouter]:
    public = hub.settings.public()
    rows = AccountRows(hub.rows)
    reach = Reach(rows)
    catalogue = CatalogueService(
        hub.catalogs, rows, hub.profiles, hub.rights, CatalogueViews(public), hub.hosts.base, hub.indexes
    )
    logs = LogService(hub.database, hub.recorder, RunViews(hub.catalogs, public), hub.bodies)
    subscribing = Subscribing(hub.database, accounts, hub.runner, SubscriptionSealing(hub.vault), hub.clock, public)
    deleting = Deleting(hub.database, accounts, hub.vault, hub.transports, hub.revoking, hub.clock, subscribing.leave)
    hub.erasing = Erasing(hub.database, deleting, logs.settle, hub.clock)
    hub.exporting = Exporting(hub.database, hub.vault, hub.audit.service, logs.settle, hub.clock)
    hub.clockwork.append(Periodic("erasures left open", _ERASURES_SECONDS, hub.erasing.look, last=False))

    return [
        owners_routes.router(hub.exporting, hub.erasing, caller),
        access_routes.router(caller, hub.keys, hub.database),
        *signing_in_routers(hub.signing_in, caller, hub.database, public),
        projects_routes.router(caller, hub.projects, hub.brands, hub.database, public),
        network_routes.router(caller, hub.database),
        profiles_routes.router(
            caller, hub.profiles, _profile_editor(hub, deleting), hub.catalogs, hub.database, hub.hosts.base
        ),
        accounts_routes.router(
            accounts,
            hub.database,
            caller,
            deleting,
            hub.checker,
            reach,
            hub.audit.recording,
        ),
        reconnect_routes.router(accounts, sessions, hub.database, caller, hub.settings.link_lifetime),
        linking_routes.router(sessions, hub.database, caller),
        hub_router(hub, accounts, sessions, made, deleting.delete),
        logs_routes.router(logs, caller, hub.database),
        audit_routes.router(hub.audit.service, caller, hub.database),
        usage_routes.router(UsageService(hub.clock), logs.settle, caller, hub.database),
        tester_routes.router(Rerunning(hub.runner, logs, hub.database), caller),
        events_routes.router(
            EndpointService(hub.database, SecretSealing(hub.vault), hub.origins, hub.clock, hub.catalogs),
            DeliveryLog(hub.clock, hub.audit.recording),
            hub.database,
            caller,
        ),
        publishing_routes.router(
            PublishingService(hub.database, hub.catalogs, hub.profiles, Workshop(), hub.clock), hub.database, caller
        ),
        actions_routes.router(catalogue, FeedbackService(rows, hub.clock), caller, hub.database),
        receiving_routes.router(hub.receiving, subscribing, caller, reach),
        policy_routes.router(
            PolicyService(hub.catalogs, hub.clock),
            WhatIf(hub.database, hub.catalogs, hub.bodies, hub.clock),
            logs.settle,
            hub.database,
            caller,
        ),
        approvals_routes.router(deciding_of(hub), hub.database, hub.clock, caller, public),
    ]


def deciding_of(hub: Hub) -> Deciding:
    """What people do about approvals."""
    return Deciding(hub.database, PlanSealing(hub.vault), hub.clock, hub.settings.public())


def _profile_editor(hub: Hub, deleting: Deleting) -> ProfileEditor:
    apps = ProfileApps(hub.database, hub.vault, hub.clock)
    return ProfileEditor(
        hub.database, hub.profiles, hub.projects, apps, hub.catalogs, hub.settings.public(), deleting.delete_of_profile
    )


def _hot(
    hub: Hub,
    authenticator: Authenticator,
    caller: access_routes.Caller,
    runner: ActionRunner,
    downloads: Downloads,
    guides: Guides,
    sign_in: SignIn,
) -> Mapping[str, App]:
    body, files = hub.settings.max_body_bytes, hub.settings.max_file_bytes
    rpc = RpcEndpoint(runner, authenticator, hub.clock, max_body_bytes=body, max_file_bytes=files, downloads=downloads)
    console = ConsoleRpc(runner, caller, hub.clock, max_body_bytes=body, max_file_bytes=files, downloads=downloads)
    mcp = McpEndpoint(
        runner=runner,
        indexes=hub.indexes,
        guides=guides,
        authenticator=authenticator,
        clock=hub.clock,
        guard=OriginGuard(hub.settings.public(), hub.settings.host, hub.settings.mcp_origins),
        version=__version__,
        max_body_bytes=hub.settings.max_body_bytes,
        sign_in=sign_in,
        downloads=downloads,
    )
    proxy = ProxyEndpoint(ProxyRunner(runner), authenticator, hub.clock, max_body_bytes=body)
    return {
        "/actions/rpc": rpc,
        "/console/api/actions/rpc": console,
        "/mcp": mcp,
        "/mcp/": mcp,
        "/unified/proxy": proxy,
    }
