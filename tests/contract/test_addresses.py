"""Addresses of databases, and what happens when the database behind one fails."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from linkwright.store.database import Database
from linkwright.store.errors import DatabaseUnavailable
from linkwright.store.hot import open_hot_rows
from linkwright.store.migrate import current_revision, head_revision, migrate
from linkwright.store.tables import counters

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("name", ["odd?x=1", "a#b", "with blank", "per%20cent", "ünï😀", "file:x"])
async def test_a_folder_may_have_any_name_and_the_database_lies_in_it_and_nowhere_else(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'linkwright.db'}")
    await migrate(database)
    rows = open_hot_rows(database)
    await rows.start()
    assert await rows.get("k", "SELECT value FROM counters WHERE name = ?", ("hot",), lambda found: found) is not None
    await rows.close()
    await database.close()
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert (folder / "linkwright.db").is_file()


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///", "sqlite:", "", "linkwright.db", "mysql://host/name"])
async def test_an_address_that_names_no_database_is_refused_before_anything_is_made(address: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///PATH"):
        Database(address)


@pytest.mark.postgres
@pytest.mark.parametrize("spelling", ["{}/postgres?sslmode=disable", "{}/postgres?sslmode=prefer&application_name=x"])
async def test_a_postgresql_address_keeps_the_options_that_providers_hand_out(
    postgres_server: str, spelling: str
) -> None:
    address = spelling.format(postgres_server)
    for one in (address, address.replace("postgresql:", "POSTGRES:")):
        database = Database(one)
        async with database.read() as tx:
            assert (await tx.execute(sa.text("SELECT 1"))).scalar_one() == 1
        await database.close()


@pytest.mark.postgres
@pytest.mark.parametrize("spelling", ["{}/there_is_none", "{}/postgres?sslmode=sideways"])
async def test_a_postgresql_address_that_leads_nowhere_is_an_error_of_ours(postgres_server: str, spelling: str) -> None:
    database = Database(spelling.format(postgres_server))
    with pytest.raises(DatabaseUnavailable):
        async with database.read():
            raise AssertionError("nothing was reached")
    await database.close()


async def test_a_database_that_fails_during_a_change_is_unavailable_and_keeps_nothing(database: Database) -> None:
    breaking = {
        "sqlite": "PRAGMA max_page_count = 1",
        "postgresql": "SELECT pg_terminate_backend(pg_backend_pid())",
    }[database.dialect]
    with pytest.raises(DatabaseUnavailable):
        async with database.write() as tx:
            await tx.execute(sa.insert(counters).values(name="half", value=1))
            await tx.execute(sa.text(breaking))
            await tx.execute(sa.insert(counters).values(name="x" * 2_000_000, value=1))
    async with database.read() as tx:
        assert (await tx.execute(sa.select(counters.c.name).where(counters.c.name == "half"))).first() is None
    assert await current_revision(database) == head_revision()


@pytest.mark.parametrize(("content", "said"), [(b"this is no database" * 500, "file is not a database")])
async def test_a_file_that_is_no_database_is_called_that(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "linkwright.db").write_bytes(content)
    database = Database(f"sqlite:///{tmp_path / 'linkwright.db'}")
    with pytest.raises(DatabaseUnavailable, match=said):
        await migrate(database)
    await database.close()
    assert (tmp_path / "linkwright.db").read_bytes() == content
