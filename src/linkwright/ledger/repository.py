"""All SQL of the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.ledger.model import DERIVED, DONE, OPEN, UNKNOWN, Begun, Entry, Intent
from linkwright.store.database import Tx
from linkwright.store.sweeping import few
from linkwright.store.tables import writes


async def find(tx: Tx, intent: Intent, *, lock: bool = False) -> Entry | None:
    """What is noted under the intent's key."""
    mine = (writes.c.project_id == intent.project_id, writes.c.key_hash == intent.key.hash)
    statement = sa.select(writes).where(*mine)
    row = (await tx.execute(statement.with_for_update() if lock else statement)).mappings().first()
    return _entry(row) if row else None


async def doubtful(tx: Tx, intent: Intent, now: datetime) -> Entry | None:
    """The newest write of the same caller with the same fingerprint whose outcome its caller cannot know.

    It is under way, nobody knows it, or the answer was given to nobody.
    """
    statement = sa.select(writes).where(
        writes.c.project_id == intent.project_id,
        writes.c.fingerprint == intent.fingerprint,
        writes.c.key_kind == DERIVED,
        sa.or_(writes.c.state.in_((OPEN, UNKNOWN)), sa.and_(writes.c.state == DONE, ~writes.c.told)),
        sa.or_(writes.c.expires_at >= now, writes.c.state == OPEN),
    )
    rows = (await tx.execute(statement.order_by(writes.c.created_at.desc()).with_for_update())).mappings()
    found = (_entry(row) for row in rows if row["caller"]["id"] == intent.caller["id"])
    return next(found, None)


async def add(tx: Tx, intent: Intent, values: dict[str, Any]) -> None:
    """Note a first try.

    Raises:
        linkwright.store.faults.RowRefused: somebody else noted one under that key meanwhile.
    """
    await tx.execute(sa.insert(writes).values(**_named(intent), **values))


async def again(tx: Tx, intent: Intent, values: dict[str, Any]) -> None:
    """Note another try under the same key; the entry must have been locked."""
    mine = (writes.c.project_id == intent.project_id, writes.c.key_hash == intent.key.hash)
    await tx.execute(sa.update(writes).where(*mine).values(**_named(intent), **values))


async def finish(tx: Tx, owner: str, begun: Begun, values: dict[str, Any]) -> bool:
    """Write down how a try ended; False, and nothing happens, if somebody else has taken it over."""
    statement = sa.update(writes).where(
        writes.c.project_id == begun.intent.project_id,
        writes.c.key_hash == begun.intent.key.hash,
        writes.c.lease_owner == owner,
        writes.c.lease_fence == begun.fence,
    )
    done = await tx.execute(statement.values(lease_owner=None, lease_until=None, **values))
    return done.rowcount == 1


async def told(tx: Tx, key: tuple[str, str], fence: int, until: datetime) -> None:
    """Note that the answer was given, and need be kept only until a moment. `key` is project id and hash."""
    mine = (writes.c.project_id == key[0], writes.c.key_hash == key[1], writes.c.lease_fence == fence)
    done = (writes.c.state == DONE, writes.c.key_kind == DERIVED)
    await tx.execute(sa.update(writes).where(*mine, *done).values(told=True, expires_at=until))


async def abandoned(tx: Tx, now: datetime | None, until: datetime, most: int) -> list[Entry]:
    """Tries whose process is gone: their lease has run out, or with None any lease at all. They are unknown from now on, and kept at least until a moment."""
    late = writes.c.lease_until.is_not(None) if now is None else writes.c.lease_until < now
    statement = sa.select(writes).where(writes.c.state == OPEN, late).limit(most).with_for_update(skip_locked=True)
    found = [_entry(row) for row in (await tx.execute(statement)).mappings()]
    for one in found:
        mine = (writes.c.project_id == one.project_id, writes.c.key_hash == one.key_hash)
        await tx.execute(
            sa.update(writes)
            .where(*mine)
            .values(
                state=UNKNOWN,
                lease_owner=None,
                lease_until=None,
                lease_fence=writes.c.lease_fence + 1,
                expires_at=max(one.expires_at, until),
            )
        )
    return found


async def sweep(tx: Tx, most: int, *, now: datetime) -> int:
    """Forget at most so many entries whose time is over, and which nobody works on; how many."""
    key = (writes.c.project_id, writes.c.key_hash)
    old = few(tx, sa.select(*key).where(writes.c.expires_at < now, writes.c.state != OPEN), most)
    return (await tx.execute(sa.delete(writes).where(sa.tuple_(*key).in_(old), writes.c.expires_at < now))).rowcount


def _named(intent: Intent) -> dict[str, Any]:
    return {
        "project_id": intent.project_id,
        "key_hash": intent.key.hash,
        "key_kind": intent.key.kind,
        "account_id": intent.account_id,
        "action": intent.action,
        "fingerprint": intent.fingerprint,
        "run_id": intent.run_id,
        "caller": dict(intent.caller),
    }


def _entry(row: sa.RowMapping) -> Entry:
    return Entry(**{**row, "answer": bytes(row["answer"]) if row["answer"] is not None else None})
