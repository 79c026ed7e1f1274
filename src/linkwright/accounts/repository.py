"""All SQL of linked accounts and their credentials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.accounts.filters import AccountFilter
from linkwright.accounts.model import Account, StoredField
from linkwright.store.database import Tx, many_rows
from linkwright.store.sweeping import few
from linkwright.store.tables import accounts, connector_profiles, credentials, deletion_receipts, oauth_grants, writes


async def find(tx: Tx, project_id: str, account_id: str, *, lock: bool = False) -> Account | None:
    """One account of the project; with `lock` nobody else changes it until the transaction ends."""
    return await _one(tx, sa.and_(accounts.c.project_id == project_id, accounts.c.id == account_id), lock=lock)


async def find_only(
    tx: Tx, project_id: str, owner_id: str, owner_name: str, connector_key: str, *, lock: bool = False
) -> Account | None:
    """The one account that this owner has at the connector, if it was not linked as one of several."""
    condition = sa.and_(*_owned(project_id, owner_id, owner_name, connector_key), accounts.c.slot == "")
    return await _one(tx, condition, lock=lock)


async def of_owner(
    tx: Tx, project_id: str, owner_id: str, owner_name: str, connector_key: str | None = None
) -> list[Account]:
    """All accounts of an owner, at one connector if given, oldest first."""
    statement = sa.select(accounts).where(*_owned(project_id, owner_id, owner_name, connector_key))
    return await _with_credentials(tx, statement.order_by(accounts.c.created_at, accounts.c.id))


async def any_at(tx: Tx, profile_id: str, upstream: str, external_id: str | None) -> bool:
    """Whether a profile has an account of that workspace, or of any if it is None, at provider or twin."""
    same = accounts.c.external_id == external_id if external_id is not None else sa.true()
    statement = sa.select(accounts.c.id).where(
        accounts.c.profile_id == profile_id, accounts.c.upstream == upstream, same
    )
    return (await tx.execute(statement.limit(1))).first() is not None


async def ids_of_profile(tx: Tx, project_id: str, profile_id: str) -> list[str]:
    """The ids of all accounts that use a profile, oldest first."""
    statement = sa.select(accounts.c.id).where(accounts.c.project_id == project_id, accounts.c.profile_id == profile_id)
    return list((await tx.execute(statement.order_by(accounts.c.created_at, accounts.c.id))).scalars())


async def page(tx: Tx, project_id: str, wanted: AccountFilter) -> list[Account]:
    """One page of the project's accounts, newest first."""
    statement = (
        sa.select(accounts)
        .where(*_conditions(project_id, wanted))
        .order_by(accounts.c.created_at.desc(), accounts.c.id)
        .limit(wanted.page_size)
        .offset((wanted.page - 1) * wanted.page_size)
    )
    return await _with_credentials(tx, statement)


async def count(tx: Tx, project_id: str, wanted: AccountFilter) -> int:
    """How many accounts all pages hold."""
    statement = sa.select(sa.func.count()).select_from(accounts).where(*_conditions(project_id, wanted))
    return int((await tx.execute(statement)).scalar_one())


async def add(tx: Tx, values: dict[str, Any]) -> None:
    """Insert an account."""
    await tx.execute(sa.insert(accounts).values(values))


async def update(tx: Tx, account_id: str, values: dict[str, Any]) -> None:
    """Change columns of an account."""
    await tx.execute(sa.update(accounts).where(accounts.c.id == account_id).values(values))


async def delete(tx: Tx, account_id: str) -> None:
    """Delete an account, and its credentials first, whether or not the database cascades."""
    many_rows(tx)
    # What the ledger keeps of its writes are answers of the provider. One that is under way is not noted any more.
    await tx.execute(sa.delete(writes).where(writes.c.account_id == account_id))
    await tx.execute(sa.delete(credentials).where(credentials.c.account_id == account_id))
    await tx.execute(sa.delete(oauth_grants).where(oauth_grants.c.account_id == account_id))
    await tx.execute(sa.delete(accounts).where(accounts.c.id == account_id))


async def add_receipt(tx: Tx, receipt: Any) -> None:
    """Insert a receipt, given as a dataclass with the columns' names."""
    values = asdict(receipt)
    await tx.execute(sa.insert(deletion_receipts).values({**values, "fields": list(values["fields"])}))


async def set_revocation(tx: Tx, account_id: str, revocation: str, detail: str) -> None:
    """Write down whether the provider ended the credential."""
    mine = deletion_receipts.c.account_id == account_id
    values = {"revocation": revocation, "revocation_detail": detail}
    await tx.execute(sa.update(deletion_receipts).where(mine).values(values))


async def receipt(tx: Tx, project_id: str, account_id: str) -> dict[str, Any] | None:
    """The receipt of an account that the project has deleted."""
    mine = sa.and_(deletion_receipts.c.account_id == account_id, deletion_receipts.c.project_id == project_id)
    row = (await tx.execute(sa.select(deletion_receipts).where(mine))).mappings().first()
    return dict(row) if row else None


async def sweep_receipts(tx: Tx, most: int, *, before: datetime) -> int:
    """Delete at most so many receipts from before a moment; how many."""
    key = deletion_receipts.c.account_id
    old = few(tx, sa.select(key).where(deletion_receipts.c.deleted_at < before), most)
    return (await tx.execute(sa.delete(deletion_receipts).where(key.in_(old)))).rowcount


