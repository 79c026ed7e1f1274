"""All SQL of grants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.oauth.model import GrantRow
from linkwright.store.database import Tx
from linkwright.store.tables import oauth_grants as grants


async def put(
    tx: Tx, place: tuple[str, str], scopes: tuple[str, ...] | None, due_at: datetime | None, now: datetime
) -> None:
    """Note a new grant of an account in place of an older one, whose lease and intent end with it.

    `place` is project id and account id. The fence goes on rising, so that whoever renewed the older grant is late.
    """
    project_id, account_id = place
    values: dict[str, Any] = {
        "scopes": list(scopes) if scopes is not None else None,
        "due_at": due_at,
        "lease_owner": None,
        "lease_until": None,
        "intent_version": None,
        "intent_at": None,
        "failures": 0,
        "last_error": None,
        "granted_at": now,
        "renewed_at": None,
    }
    present = sa.update(grants).where(grants.c.account_id == account_id)
    found = await tx.execute(present.values(**values, lease_fence=grants.c.lease_fence + 1))
    if not found.rowcount:
        row = {"account_id": account_id, "project_id": project_id, "lease_fence": 1, **values}
        await tx.execute(sa.insert(grants).values(row))


async def find(tx: Tx, account_id: str, *, lock: bool = False) -> GrantRow | None:
    """The grant of an account; None for one that was linked in another way."""
    statement = sa.select(grants).where(grants.c.account_id == account_id)
    row = (await tx.execute(statement.with_for_update() if lock else statement)).mappings().first()
    if row is None:
        return None
    scopes = row["scopes"]
    return GrantRow(**{**row, "scopes": tuple(scopes) if scopes is not None else None})


async def drop(tx: Tx, account_id: str) -> None:
    """Forget the grant of an account that is linked in another way now."""
    await tx.execute(sa.delete(grants).where(grants.c.account_id == account_id))


# The lease


async def due(tx: Tx, now: datetime, most: int) -> list[str]:
    """At most so many accounts whose grant is due and that nobody renews just now, the longest due first."""
    statement = sa.select(grants.c.account_id).where(grants.c.due_at <= now, _free(now))
    return list((await tx.execute(statement.order_by(grants.c.due_at).limit(most))).scalars())


async def postpone(tx: Tx, account_id: str, now: datetime, until: datetime) -> None:
    """Look at a grant that is due, and cannot be renewed, no sooner than that."""
    condition = sa.and_(grants.c.account_id == account_id, grants.c.due_at <= now, _free(now))
    await tx.execute(sa.update(grants).where(condition).values(due_at=until))


async def lease(tx: Tx, account_id: str, owner: str, now: datetime, until: datetime, values: Mapping[str, Any]) -> int:
    """Take the lease of a grant until a moment, with further columns; its fence, or 0 if somebody else holds it.

    It falls due at once: if whoever took it dies, whatever looks for due grants comes by when the lease is over.
    """
    statement = (
        sa.update(grants)
        .where(grants.c.account_id == account_id, _free(now))
        .values(lease_owner=owner, lease_until=until, lease_fence=grants.c.lease_fence + 1, due_at=now, **values)
        .returning(grants.c.lease_fence)
    )
    return int((await tx.execute(statement)).scalar_one_or_none() or 0)


async def finish(tx: Tx, account_id: str, owner: str, fence: int, values: Mapping[str, Any]) -> bool:
    """Change a grant and give its lease back; False, and nothing happens, if the lease is no longer ours."""
    statement = sa.update(grants).where(
        grants.c.account_id == account_id, grants.c.lease_owner == owner, grants.c.lease_fence == fence
    )
    done = await tx.execute(statement.values(lease_owner=None, lease_until=None, **values))
    return done.rowcount == 1


async def update(tx: Tx, account_id: str, values: Mapping[str, Any]) -> None:
    """Change columns of a grant, whoever holds its lease."""
    await tx.execute(sa.update(grants).where(grants.c.account_id == account_id).values(**values))


async def take_back(tx: Tx) -> int:
    """End every lease; how many there were. Their owners stay noted: what they had begun is unfinished business."""
    held = grants.c.lease_until.is_not(None)
    return (await tx.execute(sa.update(grants).where(held).values(lease_until=None))).rowcount


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(grants.c.lease_until.is_(None), grants.c.lease_until < now)
