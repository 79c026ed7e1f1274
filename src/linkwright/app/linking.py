"""What the Hub's endpoints and the pages of signing in share."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from linkwright.accounts.service import AccountService
from linkwright.app.hub import Hub
from linkwright.engine.verify import verify
from linkwright.linking.hub import routes as hub_routes
from linkwright.linking.hub.connect import Linker
from linkwright.linking.hub.granting import Granting
from linkwright.linking.hub.offers import Offers
from linkwright.linking.hub.sealing import Sealing
from linkwright.linking.hub.service import HubService
from linkwright.linking.hub.trying import Trying
from linkwright.linking.service import SessionService
from linkwright.linking.sign_in import routes as sign_in_routes
from linkwright.linking.sign_in.at_twin import TwinPages
from linkwright.linking.sign_in.returning import Returning
from linkwright.linking.sign_in.service import SignIn
from linkwright.profiles.apps import ProfileApps
from linkwright.web import sign_in as sign_in_pages
from linkwright.web.pages import Pages


@dataclass(frozen=True)
class Linking:
    """What the Hub's endpoints and the pages of signing in share."""

    offers: Offers
    granting: Granting
    linker: Linker
    sign_in: SignIn
    returning: Returning


def linking_of(hub: Hub, accounts: AccountService) -> Linking:
    """Put it together."""
    offers = Offers(hub.catalogs, hub.profiles, accounts, hub.transports.for_tests)
    granting = Granting(hub.transports, ProfileApps(hub.database, hub.vault, hub.clock), hub.clock)
    trying = Trying(hub.database, hub.transports, verify, hub.clock)
    linker = Linker(hub.database, offers, accounts, trying, Sealing(hub.vault, hub.clock), granting, hub.clock)
    public = hub.settings.public()
    sign_in = SignIn(hub.database, offers, granting, hub.projects, hub.vault, hub.origins, public, hub.clock)
    returning = Returning(hub.database, offers, linker, granting, hub.projects, hub.vault, sign_in, public, hub.clock)
    return Linking(offers, granting, linker, sign_in, returning)


def sign_in_router(hub: Hub, pages: Pages, made: Linking, sessions: SessionService) -> APIRouter:
    """The pages on the way to a provider and back."""
    twins = TwinPages(hub.database, made.offers, made.returning, hub.transports)
    secure = hub.settings.public().startswith("https://")
    origins = frozenset(hub.settings.embed_origins) - {"*"}
    return sign_in_pages.router(
        pages, sign_in_pages.Way(made.sign_in, made.returning, twins, sessions, hub.database, secure, origins)
    )


def hub_router(
    hub: Hub, accounts: AccountService, sessions: SessionService, made: Linking, remove: hub_routes.Remove
) -> APIRouter:
    """What Hubs ask."""
    offers = made.offers
    service = HubService(offers, accounts, hub.projects, sessions, hub.transports, hub.settings, hub.clock)
    api = hub_routes.router(service, made.linker, sessions, hub.database, remove)
    caller = hub_routes.hub_caller(sessions, hub.database)
    api.include_router(sign_in_routes.router(made.sign_in, caller))
    return api
