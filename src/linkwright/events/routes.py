"""The endpoints that manage webhook endpoints."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Literal

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.events.redelivery import DeliveryLog
from linkwright.events.schemas import (
    Counted,
    DeliveryPage,
    DeliveryView,
    EndpointChange,
    EndpointRequest,
    EndpointView,
    EventTypeView,
    NewEndpointView,
    RangeRequest,
    RotateRequest,
    SummaryView,
)
from linkwright.events.service import EndpointService
from linkwright.store.database import Database

Caller = Callable[[Request], Awaitable[Principal]]
Who = Callable[..., Principal]


def router(service: EndpointService, log: DeliveryLog, database: Database, caller: Caller) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/webhook_endpoints", tags=["webhooks"])

    def reader(principal: Principal = Depends(caller)) -> Principal:
        require(principal, "read", Resource("webhook", principal.project_id))
        return principal

    def writer(principal: Principal = Depends(caller)) -> Principal:
        require(principal, "write", Resource("webhook", principal.project_id))
        return principal

    _reading(api, service, log, database, reader)
    _making(api, service, writer)
    _changing(api, service, database, writer)
    _log_routes(api, service, log, database, reader)
    _repeating(api, service, log, database, writer)
    return api


def _reading(api: APIRouter, service: EndpointService, log: DeliveryLog, database: Database, reader: Who) -> None:
    @api.get("", summary="The project's webhook endpoints")
    async def list_endpoints(principal: Principal = Depends(reader)) -> list[EndpointView]:
        async with database.read() as tx:
            return [EndpointView.of(*shown) for shown in await service.list(tx, principal.project_id)]

    @api.get("/event_types", summary="Every event that an endpoint can ask for")
    async def list_event_types(principal: Principal = Depends(reader)) -> list[EventTypeView]:
        found = await service.event_types(principal.project_id)
        return [EventTypeView(name=name, about=about) for name, about in found]

    @api.get("/summaries", summary="How the project's endpoints fared in the last 24 hours")
    async def list_summaries(principal: Principal = Depends(reader)) -> list[SummaryView]:
        async with database.read() as tx:
            ids = [endpoint.id for endpoint, _ in await service.list(tx, principal.project_id)]
            found = await log.summaries(tx, ids)
        return [SummaryView.model_validate({"endpoint_id": one, **asdict(found[one])}) for one in ids]

    @api.get("/{endpoint_id}", summary="One webhook endpoint")
    async def get_endpoint(endpoint_id: str, principal: Principal = Depends(reader)) -> EndpointView:
        async with database.read() as tx:
            return EndpointView.of(*await service.get(tx, principal.project_id, endpoint_id))


def _making(api: APIRouter, service: EndpointService, writer: Who) -> None:
    @api.post("", status_code=201, summary="Have events posted to an address; the answer shows the secret, once")
    async def create_endpoint(
        response: Response, body: EndpointRequest = Body(), principal: Principal = Depends(writer)
    ) -> NewEndpointView:
        shown, secret = await service.create(principal, body)
        response.headers["cache-control"] = "no-store"
        return NewEndpointView.made(*shown, secret.reveal())

    @api.post("/{endpoint_id}/rotate", summary="Make a new secret; the old one signs on beside it for a while")
    async def rotate_secret(
        endpoint_id: str,
        response: Response,
        body: RotateRequest = Body(default_factory=RotateRequest),
        principal: Principal = Depends(writer),
    ) -> NewEndpointView:
        shown, secret = await service.rotate(principal, endpoint_id, body.overlap)
        response.headers["cache-control"] = "no-store"
        return NewEndpointView.made(*shown, secret.reveal())


def _changing(api: APIRouter, service: EndpointService, database: Database, writer: Who) -> None:
    @api.patch("/{endpoint_id}", summary="Change a webhook endpoint, or switch it on or off")
    async def change_endpoint(
        endpoint_id: str, body: EndpointChange = Body(), principal: Principal = Depends(writer)
    ) -> EndpointView:
        async with database.write() as tx:
            return EndpointView.of(*await service.change(tx, principal, endpoint_id, body))

    @api.delete("/{endpoint_id}", summary="Delete a webhook endpoint with its log; answers what was deleted")
    async def delete_endpoint(endpoint_id: str, principal: Principal = Depends(writer)) -> EndpointView:
        async with database.write() as tx:
            return EndpointView.of(*await service.delete(tx, principal, endpoint_id))


def _log_routes(api: APIRouter, service: EndpointService, log: DeliveryLog, database: Database, reader: Who) -> None:
    @api.get("/{endpoint_id}/deliveries", summary="The endpoint's deliveries with their attempts, the latest first")
    async def list_deliveries(
        endpoint_id: str,
        status: Literal["pending", "delivered", "failed"] | None = None,
        event: str | None = Query(None, max_length=64),
        page_size: int = Query(25, ge=1, le=100),
        next_: str | None = Query(None, alias="next", max_length=64),
        principal: Principal = Depends(reader),
    ) -> DeliveryPage:
        async with database.read() as tx:
            endpoint = await service.find(tx, principal.project_id, endpoint_id)
            found, following = await log.page(tx, endpoint, status=status, type_=event, size=page_size, cursor=next_)
        data = [DeliveryView.of(delivery, stackone=endpoint.stackone) for delivery in found]
        return DeliveryPage(next=following, data=data)

    @api.get("/{endpoint_id}/deliveries/{delivery_id}", summary="One delivery with its attempts")
    async def get_delivery(endpoint_id: str, delivery_id: str, principal: Principal = Depends(reader)) -> DeliveryView:
        async with database.read() as tx:
            endpoint = await service.find(tx, principal.project_id, endpoint_id)
            return DeliveryView.of(await log.get(tx, endpoint, delivery_id), stackone=endpoint.stackone)


def _repeating(api: APIRouter, service: EndpointService, log: DeliveryLog, database: Database, writer: Who) -> None:
    @api.post("/{endpoint_id}/test", status_code=201, summary="Send a test event to the endpoint")
    async def send_test(endpoint_id: str, principal: Principal = Depends(writer)) -> DeliveryView:
        async with database.write() as tx:
            endpoint = await service.find(tx, principal.project_id, endpoint_id)
            return DeliveryView.of(await log.test(tx, endpoint), stackone=endpoint.stackone)

    @api.post("/{endpoint_id}/deliveries/{delivery_id}/redeliver", summary="Make one delivery again, with the same id")
    async def redeliver(endpoint_id: str, delivery_id: str, principal: Principal = Depends(writer)) -> DeliveryView:
        async with database.write() as tx:
            endpoint = await service.find(tx, principal.project_id, endpoint_id, lock=True)
            return DeliveryView.of(await log.again(tx, endpoint, delivery_id), stackone=endpoint.stackone)

    @api.post("/{endpoint_id}/redeliver", summary="Make a range of deliveries again, each with the same id")
    async def redeliver_range(
        endpoint_id: str, body: RangeRequest = Body(), principal: Principal = Depends(writer)
    ) -> Counted:
        async with database.write() as tx:
            endpoint = await service.find(tx, principal.project_id, endpoint_id, lock=True)
            count = await log.again_between(tx, endpoint, body.since, body.until, body.status, preview=body.preview)
            return Counted(count=count)
