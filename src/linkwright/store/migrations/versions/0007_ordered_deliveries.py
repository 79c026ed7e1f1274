"""Deliveries of one account in order, where an endpoint asks for it."""

import sqlalchemy as sa
from alembic import op

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


def downgrade() -> None:
    op.drop_index("ix_webhook_deliveries_queue_status", _DELIVERIES)
    op.drop_index("uq_webhook_deliveries_queue", _DELIVERIES)
    op.drop_column(_DELIVERIES, "position")
    op.drop_column(_DELIVERIES, "queue")
    op.drop_column("webhook_endpoints", "ordered")
