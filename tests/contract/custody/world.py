"""A database with a record in every column that holds some, sealed as the parts of the hub seal them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from linkwright.custody.model import Found
from linkwright.custody.rotation import Rotation
from linkwright.custody.verifying import Verifying
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.store import tables
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.store.records import RECORDS, RecordColumn
from linkwright.store.types import Json, Moment
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.envelope import Place
from linkwright.vault.keyring import Keyring
from linkwright.vault.providers import KeyProvider, MasterKey
from linkwright.vault.vault import Vault

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
OLD = MasterKey("mk_old", b"o" * 32)
NEW = MasterKey("mk_new", b"n" * 32)


class World:
    """Two projects with three accounts each, and something sealed in every column."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FixedClock(AT)
        self.known: list[KeyProvider] = [OLD]
        self.vault = self.process(OLD)
        self.secrets: dict[Place, str] = {}

    def process(self, *keys: KeyProvider) -> Vault:
        """A vault as another process has it, with these master keys; it looks for no others."""
        ring = Keyring(keys)
        return Vault(ring, DataKeyRows(self.database, self.clock, WrappedDataKey, ring.named))

    def looking(self) -> Vault:
        """A vault that finds whatever is in `known`."""

        async def look() -> list[KeyProvider]:
            return self.known

        ring = Keyring([OLD], look)
        return Vault(ring, DataKeyRows(self.database, self.clock, WrappedDataKey, ring.named))

    def rotation(self, vault: Vault | None = None, batch: int = 3) -> Rotation:
        """Rotations in small batches."""
        return Rotation(self.database, vault or self.vault, self.clock, batch=batch)

    async def make(self, kind: KeyProvider) -> KeyProvider:
        """A new master key that is at hand from now on."""
        self.known = [*self.known, kind]
        return kind

    async def fill(self) -> World:
        """Insert the rows, parents first."""
        await self._insert(tables.organizations, id="org", wire_id=1)
        for project in ("prj_1", "prj_2"):
            await self._insert(tables.projects, id=project, organization_id="org", name=project)
            await self._insert(tables.connector_profiles, id=f"prof_{project}", project_id=project)
            await self._sealed(
                tables.profile_secrets,
                project,
                f"prof_{project}",
                profile_id=f"prof_{project}",
                field="client_secret",
                version=4,
            )
            await self._insert(tables.webhook_endpoints, id=f"whe_{project}", project_id=project)
            await self._sealed(
                tables.webhook_secrets, project, f"whe_{project}", endpoint_id=f"whe_{project}", version=2
            )
            await self._insert(
                tables.connect_sessions, id=f"cs_{project}", project_id=project, wire_id=len(project) + int(project[-1]),
                token_hash=f"t{project}", link_hash=f"l{project}", hub_hash=f"h{project}", profile_id=None,
            )  # fmt: skip
            await self._insert(
                tables.connection_attempts, id=f"ca_{project}", project_id=project, session_id=f"cs_{project}"
            )
            for n in range(3):
                await self._account(project, f"acc_{project[-1]}{n}", n)
        return self

    async def fill_more(self) -> None:
        """What was sealed for the organization, and what lies beside accounts."""
        await self._insert(tables.members, id="mem_1", organization_id="org", email="a@example.com", role="owner")
        await self._sealed(tables.member_two_step, "org", "mem_1", member_id="mem_1", version=3)
        await self._sealed(tables.sign_in_settings, "org", "org", organization_id="org", secret_version=5)
        await self._sealed(tables.approvals, "prj_1", "acc_10", id="apr_1", project_id="prj_1", account_id="acc_10")
        await self._sealed(
            tables.downloads,
            "prj_1",
            "acc_10",
            id="fil_1",
            project_id="prj_1",
            account_id="acc_10",
            field="download:fil_1",
        )

    async def _account(self, project: str, account: str, n: int) -> None:
        await self._insert(
            tables.accounts,
            id=account,
            project_id=project,
            profile_id=f"prof_{project}",
            origin_owner_id=account,
            slot="",
        )
        for field in ("access_token", "refresh_token"):
            await self._sealed(tables.credentials, project, account, account_id=account, field=field, version=n + 7)
        await self._sealed(
            tables.provider_subscriptions, project, f"ps_{account}", id=f"ps_{account}", account_id=account, version=1
        )
        await self._sealed(
            tables.writes, project, f"kh_{account}", key_hash=f"kh_{account}", account_id=account, lease_fence=n + 40
        )
        await self._sealed(tables.runs, project, account, id=f"run_{account}", account_id=account)
        await self._sealed(
            tables.sign_in_flows, project, f"sif_{account}", id=f"sif_{account}", account_id=account, session_id=f"cs_{project}",
            attempt_id=f"ca_{project}", profile_id=f"prof_{project}", start_hash=f"s{account}", state_hash=f"x{account}",
        )  # fmt: skip

    async def _sealed(self, table: sa.Table, project: str, owner: str, **values: Any) -> None:
        for column in RECORDS:
            if column.table is table:
                field = (
                    values.pop("field")
                    if "field" not in table.columns and "field" in values
                    else values.get("field", column.field)
                )
                version = column.version if isinstance(column.version, int) else values[column.version.name]
                place = Place(project, owner, str(field), version)
                self.secrets[place] = f"secret of {'/'.join(map(str, place))}"
                values[column.name] = await self.vault.seal(Secret(self.secrets[place]), **place._asdict())
        if "project_id" in table.columns:
            values["project_id"] = project
        await self._insert(table, **values)

    async def _insert(self, table: sa.Table, **given: Any) -> None:
        values = {column.name: _filler(column) for column in table.columns if not column.nullable}
        async with self.database.write() as tx:
            await tx.execute(sa.insert(table).values({**values, **given}))

    async def opened(self, vault: Vault) -> dict[Place, str]:
        """Everything that is stored, opened by a vault."""
        found = {}
        for column in RECORDS:
            for row in await self.rows(column):
                place = column.place(row)
                found[place] = (await vault.open(bytes(row[4]), **place._asdict())).reveal()
        return found

    async def rows(self, column: RecordColumn) -> list[sa.Row[Any]]:
        """The rows of a column."""
        async with self.database.read() as tx:
            return list((await tx.execute(column.select())).all())

    async def key_ids(self) -> set[str]:
        """The ids of all data keys that sealed something."""
        return {bytes(row[4])[2 : 2 + row[4][1]].decode() for column in RECORDS for row in await self.rows(column)}

    async def keys(self, *, current: bool) -> list[str]:
        """The ids of current or of former data keys."""
        statement = sa.select(tables.data_keys.c.id).where(tables.data_keys.c.current == current)
        async with self.database.read() as tx:
            return list((await tx.execute(statement.order_by(tables.data_keys.c.project_id))).scalars())

    async def verify(self, *keys: KeyProvider) -> Found:
        """What a proof with these master keys finds."""
        return await Verifying(self.database, Keyring(keys or [OLD]), self.clock).everything()


def _filler(column: sa.Column[Any]) -> Any:
    if isinstance(column.type, Moment):
        return AT
    if isinstance(column.type, Json):
        return []
    fillers: dict[type, Any] = {bool: False, int: 0, float: 0.0, bytes: b""}
    return fillers.get(column.type.python_type, "x")
