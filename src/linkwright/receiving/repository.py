"""All SQL of provider events."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.receiving.model import Subscription
from linkwright.store.database import Tx, many_rows
from linkwright.store.sweeping import few
from linkwright.store.tables import provider_event_ids as seen
from linkwright.store.tables import provider_subscriptions as subscriptions


async def find(tx: Tx, subscription_id: str) -> Subscription | None:
    """A subscription by the id in its address."""
    return await _one(tx, subscriptions.c.id == subscription_id)


async def of_account(tx: Tx, project_id: str, account_id: str) -> Subscription | None:
    """The account's subscription."""
    return await _one(tx, sa.and_(subscriptions.c.project_id == project_id, subscriptions.c.account_id == account_id))


async def add(tx: Tx, made: Subscription) -> None:
    """Insert a subscription."""
    await tx.execute(sa.insert(subscriptions).values({**asdict(made), "kinds": list(made.kinds)}))


async def update(tx: Tx, subscription_id: str, values: dict[str, Any]) -> bool:
    """Change columns; False if it is gone."""
    statement = sa.update(subscriptions).where(subscriptions.c.id == subscription_id).values(values)
    return (await tx.execute(statement)).rowcount == 1


async def delete(tx: Tx, subscription_id: str) -> bool:
    """Delete a subscription with what it has seen, whether or not the database cascades; False if it is gone."""
    many_rows(tx)
    await tx.execute(sa.delete(seen).where(seen.c.subscription_id == subscription_id))
    done = await tx.execute(sa.delete(subscriptions).where(subscriptions.c.id == subscription_id))
    return done.rowcount == 1


async def known(tx: Tx, subscription_id: str, marks: tuple[str, ...]) -> set[str]:
    """Which of these marks were seen already."""
    statement = sa.select(seen.c.mark).where(seen.c.subscription_id == subscription_id, seen.c.mark.in_(marks))
    return set((await tx.execute(statement)).scalars())


async def note(tx: Tx, subscription_id: str, marks: tuple[str, ...], at: datetime) -> None:
    """Remember marks of a delivery.

    Raises:
        linkwright.store.faults.RowRefused: another call noted one of them first, or the subscription is gone.
    """
    rows = [{"subscription_id": subscription_id, "mark": mark, "received_at": at} for mark in marks]
    await tx.execute(sa.insert(seen), rows)


async def sweep(tx: Tx, most: int, *, before: datetime) -> int:
    """Forget at most so many marks from before a moment; how many."""
    key = (seen.c.subscription_id, seen.c.mark)
    old = few(tx, sa.select(*key).where(seen.c.received_at < before), most)
    return (await tx.execute(sa.delete(seen).where(sa.tuple_(*key).in_(old)))).rowcount


async def _one(tx: Tx, condition: sa.ColumnElement[bool]) -> Subscription | None:
    row = (await tx.execute(sa.select(subscriptions).where(condition))).mappings().first()
    if row is None:
        return None
    return Subscription(**{**row, "kinds": tuple(row["kinds"]), "record": bytes(row["record"])})
