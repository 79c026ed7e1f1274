"""The accounts' endpoints."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Body, Depends, Query, Response

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.accounts.deleting import Deleting
from linkwright.accounts.filters import MOST_PER_PAGE, AccountFilter
from linkwright.accounts.reach import Reach, narrowed
from linkwright.accounts.schemas import (
    AccountMeta,
    AccountPatch,
    ConvertRequest,
    DeletedAccount,
    LinkedAccount,
    ReceiptView,
)
from linkwright.accounts.service import AccountService
from linkwright.accounts.work import Checker
from linkwright.audit.recording import Recording
from linkwright.store.database import Database

Caller = Callable[..., Awaitable[Principal]]


def router(
    service: AccountService,
    database: Database,
    caller: Caller,
    deleting: Deleting,
    checker: Checker,
    reach: Reach,
    recording: Recording,
) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/accounts", tags=["accounts"])
    _reading(api, service, database, caller, reach)
    _changing(api, service, database, caller, reach)
    _deleting(api, deleting, database, caller, reach)
    _moving(api, service, database, caller, reach)
    _checking(api, service, checker, database, caller, reach, recording)
    return api


def account_filter(
    page: int = Query(1, ge=1, le=1_000_000),
    page_size: int = Query(25, ge=1, le=MOST_PER_PAGE),
    provider: str = Query("", deprecated=True),
    providers: list[str] | None = Query(None, max_length=MOST_PER_PAGE),
    providers_: list[str] | None = Query(None, alias="providers[]", include_in_schema=False),
    account_ids: list[str] | None = Query(None, max_length=MOST_PER_PAGE),
    account_ids_: list[str] | None = Query(None, alias="account_ids[]", include_in_schema=False),
    origin_owner_id: str = Query(""),
    origin_owner_ids: list[str] | None = Query(None, max_length=MOST_PER_PAGE),
    origin_owner_ids_: list[str] | None = Query(None, alias="origin_owner_ids[]", include_in_schema=False),
    status: list[str] | None = Query(None, max_length=MOST_PER_PAGE),
    status_: list[str] | None = Query(None, alias="status[]", include_in_schema=False),
    search: str = Query("", max_length=255, description="Part of an id, an owner's id or name, a username or a label."),
    type_: str = Query("", alias="type", description="`production` or `test`."),
    profile_id: str = Query(""),
) -> AccountFilter:
    """The filter of a list request. Lists are repeated parameters, with or without `[]`."""
    return AccountFilter(
        page=page,
        page_size=page_size,
        providers=_together([provider], providers, providers_),
        account_ids=_together(account_ids, account_ids_),
        owner_ids=_together([origin_owner_id], origin_owner_ids, origin_owner_ids_),
        statuses=_together(status, status_),
        search=search.strip(),
        type=type_,
        profile_id=profile_id,
    )


def _together(*lists: list[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for values in lists for value in values or () if value))


def _reading(api: APIRouter, service: AccountService, database: Database, caller: Caller, reach: Reach) -> None:
    @api.get("", summary="Linked accounts, newest first; `x-total-count` tells how many there are")
    async def list_accounts(
        response: Response, wanted: AccountFilter = Depends(account_filter), principal: Principal = Depends(caller)
    ) -> list[LinkedAccount]:
        require(principal, "read", Resource("account", principal.project_id, narrowed=True))
        async with database.read() as tx:
            found, total = await service.list(tx, principal.project_id, narrowed(wanted, principal))
        response.headers["x-total-count"] = str(total)
        return [LinkedAccount.of(shown) for shown in found]

    @api.get("/{account_id}", summary="One linked account")
    async def get_account(account_id: str, principal: Principal = Depends(caller)) -> LinkedAccount:
        await reach.require(principal, "read", account_id)
        async with database.read() as tx:
            return LinkedAccount.of(await service.get(tx, principal.project_id, account_id))

    @api.get("/{account_id}/meta", summary="What kind of account it is")
    async def get_account_meta(account_id: str, principal: Principal = Depends(caller)) -> AccountMeta:
        await reach.require(principal, "read", account_id)
        async with database.read() as tx:
            shown = await service.get(tx, principal.project_id, account_id)
        return AccountMeta(provider=shown.account.connector_key, category=shown.category)


def _changing(api: APIRouter, service: AccountService, database: Database, caller: Caller, reach: Reach) -> None:
    @api.patch("/{account_id}", summary="Change an account; fields that are absent stay")
    async def change_account(
        account_id: str, body: AccountPatch = Body(), principal: Principal = Depends(caller)
    ) -> LinkedAccount:
        await reach.require(principal, "write", account_id)
        if body.integration_id is not None and principal.profiles is not None:
            # Or an account could be moved out of the reach of the key that moves it, and into another's.
            require(principal, "write", Resource("profile", principal.project_id, profile_id=body.integration_id))
        wish: dict[str, Any] = body.model_dump(exclude_unset=True)
        async with database.write() as tx:
            return LinkedAccount.of(await service.change(tx, principal, account_id, wish))


def _deleting(api: APIRouter, deleting: Deleting, database: Database, caller: Caller, reach: Reach) -> None:
    @api.delete("/{account_id}", summary="Delete an account and destroy its credentials; answers what was deleted")
    async def delete_account(account_id: str, principal: Principal = Depends(caller)) -> DeletedAccount:
        await reach.require(principal, "write", account_id)
        return DeletedAccount.with_receipt(*await deleting.delete(principal, account_id))

    @api.get("/{account_id}/receipt", summary="What was destroyed when an account was deleted")
    async def get_receipt(account_id: str, principal: Principal = Depends(caller)) -> ReceiptView:
        await reach.require(principal, "read", account_id)
        async with database.read() as tx:
            return ReceiptView.of(await deleting.receipt(tx, principal.project_id, account_id))


def _moving(api: APIRouter, service: AccountService, database: Database, caller: Caller, reach: Reach) -> None:
    @api.post("/{account_id}/suspend", summary="Stop calls on an account until it is resumed")
    async def suspend_account(account_id: str, principal: Principal = Depends(caller)) -> LinkedAccount:
        await reach.require(principal, "write", account_id)
        async with database.write() as tx:
            return LinkedAccount.of(await service.suspend(tx, principal, account_id))

    @api.post("/{account_id}/resume", summary="Lift a suspension")
    async def resume_account(account_id: str, principal: Principal = Depends(caller)) -> LinkedAccount:
        await reach.require(principal, "write", account_id)
        async with database.write() as tx:
            return LinkedAccount.of(await service.resume(tx, principal, account_id))

    @api.post("/{account_id}/convert", summary="Relabel an account as production or test")
    async def convert_account(
        account_id: str, body: ConvertRequest = Body(), principal: Principal = Depends(caller)
    ) -> LinkedAccount:
        await reach.require(principal, "write", account_id)
        async with database.write() as tx:
            return LinkedAccount.of(await service.convert(tx, principal, account_id, body.type))


def _checking(
    api: APIRouter,
    service: AccountService,
    checker: Checker,
    database: Database,
    caller: Caller,
    reach: Reach,
    recording: Recording,
) -> None:
    @api.post("/{account_id}/check", summary="Ask the provider now whether the credential works")
    async def check_account(account_id: str, principal: Principal = Depends(caller)) -> LinkedAccount:
        await reach.require(principal, "write", account_id)
        async with database.write() as tx:
            await service.find(tx, principal.project_id, account_id)
            target = ("account", account_id)
            await recording.add(tx, principal.project_id, "account.checked", target, account_id=account_id)
        await checker.check(principal.project_id, account_id)
        async with database.read() as tx:
            return LinkedAccount.of(await service.get(tx, principal.project_id, account_id))
