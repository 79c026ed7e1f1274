"""One suite on both databases: the fixture `database` gives each test a migrated, empty one of each kind."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from linkwright.access import passwords
from linkwright.catalog.catalog import Catalog
from linkwright.store.database import Database
from tests.contract.emptied import Emptied, create
from tests.made_once import quick_hasher
from tests.migrated import apart, migrated
from tests.postgres import cluster

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="package", autouse=True)
def quick_hubs() -> Iterator[None]:
    """Hubs that are made for one test share the shipped connectors, and hash passwords quickly: no test here is about the time."""
    made = Catalog.load()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Catalog, "load", lambda: made)
        patch.setattr(passwords, "PasswordHasher", quick_hasher)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server for this worker's tests."""
    with cluster() as address:
        yield address


@pytest.fixture(scope="session")
def migrated_database(postgres_server: str) -> str:
    """The same on the server of this worker: the name of a database to be used as a template."""
    name = "migrated"
    apart(create(postgres_server, name))
    apart(migrated(f"{postgres_server}/{name}"))
    return name


@pytest.fixture(scope="session")
def emptied(postgres_server: str, migrated_database: str) -> Emptied:
    """Databases there that are used again."""
    return Emptied(postgres_server, migrated_database)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Database]:
    """An empty database with this version's tables."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "linkwright.db")
        found = Database(f"sqlite:///{tmp_path / 'linkwright.db'}")
        yield found
        await found.close()
        return
    emptied: Emptied = request.getfixturevalue("emptied")
    name = await emptied.take()
    found = Database(f"{emptied.server}/{name}")
    yield found
    await found.close()
    await emptied.give_back(name)
