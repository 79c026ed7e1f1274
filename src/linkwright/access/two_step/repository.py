"""All SQL of the second step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import member_recovery_codes as codes
from linkwright.store.tables import member_two_step as steps

Row = sa.RowMapping


async def find(tx: Tx, member_id: str) -> Row | None:
    """What is kept of a member's app."""
    return (await tx.execute(sa.select(steps).where(steps.c.member_id == member_id))).mappings().first()


async def replace(tx: Tx, values: dict[str, Any]) -> bool:
    """Keep a new secret that no code has shown yet; False if there is one that a code has shown."""
    mine = steps.c.member_id == values["member_id"]
    await tx.execute(sa.delete(steps).where(mine, steps.c.confirmed_at.is_(None)))
    if (await tx.execute(sa.select(steps.c.member_id).where(mine))).first():
        return False
    await tx.execute(sa.insert(steps).values(values))
    return True


async def take_step(tx: Tx, member_id: str, version: int, step: int, confirmed_at: datetime | None = None) -> bool:
    """Use up a time step; False if it or a later one was used. Of two at once, one gets it.

    With `confirmed_at` it is a first code, which also shows that the app has the secret.
    """
    condition = [steps.c.member_id == member_id, steps.c.version == version, steps.c.last_step < step]
    values: dict[str, Any] = {"last_step": step}
    if confirmed_at is None:
        condition.append(steps.c.confirmed_at.is_not(None))
    else:
        condition.append(steps.c.confirmed_at.is_(None))
        values["confirmed_at"] = confirmed_at
    return (await tx.execute(sa.update(steps).where(*condition).values(values))).rowcount == 1


async def put_codes(tx: Tx, member_id: str, hashes: Sequence[str]) -> None:
    """Keep recovery codes in place of those that were there."""
    await tx.execute(sa.delete(codes).where(codes.c.member_id == member_id))
    await tx.execute(sa.insert(codes), [{"member_id": member_id, "hash": one} for one in hashes])


async def take_code(tx: Tx, member_id: str, code_hash: str, now: datetime) -> bool:
    """Use up a recovery code; False if it is not there or used. Of two at once, one gets it."""
    mine = sa.and_(codes.c.member_id == member_id, codes.c.hash == code_hash, codes.c.used_at.is_(None))
    return (await tx.execute(sa.update(codes).where(mine).values(used_at=now))).rowcount == 1


async def codes_left(tx: Tx, member_id: str) -> int:
    """How many recovery codes are unused."""
    mine = sa.and_(codes.c.member_id == member_id, codes.c.used_at.is_(None))
    return int((await tx.execute(sa.select(sa.func.count()).select_from(codes).where(mine))).scalar_one())


async def remove(tx: Tx, member_id: str) -> bool:
    """Forget app and recovery codes; False if there was no app."""
    await tx.execute(sa.delete(codes).where(codes.c.member_id == member_id))
    return (await tx.execute(sa.delete(steps).where(steps.c.member_id == member_id))).rowcount == 1


async def on_of(tx: Tx, member_ids: Sequence[str]) -> set[str]:
    """Those of these members whose app is in use."""
    statement = sa.select(steps.c.member_id).where(steps.c.member_id.in_(member_ids), steps.c.confirmed_at.is_not(None))
    return set((await tx.execute(statement)).scalars())
