"""All SQL of signing in through a provider."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import member_identities as identities
from linkwright.store.tables import members
from linkwright.store.tables import oidc_flows as flows

Row = sa.RowMapping


async def add_flow(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a sign-in that is under way."""
    await tx.execute(sa.insert(flows).values(values))


async def take_flow(tx: Tx, token_hash: str, now: datetime) -> Row | None:
    """Use up a sign-in that is under way; None if it is unknown, spent or too old. Of two at once, one gets it."""
    mine = sa.and_(flows.c.token_hash == token_hash, flows.c.expires_at > now)
    return (await tx.execute(sa.delete(flows).where(mine).returning(*flows.c))).mappings().first()


async def sweep(tx: Tx, now: datetime) -> None:
    """Remove those that have ended."""
    await tx.execute(sa.delete(flows).where(flows.c.expires_at <= now))


async def member_of(tx: Tx, organization_id: str, issuer: str, subject: str) -> Row | None:
    """The organization's member behind an identity."""
    statement = (
        sa.select(members)
        .join(identities, identities.c.member_id == members.c.id)
        .where(
            identities.c.issuer == issuer,
            identities.c.subject == subject,
            members.c.organization_id == organization_id,
        )
    )
    return (await tx.execute(statement)).mappings().first()


async def known_at(tx: Tx, issuer: str, member_id: str) -> bool:
    """Whether the member has an identity at that provider already."""
    mine = sa.and_(identities.c.issuer == issuer, identities.c.member_id == member_id)
    return (await tx.execute(sa.select(identities.c.subject).where(mine))).first() is not None


async def add_identity(tx: Tx, values: dict[str, Any]) -> None:
    """Insert an identity."""
    await tx.execute(sa.insert(identities).values(values))


async def touch(tx: Tx, issuer: str, subject: str, at: datetime) -> None:
    """Note that an identity was used."""
    mine = sa.and_(identities.c.issuer == issuer, identities.c.subject == subject)
    await tx.execute(sa.update(identities).where(mine).values(used_at=at))
