"""All SQL of MCP clients, consents, codes and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.consents.model import Consent
from linkwright.store.database import Tx, many_rows
from linkwright.store.sweeping import few
from linkwright.store.tables import (
    mcp_access_tokens,
    mcp_clients,
    mcp_codes,
    mcp_consent_uses,
    mcp_consents,
    mcp_refresh_tokens,
    members,
)

_TOKENS = (mcp_codes, mcp_access_tokens, mcp_refresh_tokens)


async def add_consent(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a consent."""
    await tx.execute(sa.insert(mcp_consents).values(values))


async def update_consent(tx: Tx, consent_id: str, values: dict[str, Any]) -> None:
    """Change a consent."""
    await tx.execute(sa.update(mcp_consents).where(mcp_consents.c.id == consent_id).values(values))


async def same_consent(
    tx: Tx, project_id: str, member_id: str, client_id: str, accounts: Sequence[str]
) -> Consent | None:
    """What the member has allowed this client on just these accounts before."""
    conditions = (
        mcp_consents.c.project_id == project_id,
        mcp_consents.c.member_id == member_id,
        mcp_consents.c.client_id == client_id,
        mcp_consents.c.accounts == list(accounts),
    )
    found = await _consents(tx, *conditions)
    return found[0] if found else None


async def latest_consent(tx: Tx, member_id: str, client_id: str) -> Consent | None:
    """What the member allowed this client last."""
    found = await _consents(tx, mcp_consents.c.member_id == member_id, mcp_consents.c.client_id == client_id, most=1)
    return found[0] if found else None


async def consents_of(tx: Tx, project_id: str, now: datetime) -> list[Consent]:
    """The project's consents that still hold, the latest first."""
    return await _consents(tx, mcp_consents.c.project_id == project_id, mcp_consents.c.expires_at > now)


async def consent(tx: Tx, project_id: str, consent_id: str) -> Consent | None:
    """One consent of the project."""
    found = await _consents(tx, mcp_consents.c.project_id == project_id, mcp_consents.c.id == consent_id)
    return found[0] if found else None


async def delete_consent(tx: Tx, consent_id: str) -> None:
    """Delete a consent with everything that came of it."""
    many_rows(tx)
    await tx.execute(sa.select(mcp_consents.c.id).where(mcp_consents.c.id == consent_id).with_for_update())
    for table in (*_TOKENS, mcp_consent_uses):
        await tx.execute(sa.delete(table).where(table.c.consent_id == consent_id))
    await tx.execute(sa.delete(mcp_consents).where(mcp_consents.c.id == consent_id))


async def sweep_tokens(tx: Tx, most: int, *, now: datetime) -> int:
    """Delete at most so many access tokens that have ended; how many."""
    return await _sweep(tx, mcp_access_tokens.c.hash, mcp_access_tokens.c.expires_at <= now, most)


async def sweep_codes(tx: Tx, most: int, *, before: datetime) -> int:
    """Delete at most so many codes that ended before a moment; how many."""
    return await _sweep(tx, mcp_codes.c.hash, mcp_codes.c.expires_at <= before, most)


async def sweep_clients(tx: Tx, most: int, *, now: datetime) -> int:
    """Delete at most so many registrations that nobody used in time; how many."""
    return await _sweep(tx, mcp_clients.c.id, mcp_clients.c.expires_at <= now, most)


async def sweep_consents(tx: Tx, most: int, *, now: datetime) -> int:
    """Delete at most so many consents that have ended, with their tokens; how many."""
    statement = sa.select(mcp_consents.c.id).where(mcp_consents.c.expires_at <= now).limit(most)
    ended = (await tx.execute(statement)).scalars().all()
    for consent_id in ended:
        await delete_consent(tx, consent_id)
    return len(ended)


async def _sweep(tx: Tx, key: sa.Column[str], over: sa.ColumnElement[bool], most: int) -> int:
    old = few(tx, sa.select(key).where(over), most)
    return (await tx.execute(sa.delete(key.table).where(key.in_(old)))).rowcount


async def _consents(tx: Tx, *conditions: Any, most: int = 1_000) -> list[Consent]:
    statement = (
        sa.select(mcp_consents, members.c.name.label("member_name"), mcp_consent_uses.c.used_at)
        .join(members, members.c.id == mcp_consents.c.member_id)
        .outerjoin(mcp_consent_uses, mcp_consent_uses.c.consent_id == mcp_consents.c.id)
        .where(*conditions)
        .order_by(mcp_consents.c.updated_at.desc(), mcp_consents.c.id)
        .limit(most)
    )
    rows = (await tx.execute(statement)).mappings().all()
    return [_consent(row) for row in rows]


def _consent(row: sa.RowMapping) -> Consent:
    effects = row["effects"]
    return Consent(
        id=row["id"],
        project_id=row["project_id"],
        member_id=row["member_id"],
        member_name=row["member_name"],
        client_id=row["client_id"],
        client_name=row["client_name"],
        redirect_host=row["redirect_host"],
        accounts=tuple(row["accounts"]),
        effects=None if effects is None else tuple(effects),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
    )
