"""All SQL of connect sessions and connection attempts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.linking.filters import EXPIRED, OPEN, REVOKED, USED, SessionFilter
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


async def latest_attempts(tx: Tx, session_ids: Sequence[str]) -> dict[str, Attempt]:
    """The newest attempt of each of these sessions that has one."""
    if not session_ids:
        return {}
    newest = sa.func.row_number().over(
        partition_by=attempts.c.session_id, order_by=(attempts.c.created_at.desc(), attempts.c.id.desc())
    )
    ranked = sa.select(attempts, newest.label("rank")).where(attempts.c.session_id.in_(session_ids)).subquery()
    columns = [ranked.c[column.name] for column in attempts.columns]
    rows = (await tx.execute(sa.select(*columns).where(ranked.c.rank == 1))).mappings()
    return {row["session_id"]: Attempt(**row) for row in rows}


async def search(tx: Tx, project_id: str, wanted: SessionFilter, now: datetime) -> tuple[list[ConnectSession], int]:
    """A page of the project's sessions, newest first, and how many there are in all."""
    conditions = _conditions(project_id, wanted, now)
    total = (await tx.execute(sa.select(sa.func.count()).select_from(sessions).where(*conditions))).scalar_one()
    statement = (
        sa.select(sessions)
        .where(*conditions)
        .order_by(sessions.c.created_at.desc(), sessions.c.wire_id.desc())
        .limit(wanted.page_size)
        .offset((wanted.page - 1) * wanted.page_size)
    )
    rows = (await tx.execute(statement)).mappings().all()
    return [_session(row) for row in rows], total


def _conditions(project_id: str, wanted: SessionFilter, now: datetime) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [sessions.c.project_id == project_id]
    if wanted.states:
        found.append(sa.or_(*(_in_state(state, now) for state in wanted.states)))
    if wanted.providers:
        found.append(sessions.c.provider.in_(wanted.providers))
    if wanted.owner_ids:
        found.append(sessions.c.origin_owner_id.in_(wanted.owner_ids))
    if wanted.account_id:
        of_account = (sessions.c.account_id, sessions.c.linked_account_id)
        found.append(sa.or_(*(column == wanted.account_id for column in of_account)))
    if wanted.created_by:
        found.append(sessions.c.created_by.endswith(f":{wanted.created_by}", autoescape=True))
    if wanted.search:
        searched = ("id", "origin_owner_id", "origin_owner_name", "origin_username", "label")
        found.append(sa.or_(*(sessions.c[name].icontains(wanted.search, autoescape=True) for name in searched)))
    return found


def _in_state(state: str, now: datetime) -> sa.ColumnElement[bool]:
    """As `listing.state_of` tells it of one session."""
    revoked = sessions.c.revoked_at.is_not(None)
    spent = sa.and_(sessions.c.used_at.is_not(None), sa.not_(sessions.c.multiple))
    over = sessions.c.expires_at <= sa.literal(now, sessions.c.expires_at.type)
    return {
        REVOKED: revoked,
        USED: sa.and_(sa.not_(revoked), spent),
        EXPIRED: sa.and_(sa.not_(revoked), sa.not_(spent), over),
        OPEN: sa.and_(sa.not_(revoked), sa.not_(spent), sa.not_(over)),
    }[state]


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
    return _session(row) if row is not None else None


def _session(row: sa.RowMapping) -> ConnectSession:
    values = {name: value for name, value in row.items() if name not in _HIDDEN}
    values["categories"] = tuple(values["categories"]) if values["categories"] is not None else None
    return ConnectSession(**values)


def _attempt(row: sa.RowMapping | None) -> Attempt | None:
    return Attempt(**row) if row else None


async def sweep(tx: Tx, most: int, *, before: datetime) -> int:
    """Delete at most so many sessions that ended before a moment, with their attempts; how many sessions."""
    old = sa.select(sessions.c.id).where(sessions.c.expires_at < before)
    gone = list((await tx.execute(old.limit(most).with_for_update(skip_locked=True))).scalars())
    if gone:
        await tx.execute(sa.delete(flows).where(flows.c.session_id.in_(gone)))
        await tx.execute(sa.delete(attempts).where(attempts.c.session_id.in_(gone)))
        await tx.execute(sa.delete(sessions).where(sessions.c.id.in_(gone)))
    return len(gone)
