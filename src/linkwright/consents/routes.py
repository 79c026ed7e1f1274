"""The endpoints that clients call by themselves, and the list of connected clients. Pages for people are in `web/`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from linkwright.access.principals import Principal
from linkwright.consents.clients.registration import Registration
from linkwright.consents.errors import ProtocolRefusal
from linkwright.consents.place import OPENID, PROTECTED, SERVER, Place
from linkwright.consents.reading import form_of, object_of
from linkwright.consents.schemas import ClientView
from linkwright.consents.service import ConsentService
from linkwright.consents.tokens.service import TokenService
from linkwright.kit.clock import Clock
from linkwright.store.database import Database

CallerDependency = Callable[[Request], Awaitable[Principal]]
# None of these looks at a cookie, so pages of any origin may call them: what a client in a browser needs.
_OPEN = {"access-control-allow-origin": "*"}
_PREFLIGHT = {
    **_OPEN,
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "authorization, content-type, accept, mcp-protocol-version",
    "access-control-max-age": "600",
}
_UNKEPT = {**_OPEN, "cache-control": "no-store", "pragma": "no-cache"}


@dataclass(frozen=True, slots=True)
class Doors:
    """What the endpoints hand on to; without `registration` no client can register itself."""

    place: Place
    tokens: TokenService
    registration: Registration | None
    consents: ConsentService
    database: Database
    clock: Clock


def router(doors: Doors, caller: CallerDependency) -> APIRouter:
    """The routes."""
    api = APIRouter()
    _documents(api, doors.place)
    _protocol(api, doors)
    _connected(api, doors, caller)
    return api


def _documents(api: APIRouter, place: Place) -> None:
    def serve(path: str, document: dict[str, Any]) -> None:
        headers = {**_OPEN, "cache-control": "public, max-age=300"}

        async def told() -> Response:
            return JSONResponse(document, headers=headers)

        api.add_api_route(path, told, methods=["GET"], include_in_schema=False)
        _preflight(api, path)

    of_resource, of_server = place.of_resource(), place.of_server()
    for path in dict.fromkeys((PROTECTED, f"{PROTECTED}/mcp", f"{PROTECTED}{place.path}/mcp")):
        serve(path, of_resource)
    # With a path in the public address, clients put it after the well-known part or before it.
    for path in dict.fromkeys((SERVER, OPENID, f"{SERVER}{place.path}", f"{OPENID}{place.path}")):
        serve(path, of_server)


def _protocol(api: APIRouter, doors: Doors) -> None:
    @api.post("/oauth/token", include_in_schema=False)
    async def token(request: Request) -> Response:
        try:
            given = await doors.tokens.give(await _form(request), request.headers.get("authorization"))
        except ProtocolRefusal as refusal:
            return _told(refusal, doors.clock)
        body = {
            "access_token": given.access.reveal(),
            "token_type": "Bearer",
            "expires_in": given.lasts,
            "refresh_token": given.refresh.reveal(),
            "scope": given.scope,
        }
        return JSONResponse(body, headers=_UNKEPT)

    @api.post("/oauth/revoke", include_in_schema=False)
    async def revoke(request: Request) -> Response:
        try:
            await doors.tokens.revoke(await _form(request), request.headers.get("authorization"))
        except ProtocolRefusal as refusal:
            return _told(refusal, doors.clock)
        return Response(status_code=200, headers=_UNKEPT)

    _preflight(api, "/oauth/token")
    _preflight(api, "/oauth/revoke")
    registration = doors.registration
    if registration is None:
        return

    @api.post("/oauth/register", include_in_schema=False)
    async def register(request: Request) -> Response:
        try:
            told = object_of(await request.body())
            peer = request.client.host if request.client else ""
            return JSONResponse(await registration.register(told, peer), 201, _UNKEPT)
        except ProtocolRefusal as refusal:
            return _told(refusal, doors.clock)

    _preflight(api, "/oauth/register")


def _connected(api: APIRouter, doors: Doors, caller: CallerDependency) -> None:
    @api.get("/mcp_clients", tags=["mcp"], summary="The MCP clients that members of the project have let in")
    async def list_clients(principal: Principal = Depends(caller)) -> list[ClientView]:
        async with doors.database.read() as tx:
            return [ClientView.of(one) for one in await doors.consents.list(tx, principal)]

    @api.delete("/mcp_clients/{consent_id}", tags=["mcp"], summary="Shut an MCP client out, at once")
    async def end_client(consent_id: str, principal: Principal = Depends(caller)) -> dict[str, bool]:
        async with doors.database.write() as tx:
            await doors.consents.end(tx, principal, consent_id)
        return {"ok": True}


def _preflight(api: APIRouter, path: str) -> None:
    async def allowed() -> Response:
        return Response(status_code=204, headers=_PREFLIGHT)

    api.add_api_route(path, allowed, methods=["OPTIONS"], include_in_schema=False)


async def _form(request: Request) -> dict[str, str]:
    return form_of(request.headers.get("content-type", ""), await request.body())


def _told(refusal: ProtocolRefusal, clock: Clock) -> Response:
    return JSONResponse(refusal.body(clock.now()), refusal.status, {**_UNKEPT, **refusal.headers})
