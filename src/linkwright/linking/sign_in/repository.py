"""All SQL of flows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.linking.sign_in.model import Flow
from linkwright.store.database import Tx
from linkwright.store.sweeping import few
from linkwright.store.tables import sign_in_flows as flows


async def add(tx: Tx, flow: Flow) -> None:
    """Insert a flow."""
    values = {name: getattr(flow, name) for name in Flow.__dataclass_fields__}
    await tx.execute(sa.insert(flows).values(values))


async def by_start(tx: Tx, hashed: str) -> Flow | None:
    """The flow of a one-time address."""
    return _flow((await tx.execute(sa.select(flows).where(flows.c.start_hash == hashed))).mappings().first())


async def by_state(tx: Tx, hashed: str) -> Flow | None:
    """The flow of a state."""
    return _flow((await tx.execute(sa.select(flows).where(flows.c.state_hash == hashed))).mappings().first())


async def of_attempt(tx: Tx, attempt_id: str) -> list[Flow]:
    """The flows of an attempt, the newest first."""
    statement = sa.select(flows).where(flows.c.attempt_id == attempt_id).order_by(flows.c.created_at.desc())
    return [flow for row in (await tx.execute(statement)).mappings() if (flow := _flow(row))]


async def leave(tx: Tx, flow_id: str, values: dict[str, Any]) -> bool:
    """Note that the browser leaves; False if it has left before."""
    statement = sa.update(flows).where(flows.c.id == flow_id, flows.c.left_at.is_(None)).values(values)
    return bool((await tx.execute(statement)).rowcount)


async def come_back(tx: Tx, flow_id: str, at: datetime) -> bool:
    """Note that the browser came back; False if it has come back before. The verifier is good for this once."""
    statement = sa.update(flows).where(flows.c.id == flow_id, flows.c.returned_at.is_(None))
    return bool((await tx.execute(statement.values(returned_at=at))).rowcount)


async def sweep(tx: Tx, most: int, *, before: datetime) -> int:
    """Delete at most so many flows that ended before a moment; how many there were."""
    old = few(tx, sa.select(flows.c.id).where(flows.c.expires_at < before), most)
    return int((await tx.execute(sa.delete(flows).where(flows.c.id.in_(old)))).rowcount)


def _flow(row: sa.RowMapping | None) -> Flow | None:
    if row is None:
        return None
    sealed = {name: bytes(row[name]) if row[name] is not None else None for name in ("verifier", "entered")}
    return Flow(**{**row, **sealed})
