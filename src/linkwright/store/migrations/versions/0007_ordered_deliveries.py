"""Deliveries of one account in order, and events that providers post."""

import sqlalchemy as sa
from alembic import op

from linkwright.store.types import Json, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DELIVERIES = "webhook_deliveries"


def upgrade() -> None:
    op.add_column("webhook_endpoints", sa.Column("ordered", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(_DELIVERIES, sa.Column("queue", sa.String(length=64), nullable=True))
    op.add_column(_DELIVERIES, sa.Column("position", sa.BigInteger(), nullable=True))
    op.create_index("uq_webhook_deliveries_queue", _DELIVERIES, ["endpoint_id", "queue", "position"], unique=True)
    op.create_index("ix_webhook_deliveries_queue_status", _DELIVERIES, ["endpoint_id", "queue", "status", "position"])
    _provider_events()


def _provider_events() -> None:
    op.create_table(
        "provider_subscriptions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("connector_key", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("kinds", Json(), nullable=False),
        sa.Column("include_body", sa.Boolean(), nullable=False),
        sa.Column("upstream_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_provider_subscriptions_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_provider_subscriptions_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_subscriptions")),
        sa.UniqueConstraint("account_id", name=op.f("uq_provider_subscriptions_account_id")),
    )
    op.create_table(
        "provider_event_ids",
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=160), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["provider_subscriptions.id"],
            name=op.f("fk_provider_event_ids_subscription_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription_id", "mark", name=op.f("pk_provider_event_ids")),
    )
    op.create_index("ix_provider_event_ids_received_at", "provider_event_ids", ["received_at"])


def downgrade() -> None:
    op.drop_table("provider_event_ids")
    op.drop_table("provider_subscriptions")
    op.drop_index("ix_webhook_deliveries_queue_status", _DELIVERIES)
    op.drop_index("uq_webhook_deliveries_queue", _DELIVERIES)
    op.drop_column(_DELIVERIES, "position")
    op.drop_column(_DELIVERIES, "queue")
    op.drop_column("webhook_endpoints", "ordered")
