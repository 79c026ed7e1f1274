"""All SQL of clients that registered themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.consents.model import Client
from linkwright.store.database import Tx
from linkwright.store.tables import (
    mcp_clients,
    mcp_consents,
)

Row = sa.RowMapping


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
