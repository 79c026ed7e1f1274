"""All SQL of connect sessions and connection attempts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.linking.model import PENDING, Attempt, ConnectSession
from linkwright.store.database import Tx
from linkwright.store.tables import connect_sessions as sessions
from linkwright.store.tables import connection_attempts as attempts
from linkwright.store.tables import sign_in_flows as flows

_HIDDEN = ("link_hash", "hub_hash")


async def add(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a session."""
    await tx.execute(sa.insert(sessions).values(values))


async def by_id(
    tx: Tx, project_id: str, *, session_id: str | None = None, wire_id: int | None = None
) -> ConnectSession | None:
    """A session of the project, by either of its ids."""
    own = sessions.c.id == session_id if session_id is not None else sessions.c.wire_id == wire_id
    return await _one(tx, sa.select(sessions).where(sessions.c.project_id == project_id, own))


async def by_token(tx: Tx, hashed: str) -> tuple[ConnectSession, bool] | None:
    """The session that a token of either kind stands for, and whether it is the one that the link gives."""
    statement = sa.select(sessions).where(sa.or_(sessions.c.token_hash == hashed, sessions.c.hub_hash == hashed))
    found = await _one(tx, statement)
    return (found, found.token_hash != hashed) if found else None


async def by_link(tx: Tx, hashed: str) -> ConnectSession | None:
    """The session of an auth link."""
    return await _one(tx, sa.select(sessions).where(sessions.c.link_hash == hashed))


async def locked(tx: Tx, session_id: str) -> ConnectSession | None:
    """A session that nobody else changes until the transaction ends."""
    return await _one(tx, sa.select(sessions).where(sessions.c.id == session_id).with_for_update())


async def revoke(tx: Tx, session_id: str, at: datetime) -> None:
    """Mark a session as revoked; the first time counts."""
    condition = sa.and_(sessions.c.id == session_id, sessions.c.revoked_at.is_(None))
    await tx.execute(sa.update(sessions).where(condition).values(revoked_at=at))


async def mark_used(tx: Tx, session_id: str, account_id: str, at: datetime) -> None:
    """Note which account was linked through a session, and when the first was."""
    values = {
        "used_at": sa.func.coalesce(sessions.c.used_at, sa.literal(at, sessions.c.used_at.type)),
        "linked_account_id": account_id,
    }
    await tx.execute(sa.update(sessions).where(sessions.c.id == session_id).values(values))


async def add_attempt(tx: Tx, attempt: Attempt) -> None:
    """Insert an attempt."""
    values = {name: getattr(attempt, name) for name in Attempt.__dataclass_fields__}
    await tx.execute(sa.insert(attempts).values(values))


async def attempt(tx: Tx, session_id: str, attempt_id: str) -> Attempt | None:
    """One attempt of the session."""
    condition = sa.and_(attempts.c.session_id == session_id, attempts.c.id == attempt_id)
    return _attempt((await tx.execute(sa.select(attempts).where(condition))).mappings().first())


async def latest_attempt(tx: Tx, session_id: str) -> Attempt | None:
    """The session's newest attempt."""
    statement = (
        sa.select(attempts)
        .where(attempts.c.session_id == session_id)
        .order_by(attempts.c.created_at.desc(), attempts.c.id.desc())
        .limit(1)
    )
    return _attempt((await tx.execute(statement)).mappings().first())


async def end_attempt(tx: Tx, session_id: str, attempt_id: str, status: str, at: datetime) -> None:
    """End a pending attempt of the session; one that has ended stays as it is."""
    condition = sa.and_(attempts.c.session_id == session_id, attempts.c.id == attempt_id, attempts.c.status == PENDING)
    await tx.execute(sa.update(attempts).where(condition).values(status=status, updated_at=at))


async def finish_attempt(tx: Tx, attempt: Attempt) -> bool:
    """End a pending attempt with what became of it; False if it has ended already."""
    condition = sa.and_(attempts.c.id == attempt.id, attempts.c.status == PENDING)
    fields = ("status", "account_id", "error_code", "error_description", "updated_at")
    values = {name: getattr(attempt, name) for name in fields}
    return bool((await tx.execute(sa.update(attempts).where(condition).values(values))).rowcount)


async def returned_at(tx: Tx, attempt_id: str) -> datetime | None:
    """When a browser came back from the provider for an attempt; None if it has not."""
    statement = sa.select(sa.func.max(flows.c.returned_at)).where(flows.c.attempt_id == attempt_id)
    found: datetime | None = (await tx.execute(statement)).scalar()
    return found


async def _one(tx: Tx, statement: sa.Select[Any]) -> ConnectSession | None:
    row = (await tx.execute(statement)).mappings().first()
    if row is None:
        return None
    values = {name: value for name, value in row.items() if name not in _HIDDEN}
    values["categories"] = tuple(values["categories"]) if values["categories"] is not None else None
    return ConnectSession(**values)


def _attempt(row: sa.RowMapping | None) -> Attempt | None:
    return Attempt(**row) if row else None
