from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from linkwright.catalog.catalog import Catalog
from linkwright.kit.clock import FixedClock
from linkwright.store.database import Database
from linkwright.store.hot import open_hot_rows
from tests.contract.linking.world import World, shipped
from tests.grants import Grants, Provider, with_oauth


@pytest.fixture
async def desk(database: Database, clock: FixedClock) -> AsyncIterator[Grants]:
    """A project whose profile has an app at a provider with single-use refresh tokens."""
    world = World(database, clock)
    await world.found()
    rows = open_hot_rows(database)
    await rows.start()
    linear = shipped().get("linear")
    assert linear is not None
    catalog = Catalog([with_oauth(linear)])
    profile_id = await world.profile_id()
    made = Grants(database, clock, world.services.vault, rows, world.project.id, profile_id, catalog, Provider())
    await made.app()
    yield made
    await rows.close()
    await world.http.aclose()
