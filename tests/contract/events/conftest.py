from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.store.database import Database
from tests.contract.events.post import Post
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


@pytest.fixture
async def post(world: World, clock: FixedClock) -> AsyncIterator[Post]:
    """What posts the world's events."""
    made = Post(world, clock)
    yield made
    made.receiver.free.set()
    await made.deliverer.close()
    await made.http.aclose()
