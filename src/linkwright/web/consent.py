"""The addresses at which a member lets an MCP client in. They need no script, and cannot be framed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from linkwright.access.errors import Unauthenticated
from linkwright.access.routes import seen_of
from linkwright.access.sessions.model import SignedIn
from linkwright.access.sessions.service import ConsoleSessions
from linkwright.consents.errors import ConsentFormStale, ConsentIncomplete
from linkwright.consents.granting import Granting
from linkwright.consents.model import Request as Asked
from linkwright.consents.offering import Offering
from linkwright.consents.requests import Requests, ToldClient
from linkwright.errors import LinkwrightError
from linkwright.web.consent_form import is_confirmed, of_client, read_form, read_query
from linkwright.web.consent_view import consent_page, form_to, refused
from linkwright.web.pages import Pages
from linkwright.web.policy import window_headers

_AUTHORIZE, _CONSENT = "/oauth/authorize", "/oauth/consent"
_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Counter:
    """What the pages hand on to."""

    requests: Requests
    offering: Offering
    granting: Granting
    sessions: ConsoleSessions
    session_cookie: str


def router(pages: Pages, counter: Counter) -> APIRouter:
    """The routes."""
    api = APIRouter(include_in_schema=False)
    _there(api, pages, counter)
    _decided(api, pages, counter)
    return api


def _there(api: APIRouter, pages: Pages, counter: Counter) -> None:
    @api.get(_AUTHORIZE)
    async def authorize(request: Request) -> Response:
        """Where clients send people. Nothing is looked at yet: whoever is not signed in makes the hub fetch nothing."""
        try:
            on = f"{_CONSENT}?{urlencode(of_client(read_query(request.url.query)))}"
        except LinkwrightError as refusal:
            return refused(pages, refusal)
        if counter.session_cookie in request.cookies:
            return _to(on)
        # The cookie of the console is not sent to a page that another site leads to, so the browser is led on from here.
        return pages.show("consent_enter.html", headers=window_headers(), on=on)

    @api.get(_CONSENT)
    async def look(request: Request) -> Response:
        try:
            told = read_query(request.url.query)
            member = await counter.sessions.signed_in(request.cookies.get(counter.session_cookie))
            return await _asked(pages, counter, member, told, seen_of(request).address)
        except Unauthenticated:
            return _to(f"/console/sign-in?next={quote(f'{_CONSENT}?{request.url.query}', safe='')}")
        except ToldClient as refusal:
            # Only ever a signed-in member is sent on by a client's mistake.
            return _to(refusal.address)
        except LinkwrightError as refusal:
            return refused(pages, refusal)


def _decided(api: APIRouter, pages: Pages, counter: Counter) -> None:
    @api.post(_CONSENT)
    async def answer(request: Request) -> Response:
        try:
            form = read_form(await request.body())
            member = await counter.sessions.signed_in(request.cookies.get(counter.session_cookie))
            if not is_confirmed(form, member):
                raise ConsentFormStale
            asked = await counter.requests.read(form.told)
            address = seen_of(request).address
            if form.decision != "allow":
                return _back(pages, asked, counter.granting.deny(asked))
            try:
                return _back(pages, asked, await counter.granting.allow(member, asked, form.choice(), address))
            except ConsentIncomplete as lacking:
                told = {**form.told, "project": form.project}
                return await _asked(pages, counter, member, told, address, lacking)
        except ToldClient as refusal:
            return _to(refusal.address)
        except LinkwrightError as refusal:
            return refused(pages, refusal)


async def _asked(
    pages: Pages,
    counter: Counter,
    member: SignedIn,
    told: Mapping[str, str],
    address: str,
    lacking: ConsentIncomplete | None = None,
) -> Response:
    asked = await counter.requests.read(told)
    counter.granting.check_member(member)
    search = told.get("search", "").strip()[:_LONGEST_SEARCH]
    offer = await counter.offering.to(member, asked, told.get("project", ""), search, address)
    return consent_page(pages, member, asked, offer, {**told, "search": search}, lacking)


def _back(pages: Pages, asked: Asked, address: str) -> Response:
    """Back to the client. Browsers follow a form only to the web; to an app of its own they are led by a page."""
    if asked.redirect_uri.startswith("https://") or form_to(asked.redirect_uri):
        return _to(address)
    return pages.show("consent_done.html", headers=window_headers(), on=address, name=asked.client.name)


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"cache-control": "no-store", "referrer-policy": "no-referrer"})
