"""The endpoint that gives a link with which an account's owner connects it again."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Body, Depends, Response
from pydantic import BaseModel, Field

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.accounts.service import AccountService
from linkwright.kit.clock import iso
from linkwright.linking.schemas import MOST_SECONDS, SessionRequest
from linkwright.linking.service import SessionService
from linkwright.store.database import Database

Caller = Callable[..., Awaitable[Principal]]


class ReconnectRequest(BaseModel):
    """What the link shall be."""

    expires_in: int | None = Field(
        None, ge=30, le=MOST_SECONDS, description="Seconds that it works; 7 days unless set."
    )


class ReconnectLink(BaseModel):
    """A link for the account's owner. It works once, and only for this account."""

    account_id: str
    session_id: str
    url: str
    expires_at: str


def router(
    accounts: AccountService, sessions: SessionService, database: Database, caller: Caller, lifetime: int
) -> APIRouter:
    """The route; a link works for `lifetime` seconds unless its request says."""
    api = APIRouter(tags=["accounts"])

    @api.post("/accounts/{account_id}/reconnect_link", status_code=201, summary="A link to reconnect an account with")
    async def make_reconnect_link(
        account_id: str,
        response: Response,
        body: ReconnectRequest | None = Body(None),
        principal: Principal = Depends(caller),
    ) -> ReconnectLink:
        require(principal, "write", Resource("session", principal.project_id))
        async with database.write() as tx:
            account = await accounts.find(tx, principal.project_id, account_id)
            wish = SessionRequest(
                origin_owner_id=account.origin_owner_id,
                origin_owner_name=account.origin_owner_name,
                origin_username=account.origin_username,
                provider=account.connector_key,
                account_id=account.id,
                expires_in=(body.expires_in if body else None) or lifetime,
            )
            made = await sessions.create(tx, principal, wish)
        response.headers["cache-control"] = "no-store"
        return ReconnectLink(
            account_id=account.id,
            session_id=made.session.id,
            url=made.auth_link_url.reveal(),
            expires_at=iso(made.session.expires_at),
        )

    return api
