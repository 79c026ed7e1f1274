"""The record: who did what, chained. Nothing here points at another table, so nothing that is deleted takes it along."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import flag, id_, metadata, moment, text
from linkwright.store.types import Json

audit_records = sa.Table(
    "audit_records",
    metadata,
    id_(),
    # The project's id, the organization's for what belongs to no project, or `hub`.
    sa.Column("chain", sa.String(64), nullable=False),
    # Its place in the chain, and the hashes of the record before and of itself; NULL until it is chained.
    sa.Column("sequence", sa.BigInteger, nullable=True),
    sa.Column("previous", sa.String(64), nullable=True),
    sa.Column("hash", sa.String(64), nullable=True),
    # Nanoseconds: the order in which a process noted them.
    sa.Column("noted", sa.BigInteger, nullable=False),
    moment("at"),
    sa.Column("event", sa.String(64), nullable=False),
    # `done`, `refused` or `failed`, and the code of the error.
    sa.Column("outcome", sa.String(8), nullable=False),
    sa.Column("reason", sa.String(64), nullable=True),
    sa.Column("face", sa.String(8), nullable=False),
    # `key:key_…`, `member:mem_…`, `system`, and what it is called.
    sa.Column("principal", sa.String(128), nullable=False),
    text("principal_name"),
    sa.Column("target_kind", sa.String(32), nullable=True),
    sa.Column("target_id", sa.String(128), nullable=True),
    sa.Column("account_id", sa.String(64), nullable=True),
    sa.Column("address", sa.String(64), nullable=True),
    sa.Column("request_id", sa.String(64), nullable=True),
    sa.Column("run_id", sa.String(64), nullable=True),
    # HMAC of the canonical arguments under a key of the project.
    sa.Column("digest", sa.String(64), nullable=True),
    sa.Column("detail", Json, nullable=True),
    # HMAC over everything above but the place: that a holder of the audit key wrote it.
    sa.Column("seal", sa.String(64), nullable=False),
    # Whether the seal was right when the record was chained.
    sa.Column("sealed", sa.Boolean, nullable=True),
    # Without those that wait, so that a new record costs no more than it must.
    sa.Index(
        "uq_audit_records_chain_sequence",
        "chain",
        "sequence",
        unique=True,
        sqlite_where=sa.text("sequence IS NOT NULL"),
        postgresql_where=sa.text("sequence IS NOT NULL"),
    ),
    sa.Index("ix_audit_records_chain_at", "chain", "at"),
    sa.Index(
        "ix_audit_records_waiting",
        "chain",
        "noted",
        sqlite_where=sa.text("sequence IS NULL"),
        postgresql_where=sa.text("sequence IS NULL"),
    ),
)

audit_chains = sa.Table(
    "audit_chains",
    metadata,
    sa.Column("chain", sa.String(64), primary_key=True),
    # The newest record: its place, hash and time, signed.
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    moment("at"),
    sa.Column("key_id", sa.String(64), nullable=False),
    sa.Column("signature", sa.String(128), nullable=False),
    # Where and when the newest checkpoint was made.
    sa.Column("checkpoint_sequence", sa.BigInteger, nullable=False),
    moment("checkpoint_at"),
)

audit_checkpoints = sa.Table(
    "audit_checkpoints",
    metadata,
    id_(),
    sa.Column("chain", sa.String(64), nullable=False),
    # `checkpoint`, or `cut`: everything up to here was deleted because of its age.
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    moment("at"),
    sa.Column("key_id", sa.String(64), nullable=False),
    sa.Column("signature", sa.String(128), nullable=False),
    # Whether it was appended to the file outside, where one is set.
    flag("anchored"),
    sa.Index("ix_audit_checkpoints_chain_sequence", "chain", "sequence"),
)

audit_keys = sa.Table(
    "audit_keys",
    metadata,
    # A hash of the public key.
    id_(),
    sa.Column("public_key", sa.String(64), nullable=False),
    moment("created_at"),
)
