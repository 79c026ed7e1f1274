"""The HTTP endpoints of approvals. The page behind a link is in `web/`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request

from linkwright.access.principals import Principal
from linkwright.approvals.deciding import Deciding, may_see
from linkwright.approvals.model import Approval
from linkwright.approvals.schemas import ApprovalPage, ApprovalView, DecisionRequest, LinkView, StandingView
from linkwright.kit.clock import Clock
from linkwright.store.database import Database

CallerDependency = Callable[[Request], Awaitable[Principal]]


def router(
    deciding: Deciding, database: Database, clock: Clock, caller: CallerDependency, public_url: str
) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/approvals", tags=["approvals"])

    def shown(principal: Principal, approval: Approval, plan: dict[str, Any] | None = None) -> ApprovalView:
        refused = deciding.why_not(principal, approval)
        why = f"{refused.message} {refused.remedy}" if refused else None
        return ApprovalView.shown(approval, clock.now(), why, plan)

    @api.get("", summary="Calls that wait for a person, and those that were decided about; members only")
    async def list_approvals(
        principal: Principal = Depends(caller),
        state: Annotated[Literal["pending", "past"] | None, Query()] = None,
        page_size: Annotated[int, Query(ge=1, le=100)] = 25,
        next: Annotated[str | None, Query(max_length=200)] = None,  # noqa: A002 - the contract's word
    ) -> ApprovalPage:
        pending = None if state is None else state == "pending"
        async with database.read() as tx:
            found, following, waiting = await deciding.page(tx, principal, pending=pending, cursor=next, size=page_size)
        return ApprovalPage(next=following, pending=waiting, data=[shown(principal, one) for one in found])

    @api.get("/{approval_id}", summary="How an approval stands: whole for members, its standing for whoever asked")
    async def get_approval(approval_id: str, principal: Principal = Depends(caller)) -> ApprovalView | StandingView:
        async with database.read() as tx:
            approval = await deciding.get(tx, principal, approval_id)
        if not may_see(principal):
            return StandingView.of(approval, clock.now())
        return shown(principal, approval, await deciding.plan(approval))

    @api.post("/{approval_id}/decide", summary="Approve or refuse; members only, and never whoever asked")
    async def decide_approval(
        approval_id: str, body: DecisionRequest, principal: Principal = Depends(caller)
    ) -> ApprovalView:
        return shown(principal, await deciding.decide(principal, approval_id, approve=body.approve))

    @api.post("/{approval_id}/link", summary="A link by which somebody else can decide, once; members only")
    async def link_approval(approval_id: str, principal: Principal = Depends(caller)) -> LinkView:
        token, approval = await deciding.link(principal, approval_id)
        return LinkView(url=f"{public_url}/approve/{token.reveal()}", expires_at=approval.expires_at)

    return api
