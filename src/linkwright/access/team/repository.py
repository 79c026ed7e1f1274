"""All SQL of who belongs to an organization."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import claim_links, mcp_consents, member_sessions, members

Row = sa.RowMapping


async def members_of(tx: Tx, organization_id: str) -> Sequence[Row]:
    """The organization's members, oldest first, with the latest use of an open session as `used_at`."""
    used = (
        sa.select(sa.func.max(member_sessions.c.used_at))
        .where(member_sessions.c.member_id == members.c.id)
        .scalar_subquery()
    )
    statement = (
        sa.select(members, sa.type_coerce(used, member_sessions.c.used_at.type).label("used_at"))
        .where(members.c.organization_id == organization_id)
        .order_by(members.c.created_at, members.c.id)
    )
    return (await tx.execute(statement)).mappings().all()


async def find(tx: Tx, organization_id: str, member_id: str) -> Row | None:
    """One member of the organization."""
    mine = sa.and_(members.c.organization_id == organization_id, members.c.id == member_id)
    return (await tx.execute(sa.select(members).where(mine))).mappings().first()


async def owners(tx: Tx, organization_id: str) -> int:
    """How many owners there are."""
    mine = sa.and_(members.c.organization_id == organization_id, members.c.role == "owner")
    return int((await tx.execute(sa.select(sa.func.count()).select_from(members).where(mine))).scalar_one())


async def update(tx: Tx, member_id: str, values: dict[str, Any]) -> None:
    """Change columns of a member."""
    await tx.execute(sa.update(members).where(members.c.id == member_id).values(values))


async def end_clients(tx: Tx, member_id: str) -> int:
    """End every MCP client that the member has let in, and count them; their tokens go with them."""
    return (await tx.execute(sa.delete(mcp_consents).where(mcp_consents.c.member_id == member_id))).rowcount


async def remove(tx: Tx, member_id: str) -> None:
    """Delete a member with whatever is theirs alone."""
    await tx.execute(sa.delete(members).where(members.c.id == member_id))


async def invitations(tx: Tx, organization_id: str, now: datetime) -> Sequence[Row]:
    """Links that work still, newest first."""
    statement = (
        sa.select(claim_links)
        .where(
            claim_links.c.organization_id == organization_id,
            claim_links.c.used_at.is_(None),
            claim_links.c.expires_at > now,
        )
        .order_by(claim_links.c.created_at.desc(), claim_links.c.id)
    )
    return (await tx.execute(statement)).mappings().all()


async def invitation(tx: Tx, organization_id: str, invitation_id: str) -> Row | None:
    """One link that nobody has used."""
    mine = sa.and_(
        claim_links.c.organization_id == organization_id,
        claim_links.c.id == invitation_id,
        claim_links.c.used_at.is_(None),
    )
    return (await tx.execute(sa.select(claim_links).where(mine))).mappings().first()


async def drop_invitation(tx: Tx, invitation_id: str) -> bool:
    """Make a link worthless; False if somebody has used it meanwhile."""
    mine = sa.and_(claim_links.c.id == invitation_id, claim_links.c.used_at.is_(None))
    return (await tx.execute(sa.delete(claim_links).where(mine))).rowcount == 1


async def drop_invitations_by(tx: Tx, created_by: str, kept: Collection[str] = ()) -> int:
    """Make the unused links worthless that somebody made, but for those to the roles `kept`; counts them."""
    mine = sa.and_(
        claim_links.c.created_by == created_by, claim_links.c.used_at.is_(None), claim_links.c.role.not_in(kept)
    )
    return (await tx.execute(sa.delete(claim_links).where(mine))).rowcount
