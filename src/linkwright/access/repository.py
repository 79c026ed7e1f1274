"""All SQL of access: API keys, members, their sessions, one-time links."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import (
    accounts,
    api_key_uses,
    api_keys,
    claim_links,
    connector_profiles,
    member_sessions,
    members,
    organizations,
)

Row = sa.RowMapping


async def add_key(tx: Tx, values: dict[str, Any]) -> None:
    """Insert an API key."""
    await tx.execute(sa.insert(api_keys).values(values))


async def list_keys(tx: Tx, project_id: str) -> Sequence[Row]:
    """The project's keys, newest first, with the time of their last use as `used_at`."""
    statement = (
        sa.select(api_keys, api_key_uses.c.used_at)
        .outerjoin(api_key_uses, api_key_uses.c.key_id == api_keys.c.id)
        .where(api_keys.c.project_id == project_id)
        .order_by(api_keys.c.created_at.desc(), api_keys.c.id)
    )
    return (await tx.execute(statement)).mappings().all()


async def find_key(tx: Tx, key_id: str, project_id: str | None = None) -> Row | None:
    """One key, of one project if given."""
    statement = sa.select(api_keys).where(api_keys.c.id == key_id)
    if project_id is not None:
        statement = statement.where(api_keys.c.project_id == project_id)
    return (await tx.execute(statement)).mappings().first()


async def there(tx: Tx, project_id: str, kind: str, ids: Collection[str]) -> set[str]:
    """Those of the ids that are `accounts` or `profiles` of the project."""
    table = {"accounts": accounts, "profiles": connector_profiles}[kind]
    statement = sa.select(table.c.id).where(table.c.project_id == project_id, table.c.id.in_(ids))
    return set((await tx.execute(statement)).scalars())


async def revoke_key(tx: Tx, key_id: str, at: datetime) -> None:
    """Mark a key as revoked; the first time counts."""
    await tx.execute(
        sa.update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None)).values(revoked_at=at)
    )


async def add_member(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a member."""
    await tx.execute(sa.insert(members).values(values))


async def set_password(tx: Tx, member_id: str, password_hash: str) -> None:
    """Store a new password hash and end every session of the member."""
    await tx.execute(sa.update(members).where(members.c.id == member_id).values(password_hash=password_hash))
    await tx.execute(sa.delete(member_sessions).where(member_sessions.c.member_id == member_id))


async def keep_password(tx: Tx, member_id: str, password_hash: str) -> None:
    """Store a new password hash; sessions stay."""
    await tx.execute(sa.update(members).where(members.c.id == member_id).values(password_hash=password_hash))


async def member_by_email(tx: Tx, email: str) -> Row | None:
    """The member of that e-mail address; addresses are kept in lower case."""
    return (await tx.execute(sa.select(members).where(members.c.email == email.lower()))).mappings().first()


async def add_claim_link(tx: Tx, values: dict[str, Any]) -> None:
    """Insert a one-time link."""
    await tx.execute(sa.insert(claim_links).values(values))


async def spend_claim_link(tx: Tx, token_hash: str, now: datetime) -> Row | None:
    """Use up a one-time link; None if it is unknown, spent or too old. Of two at once, one gets it."""
    statement = (
        sa.update(claim_links)
        .where(claim_links.c.token_hash == token_hash, claim_links.c.used_at.is_(None), claim_links.c.expires_at > now)
        .values(used_at=now)
        .returning(claim_links.c.organization_id, claim_links.c.role, claim_links.c.email, claim_links.c.resets)
    )
    return (await tx.execute(statement)).mappings().first()


async def find_claim_link(tx: Tx, token_hash: str, now: datetime) -> Row | None:
    """A one-time link that works still, with the name of its organization."""
    statement = (
        sa.select(claim_links, organizations.c.name.label("organization_name"))
        .join(organizations, organizations.c.id == claim_links.c.organization_id)
        .where(claim_links.c.token_hash == token_hash, claim_links.c.used_at.is_(None), claim_links.c.expires_at > now)
    )
    return (await tx.execute(statement)).mappings().first()


async def first_organization(tx: Tx) -> Row | None:
    """The oldest organization: the one that the first start made."""
    return (await tx.execute(sa.select(organizations).order_by(organizations.c.created_at).limit(1))).mappings().first()


async def add_organization(tx: Tx, values: dict[str, Any]) -> None:
    """Insert an organization."""
    await tx.execute(sa.insert(organizations).values(values))


async def names_of(tx: Tx, references: Collection[str]) -> dict[str, str]:
    """What the keys and members are called that rows name as `key:key_…` or `member:mem_…`."""
    found: dict[str, str] = {}
    for kind, table in (("key", api_keys), ("member", members)):
        ids = [one.partition(":")[2] for one in references if one.startswith(f"{kind}:")]
        if ids:
            rows = await tx.execute(sa.select(table.c.id, table.c.name).where(table.c.id.in_(ids)))
            found |= {f"{kind}:{row.id}": row.name for row in rows}
    return found
