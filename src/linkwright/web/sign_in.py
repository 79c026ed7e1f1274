"""The pages on the way to a provider and back. They need no script, and no token stands in what they show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Header, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from linkwright.access.decide import Resource, require
from linkwright.errors import LinkwrightError, TooLarge
from linkwright.kit.ids import new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.linking import repository as linking
from linkwright.linking.errors import SessionExpired
from linkwright.linking.hub.errors import AttemptEnded
from linkwright.linking.service import SessionService
from linkwright.linking.sign_in.at_twin import TwinPages
from linkwright.linking.sign_in.errors import ConsentRefused, StartSpent, StateUnknown
from linkwright.linking.sign_in.model import Departure
from linkwright.linking.sign_in.returning import Returning
from linkwright.linking.sign_in.routes import START
from linkwright.linking.sign_in.service import LIFETIME, SignIn
from linkwright.outbound.addresses import read_origin
from linkwright.outbound.errors import AddressRefused
from linkwright.projects.addresses import arrived_at, is_loopback, reachable
from linkwright.store.database import Database
from linkwright.web.pages import Pages
from linkwright.web.policy import TWIN_PAGE_HEADERS, window_headers
from linkwright.web.sign_in_words import SignInWords

_Liked = Annotated[str | None, Header(alias="accept-language")]
_SECONDS = int(LIFETIME.total_seconds())
_MOST_QUERY = 8192
_MOST_BODY = 16_384
# The hub may be below a path of its address.
_HUB_PAGES = re.compile(r"(/.*)?/(embed|link(/.*)?)")
_OURS = frozenset({"redirect_uri", "token", "connection_attempt_id"})


@dataclass(frozen=True, slots=True)
class Way:
    """What leads there and back; windows that pages of `origins` open are not asked again."""

    sign_in: SignIn
    returning: Returning
    twins: TwinPages
    sessions: SessionService
    database: Database
    secure: bool
    origins: frozenset[str] = frozenset()


def router(pages: Pages, way: Way) -> APIRouter:
    """The routes."""
    api = APIRouter(include_in_schema=False)
    _there(api, pages, way)
    _back(api, pages, way)
    _twins(api, pages, way)
    return api


def _there(api: APIRouter, pages: Pages, way: Way) -> None:
    @api.get("/connect/oauth2/{profile_id}")
    async def begin(
        request: Request, profile_id: str, liked: _Liked = None, referer: str | None = Header(None)
    ) -> Response:
        """The published client opens this in a window of its own. Here alone a session token may stand in an address."""
        try:
            told = _told(request)
            async with way.database.read() as tx:
                hub = await way.sessions.of_token(tx, Secret(told.get("token", "")))
                require(hub.principal, "link", Resource("session", hub.session.project_id))
                if not reachable(request.scope, hub.session.project_id):
                    # As at the Hub's own endpoints: a token of another project is not known at this address.
                    raise SessionExpired
                attempt_id = told.get("connection_attempt_id", "")
                attempt = await linking.attempt(tx, hub.session.id, attempt_id) if attempt_id.isprintable() else None
            if attempt is None:
                raise StartSpent
            typed = {name: value for name, value in told.items() if name not in _OURS}
            begun = await way.sign_in.begin(hub, profile_id, typed, attempt_id=attempt_id)
            here = begun.own == (arrived_at(request.scope) is not None)
            page = attempt.page_origin
            if here and page and page == _origin(referer) and _trusted(page, begun.base, way.origins):
                # A page that the operator trusts opened the window, so a click has been there already. Of any other page
                # it may be a trap: it can begin an attempt with a token of its own and send somebody here.
                return _away(await way.sign_in.leave(begun.start), way)
        except LinkwrightError as refusal:
            return _refused(pages, refusal, liked)
        # Anybody else is asked first, at an address in which no token stands; and so is who comes to the hub's address
        # though the project has one of its own, since the browser comes back to that one.
        return _to(begun.base + START + begun.start.reveal())

    @api.get(START + "{start}")
    async def look(
        request: Request,
        start: str,
        liked: _Liked = None,
        sec_fetch_site: str | None = Header(None),
        referer: str | None = Header(None),
    ) -> Response:
        try:
            arrived = arrived_at(request.scope)
            if sec_fetch_site == "same-origin" and _of_hub(referer):
                # Only our own Hub can have opened it so; it has shown what is asked. Links on other pages of ours, and
                # redirects of them, may be of somebody's making, and bring no referrer.
                return _away(await way.sign_in.leave(Secret(start), arrived), way)
            asked = await way.sign_in.look(Secret(start), arrived)
        except LinkwrightError as refusal:
            return _refused(pages, refusal, liked)
        words, confirm = SignInWords(liked), new_token()
        page = pages.show(
            "sign_in.html",
            headers=window_headers(form_to=asked.provider_origin),
            lang=words.language,
            say=words.say,
            asked=asked,
            action=START + start,
            confirm=confirm,
            white_label=asked.white_label,
        )
        _cookie(page, _confirm_name(start, way), confirm, way)
        return page

    @api.post(START + "{start}")
    async def leave(
        request: Request, start: str, confirm: Annotated[str, Form(max_length=200)] = "", liked: _Liked = None
    ) -> Response:
        try:
            # A form elsewhere that posts here by itself knows neither; that is what the page is for.
            kept = request.cookies.get(_confirm_name(start, way), "")
            if not kept or not compare_digest(kept.encode(), confirm.encode()):
                raise StartSpent
            away = _away(await way.sign_in.leave(Secret(start), arrived_at(request.scope)), way)
        except LinkwrightError as refusal:
            return _refused(pages, refusal, liked)
        _cookie(away, _confirm_name(start, way), "", way)
        return away


def _back(api: APIRouter, pages: Pages, way: Way) -> None:
    @api.get("/connect/oauth2/{key}/callback")
    async def callback(request: Request, key: str, liked: _Liked = None) -> Response:
        words = SignInWords(liked)
        name = ""
        try:
            told = _told(request)
            name = way.sign_in.cookie_name(token_hash(told.get("state", "")))
            end = await way.returning.come_back(key, told, request.cookies)
        except LinkwrightError as refusal:
            page = _refused(pages, refusal, liked)
        else:
            nonce = new_token()
            lead = [words.say("done_lead", app=end.app_name, workspace=end.workspace or end.tool_name)]
            page = pages.show(
                "signed_in.html",
                headers=window_headers(nonce=nonce),
                lang=words.language,
                say=words.say,
                title=words.say("done_title", tool=end.tool_name),
                lead=[*lead, words.say("done_as", person=end.person)] if end.person else lead,
                said=None,
                kind="check",
                close_nonce=nonce,
                app_name=end.app_name,
                white_label=end.white_label,
            )
        if name and name in request.cookies:
            _cookie(page, name, "", way)
        return page


def _twins(api: APIRouter, pages: Pages, way: Way) -> None:
    @api.api_route("/twins/{key}/{path:path}", methods=["GET", "POST"])
    async def twin(request: Request, key: str, path: str, liked: _Liked = None) -> Response:
        try:
            if len(request.url.query) > _MOST_QUERY:
                raise TooLarge("The address is too long.")
            body = await request.body()
            if len(body) > _MOST_BODY:
                raise TooLarge("The form is too long.")
            came = await way.twins.answer(request.method, key, f"/{path}", request.url.query, body, request.cookies)
        except LinkwrightError as refusal:
            return _refused(pages, refusal, liked)
        headers = {**TWIN_PAGE_HEADERS, "content-type": came.headers.get("content-type", "text/plain")}
        if "location" in came.headers:
            headers["location"] = came.headers["location"]
        return Response(came.body, 303 if came.status == 302 else came.status, headers)


def _refused(pages: Pages, refusal: LinkwrightError, liked: str | None) -> HTMLResponse:
    words = SignInWords(liked)
    cancelled = isinstance(refusal, ConsentRefused | AttemptEnded)
    return pages.show(
        "signed_in.html",
        status=refusal.status,
        headers=window_headers(),
        lang=words.language,
        say=words.say,
        title=words.say("cancelled_title") if cancelled else words.say("failed_title", tool=words.say("the_tool")),
        lead=[],
        said=f"{refusal.message} {refusal.remedy or ''}".strip(),
        kind="window" if cancelled else "alert",
        close_nonce=None,
        app_name=None,
        # An error may come before anything is known of the project.
        white_label=True,
    )


def _told(request: Request) -> Mapping[str, str]:
    """The address's parameters; one that is there twice could mean two things, and a very long one means nothing good."""
    if len(request.url.query) > _MOST_QUERY:
        raise TooLarge("The address is too long.")
    pairs = request.query_params.multi_items()
    told = dict(pairs)
    if len(told) != len(pairs):
        raise StateUnknown("A parameter of this address is there twice.")
    return told


