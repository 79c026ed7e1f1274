from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.ledger.service import Ledger
from linkwright.store.database import Database
from tests.contract.linking.world import World

HOURS = 3600.0


@pytest.fixture
def clock() -> FixedClock:
    """A moment that moves when told."""
    return FixedClock(datetime(2026, 11, 29, 12, 0, tzinfo=UTC))


@pytest.fixture
async def world(database: Database, clock: FixedClock) -> AsyncIterator[World]:
    """An organization with one project."""
    made = World(database, clock)
    await made.found()
    yield made
    await made.http.aclose()


def ledger_of(world: World) -> Ledger:
    """The ledger of one process; waiting moves the clock instead of taking time."""

    async def sleep(seconds: float) -> None:
        world.clock.advance(seconds)

    return Ledger(world.database, world.services.vault, world.clock, keeps=24 * HOURS, window=60.0, sleep=sleep)


@pytest.fixture
def ledger(world: World) -> Ledger:
    """The ledger of this process."""
    return ledger_of(world)
