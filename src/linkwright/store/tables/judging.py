"""What a project's rules let through, and what people decided about single calls."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import id_, metadata, moment, project, text
from linkwright.store.types import Json

OPEN = "state IN ('pending', 'approved', 'claimed')"

policies = sa.Table(
    "policies",
    metadata,
    sa.Column("project_id", sa.ForeignKey("projects.id"), primary_key=True),
    # The rules in their order, as they were sent.
    sa.Column("rules", Json, nullable=False),
    # Of their content.
    sa.Column("version", sa.String(64), nullable=False),
    text("updated_by"),
    moment("updated_at"),
)

approvals = sa.Table(
    "approvals",
    metadata,
    id_(),
    project(),
    # What a person decided about an account is of no use, and none of our business, when that is gone.
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("action", sa.String(128), nullable=False),
    sa.Column("effect", sa.String(8), nullable=False),
    # Everything that it is bound to: account and its linking, action, caller, arguments, rules.
    sa.Column("binding", sa.String(64), nullable=False),
    sa.Column("plan_hash", sa.String(200), nullable=False),
    sa.Column("policy_version", sa.String(64), nullable=False),
    # Id, number, name and message of the rule that wants it.
    sa.Column("rule", Json, nullable=False),
    # `key:…`, `client:…` or `member:…`, and the member behind it if there is one.
    sa.Column("caller", sa.String(80), nullable=False),
    text("caller_name"),
    sa.Column("caller_member", sa.String(64), nullable=True),
    sa.Column("face", sa.String(8), nullable=False),
    # The run that asked for it, and the one that used it.
    sa.Column("run_id", sa.String(64), nullable=False),
    sa.Column("used_run_id", sa.String(64), nullable=True),
    # By which its caller may have the recorded answer again: the hash of the caller's own idempotency key.
    sa.Column("used_key", sa.String(64), nullable=True),
    # `pending`, `approved`, `refused`, `claimed`, `used`, `outdated` or `expired`; nobody has to write that it is over.
    sa.Column("state", sa.String(8), nullable=False),
    # What a person is shown, sealed: the plan.
    sa.Column("shown", sa.LargeBinary, nullable=False),
    moment("created_at"),
    moment("expires_at"),
    moment("decided_at", null=True),
    # `member:…`, or `link:…` with the member who made the link.
    sa.Column("decided_by", sa.String(80), nullable=True),
    text("decided_name", null=True),
    moment("used_at", null=True),
    # Of the link by which it can be decided without signing in; NULL for none.
    sa.Column("link_hash", sa.String(64), nullable=True, unique=True),
    sa.Column("link_by", sa.String(64), nullable=True),
    text("link_name", null=True),
    sa.Index("ix_approvals_binding", "binding", "created_at"),
    # One that may still be used is enough for one call.
    sa.Index("uq_approvals_open", "binding", unique=True, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN)),
    sa.Index("ix_approvals_project_created", "project_id", "created_at", "id"),
    sa.Index("ix_approvals_expires_at", "expires_at"),
)
