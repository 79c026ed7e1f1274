"""The endpoints of a project's own connectors."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.access.routes import Caller
from linkwright.publishing.schemas import Push, publication_view, read_push, version_view
from linkwright.publishing.service import PublishingService
from linkwright.store.database import Database

_BODY = {
    "requestBody": {
        "required": True,
        "description": "The files; the body may be compressed with gzip.",
        "content": {"application/json": {"schema": Push.model_json_schema()}},
    }
}


def router(service: PublishingService, database: Database, caller: Caller) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/connectors", tags=["connectors"])

    @api.post("", status_code=201, summary="Publish a connector of the project's own", openapi_extra=_BODY)
    async def publish(request: Request, response: Response, principal: Principal = Depends(caller)) -> dict[str, Any]:
        require(principal, "write", Resource("connector", principal.project_id))
        push = read_push(await request.body(), request.headers.get("content-encoding", ""))
        made = await service.publish(principal, push.files)
        if not made.created:
            response.status_code = 200
        return publication_view(made)

    @api.get("/{key}/versions", summary="The versions of a connector that the project has published")
    async def list_versions(key: str, principal: Principal = Depends(caller)) -> dict[str, Any]:
        require(principal, "read", Resource("connector", principal.project_id))
        async with database.read() as tx:
            found = await service.versions(tx, principal.project_id, key)
        return {"data": [version_view(one) for one in found]}

    @api.delete("/{key}/versions/{version}", summary="Withdraw a version that nothing relies on")
    async def withdraw(key: str, version: str, principal: Principal = Depends(caller)) -> dict[str, Any]:
        require(principal, "write", Resource("connector", principal.project_id))
        async with database.write() as tx:
            return version_view(await service.withdraw(tx, principal, key, version))

    return api
