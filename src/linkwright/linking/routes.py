"""The endpoints of connect sessions and auth links."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.kit.secret import Secret
from linkwright.linking.clients import wants_number
from linkwright.linking.errors import LinkDead
from linkwright.linking.filters import MOST_PER_PAGE, SessionFilter
from linkwright.linking.schemas import (
    NewSessionView,
    OpenedLink,
    OpenedSession,
    SessionRequest,
    SessionView,
    TokenRequest,
)
from linkwright.linking.service import SessionService
from linkwright.projects.addresses import reachable
from linkwright.store.database import Database

Caller = Callable[..., Awaitable[Principal]]


def router(service: SessionService, database: Database, caller: Caller) -> APIRouter:
    """The routes."""
    api = APIRouter(tags=["linking"])
    _sessions(api, service, database, caller)
    _listing(api, service, database, caller)
    _links(api, service, database)
    return api


def organization_id(request: Request, principal: Principal) -> int | str:
    """The organization as this caller's release reads it."""
    number = wants_number(request.headers.get("user-agent"))
    return principal.organization_wire_id if number else principal.organization_id


def _sessions(api: APIRouter, service: SessionService, database: Database, caller: Caller) -> None:
    @api.post("/connect_sessions", status_code=201, summary="Make a session in which one owner links an account")
    async def create_connect_session(
        request: Request, response: Response, body: SessionRequest = Body(), principal: Principal = Depends(caller)
    ) -> NewSessionView:
        require(principal, "write", Resource("session", principal.project_id))
        async with database.write() as tx:
            made = await service.create(tx, principal, body)
            shown = await service.shown(tx, made.session)
        response.headers["cache-control"] = "no-store"
        return NewSessionView.made(
            shown, organization_id(request, principal), made.token.reveal(), made.auth_link_url.reveal()
        )

    @api.post("/connect_sessions/authenticate", status_code=201, summary="The session of a token")
    async def authenticate_connect_session(
        request: Request, body: TokenRequest = Body(), principal: Principal = Depends(caller)
    ) -> SessionView:
        require(principal, "read", Resource("session", principal.project_id))
        async with database.read() as tx:
            session = await service.authenticate(tx, principal.project_id, Secret(body.token))
            shown = await service.shown(tx, session)
        return SessionView.of(shown, organization_id(request, principal))

    @api.post("/connect_sessions/{session_id}/revoke", summary="End a session and its auth link at once")
    async def revoke_connect_session(
        session_id: str, request: Request, principal: Principal = Depends(caller)
    ) -> SessionView:
        require(principal, "write", Resource("session", principal.project_id))
        async with database.write() as tx:
            shown = await service.shown(tx, await service.revoke(tx, principal, session_id))
        return SessionView.of(shown, organization_id(request, principal))

    @api.delete("/connect_sessions/{session_id}", summary="The same as revoking it; the session stays in the list")
    async def delete_connect_session(
        session_id: str, request: Request, principal: Principal = Depends(caller)
    ) -> SessionView:
        return await revoke_connect_session(session_id, request, principal)


def session_filter(
    page: int = Query(1, ge=1, le=1_000_000),
    page_size: int = Query(25, ge=1, le=MOST_PER_PAGE),
    state: list[str] | None = Query(None, max_length=10, description="`open`, `used`, `expired` or `revoked`."),
    provider: list[str] | None = Query(None, max_length=MOST_PER_PAGE),
    origin_owner_id: list[str] | None = Query(None, max_length=MOST_PER_PAGE),
    account_id: str = Query("", description="Made for that account, or linked it."),
    created_by: str = Query("", description="Id of the key or member that made it."),
    search: str = Query("", max_length=255, description="Part of an id, an owner's id or name, a username or a label."),
) -> SessionFilter:
    """The filter of a list request. Lists are repeated parameters."""
    return SessionFilter(
        page=page,
        page_size=page_size,
        states=tuple(state or ()),
        providers=tuple(provider or ()),
        owner_ids=tuple(origin_owner_id or ()),
        account_id=account_id,
        created_by=created_by,
        search=search.strip(),
    )


def _listing(api: APIRouter, service: SessionService, database: Database, caller: Caller) -> None:
    @api.get(
        "/connect_sessions", summary="Connect sessions, newest first, without secrets; `x-total-count` tells how many"
    )
    async def list_connect_sessions(
        request: Request,
        response: Response,
        wanted: SessionFilter = Depends(session_filter),
        principal: Principal = Depends(caller),
    ) -> list[SessionView]:
        require(principal, "read", Resource("session", principal.project_id))
        async with database.read() as tx:
            found, total = await service.list(tx, principal.project_id, wanted)
        response.headers["x-total-count"] = str(total)
        return [SessionView.of(shown, organization_id(request, principal)) for shown in found]

    @api.get("/connect_sessions/{session_id}", summary="One connect session, by its number or its ses_ id")
    async def get_connect_session(
        session_id: str, request: Request, principal: Principal = Depends(caller)
    ) -> SessionView:
        require(principal, "read", Resource("session", principal.project_id))
        async with database.read() as tx:
            shown = await service.shown(tx, await service.get(tx, principal.project_id, session_id))
        return SessionView.of(shown, organization_id(request, principal))


def _links(api: APIRouter, service: SessionService, database: Database) -> None:
    @api.post(
        "/link/open", summary="Trade an auth link for a session token; the link is spent when an account is linked"
    )
    async def open_link(request: Request, response: Response, body: TokenRequest = Body()) -> OpenedLink:
        async with database.read() as tx:
            session, token = await service.open(tx, Secret(body.token))
        if not reachable(request.scope, session.project_id):
            raise LinkDead
        response.headers["cache-control"] = "no-store"
        return OpenedLink(token=token.reveal(), session=OpenedSession.of(session))
