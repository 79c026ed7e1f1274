"""All SQL of policies, and what of the run log they are tried on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import accounts, mcp_consents, members, policies, runs

Row = Mapping[str, Any]


async def find(tx: Tx, project_id: str) -> Row | None:
    """The rules of a project; None where it never had any."""
    return _first(await tx.execute(sa.select(policies).where(policies.c.project_id == project_id)))


async def replace(tx: Tx, project_id: str, expected: str | None, values: dict[str, Any]) -> bool:
    """Put rules in the place of those of the version `expected`, None for no row; whether those were still there.

    Raises:
        linkwright.store.errors.RowRefused: somebody wrote the first ones meanwhile.
    """
    if expected is None:
        await tx.execute(sa.insert(policies).values(project_id=project_id, **values))
        return True
    mine = (policies.c.project_id == project_id, policies.c.version == expected)
    return (await tx.execute(sa.update(policies).where(*mine).values(**values))).rowcount == 1


async def past_runs(tx: Tx, project_id: str, since: datetime, until: datetime, most: int) -> Sequence[Row]:
    """The newest runs that called somebody's account, with what is known of the account today."""
    named = runs.outerjoin(accounts, sa.and_(accounts.c.id == runs.c.account_id, accounts.c.project_id == project_id))
    columns = (*runs.c, accounts.c.profile_id, accounts.c.origin_owner_id, accounts.c.origin_owner_name)
    mine = (
        runs.c.project_id == project_id,
        runs.c.started_at >= since,
        runs.c.started_at < until,
        runs.c.account_id.is_not(None),
    )
    statement = sa.select(*columns).select_from(named).where(*mine).order_by(runs.c.started_at.desc(), runs.c.id.desc())
    return [dict(row) for row in (await tx.execute(statement.limit(most))).mappings()]


async def roles(tx: Tx, member_ids: Iterable[str]) -> dict[str, str]:
    """The roles of members as they are now."""
    statement = sa.select(members.c.id, members.c.role).where(members.c.id.in_(list(member_ids)))
    return {row.id: row.role for row in await tx.execute(statement)}


async def clients(tx: Tx, project_id: str, consent_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Client and member of consents that still hold."""
    statement = sa.select(mcp_consents.c.id, mcp_consents.c.client_id, mcp_consents.c.member_id).where(
        mcp_consents.c.project_id == project_id, mcp_consents.c.id.in_(list(consent_ids))
    )
    return {row.id: (row.client_id, row.member_id) for row in await tx.execute(statement)}


async def role_in(tx: Tx, organization_id: str, member_id: str) -> str | None:
    """The role of a member of the organization."""
    mine = (members.c.id == member_id, members.c.organization_id == organization_id)
    return (await tx.execute(sa.select(members.c.role).where(*mine))).scalar_one_or_none()


async def account(tx: Tx, project_id: str, account_id: str) -> Row | None:
    """An account of the project, with what rules can be about."""
    columns = (accounts.c.id, accounts.c.profile_id, accounts.c.origin_owner_id, accounts.c.connector_key)
    mine = (accounts.c.id == account_id, accounts.c.project_id == project_id)
    return _first(await tx.execute(sa.select(*columns).where(*mine)))


def _first(found: sa.CursorResult[Any]) -> Row | None:
    row = found.mappings().first()
    return None if row is None else dict(row)
