"""Data keys of an older hub, wrapped by its one master key, open after the upgrade, and after the way back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command

from linkwright.store.migrate import alembic_config, migrate
from linkwright.store.tables import master_keys
from tests.contract.custody.world import NEW, OLD, World

pytestmark = pytest.mark.anyio


async def test_what_an_older_hub_has_sealed_opens_after_the_upgrade(world: World) -> None:
    def back(connection: sa.Connection) -> None:
        command.downgrade(alembic_config(connection), "0014")

    await world.rotation(world.looking()).master_key(lambda _: world.make(NEW))
    async with world.database.write() as tx:
        await tx.run_sync(back)
        old = (await tx.execute(sa.text("SELECT master_key_id, length(wrapped) FROM data_keys"))).all()
    # The older version knows one wrapping: the current master key's.
    assert {row[0] for row in old} == {"mk_new"}
    assert all(row[1] for row in old)
    await migrate(world.database)
    assert await world.opened(world.process(NEW)) == world.secrets
    async with world.database.read() as tx:
        rows = (await tx.execute(sa.select(master_keys.c.id, master_keys.c.provider, master_keys.c.state))).all()
    assert [tuple(row) for row in rows] == [("mk_new", "file", "current")]
    assert OLD.key_id not in {row[0] for row in rows}
