"""The endpoint with which our own Hub begins a sign-in. The pages of the way itself are in `web`."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Body, Depends, Response

from linkwright.linking.model import HubSession
from linkwright.linking.sign_in.schemas import SignInAddress, SignInRequest
from linkwright.linking.sign_in.service import LIFETIME, SignIn

HubCaller = Callable[..., Awaitable[HubSession]]
START = "/connect/start/"
"""Below it stand one-time addresses; logs show what follows as ***."""


def router(sign_in: SignIn, caller: HubCaller) -> APIRouter:
    """The route."""
    api = APIRouter()

    @api.post("/sign_in", summary="Begin a sign-in at the provider: an address that is opened once")
    async def begin_sign_in(
        response: Response, body: SignInRequest = Body(), hub: HubSession = Depends(caller)
    ) -> SignInAddress:
        response.headers["cache-control"] = "no-store"
        begun = await sign_in.begin(
            hub, body.integration_id, body.credentials, account_id=body.account_id, as_new=body.as_new
        )
        return SignInAddress(
            url=f"{begun.base}{START}{begun.start.reveal()}",
            connection_attempt_id=begun.attempt_id,
            expires_in=int(LIFETIME.total_seconds()),
        )

    return api
