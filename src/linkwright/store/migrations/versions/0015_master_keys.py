"""A data key is wrapped by each master key in use, so that one can take another's place while the hub serves."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # An organization has a data key of its own, too. First of all, since SQLite makes the table anew for it.
    with op.batch_alter_table("data_keys") as batch:
        batch.drop_constraint("fk_data_keys_project_id", type_="foreignkey")
    op.create_table(
        "master_keys",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master_keys")),
    )
    op.create_table(
        "data_key_wraps",
        sa.Column("data_key_id", sa.String(64), nullable=False),
        sa.Column("master_key_id", sa.String(64), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["data_key_id"], ["data_keys.id"], name=op.f("fk_data_key_wraps_data_key_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["master_key_id"], ["master_keys.id"], name=op.f("fk_data_key_wraps_master_key_id")),
        sa.PrimaryKeyConstraint("data_key_id", "master_key_id", name=op.f("pk_data_key_wraps")),
    )
    op.create_table(
        "key_rotations",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("project_id", sa.String(64), nullable=True),
        sa.Column("master_key_id", sa.String(64), nullable=True),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("damaged", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_rotations")),
    )
    op.create_table(
        "vault_holders",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("master_key_ids", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_holders")),
    )
    op.execute(
        "INSERT INTO master_keys (id, provider, label, parameters, state, created_at) "
        "SELECT master_key_id, 'file', '', '{}', 'live', MIN(created_at) FROM data_keys GROUP BY master_key_id"
    )
    op.execute(
        "UPDATE master_keys SET state = 'current' WHERE id = "
        "(SELECT master_key_id FROM data_keys ORDER BY created_at DESC, id LIMIT 1)"
    )
    op.execute(
        "INSERT INTO data_key_wraps (data_key_id, master_key_id, wrapped, created_at) "
        "SELECT id, master_key_id, wrapped, created_at FROM data_keys"
    )
    op.drop_column("data_keys", "master_key_id")
    op.drop_column("data_keys", "wrapped")
    op.add_column("data_keys", sa.Column("rotation_id", sa.String(64), nullable=True))
    op.add_column("data_keys", sa.Column("retired_at", sa.BigInteger(), nullable=True))
    op.add_column("data_keys", sa.Column("destroy_after", sa.BigInteger(), nullable=True))
    for statement in _announcements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER keys_data_keys ON data_keys")
        op.execute("DROP FUNCTION linkwright_keys()")
    else:
        op.execute("DROP TRIGGER keys_data_keys")
    for name in ("destroy_after", "retired_at", "rotation_id"):
        op.drop_column("data_keys", name)
    # Rows of data keys that the older version could not open are of no use to it.
    op.add_column("data_keys", sa.Column("master_key_id", sa.String(64), nullable=False, server_default=""))
    op.add_column("data_keys", sa.Column("wrapped", sa.LargeBinary(), nullable=True))
    chosen = (
        "(SELECT {column} FROM data_key_wraps w JOIN master_keys m ON m.id = w.master_key_id "
        "WHERE w.data_key_id = data_keys.id ORDER BY CASE m.state WHEN 'current' THEN 0 ELSE 1 END LIMIT 1)"
    )
    op.execute(
        f"UPDATE data_keys SET wrapped = {chosen.format(column='w.wrapped')}, "  # noqa: S608 - names of ours only
        f"master_key_id = COALESCE({chosen.format(column='w.master_key_id')}, '')"
    )
    op.execute("DELETE FROM data_keys WHERE wrapped IS NULL")
    with op.batch_alter_table("data_keys") as data_keys:
        data_keys.alter_column("wrapped", nullable=False)
        data_keys.alter_column("master_key_id", server_default=None)
    for name in ("vault_holders", "key_rotations", "data_key_wraps", "master_keys"):
        op.drop_table(name)
    # Without its organization a data key has no place in the older tables.
    op.execute("DELETE FROM data_keys WHERE project_id NOT IN (SELECT id FROM projects)")
    with op.batch_alter_table("data_keys") as batch:
        batch.create_foreign_key("fk_data_keys_project_id", "projects", ["project_id"], ["id"])


def _announcements(dialect: str) -> list[str]:
    """A data key that is destroyed must not be held open by any process: each is told."""
    if dialect == "postgresql":
        body = "BEGIN PERFORM pg_notify('linkwright_hot', 'keys'); RETURN NULL; END"
        each = "FOR EACH STATEMENT EXECUTE FUNCTION linkwright_keys()"
        return [
            f"CREATE FUNCTION linkwright_keys() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"CREATE TRIGGER keys_data_keys AFTER DELETE ON data_keys {each}",
        ]
    told = "UPDATE counters SET value = value + 1 WHERE name = 'hot'"
    return [f"CREATE TRIGGER keys_data_keys AFTER DELETE ON data_keys BEGIN {told}; END"]
