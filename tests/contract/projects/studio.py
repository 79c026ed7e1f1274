"""Brands on a real database, over the real way out, with names of our own choosing."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from linkwright.kit.clock import FixedClock
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.origins import OriginMap
from linkwright.projects.brands import Brands
from linkwright.projects.logos import Logos
from linkwright.projects.service import ProjectService
from linkwright.store.database import Database
from linkwright.store.tables import organizations
from tests.unit.outbound.names import Names

HUB = "https://hub.example"


class Studio:
    """An organization with the projects `acme` and `other`."""

    def __init__(self, database: Database, clock: FixedClock) -> None:
        self.database = database
        self.clock = clock
        self.projects = ProjectService(clock)
        self.out(OriginMap())

    def out(self, origins: OriginMap, **names: list[list[str]]) -> None:
        """Give the studio another way out."""
        self.names = Names(**names)
        self.transport = AiohttpTransport(origins, resolver=self.names)
        self.brands = Brands(self.database, self.projects, Logos(self.projects, self.transport, self.clock), HUB)

    async def found(self) -> None:
        """Make the projects."""
        async with self.database.write() as tx:
            row = {"id": "org_1", "wire_id": 7, "name": "Org", "created_at": self.clock.now()}
            await tx.execute(sa.insert(organizations).values(row))
            self.acme = (await self.projects.create(tx, "org_1", "acme", "Acme")).id
            self.other = (await self.projects.create(tx, "org_1", "other", "Other")).id

    async def view(self, project_id: str | None = None) -> dict[str, Any]:
        """A project as the API shows it."""
        return self.brands.view(await self.brands.get(project_id or self.acme))
