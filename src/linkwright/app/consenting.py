"""The hub as an authorization server for its own `/mcp`, put together."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from linkwright.access.cookies import Cookies
from linkwright.access.limits import RateLimiter
from linkwright.access.routes import Caller
from linkwright.accounts.service import AccountService
from linkwright.app.hub import Hub
from linkwright.consents import routes
from linkwright.consents.clients.documents import ClientDocuments
from linkwright.consents.clients.finding import Clients
from linkwright.consents.clients.registration import Registration
from linkwright.consents.granting import Granting
from linkwright.consents.offering import Offering
from linkwright.consents.place import Place
from linkwright.consents.requests import Requests
from linkwright.consents.service import ConsentService
from linkwright.consents.tokens.checking import TokenChecker
from linkwright.consents.tokens.service import TokenService
from linkwright.mcp.callers import SignIn
from linkwright.web import consent as consent_page
from linkwright.web.pages import Pages


@dataclass(frozen=True)
class Consenting:
    """The routes, and what `/mcp` asks about tokens."""

    routers: tuple[APIRouter, ...]
    sign_in: SignIn


def consenting_of(hub: Hub, caller: Caller, accounts: AccountService, pages: Pages, limiter: RateLimiter) -> Consenting:
    """Put it together."""
    settings, database, clock = hub.settings, hub.database, hub.clock
    most = settings.mcp_registrations
    place = Place(settings.public(), registers=most > 0)
    clients = Clients(database, ClientDocuments(hub.live, clock), clock)
    requests = Requests(clients, place)
    doors = routes.Doors(
        place,
        TokenService(database, clients, place, clock, settings.mcp_token_lifetime),
        Registration(database, clock, most) if most else None,
        ConsentService(clock),
        database,
        clock,
    )
    counter = consent_page.Counter(
        requests,
        Offering(database, hub.projects, accounts),
        Granting(database, requests, clock),
        hub.signing_in.sessions,
        Cookies.of(settings.public()).session,
    )
    checker = TokenChecker(hub.rows, clock, limiter, hub.consent_uses, place.resource)
    return Consenting(
        (routes.router(doors, caller), consent_page.router(pages, counter)), SignIn(checker, place.metadata)
    )
