"""Who is calling, for FastAPI; and the console's endpoints for signing in and for API keys."""

from fastapi import APIRouter, Depends, Request, Response

from linkwright.access.authenticate import Authenticator
from linkwright.access.decide import Resource, require
from linkwright.access.keys import KeyService
from linkwright.access.members import MemberService, SignedIn, check_csrf
from linkwright.access.principals import Principal, note
from linkwright.access.schemas import ClaimRequest, KeyRequest, KeyView, NewKeyView, SignInRequest
from linkwright.errors import NotFound
from linkwright.kit.secret import Secret
from linkwright.store.database import Database
from linkwright.store.projects import project_ids

COOKIE = "lw_session"
PROJECT_HEADER = "x-linkwright-project"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Caller:
    """A FastAPI dependency: the principal behind a request, by API key or by console session."""

    def __init__(self, authenticator: Authenticator, members: MemberService, database: Database) -> None:
        self._authenticator = authenticator
        self._members = members
        self._database = database

    async def __call__(self, request: Request) -> Principal:
        """The principal.

        Raises:
            Unauthenticated: neither a known key nor an open session.
            linkwright.access.errors.CsrfRefused: a change by cookie without the session's own header.
            NotFound: the project header names a project of another organization.
        """
        authorization = request.headers.get("authorization")
        if authorization is not None or COOKIE not in request.cookies:
            return await self._authenticator.authenticate(authorization)
        member = await self.member(request)
        async with self._database.read() as tx:
            known = await project_ids(tx, member.organization_id)
        wanted = request.headers.get(PROJECT_HEADER) or (known[0] if known else "")
        if wanted not in known:
            raise NotFound("There is no such project.")
        principal = member.principal(wanted)
        note(principal)
        return principal

    async def member(self, request: Request) -> SignedIn:
        """The signed-in member; a change must carry the CSRF token."""
        member = await self._members.signed_in(request.cookies.get(COOKIE))
        if request.method not in _SAFE:
            check_csrf(member, request.headers.get("x-csrf-token"))
        return member


def router(caller: Caller, members: MemberService, keys: KeyService, database: Database, *, secure: bool) -> APIRouter:
    """The routes; `secure` marks the cookie for HTTPS only."""
    api = APIRouter(prefix="/console/api", tags=["console"])
    _sign_in_routes(api, members, secure=secure)
    _key_routes(api, caller, keys, database)
    return api


def _sign_in_routes(api: APIRouter, members: MemberService, *, secure: bool) -> None:
    def keep(response: Response, token: Secret) -> dict[str, bool]:
        # A session cookie for the browser; the server ends it by its own clock.
        response.set_cookie(
            COOKIE, token.reveal(), max_age=90 * 86_400, httponly=True, samesite="strict", secure=secure, path="/"
        )
        response.headers["cache-control"] = "no-store"
        return {"ok": True}

    @api.post("/claim", summary="Use a one-time link: become a member, signed in")
    async def claim(body: ClaimRequest, response: Response) -> dict[str, bool]:
        token = await members.claim(Secret(body.token), body.email, body.name, Secret(body.password))
        return keep(response, token)

    @api.post("/sign-in", summary="Sign in with e-mail and password")
    async def sign_in(body: SignInRequest, response: Response) -> dict[str, bool]:
        return keep(response, await members.sign_in(body.email, Secret(body.password)))

    @api.post("/sign-out", summary="End this console session")
    async def sign_out(request: Request, response: Response) -> dict[str, bool]:
        token = request.cookies.get(COOKIE)
        if token:
            check_csrf(await members.signed_in(token), request.headers.get("x-csrf-token"))
            await members.sign_out(token)
        response.delete_cookie(COOKIE, path="/")
        return {"ok": True}


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
        async with database.write() as tx:
            key, secret = await keys.create(tx, principal.project_id, body.name, scopes, body.expires_at)
        response.headers["cache-control"] = "no-store"
        return NewKeyView(**KeyView.of(key).model_dump(), key=secret.reveal())

    @api.post("/keys/{key_id}/revoke", summary="End an API key at once")
    async def revoke_key(key_id: str, principal: Principal = Depends(caller)) -> dict[str, bool]:
        require(principal, "write", Resource("key", principal.project_id))
        async with database.write() as tx:
            await keys.revoke(tx, key_id, principal.project_id)
        return {"ok": True}
