"""Running a read again, over HTTP."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from linkwright.access.errors import Unauthenticated
from linkwright.access.principals import Principal
from linkwright.tester.service import Rerunning

CallerDependency = Callable[[Request], Awaitable[Principal]]


class Rerun(BaseModel):
    """The new run and how it ended."""

    run_id: str
    success: bool
    status: int


def router(rerunning: Rerunning, caller: CallerDependency) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/console/api/runs", tags=["console"])

    @api.post("/{run_id}/rerun", summary="Run a read again with the arguments that were kept, as a new run")
    async def rerun(run_id: str, principal: Principal = Depends(caller)) -> Rerun:
        if principal.kind != "member":
            raise Unauthenticated("This address is the console's.", hint="Call POST /actions/rpc with an API key.")
        outcome = await rerunning.rerun(principal, run_id)
        return Rerun(
            run_id=outcome.run_id,
            success=outcome.error is None,
            status=outcome.error.status if outcome.error else 200,
        )

    return api
