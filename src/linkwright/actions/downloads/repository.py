"""All SQL of addresses of files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import api_keys, downloads, mcp_consents, members

Row = sa.RowMapping


async def add(tx: Tx, values: dict[str, Any]) -> None:
    """Note an address."""
    await tx.execute(sa.insert(downloads).values(values))


async def find(tx: Tx, hashed: str, now: datetime) -> Row | None:
    """The address with that hash of a token, while it lasts."""
    found = sa.select(downloads).where(downloads.c.token_hash == hashed, downloads.c.expires_at > now)
    return (await tx.execute(found)).mappings().first()


async def may_still(tx: Tx, kind: str, caller_id: str, now: datetime) -> bool:
    """Whether the key, consent or member that asked is still one."""
    if kind == "key":
        lasting = sa.or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > now)
        asked = sa.select(api_keys.c.id).where(api_keys.c.id == caller_id, api_keys.c.revoked_at.is_(None), lasting)
    elif kind == "client":
        asked = sa.select(mcp_consents.c.id).where(mcp_consents.c.id == caller_id, mcp_consents.c.expires_at > now)
    elif kind == "member":
        asked = sa.select(members.c.id).where(members.c.id == caller_id)
    else:
        return False
    return (await tx.execute(asked)).first() is not None


async def sweep(tx: Tx, most: int, *, now: datetime) -> int:
    """Forget addresses whose time is over, at most so many; how many."""
    old = sa.select(downloads.c.id).where(downloads.c.expires_at <= now).limit(most).with_for_update(skip_locked=True)
    return (await tx.execute(sa.delete(downloads).where(downloads.c.id.in_(old)))).rowcount
