"""The endpoints of connect sessions and auth links."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Body, Depends, Request, Response

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.kit.secret import Secret
from linkwright.linking.clients import wants_number
from linkwright.linking.errors import LinkDead
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
        response.headers["cache-control"] = "no-store"
        return NewSessionView.made(
            made.session, organization_id(request, principal), made.token.reveal(), made.auth_link_url.reveal()
        )

    @api.post("/connect_sessions/authenticate", status_code=201, summary="The session of a token")
    async def authenticate_connect_session(
        request: Request, body: TokenRequest = Body(), principal: Principal = Depends(caller)
    ) -> SessionView:
        require(principal, "read", Resource("session", principal.project_id))
        async with database.read() as tx:
            session = await service.authenticate(tx, principal.project_id, Secret(body.token))
            latest = await service.latest_attempt(tx, session)
        return SessionView.of(session, organization_id(request, principal), latest)

    @api.post("/connect_sessions/{session_id}/revoke", summary="End a session and its auth link at once")
    async def revoke_connect_session(
        session_id: str, request: Request, principal: Principal = Depends(caller)
    ) -> SessionView:
        require(principal, "write", Resource("session", principal.project_id))
        async with database.write() as tx:
            session = await service.revoke(tx, principal, session_id)
            latest = await service.latest_attempt(tx, session)
        return SessionView.of(session, organization_id(request, principal), latest)


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
