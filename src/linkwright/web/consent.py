"""The page on which a member lets an MCP client in. It needs no script, and cannot be framed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from linkwright.access.errors import Unauthenticated
from linkwright.access.members import MemberService, SignedIn
from linkwright.access.routes import COOKIE
from linkwright.consents import redirects
from linkwright.consents.errors import ConsentFormStale, ConsentIncomplete, InvalidRequest
from linkwright.consents.granting import DAYS, MOST_ACCOUNTS, Granting
from linkwright.consents.model import Choice
from linkwright.consents.model import Request as Asked
from linkwright.consents.offering import SHOWN, USUAL_DAYS, Offer, Offering
from linkwright.consents.requests import PARAMETERS, Requests, ToldClient
from linkwright.consents.scopes import EXTENTS
from linkwright.errors import LinkwrightError, TooLarge
from linkwright.kit import jsons
from linkwright.web.pages import Pages
from linkwright.web.policy import window_headers

_AUTHORIZE, _CONSENT = "/oauth/authorize", "/oauth/consent"
_MOST_QUERY = 8_192
_MOST_BODY = 32_768
_MOST_FIELDS = 100
_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Counter:
    """What the page hands on to."""

    requests: Requests
    offering: Offering
    granting: Granting
    members: MemberService


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
            told = _told(request.url.query)
        except LinkwrightError as refusal:
            return _refused(pages, refusal)
        on = f"{_CONSENT}?{urlencode(_of_client(told))}"
        if COOKIE in request.cookies:
            return _to(on)
        # The cookie of the console is not sent to a page that another site leads to, so the browser is led on from here.
        return pages.show("consent_enter.html", headers=window_headers(), on=on)

    @api.get(_CONSENT)
    async def look(request: Request) -> Response:
        try:
            told = _told(request.url.query)
            member = await counter.members.signed_in(request.cookies.get(COOKIE))
            return await _page(pages, counter, member, told)
        except Unauthenticated:
            return _to(f"/console/sign-in?next={quote(f'{_CONSENT}?{request.url.query}', safe='')}")
        except ToldClient as refusal:
            # Only ever a signed-in member is sent on by a client's mistake.
            return _to(refusal.address)
        except LinkwrightError as refusal:
            return _refused(pages, refusal)


def _decided(api: APIRouter, pages: Pages, counter: Counter) -> None:
    @api.post(_CONSENT)
    async def answer(request: Request) -> Response:
        try:
            form = await _form(request)
            member = await counter.members.signed_in(request.cookies.get(COOKIE))
            told = form.told
            if not hmac.compare_digest(_confirm(member, told).encode(), form.confirm.encode()):
                raise ConsentFormStale
            asked = await counter.requests.read(told)
            if form.decision != "allow":
                return _back(pages, asked, counter.granting.deny(asked))
            try:
                return _back(pages, asked, await counter.granting.allow(member, asked, form.choice()))
            except ConsentIncomplete as lacking:
                return await _page(pages, counter, member, {**told, "project": form.project}, lacking)
        except ToldClient as refusal:
            return _to(refusal.address)
        except LinkwrightError as refusal:
            return _refused(pages, refusal)


@dataclass(frozen=True, slots=True)
class _Form:
    """What the page's form sends."""

    told: dict[str, str]
    confirm: str
    decision: str
    project: str
    accounts: tuple[str, ...]
    extent: str
    days: str

    def choice(self) -> Choice:
        """What was chosen; anything that the page does not offer is a form of somebody else's making."""
        if self.extent not in EXTENTS or self.days not in {str(one) for one in DAYS}:
            raise ConsentFormStale
        extent: Any = self.extent
        return Choice(self.project, self.accounts, extent, int(self.days))


