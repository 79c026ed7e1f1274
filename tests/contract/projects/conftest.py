from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.store.database import Database
from tests.contract.projects.studio import Studio


@pytest.fixture
async def studio(database: Database, clock: FixedClock) -> AsyncIterator[Studio]:
    """Two projects whose brands can be changed, and names that lead anywhere."""
    made = Studio(database, clock)
    await made.found()
    yield made
    await made.transport.close()
