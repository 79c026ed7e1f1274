"""Proof that a database and a master key belong together: every stored secret is opened once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from linkwright.access.oidc import settings as oidc_settings
from linkwright.access.two_step import service as two_step
from linkwright.events.sealing import WEBHOOK_SECRET
from linkwright.kit.clock import SystemClock
from linkwright.receiving.sealing import PROVIDER_EVENTS_SECRET
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.store.tables import (
    credentials,
    member_two_step,
    members,
    profile_secrets,
    provider_subscriptions,
    sign_in_settings,
    webhook_secrets,
)
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.key_text import read_key_text
from linkwright.vault.providers import MasterKey
from linkwright.vault.vault import Vault


async def prove(database: Database, key: MasterKey) -> int:
    """Open every credential, app secret, signing secret and secret of signing in, keeping none; how many credentials there were.

    Raises:
        linkwright.vault.errors.RecordDoesNotOpen: one was altered or moved.
        linkwright.vault.errors.WrongMasterKey: the key is another hub's.
    """
    vault = Vault(key, DataKeyRows(database, SystemClock(), WrappedDataKey))
    columns = [credentials.c[name] for name in ("account_id", "field", "project_id", "version", "record")]
    apps = [profile_secrets.c[name] for name in ("profile_id", "field", "project_id", "version", "record")]
    signing = [webhook_secrets.c[name] for name in ("endpoint_id", "project_id", "version", "record")]
    async with database.read() as tx:
        rows = (await tx.execute(sa.select(*columns))).all()
        of_apps = (await tx.execute(sa.select(*apps))).all()
        for endpoint_id, project_id, version, record in (await tx.execute(sa.select(*signing))).all():
            await vault.open(
                record, project_id=project_id, account_id=endpoint_id, field=WEBHOOK_SECRET, version=version
            )
        posted = [provider_subscriptions.c[name] for name in ("id", "project_id", "version", "record")]
        for subscription_id, project_id, version, record in (await tx.execute(sa.select(*posted))).all():
            await vault.open(
                record, project_id=project_id, account_id=subscription_id, field=PROVIDER_EVENTS_SECRET, version=version
            )
        of_organizations = [*(await tx.execute(_two_step())).all(), *(await tx.execute(_providers())).all()]
    for owner_id, field, project_id, version, record in [*rows, *of_apps, *of_organizations]:
        await vault.open(record, project_id=project_id, account_id=owner_id, field=field, version=version)
    return len(rows)


def _two_step() -> sa.Select[Any]:
    """Secrets of members' apps, each with the organization whose data key seals it."""
    steps = member_two_step
    field = sa.literal(two_step.FIELD)
    columns = (steps.c.member_id, field, members.c.organization_id, steps.c.version, steps.c.record)
    return sa.select(*columns).join(members, members.c.id == steps.c.member_id)


def _providers() -> sa.Select[Any]:
    """Client secrets at OpenID providers, sealed for their organization."""
    table = sign_in_settings
    field = sa.literal(oidc_settings.FIELD)
    columns = (table.c.organization_id, field, table.c.organization_id, table.c.secret_version, table.c.secret_record)
    return sa.select(*columns).where(table.c.secret_record.is_not(None))


def master_key_of(text: str) -> MasterKey:
    """The key that a key file's text holds."""
    return MasterKey(*read_key_text(text))
