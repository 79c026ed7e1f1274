"""One hub for all cells: rows that change something are taken back after each row."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import structlog
from argon2 import PasswordHasher

from linkwright.app import build_hub
from linkwright.kit.clock import FixedClock
from linkwright.settings import Settings
from tests.postgres import cluster
from tests.walls.world import World


@pytest.fixture(scope="package")
def anyio_backend() -> str:
    """One event loop for all of them, in which the hub lives."""
    return "asyncio"


@pytest.fixture(scope="package")
async def world(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> AsyncIterator[World]:
    """The hub on SQLite."""
    with quiet():
        made = await opened(tmp_path_factory.mktemp("walls"), None)
    yield made
    await shut(made)


@pytest.fixture(scope="package")
async def elsewhere(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> AsyncIterator[World]:
    """The same on PostgreSQL."""
    with cluster() as server:
        connection = await asyncpg.connect(f"{server}/postgres")
        await connection.execute("CREATE DATABASE walls")
        await connection.close()
        with quiet():
            made = await opened(tmp_path_factory.mktemp("walls"), f"{server}/walls")
        yield made
        await shut(made)


@contextmanager
def quiet() -> Iterator[None]:
    """Thousands of requests, and a line of the log for each, say nothing about a cell that is wrong."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    try:
        yield
    finally:
        structlog.configure(**before)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with quiet():
        yield


async def opened(folder: Path, database: str | None) -> World:
    """A hub with everything in it. What works by itself stands still: nothing but the cells changes a row."""
    settings = Settings(data=folder, database_url=database, public_url="https://hub.example", run_bodies="all")
    hub = await build_hub(settings, FixedClock(datetime(2026, 11, 24, 12, tzinfo=UTC)))
    # Signing in is called as often as anything else, and a hash is slow so that guessing is.
    quick = hub.members._passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    hub.members._passwords._nobody = quick.hash("nobody has this password")
    await hub.rows.start()
    await hub.recorder.start()
    made = World(hub)
    await made.found()
    return made


async def shut(world: World) -> None:
    """Give everything back."""
    world.close()
    await world.hub.recorder.close()
    await world.hub.close()
