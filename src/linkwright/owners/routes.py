"""Exports and erasures over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from linkwright.access.principals import Principal
from linkwright.owners.erasing import Erasing
from linkwright.owners.exporting import Exporting
from linkwright.owners.schemas import OwnerRequest, Receipt, Receipts

CallerDependency = Callable[[Request], Awaitable[Principal]]


def router(exporting: Exporting, erasing: Erasing, caller: CallerDependency) -> APIRouter:
    """The routes: for members with the role owner or admin, and keys with platform:write."""
    api = APIRouter(prefix="/owners", tags=["owners"])

    @api.post(
        "/export",
        summary="Everything that is held about an owner, as JSON lines; taking it is recorded",
        response_class=StreamingResponse,
    )
    async def export(body: OwnerRequest, principal: Principal = Depends(caller)) -> StreamingResponse:
        lines = await exporting.export(principal, body.origin_owner_id)
        headers = {"cache-control": "no-store", "content-disposition": 'attachment; filename="owner.jsonl"'}
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)

    @api.post("/erase", summary="Erase everything that is held about an owner; a repeat gives the same receipt")
    async def erase(body: OwnerRequest, principal: Principal = Depends(caller)) -> Receipt:
        return Receipt(**await erasing.erase(principal, body.origin_owner_id))

    @api.get("/erasures", summary="The receipts of the newest erasures")
    async def receipts(principal: Principal = Depends(caller)) -> Receipts:
        return Receipts(data=[Receipt(**one) for one in await erasing.receipts(principal)])

    @api.get("/erasures/{erasure_id}", summary="The receipt of an erasure")
    async def receipt(erasure_id: str, principal: Principal = Depends(caller)) -> Receipt:
        return Receipt(**await erasing.receipt(principal, erasure_id))

    return api
