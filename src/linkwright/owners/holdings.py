"""Which tables hold anything about an owner, how its rows are found there, and which of their columns are taken out.

A test holds this list against `docs/security/data-map.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

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
    def columns(self) -> list[Any]:
        """What is taken out as it is: columns of the table."""
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
