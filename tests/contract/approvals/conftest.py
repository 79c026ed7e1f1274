from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.store.database import Database
from tests.contract.linking.world import World


@pytest.fixture
def clock() -> FixedClock:
    """A moment that moves when told."""
    return FixedClock(datetime(2026, 11, 30, 12, 0, tzinfo=UTC))


@pytest.fixture
async def world(database: Database, clock: FixedClock) -> AsyncIterator[World]:
    """An organization with one project."""
    made = World(database, clock)
    await made.found()
    yield made
    await made.http.aclose()
