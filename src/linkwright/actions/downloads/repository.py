"""All SQL of addresses of files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.access.scopes import ACTIONS_EXECUTE, ROLES
from linkwright.store.database import Tx
from linkwright.store.sweeping import few
from linkwright.store.tables import api_keys, downloads, mcp_consents, members, projects

Row = sa.RowMapping
_ABLE = tuple(role for role, rights in ROLES.items() if ACTIONS_EXECUTE in rights)


async def add(tx: Tx, values: dict[str, Any]) -> None:
    """Note an address."""
    await tx.execute(sa.insert(downloads).values(values))


async def find(tx: Tx, hashed: str, now: datetime) -> Row | None:
    """The address with that hash of a token, while it lasts."""
    found = sa.select(downloads).where(downloads.c.token_hash == hashed, downloads.c.expires_at > now)
    return (await tx.execute(found)).mappings().first()


async def may_still(tx: Tx, kind: str, caller_id: str, now: datetime) -> bool:
    """Whether the key, consent or member that asked is still one, and the member's role still lets actions be run."""
    if kind == "key":
        lasting = sa.or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > now)
        asked = sa.select(api_keys.c.id).where(api_keys.c.id == caller_id, api_keys.c.revoked_at.is_(None), lasting)
    elif kind == "client":
        behind = mcp_consents.join(members, members.c.id == mcp_consents.c.member_id)
        lasting = sa.and_(mcp_consents.c.id == caller_id, mcp_consents.c.expires_at > now)
        asked = sa.select(mcp_consents.c.id).select_from(behind).where(lasting, members.c.role.in_(_ABLE))
    elif kind == "member":
        asked = sa.select(members.c.id).where(members.c.id == caller_id, members.c.role.in_(_ABLE))
    else:
        return False
    return (await tx.execute(asked)).first() is not None


async def networks(tx: Tx, project_id: str) -> str | None:
    """The stored list of the networks that a project may be used from."""
    mine = sa.select(sa.type_coerce(projects.c.networks, sa.Text)).where(projects.c.id == project_id)
    return (await tx.execute(mine)).scalar_one_or_none()


async def sweep(tx: Tx, most: int, *, now: datetime) -> int:
    """Forget addresses whose time is over, at most so many; how many."""
    old = few(tx, sa.select(downloads.c.id).where(downloads.c.expires_at <= now), most)
    return (await tx.execute(sa.delete(downloads).where(downloads.c.id.in_(old)))).rowcount
