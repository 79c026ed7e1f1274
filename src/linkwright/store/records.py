"""Every column that holds records of the vault, and where each of its records belongs.

A test holds this list against the tables: a column of bytes is here, or among those that say that they are no records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from linkwright.store import tables


class Place(NamedTuple):
    """Where a record belongs; the fields of `vault.envelope.Place`, which the store need not know."""

    project_id: str
    account_id: str
    field: str
    version: int


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column of records.

    Attributes:
        table, name: the column.
        owner: the column whose value stands for the account in the record's place; `none` where that is null.
        field: the column with the field's name, or the name itself.
        version: the column with the version, or the version itself.
        project: what stands for the project in the record's place, where that is not the row's own `project_id`; such records
            belong to an organization.
        kept: whether nothing else holds what it holds, so that a backup has to prove that it opens.
    """

    table: sa.Table
    name: str
    owner: str
    field: sa.ColumnElement[str] | str
    version: sa.Column[int] | int
    kept: bool = False
    project: sa.ColumnElement[str] | None = None

    @property
    def record(self) -> sa.Column[Any]:
        """The column itself."""
        return self.table.c[self.name]

    @property
    def belongs_to(self) -> sa.ColumnElement[str]:
        """The project, or the organization, whose data key seals the record."""
        return self.table.c.project_id if self.project is None else self.project

    @property
    def key(self) -> list[sa.Column[Any]]:
        """The columns of the primary key."""
        return list(self.table.primary_key.columns)

    def select(self) -> sa.Select[Any]:
        """Project, owner, field, version, record and then the primary key, of every row that has a record."""
        field = sa.literal(self.field) if isinstance(self.field, str) else self.field
        version = sa.literal(self.version) if isinstance(self.version, int) else self.version
        owner = self.table.c[self.owner]
        return sa.select(self.belongs_to, owner, field, version, self.record, *self.key).where(self.record.is_not(None))

    def place(self, row: Any) -> Place:
        """Where the record of a row of `select` belongs."""
        return Place(row[0], row[1] or _NOBODY, row[2], row[3])


_NOBODY = "none"
_T = tables
RECORDS = (
    RecordColumn(_T.credentials, "record", "account_id", _T.credentials.c.field, _T.credentials.c.version, kept=True),
    RecordColumn(
        _T.profile_secrets, "record", "profile_id", _T.profile_secrets.c.field, _T.profile_secrets.c.version, kept=True
    ),
    RecordColumn(
        _T.webhook_secrets, "record", "endpoint_id", "webhook_secret", _T.webhook_secrets.c.version, kept=True
    ),
    RecordColumn(
        _T.provider_subscriptions,
        "record",
        "id",
        "provider_events_secret",
        _T.provider_subscriptions.c.version,
        kept=True,
    ),
    RecordColumn(
        _T.member_two_step,
        "record",
        "member_id",
        "two_step_secret",
        _T.member_two_step.c.version,
        kept=True,
        project=sa.select(_T.members.c.organization_id)
        .where(_T.members.c.id == _T.member_two_step.c.member_id)
        .scalar_subquery(),
    ),
    RecordColumn(
        _T.sign_in_settings,
        "secret_record",
        "organization_id",
        "oidc_client_secret",
        _T.sign_in_settings.c.secret_version,
        kept=True,
        project=_T.sign_in_settings.c.organization_id,
    ),
    RecordColumn(_T.approvals, "shown", "account_id", "approval", 0),
    RecordColumn(_T.downloads, "record", "account_id", "download:" + _T.downloads.c.id, 1),
    RecordColumn(_T.sign_in_flows, "verifier", "id", "verifier", 1),
    RecordColumn(_T.sign_in_flows, "entered", "id", "entered", 1),
    RecordColumn(_T.writes, "answer", "key_hash", "write_answer", _T.writes.c.lease_fence),
    RecordColumn(_T.runs, "bodies", "account_id", "run_bodies", 0),
)
NOT_RECORDS = (
    _T.project_logos.c.content,
    _T.connector_versions.c.lock,
    _T.connector_versions.c.files,
    _T.data_key_wraps.c.wrapped,
)


def head(key_id: str) -> bytes:
    """How a record begins that a data key sealed."""
    name = key_id.encode("ascii")
    return bytes((1, len(name))) + name


def sealed_by(column: RecordColumn, key_id: str) -> sa.ColumnElement[bool]:
    """Whether a data key sealed the record of a row."""
    start = head(key_id)
    return sa.func.substr(column.record, 1, len(start)) == sa.literal(start, sa.LargeBinary)