async def _form(request: Request) -> _Form:
    body = await request.body()
    if len(body) > _MOST_BODY:
        raise TooLarge("The form is too large.")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidRequest("The form cannot be read.") from None
    accounts = tuple(value for name, value in pairs if name == "account")
    single = [pair for pair in pairs if pair[0] != "account"]
    fields = dict(single)
    if len(fields) != len(single):
        raise InvalidRequest("A field of the form is there twice.")
    said = {name: fields.get(name, "") for name in ("confirm", "decision", "project", "extent", "days")}
    return _Form(told=_of_client(fields), accounts=accounts, **said)


async def _page(
    pages: Pages,
    counter: Counter,
    member: SignedIn,
    told: Mapping[str, str],
    lacking: ConsentIncomplete | None = None,
) -> HTMLResponse:
    asked = await counter.requests.read(told)
    counter.granting.check_member(member)
    search = told.get("search", "").strip()[:_LONGEST_SEARCH]
    offer = await counter.offering.to(member, asked, told.get("project", ""), search)
    of_client = _of_client(told)
    return pages.show(
        "consent.html",
        status=lacking.status if lacking else 200,
        headers=window_headers(form_to=_form_to(asked.redirect_uri)),
        action=_CONSENT,
        told=of_client,
        confirm=_confirm(member, of_client),
        member=member,
        client=asked.client,
        redirect_host=redirects.host_of(asked.redirect_uri),
        is_local=redirects.is_local(asked.redirect_uri),
        offer=offer,
        rows=[_row(offer, one) for one in offer.accounts],
        more=max(0, offer.total - SHOWN),
        most=MOST_ACCOUNTS,
        search=search,
        days=DAYS,
        usual_days=USUAL_DAYS,
        said=f"{lacking.message} {lacking.remedy}" if lacking else None,
    )


def _row(offer: Offer, one: Any) -> dict[str, Any]:
    account, (status, _) = one.account, one.state
    return {
        "id": account.id,
        "owner": account.origin_owner_name,
        "label": account.label,
        "tool": one.provider_name,
        "workspace": (account.identity.get("workspace") or {}).get("name"),
        "test": account.type == "test",
        "status": status if status != "active" else None,
        "chosen": account.id in offer.chosen,
    }


def _confirm(member: SignedIn, told: Mapping[str, str]) -> str:
    """What only the page that was shown to this member for this request holds."""
    signed = jsons.canonical(_of_client(told))
    return hmac.new(member.csrf_token.encode(), b"consent" + signed, hashlib.sha256).hexdigest()


def _of_client(told: Mapping[str, str]) -> dict[str, str]:
    return {name: told[name] for name in PARAMETERS if name in told}


def _told(query: str) -> dict[str, str]:
    """The parameters of the address; one that is there twice could mean two things."""
    if len(query) > _MOST_QUERY:
        raise TooLarge("The address is too long.")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidRequest("The address cannot be read.") from None
    told = dict(pairs)
    if len(told) != len(pairs):
        raise InvalidRequest("A parameter of the address is there twice.")
    return told


def _form_to(uri: str) -> str:
    """What the page's policy names beside https: a program on this machine, by its host and port."""
    return redirects.origin_of(uri) if urlsplit(uri).scheme == "http" and "[" not in uri else ""


def _back(pages: Pages, asked: Asked, address: str) -> Response:
    """Back to the client. Browsers follow a form only to the web; to an app of its own they are led by a page."""
    if asked.redirect_uri.startswith("https://") or _form_to(asked.redirect_uri):
        return _to(address)
    return pages.show("consent_done.html", headers=window_headers(), on=address, name=asked.client.name)


def _refused(pages: Pages, refusal: LinkwrightError) -> HTMLResponse:
    return pages.show(
        "error.html",
        status=refusal.status,
        headers=window_headers(),
        title="This client cannot be let in",
        sentences=[refusal.message, refusal.remedy],
        kind="alert",
        way_on={"href": "/console/mcp-clients", "text": "Connected clients"},
    )


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"cache-control": "no-store", "referrer-policy": "no-referrer"})
