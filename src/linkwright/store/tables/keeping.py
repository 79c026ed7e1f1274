"""The keys of the vault: master keys by name, data keys, what wraps which, and their rotation."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.tables.base import flag, id_, metadata, moment, text
from linkwright.store.types import Json

master_keys = sa.Table(
    "master_keys",
    metadata,
    id_(),
    # `file`, `passphrase`, `kms` or `transit`. Where the key is found say the settings, never this table.
    sa.Column("provider", sa.String(16), nullable=False),
    # What people know it by. Never used to find it.
    text("label"),
    # Of a passphrase: salt and cost of the derivation, and what tells that it is the right one.
    sa.Column("parameters", Json, nullable=False),
    # `current`, `live` (wraps and opens beside the current one) or `retired`.
    sa.Column("state", sa.String(8), nullable=False),
    moment("created_at"),
    moment("retired_at", null=True),
)

data_keys = sa.Table(
    "data_keys",
    metadata,
    id_(),
    # A project's id, or an organization's: what belongs to no project is sealed for its organization.
    sa.Column("project_id", sa.String(64), nullable=False),
    flag("current"),
    # The rotation that made it; NULL for a project's first.
    sa.Column("rotation_id", sa.String(64), nullable=True),
    moment("created_at"),
    # When another became current; and when it is to be destroyed without being asked.
    moment("retired_at", null=True),
    moment("destroy_after", null=True),
    # One current key a project, whoever makes it first.
    sa.Index(
        "uq_data_keys_current",
        "project_id",
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    ),
)

data_key_wraps = sa.Table(
    "data_key_wraps",
    metadata,
    sa.Column("data_key_id", sa.ForeignKey("data_keys.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("master_key_id", sa.ForeignKey("master_keys.id"), primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    moment("created_at"),
)

key_rotations = sa.Table(
    "key_rotations",
    metadata,
    id_(),
    # `data` or `master`.
    sa.Column("kind", sa.String(8), nullable=False),
    # The one project whose data key is changed; NULL for all.
    sa.Column("project_id", sa.String(64), nullable=True),
    # The master key that all data keys are wrapped by.
    sa.Column("master_key_id", sa.String(64), nullable=True),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("total", sa.BigInteger, nullable=False),
    sa.Column("damaged", sa.BigInteger, nullable=False),
    moment("started_at"),
    moment("finished_at", null=True),
)

vault_holders = sa.Table(
    "vault_holders",
    metadata,
    id_(),
    # Machine and process number.
    text("name"),
    # Ids of the master keys that the process can use.
    sa.Column("master_key_ids", Json, nullable=False),
    moment("seen_at"),
)
