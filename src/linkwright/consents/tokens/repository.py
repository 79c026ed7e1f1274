"""All SQL of codes and tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx, many_rows
from linkwright.store.tables import (
    mcp_access_tokens,
    mcp_codes,
    mcp_consents,
    mcp_refresh_tokens,
)

Row = sa.RowMapping


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
        # Whoever changes what came of a consent holds the consent first, so that no two wait for each other.
        .with_for_update(of=mcp_consents)
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


async def delete_family(tx: Tx, consent_id: str, family: str) -> None:
    """Delete every token that came of one code; the code stays, so that a replay is known."""
    many_rows(tx)
    await tx.execute(sa.select(mcp_consents.c.id).where(mcp_consents.c.id == consent_id).with_for_update())
    for table in (mcp_access_tokens, mcp_refresh_tokens):
        await tx.execute(sa.delete(table).where(table.c.family == family))


async def family_of(tx: Tx, token_hash: str, client_id: str) -> tuple[str, str] | None:
    """Consent and family of a token of the client, of either kind."""
    for table in (mcp_access_tokens, mcp_refresh_tokens):
        statement = sa.select(table.c.consent_id, table.c.family)
        found = (await tx.execute(statement.where(table.c.hash == token_hash, table.c.client_id == client_id))).first()
        if found is not None:
            return str(found.consent_id), str(found.family)
    return None
