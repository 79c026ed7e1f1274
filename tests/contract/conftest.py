"""One suite on both databases: the fixture `database` gives each test a migrated, empty one of each kind."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
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


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with this version's tables, to be copied: migrating takes longer than most tests."""
    kept = os.environ.get("LINKWRIGHT_TESTS_MIGRATED")
    if kept and Path(kept).exists():
        return Path(kept)
    path = tmp_path_factory.mktemp("template") / "linkwright.db"
    _apart(_migrated(f"sqlite:///{path}"))
    if kept:
        # For whoever runs a few tests very often: `make mutation`.
        shutil.copyfile(path, f"{kept}.{os.getpid()}")
        Path(f"{kept}.{os.getpid()}").rename(kept)
    return path


@pytest.fixture(scope="session")
def migrated_database(postgres_server: str) -> str:
    """The same on the server of this worker: the name of a database to be used as a template."""
    name = "migrated"
    _apart(_create(postgres_server, name))
    _apart(_migrated(f"{postgres_server}/{name}"))
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Database]:
    """An empty database with this version's tables."""
    if request.param == "postgresql":
        server, name = request.getfixturevalue("postgres_server"), f"t{uuid4().hex}"
        await _create(server, name, f"TEMPLATE {request.getfixturevalue('migrated_database')} STRATEGY FILE_COPY")
        url = f"{server}/{name}"
    else:
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "linkwright.db")
        url = f"sqlite:///{tmp_path / 'linkwright.db'}"
    found = Database(url)
    yield found
    await found.close()


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()


async def _create(server: str, name: str, how: str = "") -> None:
    connection = await asyncpg.connect(f"{server}/postgres")
    await connection.execute(f"CREATE DATABASE {name} {how}")
    await connection.close()


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: a test's event loop may be running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()
