"""All SQL of grants."""

from __future__ import annotations

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
