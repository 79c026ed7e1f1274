"""All SQL of sign-ins that are half done, and of how an organization's members sign in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import members, organizations
from linkwright.store.tables import sign_in_settings as settings
from linkwright.store.tables import sign_in_steps as steps

Row = sa.RowMapping


async def add_step(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a half-done sign-in."""
    await tx.execute(sa.insert(steps).values(values))


async def find_step(tx: Tx, token_hash: str, now: datetime) -> Row | None:
    """A half-done sign-in with its member and organization; None if it has ended."""
    statement = (
        sa.select(
            members,
            steps.c.stage,
            steps.c.way,
            steps.c.tries,
            organizations.c.name.label("organization_name"),
        )
        .select_from(steps)
        .join(members, members.c.id == steps.c.member_id)
        .join(organizations, organizations.c.id == members.c.organization_id)
        .where(steps.c.token_hash == token_hash, steps.c.expires_at > now)
    )
    return (await tx.execute(statement)).mappings().first()


async def count_try(tx: Tx, token_hash: str, most: int) -> bool:
    """Count a try of a half-done sign-in before it is made; False if it has had them all."""
    mine = sa.and_(steps.c.token_hash == token_hash, steps.c.tries < most)
    return (await tx.execute(sa.update(steps).where(mine).values(tries=steps.c.tries + 1))).rowcount == 1


async def end_step(tx: Tx, token_hash: str) -> bool:
    """End a half-done sign-in; False if somebody else did."""
    return (await tx.execute(sa.delete(steps).where(steps.c.token_hash == token_hash))).rowcount == 1


async def end_steps_of(tx: Tx, member_id: str) -> None:
    """End a member's half-done sign-ins."""
    await tx.execute(sa.delete(steps).where(steps.c.member_id == member_id))


async def sweep(tx: Tx, now: datetime) -> None:
    """Remove half-done sign-ins that have ended."""
    await tx.execute(sa.delete(steps).where(steps.c.expires_at <= now))


async def settings_of(tx: Tx, organization_id: str) -> Row | None:
    """How the organization's members sign in; None where nobody has said."""
    statement = sa.select(settings).where(settings.c.organization_id == organization_id)
    return (await tx.execute(statement)).mappings().first()


async def put_settings(tx: Tx, values: dict[str, Any]) -> None:
    """Keep how the organization's members sign in."""
    mine = settings.c.organization_id == values["organization_id"]
    if (await tx.execute(sa.update(settings).where(mine).values(values))).rowcount == 0:
        await tx.execute(sa.insert(settings).values(values))


async def hold_organization(tx: Tx, organization_id: str) -> None:
    """Let nobody else change the organization's members or its sign-in until the transaction ends."""
    await tx.execute(sa.select(organizations.c.id).where(organizations.c.id == organization_id).with_for_update())
