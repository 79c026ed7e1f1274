"""Two projects on a real database, and the services that publish in them; the desk's files come from `tests.desk`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from linkwright.access.principals import Principal
from linkwright.access.scopes import SCOPES
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.of_projects import ProjectCatalogs
from linkwright.kit.clock import FixedClock
from linkwright.profiles.model import Profile
from linkwright.profiles.service import ProfileService
from linkwright.publishing.model import Publication
from linkwright.publishing.service import PublishingService
from linkwright.publishing.workshop import Workshop, compile_here
from linkwright.store.database import Database
from linkwright.store.hot import HotRows, Row, open_hot_rows
from linkwright.store.tables import accounts, organizations, projects
from tests.desk import desk_files

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINE, OTHER = "prj_mine", "prj_other"


@lru_cache(maxsize=1)
def shipped() -> Catalog:
    """The hub's own connectors, read once."""
    return Catalog.load()


class CountedRows:
    """The hot rows, with a count of what went to the database."""

    def __init__(self, rows: HotRows) -> None:
        self._rows = rows
        self.reads = 0

    def peek(self, key: object) -> Any:
        return self._rows.peek(key)

    async def get(self, key: object, sql: str, args: Row, build: Any) -> Any:
        if self._rows.peek(key) is None:
            self.reads += 1
        return await self._rows.get(key, sql, args, build)

    async def read(self, sql: str, args: Row) -> list[Row]:
        self.reads += 1
        return await self._rows.read(sql, args)

    async def start(self) -> None:
        await self._rows.start()

    async def close(self) -> None:
        await self._rows.close()


@dataclass
class Shelf:
    """Everything that the tests of publishing turn."""

    database: Database
    rows: CountedRows
    catalogs: ProjectCatalogs
    profiles: ProfileService
    service: PublishingService

    async def push(self, version: str = "1.0.0", *changes: tuple[str, str, str], project: str = MINE) -> Publication:
        """Publish the desk."""
        return await self.push_files(desk_files(version, *changes), project)

    async def push_files(self, files: dict[str, str], project: str = MINE) -> Publication:
        """Publish whatever these files are, and wait until it is known."""
        made = await self.service.publish(principal(project), files)
        await self.settle(project)
        return made

    async def settle(self, project: str = MINE) -> None:
        """Wait until a change in the database has arrived; on PostgreSQL it is announced a moment later."""
        self.rows.peek("")
        if self.database.dialect == "postgresql":
            # Half a second of a kept row would make the tests wait; a fresh reader knows nothing.
            await self.rows.close()
            self.rows._rows = open_hot_rows(self.database)
            await self.rows.start()

    async def profile(self, key: str, project: str = MINE) -> Profile:
        """The connector's default profile."""
        async with self.database.read() as tx:
            found = await self.profiles.default(tx, project, key)
        assert found is not None
        return found

    async def pin(self, key: str, pin: str) -> Profile:
        """Change the pin of the default profile."""
        profile = await self.profile(key)
        async with self.database.write() as tx:
            changed = await self.profiles.update(tx, profile, version=pin)
        await self.settle()
        return changed

    async def account(self, key: str, account_id: str = "acc_1") -> None:
        """An account that uses the default profile."""
        profile = await self.profile(key)
        async with self.database.write() as tx:
            await tx.execute(sa.insert(accounts).values(account_row(profile, account_id)))


def principal(project: str = MINE) -> Principal:
    """A key of the project that may do everything."""
    return Principal("key", "key_1", "CI", project, "org_1", scopes=frozenset(SCOPES))


def account_row(profile: Profile, account_id: str) -> dict[str, Any]:
    """The columns of an account."""
    return {
        "id": account_id,
        "project_id": profile.project_id,
        "profile_id": profile.id,
        "connector_key": profile.connector_key,
        "connector_version": "1.0.0",
        "auth_method": profile.auth_method,
        "origin_owner_id": account_id,
        "origin_owner_name": "Acme",
        "slot": "",
        "status": "active",
        "status_reasons": [],
        "type": "production",
        "upstream": "live",
        "identity": {},
        "rights": [],
        "setup_information": {},
        "shared": True,
        "created_at": AT,
        "updated_at": AT,
    }


@asynccontextmanager
async def open_shelf(database: Database) -> AsyncIterator[Shelf]:
    """The services on this database."""
    clock = FixedClock(AT)
    rows = CountedRows(open_hot_rows(database))
    catalogs = ProjectCatalogs(shipped(), rows)
    profiles = ProfileService(catalogs, clock)
    async with database.write() as tx:
        await tx.execute(
            sa.insert(organizations).values({"id": "org_1", "wire_id": 1, "name": "Acme", "created_at": AT})
        )
        for project in (MINE, OTHER):
            values = {"id": project, "organization_id": "org_1", "name": project, "app_name": "App", "brand": {}}
            await tx.execute(sa.insert(projects).values({**values, "created_at": AT}))
            await profiles.ensure_defaults(tx, project)
    await rows.start()
    try:
        yield Shelf(
            database,
            rows,
            catalogs,
            profiles,
            PublishingService(database, catalogs, profiles, Workshop(compile_here), clock),
        )
    finally:
        await rows.close()