async def put_credential(tx: Tx, account: tuple[str, str], stored: StoredField) -> None:
    """Store a field in place of its older version. `account` is project id and account id."""
    project_id, account_id = account
    await drop_credentials(tx, account_id, [stored.field])
    await tx.execute(
        sa.insert(credentials).values(
            account_id=account_id,
            project_id=project_id,
            field=stored.field,
            version=stored.version,
            record=stored.record,
            last4=stored.last4,
            stored_at=stored.stored_at,
            expires_at=stored.expires_at,
        )
    )


async def hold(tx: Tx, account_id: str) -> None:
    """Let nobody else change the account, its credentials or its grant until the transaction ends."""
    await tx.execute(sa.select(accounts.c.id).where(accounts.c.id == account_id).with_for_update())


async def swap_credential(tx: Tx, account_id: str, stored: StoredField, seen: int) -> bool:
    """Put a newer version of a field in place of version `seen`; False, and nothing happens, if that is not there."""
    statement = sa.update(credentials).where(
        credentials.c.account_id == account_id, credentials.c.field == stored.field, credentials.c.version == seen
    )
    values = {name: getattr(stored, name) for name in ("version", "record", "last4", "stored_at", "expires_at")}
    return (await tx.execute(statement.values(values))).rowcount == 1


async def drop_credentials(tx: Tx, account_id: str, fields: Sequence[str]) -> None:
    """Destroy stored fields."""
    condition = sa.and_(credentials.c.account_id == account_id, credentials.c.field.in_(fields))
    await tx.execute(sa.delete(credentials).where(condition))


def _owned(project_id: str, owner_id: str, owner_name: str, connector_key: str | None) -> list[sa.ColumnElement[bool]]:
    conditions = [
        accounts.c.project_id == project_id,
        accounts.c.origin_owner_id == owner_id,
        accounts.c.origin_owner_name == owner_name,
    ]
    return conditions if connector_key is None else [*conditions, accounts.c.connector_key == connector_key]


def _conditions(project_id: str, wanted: AccountFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [accounts.c.project_id == project_id]
    for column, values in (
        (accounts.c.connector_key, wanted.providers),
        (accounts.c.id, wanted.account_ids),
        (accounts.c.origin_owner_id, wanted.owner_ids),
    ):
        if values:
            conditions.append(column.in_(values))
    for column, reached in ((accounts.c.id, wanted.reach_accounts), (accounts.c.profile_id, wanted.reach_profiles)):
        if reached is not None:
            conditions.append(column.in_(reached))
    if wanted.statuses:
        conditions.append(_shown_as(project_id, wanted.statuses))
    if wanted.type:
        conditions.append(accounts.c.type == wanted.type)
    if wanted.profile_id:
        conditions.append(accounts.c.profile_id == wanted.profile_id)
    if wanted.search:
        searched = ("id", "origin_owner_id", "origin_owner_name", "origin_username", "label")
        hits = [accounts.c[name].icontains(wanted.search, autoescape=True) for name in searched]
        conditions.append(sa.or_(*hits))
    return conditions


def _shown_as(project_id: str, statuses: Sequence[str]) -> sa.ColumnElement[bool]:
    """Accounts that are shown with one of these statuses: an active one is inactive while its profile is off."""
    off = accounts.c.profile_id.in_(
        sa.select(connector_profiles.c.id).where(
            connector_profiles.c.project_id == project_id, ~connector_profiles.c.enabled
        )
    )
    stored = [status for status in statuses if status != "active"]
    ways: list[sa.ColumnElement[bool]] = [accounts.c.status.in_(stored)]
    if "active" in statuses:
        ways.append(sa.and_(accounts.c.status == "active", ~off))
    if "inactive" in statuses:
        ways.append(sa.and_(accounts.c.status == "active", off))
    return sa.or_(*ways)


async def _one(tx: Tx, condition: sa.ColumnElement[bool], *, lock: bool) -> Account | None:
    statement = sa.select(accounts).where(condition)
    found = await _with_credentials(tx, statement.with_for_update() if lock else statement)
    return found[0] if found else None


async def _with_credentials(tx: Tx, statement: sa.Select[Any]) -> list[Account]:
    rows = (await tx.execute(statement)).mappings().all()
    stored: dict[str, list[StoredField]] = {row["id"]: [] for row in rows}
    if stored:
        fields = sa.select(credentials).where(credentials.c.account_id.in_(stored)).order_by(credentials.c.field)
        for field in (await tx.execute(fields)).mappings():
            stored[field["account_id"]].append(_stored(field))
    return [_account(row, stored[row["id"]]) for row in rows]


def _stored(row: sa.RowMapping) -> StoredField:
    stored_at: datetime = row["stored_at"]
    return StoredField(row["field"], row["version"], bytes(row["record"]), row["last4"], stored_at, row["expires_at"])


def _account(row: sa.RowMapping, stored: Sequence[StoredField]) -> Account:
    values = dict(row)
    values["status_reasons"] = tuple(values["status_reasons"])
    values["rights"] = tuple(values["rights"])
    values["hosts"] = None if values["hosts"] is None else tuple(values["hosts"])
    return Account(**values, credentials=tuple(stored))
