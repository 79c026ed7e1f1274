"""Events out: endpoints, what happened, deliveries; and events in."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import flag, id_, metadata, moment, project, text
from linkwright.store.types import Json

webhook_endpoints = sa.Table(
    "webhook_endpoints",
    metadata,
    id_(),
    project(),
    text("url"),
    text("description", null=True),
    # Names of events, or `*` alone for all of them.
    sa.Column("events", Json, nullable=False),
    # Whether body, names and a further signature are those of the StackOne contract.
    flag("stackone"),
    # Whether deliveries of one account go out one after another.
    sa.Column("ordered", sa.Boolean, nullable=False, server_default=sa.false()),
    flag("enabled"),
    text("disabled_reason", null=True),
    moment("disabled_at", null=True),
    # Since when every attempt has failed.
    moment("failing_since", null=True),
    moment("created_at"),
    moment("updated_at"),
    sa.Index("ix_webhook_endpoints_project_id", "project_id"),
)

webhook_secrets = sa.Table(
    "webhook_secrets",
    metadata,
    sa.Column("endpoint_id", sa.ForeignKey("webhook_endpoints.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    project(),
    sa.Column("record", sa.LargeBinary, nullable=False),
    moment("created_at"),
    # When it stops signing, once a newer one has taken its place.
    moment("expires_at", null=True),
)

events = sa.Table(
    "events",
    metadata,
    id_(),
    project(),
    sa.Column("type", sa.String(64), nullable=False),
    sa.Column("account_id", sa.String(64), nullable=True),
    sa.Column("data", Json, nullable=False),
    moment("created_at"),
    sa.Index("ix_events_created_at", "created_at"),
    sa.Index("ix_events_account_id", "account_id"),
)

webhook_deliveries = sa.Table(
    "webhook_deliveries",
    metadata,
    id_(),
    project(),
    sa.Column("endpoint_id", sa.ForeignKey("webhook_endpoints.id", ondelete="CASCADE"), nullable=False),
    sa.Column("event_id", sa.ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True),
    # `pending`, `delivered` or `failed`.
    sa.Column("status", sa.String(16), nullable=False),
    # All attempts, and those of the present round of retries.
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    # Null when nothing is to be done: it is over, its endpoint is off, or an earlier one of its queue is pending.
    moment("due_at", null=True),
    # At an ordered endpoint: the account whose events go out one after another, and the place among them.
    sa.Column("queue", sa.String(64), nullable=True),
    sa.Column("position", sa.BigInteger, nullable=True),
    # The lease: who works on it until when; the fence rises with every lease.
    sa.Column("lease_owner", sa.String(64), nullable=True),
    sa.Column("lease_fence", sa.Integer, nullable=False),
    moment("lease_until", null=True),
    moment("created_at"),
    moment("finished_at", null=True),
    sa.Index("ix_webhook_deliveries_due_at", "due_at"),
    sa.Index("ix_webhook_deliveries_endpoint_created", "endpoint_id", "created_at", "id"),
    sa.Index("uq_webhook_deliveries_queue", "endpoint_id", "queue", "position", unique=True),
    sa.Index("ix_webhook_deliveries_queue_status", "endpoint_id", "queue", "status", "position"),
)

webhook_attempts = sa.Table(
    "webhook_attempts",
    metadata,
    sa.Column("delivery_id", sa.ForeignKey("webhook_deliveries.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    moment("started_at"),
    sa.Column("duration_ms", sa.Float, nullable=False),
    # The receiver's status, or what kept it from answering.
    sa.Column("status", sa.Integer, nullable=True),
    text("error", null=True),
    # The beginning of its answer, without secrets.
    text("excerpt"),
)

provider_subscriptions = sa.Table(
    "provider_subscriptions",
    metadata,
    id_(),
    project(),
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, unique=True),
    sa.Column("connector_key", sa.String(64), nullable=False),
    # `api` or `by_hand`.
    sa.Column("how", sa.String(16), nullable=False),
    sa.Column("kinds", Json, nullable=False),
    flag("include_body"),
    # The provider's id of the webhook, where the hub registered it.
    text("upstream_id", null=True),
    # The signing secret, sealed.
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("record", sa.LargeBinary, nullable=False),
    # Why it has to be registered by hand.
    text("reason", null=True),
    moment("created_at"),
    moment("received_at", null=True),
)

provider_event_ids = sa.Table(
    "provider_event_ids",
    metadata,
    sa.Column("subscription_id", sa.ForeignKey("provider_subscriptions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("mark", sa.String(160), primary_key=True),
    moment("received_at"),
    sa.Index("ix_provider_event_ids_received_at", "received_at"),
)
