"""A database whose changes are recorded, for the tests of the record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from linkwright.audit import repository
from linkwright.audit.checkpoints import Checkpoint
from linkwright.audit.model import record_of
from linkwright.audit.places import HEAD
from linkwright.audit.recording import Recording
from linkwright.audit.verifying import Verified, Verifier
from linkwright.audit.work import Chainer
from linkwright.kit.clock import FixedClock
from linkwright.store.acting import SYSTEM
from linkwright.store.database import Database
from linkwright.store.tables import organizations, projects
from tests.unit.audit.chains import KEY

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Recorded:
    """The database, what records in it, and what chains."""

    def __init__(self, database: Database, **chainer: Any) -> None:
        self.database = database
        self.clock = FixedClock(AT)
        self.recording = Recording(KEY, self.clock, SYSTEM)
        self.recording.follow(database)
        self.chainer = Chainer(database, KEY, self.recording, self.clock, **chainer)

    async def world(self) -> None:
        """An organization with one project."""
        async with self.database.write() as tx:
            await tx.execute(sa.insert(organizations).values(id="org_1", wire_id=1, name="Acme", created_at=AT))
            await tx.execute(sa.insert(projects).values(project("prj_1")))

    async def records(self, chain: str | None = "prj_1") -> list[dict[str, Any]]:
        """The chained records."""
        await self.chainer.chain()
        async with self.database.read() as tx:
            return [record_of(row) async for row in repository.records(tx, None if chain is None else [chain])]

    async def verified(self) -> Verified:
        """The same check that an operator makes."""
        records = await self.records(None)
        async with self.database.read() as tx:
            said = [Checkpoint.of_row(row) for row in await repository.checkpoints(tx)]
            said += [Checkpoint.of_row(row, HEAD) for row in await repository.heads(tx)]
        verifier = Verifier(one for one in said if one.good(KEY.public))
        for record in records:
            verifier.take(record)
        return verifier.finish()


def project(project_id: str, **changed: Any) -> dict[str, Any]:
    """The values of a project."""
    return {
        "id": project_id,
        "organization_id": "org_1",
        "name": project_id,
        "app_name": "Acme",
        "brand": {},
        "screening": "annotate",
        "created_at": AT,
        **changed,
    }
