"""Who is calling, for FastAPI; and the console's endpoints for API keys."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response

from linkwright.access.authenticate import Authenticator
from linkwright.access.cookies import Cookies
from linkwright.access.decide import Resource, require
from linkwright.access.errors import CsrfRefused
from linkwright.access.keys import KeyService, Limits
from linkwright.access.networks import admit, stored_networks
from linkwright.access.principals import Principal, note
from linkwright.access.schemas import KeyRequest, KeyView, NewKeyView
from linkwright.access.sessions.model import Seen, SignedIn
from linkwright.access.sessions.service import ConsoleSessions, check_csrf
from linkwright.errors import NotFound
from linkwright.store.database import Database
from linkwright.store.projects import project_networks

PROJECT_HEADER = "x-linkwright-project"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Caller:
    """A FastAPI dependency: the principal behind a request, by API key or by console session."""

    def __init__(
        self, authenticator: Authenticator, sessions: ConsoleSessions, database: Database, cookies: Cookies
    ) -> None:
        self._authenticator = authenticator
        self._sessions = sessions
        self._database = database
        self._cookie = cookies.session

    async def __call__(self, request: Request) -> Principal:
        """The principal.

        Raises:
            Unauthenticated: neither a known key nor an open session.
            linkwright.access.errors.CsrfRefused: a change by cookie without the session's own header.
            linkwright.access.errors.AddressNotAllowed: the project may not be used from there.
            NotFound: the project header names a project of another organization.
        """
        authorization = request.headers.get("authorization")
        if authorization is not None or self._cookie not in request.cookies:
            return await self._authenticator.authenticate(authorization, seen_of(request).address)
        member = await self.member(request)
        async with self._database.read() as tx:
            known = await project_networks(tx, member.organization_id)
        wanted = request.headers.get(PROJECT_HEADER) or next(iter(known), "")
        if wanted not in known:
            raise NotFound("There is no such project.")
        principal = member.principal(wanted)
        note(principal)
        admit(stored_networks(known[wanted]), seen_of(request).address)
        return principal

    async def member(self, request: Request) -> SignedIn:
        """The signed-in member; a change must carry the CSRF token."""
        member = await self._sessions.signed_in(request.cookies.get(self._cookie))
        if request.method not in _SAFE:
            check_csrf(member, request.headers.get("x-csrf-token"))
        return member


def of_session(caller: Caller) -> Callable[[Request], Awaitable[SignedIn]]:
    """A FastAPI dependency: the member behind the session, whatever the project; keys are refused."""

    async def signed_in(request: Request) -> SignedIn:
        return await caller.member(request)

    return signed_in


def check_own_page(request: Request, public_url: str) -> None:
    """Take a request of the console's own page alone, where there is no session yet whose token could show it.

    Browsers say themselves which page asks, and no script can say otherwise: by `Sec-Fetch-Site`, and where the address is
    one that they do not send it to (plain http on a network), by `Origin`.

    Raises:
        CsrfRefused: another page asks, or an address that was opened.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    parts = urlsplit(public_url)
    if site != "same-origin" and (site is not None or origin != f"{parts.scheme}://{parts.netloc}"):
        raise CsrfRefused


def seen_of(request: Request) -> Seen:
    """Where a request came from."""
    return Seen.of(request.client.host if request.client else None, request.headers.get("user-agent"))


def router(caller: Caller, keys: KeyService, database: Database) -> APIRouter:
    """The routes of API keys."""
    api = APIRouter(prefix="/console/api", tags=["console"])
    _key_routes(api, caller, keys, database)
    return api


def _key_routes(api: APIRouter, caller: Caller, keys: KeyService, database: Database) -> None:
    @api.get("/keys", summary="The project's API keys")
    async def list_keys(principal: Principal = Depends(caller)) -> list[KeyView]:
        require(principal, "read", Resource("key", principal.project_id))
        async with database.read() as tx:
            return [KeyView.of(key) for key in await keys.list(tx, principal.project_id)]

    @api.post("/keys", summary="Make an API key; the answer is the only time it is shown")
    async def create_key(body: KeyRequest, response: Response, principal: Principal = Depends(caller)) -> NewKeyView:
        require(principal, "write", Resource("key", principal.project_id))
        scopes = [body.preset] if body.preset else body.scopes
        limits = Limits.of(body.accounts, body.profiles)
        async with database.write() as tx:
            key, secret = await keys.create(tx, principal.project_id, body.name, scopes, body.expires_at, limits)
        response.headers["cache-control"] = "no-store"
        return NewKeyView(**KeyView.of(key).model_dump(), key=secret.reveal())

    @api.post("/keys/{key_id}/revoke", summary="End an API key at once")
    async def revoke_key(key_id: str, principal: Principal = Depends(caller)) -> dict[str, bool]:
        require(principal, "write", Resource("key", principal.project_id))
        async with database.write() as tx:
            await keys.revoke(tx, key_id, principal.project_id)
        return {"ok": True}
