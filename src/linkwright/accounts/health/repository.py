"""All SQL of checks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.accounts.health.model import WORKING, CheckRow
from linkwright.store.database import Tx
from linkwright.store.tables import account_checks as checks
from linkwright.store.tables import runs

_COLUMNS = ("account_id", "project_id", "due_at", "checked_at", "asked_at", "outcome", "detail", "faults")


async def of(tx: Tx, account_ids: Collection[str]) -> dict[str, CheckRow]:
    """The checks of accounts, by account id."""
    if not account_ids:
        return {}
    found = await tx.execute(_select().where(checks.c.account_id.in_(account_ids)))
    return {row[0]: CheckRow(*row) for row in found}


async def begin(tx: Tx, project_id: str, account_id: str, values: dict[str, Any]) -> None:
    """Insert the row of an account that has none, or put these values into the one it has."""
    changed = await tx.execute(sa.update(checks).where(checks.c.account_id == account_id).values(values))
    if changed.rowcount == 0:
        fresh = {"account_id": account_id, "project_id": project_id, "faults": 0, "lease_fence": 0}
        await tx.execute(sa.insert(checks).values({**fresh, **values}))


async def linked(tx: Tx, project_id: str, account_id: str, at: datetime) -> None:
    """A credential was linked, so it was tried just now; whoever makes the checks plans the next one."""
    values = {"outcome": WORKING, "detail": "It was linked.", "checked_at": at, "asked_at": at}
    await begin(tx, project_id, account_id, {**values, "due_at": None, "faults": 0})


async def unplanned(tx: Tx, most: int) -> list[str]:
    """At most so many accounts whose check is not planned."""
    return list(
        (await tx.execute(sa.select(checks.c.account_id).where(checks.c.due_at.is_(None)).limit(most))).scalars()
    )


async def plan(tx: Tx, account_ids: Collection[str], due: Callable[[], datetime]) -> None:
    """Plan checks that are not planned; `due` gives a moment for each."""
    for account_id in sorted(account_ids):
        condition = sa.and_(checks.c.account_id == account_id, checks.c.due_at.is_(None))
        await tx.execute(sa.update(checks).where(condition).values(due_at=due()))


async def forget_plans(tx: Tx, after: datetime | None = None) -> None:
    """Take back what is planned, or what is planned for after a moment."""
    condition = checks.c.due_at.is_not(None) if after is None else checks.c.due_at > after
    await tx.execute(sa.update(checks).where(condition).values(due_at=None))


async def any_due(tx: Tx, now: datetime) -> bool:
    """Whether something can be claimed."""
    return (await tx.execute(sa.select(checks.c.account_id).where(*_free(now)).limit(1))).first() is not None


async def claim(tx: Tx, owner: str, now: datetime, until: datetime, most: int) -> list[CheckRow]:
    """Lease at most so many due checks until a moment, the longest due first; nobody else gets the same ones."""
    free = (
        sa.select(checks.c.account_id)
        .where(*_free(now))
        .order_by(checks.c.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    statement = (
        sa.update(checks)
        .where(checks.c.account_id.in_(sa.select(free.c.account_id)))
        .values(lease_owner=owner, lease_until=until, lease_fence=checks.c.lease_fence + 1)
        .returning(*(checks.c[name] for name in (*_COLUMNS, "lease_fence")))
    )
    return [CheckRow(*row) for row in await tx.execute(statement)]


async def finish(tx: Tx, owner: str, check: CheckRow, values: dict[str, Any]) -> bool:
    """Write down a check and give its lease back; False, and nothing happens, if the lease is no longer ours."""
    statement = sa.update(checks).where(
        checks.c.account_id == check.account_id,
        checks.c.lease_owner == owner,
        checks.c.lease_fence == check.fence,
    )
    return (await tx.execute(statement.values(lease_owner=None, lease_until=None, **values))).rowcount == 1


async def release(tx: Tx, owner: str | None = None) -> None:
    """Give back the leases of an owner, or everybody's."""
    held = checks.c.lease_owner.is_not(None) if owner is None else checks.c.lease_owner == owner
    await tx.execute(sa.update(checks).where(held).values(lease_owner=None, lease_until=None))


async def worked_at(tx: Tx, account_id: str, since: datetime) -> datetime | None:
    """When a call on the account last worked at the provider, after a moment."""
    statement = (
        sa.select(runs.c.started_at)
        .where(runs.c.account_id == account_id, runs.c.started_at > since, runs.c.success, runs.c.upstream_calls > 0)
        .order_by(runs.c.started_at.desc())
        .limit(1)
    )
    found: datetime | None = (await tx.execute(statement)).scalar()
    return found


def _select() -> sa.Select[Any]:
    return sa.select(*(checks.c[name] for name in (*_COLUMNS, "lease_fence")))


def _free(now: datetime) -> list[sa.ColumnElement[bool]]:
    return [checks.c.due_at <= now, sa.or_(checks.c.lease_until.is_(None), checks.c.lease_until < now)]
