"""Runs, writes, and what agents say of them."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import flag, id_, metadata, moment, project, text
from linkwright.store.types import Json

runs = sa.Table(
    "runs",
    metadata,
    id_(),
    project(),
    sa.Column("account_id", sa.String(64), nullable=True),
    sa.Column("action", sa.String(128), nullable=False),
    sa.Column("connector_key", sa.String(64), nullable=True),
    sa.Column("face", sa.String(8), nullable=False),
    text("caller"),
    sa.Column("caller_id", sa.String(64), nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("success", sa.Boolean, nullable=False),
    moment("started_at"),
    sa.Column("duration_ms", sa.Float, nullable=False),
    sa.Column("upstream_ms", sa.Float, nullable=False),
    sa.Column("upstream_calls", sa.Integer, nullable=False),
    # error, stages and every upstream call; never a secret.
    sa.Column("detail", Json, nullable=False),
    # Arguments, result and what the provider was asked and said, sealed; NULL where they are not kept.
    sa.Column("bodies", sa.LargeBinary, nullable=True),
    sa.Index("ix_runs_project_started", "project_id", "started_at", "id"),
    sa.Index("ix_runs_account_started", "account_id", "started_at"),
    sa.Index("ix_runs_started", "started_at"),
    # Those that hold bodies are found without a look at those that do not.
    sa.Index(
        "ix_runs_bodies",
        "started_at",
        sqlite_where=sa.text("bodies IS NOT NULL"),
        postgresql_where=sa.text("bodies IS NOT NULL"),
    ),
)

# Addresses of files: what they lead to, while they work.
downloads = sa.Table(
    "downloads",
    metadata,
    id_(),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    project(),
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    # The run that gave the address.
    sa.Column("run_id", sa.String(64), nullable=False),
    sa.Column("action", sa.String(128), nullable=False),
    # Who asked, and what they may do.
    sa.Column("caller", Json, nullable=False),
    # The inputs of the action, sealed.
    sa.Column("record", sa.LargeBinary, nullable=False),
    moment("created_at"),
    moment("expires_at"),
    sa.Index("ix_downloads_expires_at", "expires_at"),
)

writes = sa.Table(
    "writes",
    metadata,
    sa.Column("project_id", sa.ForeignKey("projects.id"), primary_key=True),
    # Of the key that the caller gave, or that was derived for it.
    sa.Column("key_hash", sa.String(64), primary_key=True),
    # `given` by the caller, `derived` from its call, or `none`: nobody can repeat it.
    sa.Column("key_kind", sa.String(8), nullable=False),
    sa.Column("account_id", sa.String(64), nullable=False),
    sa.Column("action", sa.String(128), nullable=False),
    # Of account, action and the caller's arguments.
    sa.Column("fingerprint", sa.String(64), nullable=False),
    # `open`, `done`, `refused` or `unknown`.
    sa.Column("state", sa.String(8), nullable=False),
    # Of which the ids of what is created are drawn.
    sa.Column("seed", sa.String(64), nullable=False),
    # Face, name and id of whoever asked.
    sa.Column("caller", Json, nullable=False),
    # Who works on it until when; the fence rises with every try.
    sa.Column("lease_owner", sa.String(64), nullable=True),
    sa.Column("lease_fence", sa.Integer, nullable=False),
    moment("lease_until", null=True),
    # The run of the newest try.
    sa.Column("run_id", sa.String(64), nullable=False),
    # What was answered, sealed, with the fence that it was sealed for.
    sa.Column("answer", sa.LargeBinary, nullable=True),
    # Whether the answer was given to somebody who was still there.
    flag("told"),
    moment("created_at"),
    moment("finished_at", null=True),
    moment("expires_at"),
    sa.Index("ix_writes_expires_at", "expires_at"),
    sa.Index("ix_writes_open", "lease_until"),
    sa.Index("ix_writes_fingerprint", "project_id", "fingerprint"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    id_(),
    project(),
    sa.Column("account_id", sa.String(64), nullable=True),
    sa.Column("tool_names", Json, nullable=False),
    text("text"),
    moment("created_at"),
    sa.Index("ix_feedback_created_at", "created_at"),
)
