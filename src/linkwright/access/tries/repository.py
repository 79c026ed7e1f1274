"""All SQL of counted tries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from linkwright.store.database import Tx
from linkwright.store.tables import sign_in_tries as tries


async def held(tx: Tx, names: Sequence[str], now: datetime) -> dict[str, tuple[int, datetime]]:
    """How often and when each name was tried; nobody else counts it until the transaction ends."""
    insert = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    for name in sorted(names):
        await tx.execute(insert(tries).values(name=name, count=0, tried_at=now).on_conflict_do_nothing())
    statement = sa.select(tries).where(tries.c.name.in_(names)).order_by(tries.c.name).with_for_update()
    return {row["name"]: (row["count"], row["tried_at"]) for row in (await tx.execute(statement)).mappings()}


async def put(tx: Tx, name: str, count: int, at: datetime) -> None:
    """Note a count."""
    await tx.execute(sa.update(tries).where(tries.c.name == name).values(count=count, tried_at=at))


async def give_back(tx: Tx, names: Sequence[str]) -> None:
    """Count one try less."""
    some = sa.and_(tries.c.name.in_(names), tries.c.count > 0)
    await tx.execute(sa.update(tries).where(some).values(count=tries.c.count - 1))


async def forget(tx: Tx, name: str) -> None:
    """Forget a name."""
    await tx.execute(sa.delete(tries).where(tries.c.name == name))


async def there(tx: Tx, name: str) -> bool:
    """Whether the name is kept."""
    return (await tx.execute(sa.select(tries.c.name).where(tries.c.name == name))).first() is not None


async def add(tx: Tx, name: str, at: datetime) -> None:
    """Keep a name without tries."""
    await tx.execute(sa.insert(tries).values(name=name, count=0, tried_at=at))


async def sweep(tx: Tx, before: datetime) -> None:
    """Forget what nobody has tried since."""
    await tx.execute(sa.delete(tries).where(tries.c.tried_at < before))
