from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.store.database import Database
from tests.contract.linking.world import World, twin_of


@pytest.fixture
async def world(database: Database, clock: FixedClock) -> AsyncIterator[World]:
    """An organization with one project, and Linear's twin in Linear's place."""
    made = World(database, clock)
    await made.found()
    yield made
    await made.http.aclose()
    for seed in ("live", "test"):
        twin_of(seed).reset()
