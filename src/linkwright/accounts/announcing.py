"""Tells of what became of accounts, in the transaction that does it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from linkwright.accounts.model import Account
from linkwright.events.outbox import Event, emit
from linkwright.kit.clock import iso
from linkwright.store.database import Tx

_SAME = (
    "profile_id",
    "origin_owner_id",
    "origin_owner_name",
    "origin_username",
    "status",
    "label",
    "type",
    "metadata",
)


async def created(tx: Tx, account: Account, at: datetime) -> None:
    """It was linked."""
    await emit(tx, at, _event("account.created", account))


async def deleted(tx: Tx, account: Account, at: datetime) -> None:
    """It was deleted; `account` is what it was."""
    await emit(tx, at, _event("account.deleted", account))


async def changed(tx: Tx, account: Account, at: datetime, fields: Iterable[str], previous_status: str) -> None:
    """It is `account` now: some of its fields changed (none, perhaps), and its status if that was another one."""
    happened = []
    names = sorted(set(fields) - {"status", "status_reasons"})
    if names:
        happened.append(_event("account.updated", account, changed=names))
    if account.status != previous_status:
        reasons = list(account.status_reasons)
        happened.append(
            _event("account.status_changed", account, previous_status=previous_status, status_reasons=reasons)
        )
    await emit(tx, at, *happened)


def _event(type_: str, account: Account, **more: Any) -> Event:
    data = {
        "account_id": account.id,
        "provider": account.connector_key,
        **{name: getattr(account, name) for name in _SAME},
        "workspace_id": account.external_id,
        "created_at": iso(account.created_at),
        "updated_at": iso(account.updated_at),
        **more,
    }
    return Event(account.project_id, type_, data, account.id)
