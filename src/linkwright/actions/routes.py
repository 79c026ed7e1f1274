"""The catalogue, search and feedback over HTTP. Running actions is not here: see `rpc`."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Depends, Header, Request

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.actions.catalogue import CatalogueService
from linkwright.actions.errors import NotAvailable
from linkwright.actions.feedback import FeedbackService
from linkwright.actions.listing import PARAMETERS, read_action_query
from linkwright.actions.schemas import FeedbackRequest, SearchRequest
from linkwright.kit.queries import told
from linkwright.store.database import Database

CallerDependency = Callable[[Request], Awaitable[Principal]]


def router(
    catalogue: CatalogueService, feedback: FeedbackService, caller: CallerDependency, database: Database
) -> APIRouter:
    """The routes."""
    api = APIRouter()

    def reader(principal: Principal = Depends(caller)) -> Principal:
        require(principal, "read", Resource("connector"))
        return principal

    _action_routes(api, catalogue, caller, reader, database)
    _connector_routes(api, catalogue, reader, database)

    @api.post("/ai/tool-feedback", tags=["actions"], summary="Say how tools did")
    async def tool_feedback(body: FeedbackRequest, principal: Principal = Depends(caller)) -> dict[str, Any]:
        async with database.write() as tx:
            return await feedback.take(tx, principal, body)

    return api


def _action_routes(
    api: APIRouter,
    catalogue: CatalogueService,
    caller: CallerDependency,
    reader: Callable[[Principal], Principal],
    database: Database,
) -> None:
    @api.get("/actions", tags=["actions"], summary="Connectors with their actions", openapi_extra=told(PARAMETERS))
    async def list_actions(request: Request, principal: Principal = Depends(reader)) -> dict[str, Any]:
        query = read_action_query(request.query_params.multi_items())
        async with database.read() as tx:
            return await catalogue.actions(tx, principal, query)

    @api.post("/actions/search", tags=["actions"], summary="Find actions by what they do")
    async def search_actions(
        body: SearchRequest,
        principal: Principal = Depends(caller),
        x_account_id: str | None = Header(None, max_length=200),
    ) -> dict[str, Any]:
        body.account_id = body.account_id or x_account_id or None
        async with database.read() as tx:
            return await catalogue.search(tx, principal, body)

    @api.post(
        "/actions/build",
        tags=["actions"],
        summary="Not in this version: the search needs no building",
        responses={501: {"$ref": "#/components/responses/Refused501"}},
    )
    async def build_actions(principal: Principal = Depends(reader)) -> dict[str, Any]:  # noqa: ARG001
        raise NotAvailable(
            "Search here has no embeddings to build; it always knows every action.", hint="Nothing to do."
        )


def _connector_routes(
    api: APIRouter, catalogue: CatalogueService, reader: Callable[[Principal], Principal], database: Database
) -> None:
    @api.get("/connectors/meta", tags=["connectors"], summary="All connectors in a few words")
    async def list_connectors(principal: Principal = Depends(reader)) -> list[dict[str, Any]]:
        async with database.read() as tx:
            return await catalogue.metas(tx, principal)

    @api.get("/connectors/meta/{provider}", tags=["connectors"], summary="One connector in a few words")
    async def get_connector(provider: str, principal: Principal = Depends(reader)) -> dict[str, Any]:
        async with database.read() as tx:
            return await catalogue.meta(tx, principal, provider)
