"""The HTTP endpoints of policies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Request

from linkwright.access.principals import Principal
from linkwright.policy.schemas import (
    ExplainRequest,
    ExplainView,
    PolicyRequest,
    PolicyView,
    WhatIfRequest,
    WhatIfView,
)
from linkwright.policy.service import PolicyService
from linkwright.policy.whatif import WhatIf
from linkwright.store.database import Database

CallerDependency = Callable[[Request], Awaitable[Principal]]


def router(
    service: PolicyService,
    what_if: WhatIf,
    settle: Callable[[], Awaitable[None]],
    database: Database,
    caller: CallerDependency,
) -> APIRouter:
    """The routes; `settle` has the run log written up to now."""
    api = APIRouter(prefix="/policy", tags=["policy"])

    @api.get("", summary="The rules of the project, in their order")
    async def read(principal: Principal = Depends(caller)) -> PolicyView:
        async with database.read() as tx:
            return await service.get(tx, principal)

    @api.put("", summary="Put rules in the place of those there are; members only")
    async def write(body: PolicyRequest, principal: Principal = Depends(caller)) -> PolicyView:
        async with database.write() as tx:
            return await service.put(tx, principal, body)

    @api.post("/explain", summary="What would be decided over a call, and by which rule")
    async def explain(body: ExplainRequest, principal: Principal = Depends(caller)) -> ExplainView:
        async with database.read() as tx:
            return await service.explain(tx, principal, body)

    @api.post("/what-if", summary="What rules would have done with past runs")
    async def judge(body: WhatIfRequest, principal: Principal = Depends(caller)) -> WhatIfView:
        await settle()
        return await what_if.judge(principal, body)

    return api
