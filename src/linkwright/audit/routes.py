"""The record over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.audit.exporting import MEDIA, Format
from linkwright.audit.schemas import Asked, AskedPage, Record, RecordPage, RecordState, Whose
from linkwright.audit.service import AuditService, chain_for
from linkwright.store.database import Database

CallerDependency = Callable[[Request], Awaitable[Principal]]


def router(service: AuditService, caller: CallerDependency, database: Database) -> APIRouter:
    """The routes: for members with the role owner or admin, and keys with platform:read."""
    api = APIRouter(prefix="/audit", tags=["audit"])

    def reader(principal: Principal = Depends(caller)) -> Principal:
        require(principal, "read", Resource("audit", principal.project_id))
        return principal

    @api.get("", summary="The record of changes, calls and refusals, newest first")
    async def list_records(asked: Annotated[AskedPage, Query()], principal: Principal = Depends(reader)) -> RecordPage:
        chain = chain_for(principal, asked.chain)
        await service.settle()
        async with database.read() as tx:
            records, following = await service.page(tx, chain, asked.filters(), asked.next, asked.page_size)
        return RecordPage(next=following, data=[Record(**one) for one in records])

    @api.get("/state", summary="Whether the record is as it was written, up to which record")
    async def state(
        chain: Whose = "project", fresh: bool = False, principal: Principal = Depends(reader)
    ) -> RecordState:
        whose = chain_for(principal, chain)
        await service.settle()
        return RecordState.of(await service.state(whose, fresh=fresh), service.key.public)

    _exports(api, service, reader)

    @api.get("/{record_id}", summary="One record")
    async def get_record(record_id: str, chain: Whose = "project", principal: Principal = Depends(reader)) -> Record:
        whose = chain_for(principal, chain)
        await service.settle()
        async with database.read() as tx:
            return Record(**await service.get(tx, whose, record_id))

    return api


def _exports(api: APIRouter, service: AuditService, reader: Callable[..., Principal]) -> None:
    @api.get(
        "/export",
        summary="A copy of the record as JSON lines or CEF; taking one is recorded",
        response_class=StreamingResponse,
    )
    async def export(
        asked: Annotated[Asked, Query()],
        form: Annotated[Format, Query(alias="format")] = "jsonl",
        principal: Principal = Depends(reader),
    ) -> StreamingResponse:
        chain, filters = chain_for(principal, asked.chain), asked.filters()
        await service.note_export(chain, form, filters)
        await service.settle()
        headers = {
            "cache-control": "no-store",
            "content-disposition": f'attachment; filename="audit-{chain}.{form}"',
        }
        return StreamingResponse(service.export([chain], filters, form), media_type=MEDIA[form], headers=headers)

    @api.get("/checkpoints", summary="The signed checkpoints of the record, as JSON lines", response_class=Response)
    async def checkpoints(chain: Whose = "project", principal: Principal = Depends(reader)) -> Response:
        whose = chain_for(principal, chain)
        await service.settle()
        lines = b"".join(one.line() for one in await service.checkpoints([whose]))
        return Response(lines, media_type=MEDIA["jsonl"], headers={"cache-control": "no-store"})
