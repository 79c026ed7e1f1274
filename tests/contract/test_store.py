"""The store behaves the same on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command

from linkwright.kit.clock import FixedClock
from linkwright.store import hot
from linkwright.store.database import Database
from linkwright.store.dump import dump_table, load_rows, table_names
from linkwright.store.hot import open_hot_rows
from linkwright.store.migrate import alembic_config, current_revision, head_revision, migrate
from linkwright.store.tables import counters, metadata, organizations, projects
from linkwright.store.wire import next_wire_id

pytestmark = pytest.mark.anyio
AT = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)


async def _organization(database: Database, name: str = "Acme") -> None:
    async with database.write() as tx:
        row = {"id": f"org_{name}", "wire_id": await next_wire_id(tx), "name": name, "created_at": AT}
        await tx.execute(sa.insert(organizations).values(row))


async def test_migrations_end_at_the_head_and_a_second_run_changes_nothing(database: Database) -> None:
    assert await current_revision(database) == head_revision()
    await migrate(database)
    assert await current_revision(database) == head_revision()


async def test_migrations_make_exactly_the_tables_of_this_version(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    async with database.read() as tx:
        difference = await tx.run_sync(lambda c: compare_metadata(MigrationContext.configure(c), metadata))
    assert difference == []


async def test_an_older_database_keeps_its_rows_and_its_triggers_and_pins_nothing(database: Database) -> None:
    def back(connection: sa.Connection) -> None:
        command.downgrade(alembic_config(connection), "0001")

    await _organization(database)
    async with database.write() as tx:
        await tx.run_sync(back)
        moment = int(AT.timestamp() * 1000)
        await tx.execute(sa.text(f"INSERT INTO projects VALUES ('prj_1', 'org_Acme', 'a', 'A', '{{}}', {moment})"))
        names = "id, project_id, connector_key, name, auth_method, is_default, enabled, actions, created_at, updated_at"
        values = f"'prof_1', 'prj_1', 'linear', 'Linear', 'api_key', true, true, '\"core\"', {moment}, {moment}"
        await tx.execute(sa.text(f"INSERT INTO connector_profiles ({names}) VALUES ({values})"))
    await migrate(database)
    assert await current_revision(database) == head_revision()
    rows = open_hot_rows(database)
    await rows.start()
    read = ("SELECT version FROM connector_profiles WHERE id = ?", ("prof_1",), lambda found: found[0][0])
    try:
        assert await rows.get("p", *read) == "latest"
        async with database.write() as tx:
            await tx.execute(sa.text("UPDATE connector_profiles SET version = '1.x.x'"))
        async with asyncio.timeout(5):
            while rows.peek("p") == "latest":
                await asyncio.sleep(0)
        assert await rows.get("p", *read) == "1.x.x"
    finally:
        await rows.close()


async def test_a_moment_comes_back_aware_and_to_the_millisecond(database: Database) -> None:
    await _organization(database)
    async with database.read() as tx:
        assert (await tx.execute(sa.select(organizations.c.created_at))).scalar_one() == AT


async def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        async with database.write() as tx:
            row = {"id": "org_x", "wire_id": 1, "name": "x", "created_at": datetime(2026, 1, 1)}  # noqa: DTZ001
            await tx.execute(sa.insert(organizations).values(row))


async def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.write() as tx:
            row = {"id": "org_x", "wire_id": 1, "name": "x", "created_at": AT}
            await tx.execute(sa.insert(organizations).values(row))
            raise RuntimeError
    async with database.read() as tx:
        assert (await tx.execute(sa.select(organizations))).all() == []


async def test_wire_ids_are_unique_among_writers_at_once(database: Database) -> None:
    async def one() -> int:
        async with database.write() as tx:
            return await next_wire_id(tx)

    found = await asyncio.gather(*(one() for _ in range(20)))
    assert len(set(found)) == 20
    # Whoever got two of them does not know how many others got between.
    assert max(found) - min(found) > 20


async def _project(database: Database) -> None:
    await _organization(database)
    row = {"id": "prj_1", "organization_id": "org_Acme", "name": "a", "app_name": "A", "brand": {}, "created_at": AT}
    async with database.write() as tx:
        await tx.execute(sa.insert(projects).values(row))


async def test_the_hot_cache_forgets_a_row_that_changed(database: Database) -> None:
    await _project(database)
    rows = open_hot_rows(database)
    await rows.start()
    read = ("SELECT app_name FROM projects WHERE id = ?", ("prj_1",), lambda found: found[0][0] if found else None)
    try:
        assert await rows.get("p", *read) == "A"
        assert rows.peek("p") == "A"
        async with database.write() as tx:
            await tx.execute(sa.update(projects).values(app_name="B"))
        async with asyncio.timeout(5):
            while rows.peek("p") == "A":
                await asyncio.sleep(0)
        assert await rows.get("p", *read) == "B"
    finally:
        await rows.close()


async def test_the_hot_cache_of_sqlite_forgets_a_row_at_once_when_this_process_changed_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.dialect != "sqlite":
        return
    # However long an answer of SQLite does.
    monkeypatch.setattr(hot, "_ONE_LOOK", 60.0)
    await _project(database)
    rows = open_hot_rows(database)
    await rows.start()
    try:
        read = ("SELECT app_name FROM projects WHERE id = ?", ("prj_1",), lambda found: found[0][0])
        for name in (f"Acme {number}" for number in range(50)):
            await rows.get("p", *read)
            async with database.write() as tx:
                await tx.execute(sa.update(projects).values(app_name=name))
                # Asked just before it is committed: the answer must not do for the time after.
                rows.peek("p")
            assert rows.peek("p") is None
            assert await rows.get("p", *read) == name
    finally:
        await rows.close()


async def test_the_hot_cache_keeps_a_row_while_other_tables_change(database: Database) -> None:
    await _organization(database)
    rows = open_hot_rows(database)
    await rows.start()
    try:
        await rows.get("o", "SELECT name FROM organizations WHERE id = ?", ("org_Acme",), lambda found: found[0][0])
        async with database.write() as tx:
            await tx.execute(sa.update(counters).where(counters.c.name == "wire").values(value=99))
        assert rows.peek("o") == "Acme"
    finally:
        await rows.close()


async def test_a_dump_loads_into_an_empty_database_as_it_was(database: Database, clock: FixedClock) -> None:
    await _organization(database)
    async with database.snapshot() as tx:
        lines = [line async for line in dump_table(tx, "organizations")]
    async with database.write() as tx:
        await tx.execute(sa.delete(organizations))
        assert await load_rows(tx, "organizations", lines) == 1
    async with database.read() as tx:
        assert (await tx.execute(sa.select(organizations.c.created_at))).scalar_one() == AT


def test_tables_are_dumped_parents_first() -> None:
    names = table_names()
    assert names.index("organizations") < names.index("projects") < names.index("accounts") < names.index("credentials")


async def test_a_write_within_a_write_is_said_at_once_where_it_would_wait_for_itself(database: Database) -> None:
    if database.dialect != "sqlite":
        return
    with pytest.raises(RuntimeError, match="within a write"):
        async with database.write():
            async with database.write():
                pass
    async with database.write() as tx:
        await tx.execute(sa.text("SELECT 1"))
