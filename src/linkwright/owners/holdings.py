"""Which tables hold anything about an owner, how its rows are found there, and which of their columns are taken out.

A test holds this list against `docs/security/data-map.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from linkwright.store import tables as t
from linkwright.store.database import Tx
from linkwright.store.records import RECORDS, RecordColumn
from linkwright.store.tables import metadata

Way = Literal["owner", "id", "account_id", "session_id", "event_id", "delivery_id"]


@dataclass(frozen=True, slots=True)
class Holding:
    """A table with rows about an owner.

    Attributes:
        table: its name.
        way: the column by which its rows are found; `owner` for `origin_owner_id`.
        hidden: columns that are not taken out: secrets, hashes of secrets, and what only the hub's own work reads.
        sealed: a column that is opened and taken out.
    """

    table: str
    way: Way
    hidden: frozenset[str] = frozenset()
    sealed: str | None = None

    @property
    def columns(self) -> list[sa.Column[Any]]:
        """What is taken out as it is."""
        return [one for one in metadata.tables[self.table].c if one.name not in self.hidden and one.name != self.sealed]

    @property
    def record(self) -> RecordColumn | None:
        """The sealed column."""
        return next((one for one in RECORDS if one.table.name == self.table and one.name == self.sealed), None)


_LEASE = frozenset({"lease_owner", "lease_fence", "lease_until"})
HOLDINGS = (
    Holding("accounts", "owner"),
    Holding("credentials", "account_id", frozenset({"record", "last4"})),
    Holding("oauth_grants", "account_id", _LEASE | {"intent_version", "intent_at"}),
    Holding("account_checks", "account_id", _LEASE),
    Holding("provider_subscriptions", "account_id", frozenset({"record"})),
    Holding("connect_sessions", "owner", frozenset({"token_hash", "link_hash", "hub_hash"})),
    Holding("connection_attempts", "session_id"),
    Holding("runs", "account_id", sealed="bodies"),
    Holding("writes", "account_id", _LEASE | {"seed", "fingerprint"}, sealed="answer"),
    Holding("approvals", "account_id", frozenset({"binding", "link_hash"}), sealed="shown"),
    Holding("downloads", "account_id", frozenset({"token_hash"}), sealed="record"),
    Holding("feedback", "account_id"),
    Holding("events", "account_id"),
    Holding("webhook_deliveries", "event_id", _LEASE | {"queue", "position"}),
    Holding("webhook_attempts", "delivery_id"),
    Holding("deletion_receipts", "owner"),
    Holding("audit_records", "account_id", frozenset({"seal", "previous", "hash"})),
)


def _mine(holding: Holding, project_id: str, owner: str, accounts: Sequence[str]) -> sa.ColumnElement[bool]:
    table = metadata.tables[holding.table]
    sessions = sa.select(t.connect_sessions.c.id).where(
        t.connect_sessions.c.project_id == project_id, t.connect_sessions.c.origin_owner_id == owner
    )
    events = sa.select(t.events.c.id).where(t.events.c.project_id == project_id, t.events.c.account_id.in_(accounts))
    deliveries = sa.select(t.webhook_deliveries.c.id).where(t.webhook_deliveries.c.event_id.in_(events))
    if holding.way == "owner":
        return sa.and_(table.c.project_id == project_id, table.c.origin_owner_id == owner)
    within: dict[str, Any] = {"account_id": accounts, "session_id": sessions, "event_id": events, "delivery_id": deliveries}
    mine = table.c[holding.way].in_(within[holding.way])
    if holding.table == "audit_records":
        return sa.and_(mine, table.c.chain == project_id)
    return sa.and_(mine, table.c.project_id == project_id) if "project_id" in table.c else mine


async def page(
    tx: Tx,
    holding: Holding,
    whose: tuple[str, str, Sequence[str]],
    after: Sequence[Any] | None,
    size: int,
) -> list[Any]:
    """Rows of a table in the order of its key: the columns, and of a sealed one where it belongs; `whose`: project, owner, accounts."""
    table = metadata.tables[holding.table]
    key = list(table.primary_key.columns)
    columns: list[Any] = list(holding.columns)
    record = holding.record
    if record is not None:
        field = sa.literal(record.field) if isinstance(record.field, str) else record.field
        version = sa.literal(record.version) if isinstance(record.version, int) else record.version
        place = (table.c[record.owner], field, version, record.record)
        columns += [
            one.label(f"_{name}") for name, one in zip(("owner", "field", "version", "record"), place, strict=True)
        ]
    columns += [one.label(f"_key{number}") for number, one in enumerate(key)]
    statement = sa.select(*columns).where(_mine(holding, *whose)).order_by(*key).limit(size)
    if after is not None:
        last = sa.tuple_(*(sa.literal(value, one.type) for value, one in zip(after, key, strict=True)))
        statement = statement.where(sa.tuple_(*key) > last)
    return list((await tx.execute(statement)).mappings())
