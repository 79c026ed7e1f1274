"""The usage figures over HTTP."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.store.database import Database
from linkwright.usage.errors import UsageQueryInvalid
from linkwright.usage.schemas import By, Interval, Usage
from linkwright.usage.service import UsageService

CallerDependency = Callable[[Request], Awaitable[Principal]]
_MOST_VALUES = 200


def router(
    service: UsageService, settle: Callable[[], Awaitable[None]], caller: CallerDependency, database: Database
) -> APIRouter:
    """The routes; `settle` has runs written that are done."""
    api = APIRouter(tags=["logs"])

    @api.get("/usage", summary="How much was called, how it went, and what providers still allow")
    async def usage(
        interval: Interval = "day",
        by: By = "account",
        start_date: Annotated[
            datetime | None, Query(description="The beginning; 30 days ago, or one by the hour.")
        ] = None,
        end_date: Annotated[datetime | None, Query(description="The end; now.")] = None,
        account_ids: Annotated[str, Query(max_length=20_000, description="Of these only; separated by commas.")] = "",
        providers: Annotated[str, Query(max_length=20_000, description="Of these only; separated by commas.")] = "",
        principal: Principal = Depends(caller),
    ) -> Usage:
        require(principal, "read", Resource("log", principal.project_id))
        chosen = (_many("account_ids", account_ids), _many("providers", providers))
        window = service.window(principal.project_id, interval, start_date, end_date, *chosen)
        await settle()
        async with database.read() as tx:
            return await service.usage(tx, window, interval, by)

    return api


def _many(name: str, text: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(part.strip() for part in text.replace("\x00", "").split(",") if part.strip()))
    if len(values) > _MOST_VALUES:
        raise UsageQueryInvalid(f"{name} holds {len(values)} values; at most {_MOST_VALUES} work.")
    return values
