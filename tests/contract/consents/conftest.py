"""One hub for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from linkwright.app import build_hub
from linkwright.kit.clock import FixedClock
from linkwright.settings import Settings
from linkwright.store.database import Database
from tests.contract.consents.world import World


@pytest.fixture
async def world(database: Database, clock: FixedClock, tmp_path: Path) -> AsyncIterator[World]:
    """A hub with an owner and one project."""
    url = database.native if database.dialect == "postgresql" else None
    settings = Settings(data=tmp_path, database_url=url, public_url="https://hub.example", mcp_registrations=12)
    hub = await build_hub(settings, clock)
    await hub.start()
    made = World(hub, clock)
    await made.found()
    yield made
    await made.http.aclose()
    await hub.close()


@pytest.fixture
async def account(world: World) -> str:
    """A test account."""
    return await world.put_account("cus_1")


@pytest.fixture
async def client(world: World) -> str:
    """The id of a registered client."""
    return str((await world.register())["client_id"])
