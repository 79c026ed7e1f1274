"""The console's endpoints for signing in through a provider, and about how members sign in."""

import re
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from linkwright.access import repository
from linkwright.access.cookies import Cookies
from linkwright.access.entering.routes import give, keep, take
from linkwright.access.oidc.schemas import SignInSettingsBody, SignInSettingsView, SignInWays
from linkwright.access.oidc.service import FLOW_LIFETIME, ProviderSignIn
from linkwright.access.oidc.settings import SignInSettings
from linkwright.access.principals import Principal
from linkwright.access.routes import Caller, seen_of
from linkwright.errors import LinkwrightError
from linkwright.store.acting import note_refusal
from linkwright.store.database import Database

PLACE = "/console/api/sign-in/provider"
RETURN = f"{PLACE}/return"
_SIGN_IN = "/console/sign-in"
# Only the console's own pages, and the one that asks about an MCP client.
_OWN = re.compile(r"(/console(/[A-Za-z0-9_/-]*)?|/oauth/consent)(\?[^#\\]*)?")
_MOST_NEXT = 4000


def router(
    caller: Caller, sign_in: ProviderSignIn, settings: SignInSettings, database: Database, cookies: Cookies, public: str
) -> APIRouter:
    """The routes. `public` is the hub's public address."""
    api = APIRouter(tags=["console"])
    _going(api, sign_in, cookies)
    _settings(api, caller, settings, database, f"{public}{RETURN}")

    @api.get("/console/api/sign-in/ways", summary="How members may sign in")
    async def sign_in_ways() -> SignInWays:
        async with database.read() as tx:
            organization = await repository.first_organization(tx)
            if organization is None:
                return SignInWays(passwords=True, provider=None)
            view = await settings.view(tx, organization["id"])
        return SignInWays(passwords=view.passwords, provider=urlsplit(view.issuer).hostname if view.issuer else None)

    return api


def _going(api: APIRouter, sign_in: ProviderSignIn, cookies: Cookies) -> None:
    @api.get(PLACE, include_in_schema=False)
    async def leave(next: str = "") -> Response:  # noqa: A002 - the parameter's name
        try:
            departure = await sign_in.begin(next if len(next) < _MOST_NEXT and _OWN.fullmatch(next) else "/console")
        except LinkwrightError as problem:
            return _back(problem)
        response = _to(departure.address)
        give(cookies, response, cookies.flow, departure.token, int(FLOW_LIFETIME.total_seconds()))
        return response

    @api.get(RETURN, include_in_schema=False)
    async def arrive(request: Request) -> Response:
        try:
            told = dict(request.query_params)
            arrival = await sign_in.finish(request.cookies.get(cookies.flow), told, seen_of(request))
        except LinkwrightError as problem:
            return _back(problem)
        stage = arrival.entered.stage
        on = arrival.next if stage == "in" else f"{_SIGN_IN}?stage={stage}&next={quote(arrival.next, safe='')}"
        response = _to(on)
        keep(cookies, response, arrival.entered)
        take(cookies, response, cookies.flow)
        return response


def _settings(
    api: APIRouter, caller: Caller, settings: SignInSettings, database: Database, return_address: str
) -> None:
    @api.get("/console/api/sign-in-settings", summary="How the organization's members sign in")
    async def get_sign_in_settings(principal: Principal = Depends(caller)) -> SignInSettingsView:
        async with database.read() as tx:
            return SignInSettingsView.of(await settings.shown(tx, principal), return_address)

    @api.put("/console/api/sign-in-settings", summary="Change how the organization's members sign in")
    async def put_sign_in_settings(
        body: SignInSettingsBody, principal: Principal = Depends(caller)
    ) -> SignInSettingsView:
        return SignInSettingsView.of(await settings.change(principal, body.change()), return_address)


def _back(problem: LinkwrightError) -> Response:
    """To the sign-in page, which says what happened by the error's code: no words of anybody else come in by an address."""
    note_refusal(problem.code, problem.status)
    return _to(f"{_SIGN_IN}?problem={problem.code}")


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, headers={"cache-control": "no-store", "referrer-policy": "no-referrer"})
