"""What is over is deleted, however much of it there is, while others go on writing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.accounts.retention import sweep_receipts
from linkwright.actions.work import sweep_feedback
from linkwright.app.retention import KEPT
from linkwright.kit.clock import FixedClock
from linkwright.linking.work import sweep_sessions
from linkwright.logs.retention import sweep_bodies, sweep_runs
from linkwright.settings import Settings
from linkwright.store import sweeping
from linkwright.store.database import Database
from linkwright.store.tables import (
    connect_sessions,
    connection_attempts,
    counters,
    deletion_receipts,
    feedback,
    organizations,
    projects,
    runs,
)

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 1, tzinfo=UTC)
CLOCK = FixedClock(NOW)


@pytest.fixture
async def stored(database: Database) -> Database:
    """A database with a project."""
    async with database.write() as tx:
        await tx.execute(sa.insert(organizations).values(id="org_1", wire_id=1, name="Acme", created_at=NOW))
        project = {"id": "prj_1", "organization_id": "org_1", "name": "p", "app_name": "P", "brand": {}}
        await tx.execute(sa.insert(projects).values(**project, created_at=NOW))
        await tx.execute(sa.insert(counters).values(name="others", value=0))
    return database


def _run(number: int, days: float, **more: Any) -> dict[str, Any]:
    return {
        "id": f"run_{number}",
        "project_id": "prj_1",
        "action": "a",
        "face": "rest",
        "caller": "k",
        "caller_id": "key_1",
        "status": 200,
        "success": True,
        "started_at": NOW - timedelta(days=days),
        "duration_ms": 1.0,
        "upstream_ms": 1.0,
        "upstream_calls": 0,
        "detail": {},
        **more,
    }


async def _put(database: Database, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    async with database.write() as tx:
        await tx.execute(sa.insert(table), rows)


async def _ids(database: Database, column: sa.Column[Any]) -> list[Any]:
    async with database.read() as tx:
        return sorted((await tx.execute(sa.select(column))).scalars())


@pytest.mark.promise("data.retention")
async def test_a_backlog_is_swept_to_its_end_while_others_write(
    stored: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _put(stored, runs, [_run(n, 40) for n in range(12_000)] + [_run(n, 20) for n in range(12_000, 12_010)])
    # Batches that stay small, so that there are many of them.
    monkeypatch.setattr(sweeping, "FIRST", 100)
    monkeypatch.setattr(sweeping, "MOST", 200)
    sweep = asyncio.create_task(sweep_runs(stored, CLOCK, 30))
    written = 0
    while not sweep.done():
        async with stored.write() as tx:
            await tx.execute(sa.update(counters).values(value=counters.c.value + 1))
        written += 1
        await asyncio.sleep(0)
    assert await sweep == 12_000
    assert len(await _ids(stored, runs.c.id)) == 10
    assert written >= 20, f"others got in {written} times only"


async def test_a_batch_that_takes_too_long_is_followed_by_a_smaller_one(
    stored: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "HOLDS", 0.0)
    sizes: list[int] = []

    async def batch(_tx: Any, most: int) -> int:
        sizes.append(most)
        return most if len(sizes) < 6 else 0

    await sweeping.sweep_out(stored, batch)
    assert sizes == [500, 250, 125, 62, 50, 50]


# With these a planner that has a choice asks a subquery anew for each row.
_ROW_BY_ROW = ("hashjoin", "mergejoin", "hashagg", "sort", "material", "indexscan", "bitmapscan", "indexonlyscan")


async def test_no_more_are_taken_at_a_time_than_were_asked_for_whatever_the_planner_does(stored: Database) -> None:
    async with stored.write() as tx:
        await tx.execute(sa.insert(runs), [_run(number, 99) for number in range(20)])
        if stored.dialect == "postgresql":
            for choice in _ROW_BY_ROW:
                await tx.execute(sa.text(f"SET LOCAL enable_{choice} = off"))
        for left in (15, 10):
            few = sweeping.few(tx, sa.select(runs.c.id).where(runs.c.started_at < NOW), 5)
            assert (await tx.execute(sa.delete(runs).where(runs.c.id.in_(few)))).rowcount == 5
            assert (await tx.execute(sa.select(sa.func.count()).select_from(runs))).scalar() == left


async def test_two_hubs_that_sweep_at_the_same_time_share_the_work(stored: Database) -> None:
    await _put(stored, runs, [_run(n, 40) for n in range(3_000)])
    counts = await asyncio.gather(*(sweep_runs(stored, CLOCK, 30) for _ in range(2)))
    assert sum(counts) == 3_000
    assert await _ids(stored, runs.c.id) == []


async def test_what_was_said_in_a_run_goes_before_the_run_where_that_is_wanted(stored: Database) -> None:
    rows = [_run(n, days, bodies=b"sealed") for n, days in enumerate((20.0, 9.0, 1.0))]
    await _put(stored, runs, [*rows, _run(3, 20, bodies=None)])
    assert await sweep_bodies(stored, CLOCK, 7) == 2
    assert await sweep_bodies(stored, CLOCK, 7) == 0
    async with stored.read() as tx:
        kept = (await tx.execute(sa.select(runs.c.id).where(runs.c.bodies.is_not(None)))).scalars().all()
    assert kept == ["run_2"]
    assert len(await _ids(stored, runs.c.id)) == 4


async def test_feedback_is_forgotten_after_its_days(stored: Database) -> None:
    one = {"project_id": "prj_1", "tool_names": [], "text": "good"}
    aged = {"fbk_old": 400, "fbk_new": 300}
    await _put(stored, feedback, [{**one, "id": n, "created_at": NOW - timedelta(days=d)} for n, d in aged.items()])
    assert await sweep_feedback(stored, CLOCK, 365) == 1
    assert await _ids(stored, feedback.c.id) == ["fbk_new"]


async def test_connect_sessions_are_forgotten_with_their_attempts_some_days_after_their_end(stored: Database) -> None:
    for number, days in enumerate((100, 80)):
        ended = NOW - timedelta(days=days)
        session = {
            "id": f"cs_{number}",
            "wire_id": number,
            "project_id": "prj_1",
            **{f"{name}_hash": f"{name}{number}" for name in ("token", "link", "hub")},
            "origin_owner_id": "o",
            "origin_owner_name": "O",
            "multiple": False,
            "created_by": "key:key_1",
            "created_at": ended,
            "expires_at": ended,
        }
        attempt = {"project_id": "prj_1", "status": "failed", "created_at": ended, "updated_at": ended}
        await _put(stored, connect_sessions, [session])
        await _put(stored, connection_attempts, [{**attempt, "id": f"ca_{number}", "session_id": f"cs_{number}"}])
    assert await sweep_sessions(stored, CLOCK, 90) == 1
    assert await _ids(stored, connect_sessions.c.id) == ["cs_1"]
    assert await _ids(stored, connection_attempts.c.id) == ["ca_1"]


async def test_receipts_of_deleted_accounts_are_forgotten_after_their_days(stored: Database) -> None:
    one = {
        "project_id": "prj_1",
        "connector_key": "linear",
        "auth_method": "api_key",
        "origin_owner_id": "o",
        "origin_owner_name": "O",
        "fields": [],
        "deleted_by": "key:key_1",
        "deleted_by_name": "k",
        "revocation": "revoked",
        "revocation_detail": "",
    }
    aged = {"acc_old": 1_100, "acc_new": 1_000}
    rows = [{**one, "account_id": n, "deleted_at": NOW - timedelta(days=d)} for n, d in aged.items()]
    await _put(stored, deletion_receipts, rows)
    assert await sweep_receipts(stored, CLOCK, 1_095) == 1
    assert await _ids(stored, deletion_receipts.c.account_id) == ["acc_new"]


def test_every_kind_has_a_setting_in_days_of_its_own() -> None:
    named = [one.setting for one in KEPT]
    # Receipts of accounts and of owners go together.
    assert len(set(named)) == len(named) - 1
    assert {name for name in Settings.model_fields if name.endswith("_retention_days")} == {
        *named,
        "audit_retention_days",
    }
