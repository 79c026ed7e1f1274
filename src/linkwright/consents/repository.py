"""All SQL of MCP clients, consents, codes and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.consents.model import Client, Consent
from linkwright.store.database import Tx
from linkwright.store.tables import (
    mcp_access_tokens,
    mcp_clients,
    mcp_codes,
    mcp_consent_uses,
    mcp_consents,
    mcp_refresh_tokens,
    members,
)

Row = sa.RowMapping
_TOKENS = (mcp_codes, mcp_access_tokens, mcp_refresh_tokens)


async def add_client(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a client that registered itself."""
    await tx.execute(sa.insert(mcp_clients).values(values))


async def client(tx: Tx, client_id: str) -> Client | None:
    """A client that registered itself."""
    row = (await tx.execute(sa.select(mcp_clients).where(mcp_clients.c.id == client_id))).mappings().first()
    if row is None:
        return None
    return Client(
        row["id"],
        row["name"],
        tuple(row["redirect_uris"]),
        row["auth_method"],
        row["home_url"],
        row["secret_hash"],
    )


async def keep_client(tx: Tx, client_id: str, until: datetime) -> None:
    """Move the time at which a registration is forgotten."""
    await tx.execute(sa.update(mcp_clients).where(mcp_clients.c.id == client_id).values(expires_at=until))


async def count_unused_clients(tx: Tx, now: datetime) -> int:
    """How many registrations nobody has consented to yet."""
    used = sa.select(mcp_consents.c.client_id)
    statement = sa.select(sa.func.count()).where(mcp_clients.c.expires_at > now, mcp_clients.c.id.not_in(used))
    return int((await tx.execute(statement)).scalar_one())


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
    for table in (*_TOKENS, mcp_consent_uses):
        await tx.execute(sa.delete(table).where(table.c.consent_id == consent_id))
    await tx.execute(sa.delete(mcp_consents).where(mcp_consents.c.id == consent_id))


async def add_code(tx: Tx, values: dict[str, Any]) -> None:
    """Insert an authorization code."""
    await tx.execute(sa.insert(mcp_codes).values(values))


async def spend_code(tx: Tx, code_hash: str, client_id: str, now: datetime) -> Row | None:
    """Use a code up; None if it is unknown, used, too old or another client's. Of two at once, one gets it."""
    statement = (
        sa.update(mcp_codes)
        .where(
            mcp_codes.c.hash == code_hash,
            mcp_codes.c.client_id == client_id,
            mcp_codes.c.used_at.is_(None),
            mcp_codes.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(mcp_codes)
    )
    row: Row | None = (await tx.execute(statement)).mappings().first()
    return row


async def used_code(tx: Tx, code_hash: str) -> Row | None:
    """A code that has been used."""
    statement = sa.select(mcp_codes).where(mcp_codes.c.hash == code_hash, mcp_codes.c.used_at.is_not(None))
    return (await tx.execute(statement)).mappings().first()


async def add_tokens(tx: Tx, access: dict[str, Any], refresh: dict[str, Any]) -> None:
    """Insert a pair of tokens."""
    await tx.execute(sa.insert(mcp_refresh_tokens).values(refresh))
    await tx.execute(sa.insert(mcp_access_tokens).values(access))


async def refresh_token(tx: Tx, token_hash: str) -> Row | None:
    """A refresh token with the end of its consent, whatever state it is in."""
    statement = (
        sa.select(mcp_refresh_tokens, mcp_consents.c.expires_at.label("consent_ends"))
        .join(mcp_consents, mcp_consents.c.id == mcp_refresh_tokens.c.consent_id)
        .where(mcp_refresh_tokens.c.hash == token_hash)
    )
    return (await tx.execute(statement)).mappings().first()


async def move_refresh_token(
    tx: Tx, token_hash: str, before: str, after: str, *, successor: str | None, now: datetime
) -> bool:
    """From one state to another; False if it is not in that state. Of two at once, one moves it."""
    statement = (
        sa.update(mcp_refresh_tokens)
        .where(mcp_refresh_tokens.c.hash == token_hash, mcp_refresh_tokens.c.state == before)
        .values(state=after, successor_hash=successor, rotated_at=now)
    )
    return (await tx.execute(statement)).rowcount == 1


async def delete_access_of(tx: Tx, refresh_hash: str) -> None:
    """Delete the access token that was given with a refresh token."""
    await tx.execute(sa.delete(mcp_access_tokens).where(mcp_access_tokens.c.refresh_hash == refresh_hash))


async def delete_family(tx: Tx, family: str) -> None:
    """Delete every token that came of one code; the code stays, so that a replay is known."""
    for table in (mcp_access_tokens, mcp_refresh_tokens):
        await tx.execute(sa.delete(table).where(table.c.family == family))


async def family_of(tx: Tx, token_hash: str, client_id: str) -> str | None:
    """The family of a token of the client, of either kind."""
    for table in (mcp_access_tokens, mcp_refresh_tokens):
        statement = sa.select(table.c.family).where(table.c.hash == token_hash, table.c.client_id == client_id)
        found = (await tx.execute(statement)).scalar_one_or_none()
        if found is not None:
            return str(found)
    return None


async def sweep(tx: Tx, now: datetime, codes_before: datetime) -> None:
    """Delete what has ended: access tokens, codes some time after, consents with their tokens, unused registrations."""
    await tx.execute(sa.delete(mcp_access_tokens).where(mcp_access_tokens.c.expires_at <= now))
    await tx.execute(sa.delete(mcp_codes).where(mcp_codes.c.expires_at <= codes_before))
    ended = (await tx.execute(sa.select(mcp_consents.c.id).where(mcp_consents.c.expires_at <= now))).scalars().all()
    for consent_id in ended:
        await delete_consent(tx, consent_id)
    await tx.execute(sa.delete(mcp_clients).where(mcp_clients.c.expires_at <= now))


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


def _consent(row: Row) -> Consent:
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
