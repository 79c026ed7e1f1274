"""One suite on both databases: the fixture `database` gives each test a migrated, empty one of each kind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from linkwright.store.database import Database
from linkwright.store.migrate import migrate
from tests.postgres import cluster

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server for this worker's tests."""
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Database]:
    """An empty database with this version's tables."""
    url = f"sqlite:///{tmp_path / 'linkwright.db'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = await _fresh(server)
    found = Database(url)
    await migrate(found)
    yield found
    await found.close()


async def _fresh(server: str) -> str:
    name = f"t{uuid4().hex}"
    connection = await asyncpg.connect(f"{server}/postgres")
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return f"{server}/{name}"
