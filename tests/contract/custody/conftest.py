from __future__ import annotations

import pytest

from linkwright.store.database import Database
from tests.contract.custody.world import World


@pytest.fixture
async def world(database: Database) -> World:
    return await World(database).fill()
