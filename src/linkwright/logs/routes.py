"""The run log over HTTP."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Depends, Request

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.kit.queries import told
from linkwright.logs.filters import INCLUDE, PARAMETERS, Filters, Query, read_query
from linkwright.logs.service import LogService
from linkwright.store.database import Database

CallerDependency = Callable[[Request], Awaitable[Principal]]


def router(service: LogService, caller: CallerDependency, database: Database) -> APIRouter:
    """The routes. Filters come as top-level parameters or as `filter[name]`; both work."""
    api = APIRouter(prefix="/requests", tags=["logs"])

    def reader(principal: Principal = Depends(caller)) -> Principal:
        require(principal, "read", Resource("log", principal.project_id, narrowed=True))
        return principal

    @api.get("/logs", summary="The project's runs, the latest first", openapi_extra=told(PARAMETERS))
    async def list_runs(request: Request, principal: Principal = Depends(reader)) -> dict[str, Any]:
        query = _narrowed(read_query(request.query_params.multi_items()), principal)
        await service.settle()
        async with database.read() as tx:
            return await service.runs(tx, principal.project_id, query)

    @api.get("/logs/steps", summary="The upstream calls of the project's runs", openapi_extra=told(PARAMETERS))
    async def list_steps(request: Request, principal: Principal = Depends(reader)) -> dict[str, Any]:
        query = _narrowed(read_query(request.query_params.multi_items()), principal)
        await service.settle()
        async with database.read() as tx:
            return await service.steps(tx, principal.project_id, query)

    @api.get(
        "/logs/{run_id}", summary="One run, with its upstream calls if include says so", openapi_extra=told([INCLUDE])
    )
    async def get_run(request: Request, run_id: str, principal: Principal = Depends(reader)) -> dict[str, Any]:
        query = _narrowed(read_query(request.query_params.multi_items()), principal)
        await service.settle()
        async with database.read() as tx:
            return await service.get(
                tx, principal.project_id, run_id, steps=query.steps, advanced=query.advanced, filters=_of(principal)
            )

    @api.get(
        "/platform-logs",
        summary="Calls of the platform's own endpoints: not kept by this hub",
        openapi_extra=told(PARAMETERS),
    )
    async def list_platform_logs(request: Request, principal: Principal = Depends(reader)) -> dict[str, Any]:  # noqa: ARG001
        read_query(request.query_params.multi_items())
        return {"next": None, "data": []}

    return api


def _of(principal: Principal) -> Filters:
    """The caller's limits."""
    profiles = None if principal.profiles is None else tuple(sorted(principal.profiles))
    return Filters(reach_accounts=principal.accounts, reach_profiles=profiles)


def _narrowed(query: Query, principal: Principal) -> Query:
    """The query, with the caller's limits."""
    if not principal.limited:
        return query
    own = _of(principal)
    filters = replace(query.filters, reach_accounts=own.reach_accounts, reach_profiles=own.reach_profiles)
    return replace(query, filters=filters)