def _origin(referer: str | None) -> str | None:
    try:
        parts = urlsplit(referer or "")
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def _of_hub(referer: str | None) -> bool:
    """Whether the page that led here is the Hub, if it is of our origin at all: of all our pages it alone says so."""
    try:
        return _HUB_PAGES.fullmatch(urlsplit(referer or "").path) is not None
    except ValueError:
        return False


def _trusted(page: str, base: str, origins: frozenset[str]) -> bool:
    """Whether people may be sent away from a page of that origin unasked: the operator has named it, or it is our own.

    Or it is of this machine, where the hub is too: whoever tries things out has no origins to name.
    """
    if page in origins or page == _origin(base):
        return True
    try:
        return is_loopback(read_origin(page)) and is_loopback(read_origin(_origin(base) or ""))
    except AddressRefused:
        return False


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"cache-control": "no-store", "referrer-policy": "no-referrer"})


def _away(departure: Departure, way: Way) -> Response:
    away = _to(departure.address.reveal())
    _cookie(away, departure.cookie_name, departure.cookie_value.reveal(), way)
    return away


def _confirm_name(start: str, way: Way) -> str:
    return way.sign_in.cookie_name(token_hash(start)) + "_ask"


def _cookie(response: Response, name: str, value: str, way: Way) -> None:
    """A host-only cookie; an empty value takes it away."""
    response.set_cookie(
        name, value, max_age=_SECONDS if value else 0, path="/", httponly=True, secure=way.secure, samesite="lax"
    )
