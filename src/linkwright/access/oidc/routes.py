"""The console's endpoints for signing in through a provider, and about how members sign in."""

import re
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from linkwright.access import repository
from linkwright.access.cookies import Cookies
from linkwright.access.entering.routes import give, held, keep, take
from linkwright.access.oidc.schemas import (
    ProviderAddress,
    ProviderSignInRequest,
    SignInSettingsBody,
    SignInSettingsView,
    SignInWays,
)
from linkwright.access.oidc.service import FLOW_LIFETIME, ProviderSignIn
from linkwright.access.oidc.settings import SignInSettings
from linkwright.access.principals import Principal
from linkwright.access.routes import Caller, check_own_page, seen_of
from linkwright.access.sessions.service import ConsoleSessions
from linkwright.errors import LinkwrightError
from linkwright.kit.secret import Secret
from linkwright.store.acting import note_refusal
from linkwright.store.database import Database

PLACE = "/console/api/sign-in/provider"
RETURN = f"{PLACE}/return"
_SIGN_IN = "/console/sign-in"
_MOST_NEXT = 4000
# Only the console's own pages, and the one that asks about an MCP client.
_OWN = re.compile(r"(/console(/[A-Za-z0-9_/-]*)?|/oauth/consent)(\?[^#\\]*)?")


def router(
    caller: Caller,
    sign_in: ProviderSignIn,
    sessions: ConsoleSessions,
    settings: SignInSettings,
    database: Database,
    cookies: Cookies,
    public: str,
) -> APIRouter:
    """The routes. `public` is the hub's public address."""
    api = APIRouter(tags=["console"])
    _going(api, sign_in, sessions, cookies, public)
    _settings(api, caller, settings, sessions, database, f"{public}{RETURN}")

    @api.get("/console/api/sign-in/ways", summary="How members may sign in")
    async def sign_in_ways() -> SignInWays:
        async with database.read() as tx:
            organization = await repository.first_organization(tx)
            if organization is None:
                return SignInWays(passwords=True, provider=None)
            view = await settings.view(tx, organization["id"])
        return SignInWays(passwords=view.passwords, provider=urlsplit(view.issuer).hostname if view.issuer else None)

    return api


def _going(api: APIRouter, sign_in: ProviderSignIn, sessions: ConsoleSessions, cookies: Cookies, public: str) -> None:
    @api.post(PLACE, summary="Begin a sign-in at the organization's provider; the console's own page asks for it")
    async def leave(body: ProviderSignInRequest, request: Request, response: Response) -> ProviderAddress:
        # A sign-in takes an act of the person: no other page, and no address alone, may begin one.
        check_own_page(request, public)
        departure = await sign_in.begin(
            body.next if len(body.next) < _MOST_NEXT and _OWN.fullmatch(body.next) else "/console"
        )
        response.headers["cache-control"] = "no-store"
        # On the way back from another site the session's own cookie is not sent, so its hash goes along.
        kept = Secret(f"{departure.token.reveal()}.{held(cookies, request)}")
        give(cookies, response, cookies.flow, kept, int(FLOW_LIFETIME.total_seconds()))
        return ProviderAddress(address=departure.address)

    @api.get(RETURN, include_in_schema=False)
    async def arrive(request: Request) -> Response:
        token, _, before = request.cookies.get(cookies.flow, "").partition(".")
        try:
            arrival = await sign_in.finish(token, dict(request.query_params), seen_of(request))
        except LinkwrightError as problem:
            return _back(problem)
        stage = arrival.entered.stage
        on = arrival.next if stage == "in" else f"{_SIGN_IN}?stage={stage}&next={quote(arrival.next, safe='')}"
        response = _to(on)
        await keep(cookies, sessions, response, arrival.entered, before)
        take(cookies, response, cookies.flow)
        return response


def _settings(
    api: APIRouter,
    caller: Caller,
    settings: SignInSettings,
    sessions: ConsoleSessions,
    database: Database,
    return_address: str,
) -> None:
    @api.get("/console/api/sign-in-settings", summary="How the organization's members sign in")
    async def get_sign_in_settings(principal: Principal = Depends(caller)) -> SignInSettingsView:
        async with database.read() as tx:
            return SignInSettingsView.of(await settings.shown(tx, principal), return_address)

    @api.put("/console/api/sign-in-settings", summary="Change how the organization's members sign in")
    async def put_sign_in_settings(
        body: SignInSettingsBody, request: Request, principal: Principal = Depends(caller)
    ) -> SignInSettingsView:
        async def proved() -> None:
            sessions.recently_proved(await caller.member(request))

        return SignInSettingsView.of(await settings.change(principal, body.change(), proved), return_address)


def _back(problem: LinkwrightError) -> Response:
    """To the sign-in page, which says what happened by the error's code: no words of anybody else come in by an address."""
    note_refusal(problem.code, problem.status)
    return _to(f"{_SIGN_IN}?problem={problem.code}")


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, headers={"cache-control": "no-store", "referrer-policy": "no-referrer"})
