"""The address that providers post to, and the endpoints that switch an account's provider events on and off."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Body, Depends, Request, Response

from linkwright.access.principals import Principal
from linkwright.accounts.reach import Reach
from linkwright.errors import TooLarge
from linkwright.receiving.schemas import SubscriptionRequest, SubscriptionView, Taken
from linkwright.receiving.service import MOST_BYTES, Receiving
from linkwright.receiving.subscribing import Shown, Subscribing

Caller = Callable[[Request], Awaitable[Principal]]


def router(receiving: Receiving, subscribing: Subscribing, caller: Caller, reach: Reach) -> APIRouter:
    """The routes."""
    api = APIRouter(tags=["provider events"])

    @api.post("/provider_events/{subscription_id}", summary="Where a provider posts the events of one account")
    async def receive(subscription_id: str, request: Request) -> Taken:
        headers = {name.lower(): value for name, value in request.headers.items()}
        outcome = await receiving.receive(subscription_id, headers, await _read(request))
        return Taken.model_validate({"status": outcome})

    _switching(api, subscribing, caller, reach)
    return api


def _switching(api: APIRouter, subscribing: Subscribing, caller: Caller, reach: Reach) -> None:
    @api.get("/accounts/{account_id}/provider_events", summary="The account's provider events")
    async def get_events(account_id: str, principal: Principal = Depends(caller)) -> SubscriptionView:
        await reach.require(principal, "read", account_id)
        return _view(await subscribing.get(principal, account_id))

    @api.put("/accounts/{account_id}/provider_events", summary="Have the provider post what changes there")
    async def put_events(
        account_id: str,
        response: Response,
        body: SubscriptionRequest = Body(default_factory=SubscriptionRequest),
        principal: Principal = Depends(caller),
    ) -> SubscriptionView:
        await reach.require(principal, "write", account_id)
        response.headers["cache-control"] = "no-store"
        return _view(await subscribing.put(principal, account_id, body))

    @api.delete("/accounts/{account_id}/provider_events", summary="End it, at the provider too")
    async def delete_events(account_id: str, principal: Principal = Depends(caller)) -> SubscriptionView:
        await reach.require(principal, "write", account_id)
        return _view(await subscribing.delete(principal, account_id))


def _view(shown: Shown) -> SubscriptionView:
    secret = shown.secret.reveal() if shown.secret is not None else None
    return SubscriptionView.of(shown.found, shown.events, shown.url, secret)


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise TooLarge(f"The body is larger than {MOST_BYTES} bytes.")
    return bytes(body)
