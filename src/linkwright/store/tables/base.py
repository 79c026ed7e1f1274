"""What all tables are made of."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.store.types import Moment

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_() -> sa.Column[str]:
    """The usual primary key."""
    return sa.Column("id", sa.String(64), primary_key=True)


def project() -> sa.Column[str]:
    """The project that a row belongs to."""
    return sa.Column("project_id", sa.ForeignKey("projects.id"), nullable=False)


def text(name: str, *, null: bool = False) -> sa.Column[str]:
    """A text."""
    return sa.Column(name, sa.Text, nullable=null)


def moment(name: str, *, null: bool = False) -> sa.Column[object]:
    """A moment, kept as milliseconds."""
    return sa.Column(name, Moment, nullable=null)


def flag(name: str) -> sa.Column[bool]:
    """Yes or no."""
    return sa.Column(name, sa.Boolean, nullable=False)
