"""All SQL of approvals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.approvals.model import CLAIMED, EXPIRED, PENDING, Approval
from linkwright.store.database import Tx
from linkwright.store.sweeping import few
from linkwright.store.tables import accounts, approvals, members, projects

_OPEN = approvals.c.state.in_((PENDING, "approved", CLAIMED))
_COLUMNS = tuple(one.name for one in fields(Approval) if one.name != "owner_name")


async def add(tx: Tx, approval: Approval) -> None:
    """Insert.

    Raises:
        linkwright.store.faults.RowRefused: one that may still be used is there for the same call.
    """
    await tx.execute(sa.insert(approvals).values({name: getattr(approval, name) for name in _COLUMNS}))


async def bound(tx: Tx, project_id: str, binding: str) -> Approval | None:
    """The newest approval for this very call."""
    mine = (approvals.c.project_id == project_id, approvals.c.binding == binding)
    return await _one(
        tx, _select().where(*mine).order_by(approvals.c.created_at.desc(), approvals.c.id.desc()).limit(1)
    )


async def find(tx: Tx, project_id: str, approval_id: str) -> Approval | None:
    """An approval of the project."""
    return await _one(tx, _select().where(approvals.c.project_id == project_id, approvals.c.id == approval_id))


async def by_link(tx: Tx, link_hash: str) -> Approval | None:
    """The approval that a link is for."""
    return await _one(tx, _select().where(approvals.c.link_hash == link_hash))


async def role_behind(tx: Tx, approval: Approval) -> str | None:
    """The present role of the member who made the approval's link; None for one who is no longer there."""
    statement = (
        sa.select(members.c.role)
        .join(projects, projects.c.organization_id == members.c.organization_id)
        .where(members.c.id == approval.link_by, projects.c.id == approval.project_id)
    )
    return (await tx.execute(statement)).scalar_one_or_none()


async def move(tx: Tx, approval: Approval, values: dict[str, Any], *, since: datetime | None = None) -> bool:
    """Change it while it is in the state that was read, and, with `since`, has time left at that moment; whether it was."""
    mine = [approvals.c.id == approval.id, approvals.c.state == approval.state]
    if since is not None:
        mine.append(approvals.c.expires_at > since)
    return (await tx.execute(sa.update(approvals).where(*mine).values(**values))).rowcount == 1


async def expire(tx: Tx, binding: str, now: datetime, claimed_before: datetime) -> None:
    """Write down of this call's open approvals that they are over, where they are."""
    over = sa.or_(
        sa.and_(approvals.c.state.in_((PENDING, "approved")), approvals.c.expires_at <= now),
        sa.and_(approvals.c.state == CLAIMED, approvals.c.used_at <= claimed_before),
    )
    state = sa.case((approvals.c.state == CLAIMED, "used"), else_=EXPIRED)
    await tx.execute(sa.update(approvals).where(approvals.c.binding == binding, over).values(state=state))


async def pending_of(tx: Tx, project_id: str, now: datetime, caller: str | None = None) -> int:
    """How many wait to be decided; of one caller, or of all."""
    mine = [approvals.c.project_id == project_id, approvals.c.state == PENDING, approvals.c.expires_at > now]
    if caller is not None:
        mine.append(approvals.c.caller == caller)
    return int((await tx.execute(sa.select(sa.func.count()).where(*mine))).scalar_one())


async def page(
    tx: Tx, project_id: str, *, pending: bool | None, now: datetime, after: tuple[datetime, str] | None, size: int
) -> Sequence[Approval]:
    """The newest approvals, or those behind a position."""
    waits = sa.and_(approvals.c.state == PENDING, approvals.c.expires_at > now)
    statement = _select().where(approvals.c.project_id == project_id)
    if pending is not None:
        statement = statement.where(waits if pending else ~waits)
    if after is not None:
        moment, last = sa.literal(after[0], approvals.c.created_at.type), after[1]
        statement = statement.where(
            sa.or_(
                approvals.c.created_at < moment,
                sa.and_(approvals.c.created_at == moment, approvals.c.id < last),
            )
        )
    order = (approvals.c.created_at.desc(), approvals.c.id.desc())
    return [_built(row) for row in (await tx.execute(statement.order_by(*order).limit(size))).mappings()]


async def sweep(tx: Tx, most: int, *, before: datetime) -> int:
    """Delete at most so many whose time was over before a moment; the count of those deleted."""
    old = few(tx, sa.select(approvals.c.id).where(approvals.c.expires_at < before), most)
    return (await tx.execute(sa.delete(approvals).where(approvals.c.id.in_(old)))).rowcount


def _select() -> sa.Select[Any]:
    joined = approvals.join(accounts, accounts.c.id == approvals.c.account_id)
    return sa.select(*approvals.c, accounts.c.origin_owner_name.label("owner_name")).select_from(joined)


async def _one(tx: Tx, statement: sa.Select[Any]) -> Approval | None:
    row = (await tx.execute(statement)).mappings().first()
    return None if row is None else _built(row)


def _built(row: sa.RowMapping) -> Approval:
    return Approval(**{name: row[name] for name in _COLUMNS}, owner_name=row["owner_name"])
