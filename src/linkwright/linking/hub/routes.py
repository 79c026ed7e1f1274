"""The Hub's endpoints. They take a session token in a header, never a cookie or an API key."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Body, Depends, Header, Request, Response

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal, note
from linkwright.kit.secret import Secret
from linkwright.linking.errors import SessionExpired, SessionExpiredOnChange
from linkwright.linking.hub.connect import Linker
from linkwright.linking.hub.schemas import LinkRequest, UpdateRequest
from linkwright.linking.hub.service import HubService
from linkwright.linking.hub.views import account_view, linked_view
from linkwright.linking.model import HubSession
from linkwright.linking.schemas import TokenRequest
from linkwright.linking.service import SessionService
from linkwright.projects.addresses import reachable
from linkwright.store.database import Database

HubCaller = Callable[..., Awaitable[HubSession]]


Remove = Callable[[Principal, str], Awaitable[object]]


def router(
    service: HubService, linker: Linker, sessions: SessionService, database: Database, remove: Remove
) -> APIRouter:
    """The routes; `remove` deletes an account as the API does it."""
    caller = hub_caller(sessions, database)
    api = APIRouter(prefix="/hub", tags=["hub"])
    _reading(api, service, database, caller)
    _linking(api, linker, caller)
    _removing(api, service, database, caller, remove)
    _attempts(api, service, database, caller)
    return api


def hub_caller(sessions: SessionService, database: Database) -> HubCaller:
    """Finds the living session behind a request, for this and other routes of the Hub."""

    async def caller(request: Request, x_hub_session_token: str = Header("")) -> HubSession:
        """The living session behind a request."""
        async with database.read() as tx:
            hub = await sessions.of_token(tx, Secret(x_hub_session_token))
        if not reachable(request.scope, hub.session.project_id):
            raise SessionExpired
        note(hub.principal)
        require(hub.principal, "link", Resource("session", hub.session.project_id))
        return hub

    return caller


def _reading(api: APIRouter, service: HubService, database: Database, caller: HubCaller) -> None:
    @api.get("/settings", summary="The app, the session, and what is connected already")
    async def hub_settings(response: Response, hub: HubSession = Depends(caller)) -> dict[str, Any]:
        response.headers["cache-control"] = "no-store"
        async with database.read() as tx:
            return await service.settings(tx, hub)

    @api.get("/connectors", summary="The connectors that the session offers")
    async def hub_connectors(provider: str | None = None, hub: HubSession = Depends(caller)) -> dict[str, Any]:
        async with database.read() as tx:
            return await service.connectors(tx, hub, provider)

    @api.get("/connectors/{integration_id}", summary="The form of one connector, with its guide")
    async def hub_connector(
        integration_id: str, response: Response, hub: HubSession = Depends(caller)
    ) -> dict[str, Any]:
        response.headers["cache-control"] = "no-store"
        async with database.read() as tx:
            return await service.connector(tx, hub, integration_id)

    @api.get("/accounts/{account_id}", summary="An account to edit; secrets are redacted")
    async def hub_account(account_id: str, response: Response, hub: HubSession = Depends(caller)) -> dict[str, Any]:
        response.headers["cache-control"] = "no-store"
        async with database.read() as tx:
            return account_view(await service.account(tx, hub, account_id))


def _linking(api: APIRouter, linker: Linker, caller: HubCaller) -> None:
    async def changing(request: Request, x_hub_session_token: str = Header("")) -> HubSession:
        """As `caller`, for PATCH, where the published Hub takes a 401 for success."""
        try:
            return await caller(request, x_hub_session_token)
        except SessionExpired as expired:
            raise SessionExpiredOnChange from expired

    @api.post("/accounts", summary="Try a credential and link the account")
    async def hub_link(body: LinkRequest = Body(), hub: HubSession = Depends(caller)) -> dict[str, Any]:
        return linked_view(await linker.link(hub, body.integration_id, body.credentials, as_new=body.as_new))

    @api.patch("/accounts/{account_id}", summary="Try a changed credential and store it; absent fields are kept")
    async def hub_update(
        account_id: str, body: UpdateRequest = Body(), hub: HubSession = Depends(changing)
    ) -> dict[str, Any]:
        try:
            return linked_view(await linker.update(hub, account_id, body.credentials))
        except SessionExpired as expired:
            raise SessionExpiredOnChange from expired


def _removing(api: APIRouter, service: HubService, database: Database, caller: HubCaller, remove: Remove) -> None:
    @api.delete("/accounts/{account_id}", summary="Disconnect the session's own account")
    async def hub_disconnect(account_id: str, hub: HubSession = Depends(caller)) -> dict[str, str]:
        async with database.read() as tx:
            shown = await service.may_disconnect(tx, hub, account_id)
        await remove(hub.principal, account_id)
        return {"id": shown.account.id, "provider": shown.account.connector_key}


def _attempts(api: APIRouter, service: HubService, database: Database, caller: HubCaller) -> None:
    @api.post("/connection_attempts", summary="Begin an attempt that can be polled")
    async def begin_attempt(
        body: TokenRequest = Body(), origin: str | None = Header(None), hub: HubSession = Depends(caller)
    ) -> dict[str, str]:
        async with database.write() as tx:
            return {"id": (await service.begin_attempt(tx, hub, Secret(body.token), origin)).id}

    @api.get("/connection_attempts/{attempt_id}", summary="How an attempt stands")
    async def get_attempt(attempt_id: str, hub: HubSession = Depends(caller)) -> dict[str, Any]:
        async with database.read() as tx:
            return await service.attempt(tx, hub, attempt_id)

    @api.delete("/connection_attempts/{attempt_id}", status_code=204, summary="Cancel an attempt")
    async def cancel_attempt(attempt_id: str, hub: HubSession = Depends(caller)) -> None:
        async with database.write() as tx:
            await service.cancel_attempt(tx, hub, attempt_id)
