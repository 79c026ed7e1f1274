"""All SQL of console sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import member_sessions, members, organizations

Row = sa.RowMapping


async def add(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a session."""
    await tx.execute(sa.insert(member_sessions).values(values))


async def find(tx: Tx, token_hash: str) -> Row | None:
    """A session with its member and organization; the session's own id is `session_id`."""
    statement = (
        sa.select(
            members,
            member_sessions.c.token_hash,
            member_sessions.c.id.label("session_id"),
            member_sessions.c.csrf_token,
            member_sessions.c.used_at,
            member_sessions.c.expires_at,
            member_sessions.c.ends_at,
            member_sessions.c.created_at.label("since"),
            organizations.c.name.label("organization_name"),
            organizations.c.wire_id.label("organization_wire_id"),
        )
        .select_from(member_sessions)
        .join(members, members.c.id == member_sessions.c.member_id)
        .join(organizations, organizations.c.id == members.c.organization_id)
        .where(member_sessions.c.token_hash == token_hash)
    )
    return (await tx.execute(statement)).mappings().first()


async def open_of(tx: Tx, member_id: str, now: datetime) -> Sequence[Row]:
    """A member's open sessions, the one used last first."""
    statement = (
        sa.select(member_sessions)
        .where(
            member_sessions.c.member_id == member_id,
            member_sessions.c.expires_at > now,
            member_sessions.c.ends_at > now,
        )
        .order_by(member_sessions.c.used_at.desc(), member_sessions.c.id)
    )
    return (await tx.execute(statement)).mappings().all()


async def touch(tx: Tx, token_hash: str, used_at: datetime, expires_at: datetime) -> None:
    """Note a use, which also moves the idle end."""
    await tx.execute(
        sa.update(member_sessions)
        .where(member_sessions.c.token_hash == token_hash)
        .values(used_at=used_at, expires_at=expires_at)
    )


async def end(tx: Tx, token_hash: str) -> None:
    """End the session of a token."""
    await tx.execute(sa.delete(member_sessions).where(member_sessions.c.token_hash == token_hash))


async def end_one(tx: Tx, member_id: str, session_id: str) -> bool:
    """End one session of a member; False if there is none of that id."""
    mine = sa.and_(member_sessions.c.member_id == member_id, member_sessions.c.id == session_id)
    return (await tx.execute(sa.delete(member_sessions).where(mine))).rowcount == 1


async def end_all(tx: Tx, member_id: str, keep: str | None = None) -> int:
    """End a member's sessions, all but the one of id `keep`; counts them."""
    condition = member_sessions.c.member_id == member_id
    if keep is not None:
        condition = sa.and_(condition, member_sessions.c.id != keep)
    return (await tx.execute(sa.delete(member_sessions).where(condition))).rowcount


async def sweep(tx: Tx, now: datetime) -> None:
    """Remove what has ended."""
    over = sa.or_(member_sessions.c.expires_at <= now, member_sessions.c.ends_at <= now)
    await tx.execute(sa.delete(member_sessions).where(over))
