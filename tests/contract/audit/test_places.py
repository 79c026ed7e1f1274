"""Records of calls are placed in their chain when they are written, and wait only where somebody else holds it; on both databases."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.audit import repository
from linkwright.audit.places import AT_ONCE
from linkwright.audit.work import Chainer
from linkwright.store.database import Database
from linkwright.store.tables import audit_records
from tests.contract.audit.recorded import Recorded
from tests.unit.audit.chains import KEY

pytestmark = pytest.mark.anyio


async def _call(recorded: Recorded, number: int = 1, chain: str = "prj_1") -> None:
    """What the run log's writer does with some calls."""
    rows = [recorded.recording.note(chain, "action.run", detail={"call": one}) for one in range(number)]
    async with recorded.database.write() as tx:
        await recorded.chainer.places.add(tx, rows)


async def _unplaced(database: Database) -> int:
    async with database.read() as tx:
        waits = sa.select(sa.func.count()).where(audit_records.c.sequence.is_(None))
        return int((await tx.execute(waits)).scalar_one())


async def test_a_record_of_a_call_has_its_place_at_once_behind_what_waited(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    await recorded.chainer.chain()
    async with database.write() as tx:
        await repository.add(tx, [recorded.recording.note("prj_1", "audit.exported")])
    await _call(recorded, 3)
    assert await _unplaced(database) == 0
    events = [(one["sequence"], one["event"]) for one in await recorded.records()]
    assert events == [
        (1, "project.created"),
        (2, "audit.exported"),
        (3, "action.run"),
        (4, "action.run"),
        (5, "action.run"),
    ]
    found = await recorded.verified()
    assert (found.bad, found.unsealed) == (None, [])


async def test_the_first_record_of_a_chain_waits_for_the_chainer_which_begins_it(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    await _call(recorded)
    assert await _unplaced(database) == 3
    assert [one["event"] for one in await recorded.records()] == ["project.created", "action.run"]


async def test_behind_more_than_a_batch_that_waits_calls_wait_too_and_keep_their_order(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    await recorded.chainer.chain()
    notes = [recorded.recording.note("prj_1", "audit.exported", detail={"n": n}) for n in range(AT_ONCE)]
    async with database.write() as tx:
        await repository.add(tx, notes)
    await _call(recorded, 2)
    assert await _unplaced(database) == AT_ONCE + 2
    assert [one["event"] for one in (await recorded.records())[-3:]] == ["audit.exported", "action.run", "action.run"]
    assert (await recorded.verified()).bad is None


async def test_checkpoints_are_made_also_where_only_calls_are_recorded(database: Database) -> None:
    recorded = Recorded(database, every=5)
    await recorded.world()
    await recorded.chainer.chain()
    for _ in range(4):
        await _call(recorded, 3)
    async with database.read() as tx:
        said = [row["sequence"] for row in await repository.checkpoints(tx, ["prj_1"])]
    assert said == [7, 13]


async def test_whoever_holds_a_chain_is_not_waited_for_by_calls_but_by_who_settles(database: Database) -> None:
    recorded = Recorded(database)
    await recorded.world()
    await recorded.chainer.chain()
    if database.dialect == "sqlite":
        # One writer at a time: nobody else can hold a chain.
        await _call(recorded)
        assert await _unplaced(database) == 0
        return
    async with database.write() as holder:
        assert await repository.heads(holder, ["prj_1"], lock=True)
        await _call(recorded)
        assert await _unplaced(database) == 1
        settled = asyncio.create_task(recorded.chainer.chain())
        await _until_blocked(holder)
        assert not settled.done()
    assert await settled == 1
    assert await _unplaced(database) == 0


async def _until_blocked(tx: Any) -> None:
    """Until somebody waits for a lock that this transaction holds."""
    waits = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while not (await tx.execute(waits)).scalar_one():
        await asyncio.sleep(0)


async def test_eight_writers_of_calls_beside_two_chainers_leave_a_chain_without_gaps(database: Database) -> None:
    recorded = Recorded(database, every=50)
    await recorded.world()
    other = Chainer(database, KEY, recorded.recording, recorded.clock)

    async def write(number: int) -> None:
        for turn in range(10):
            await _call(recorded, number + turn, "prj_1" if turn % 2 else "prj_2")

    async def chain(chainer: Chainer) -> None:
        for _ in range(10):
            await chainer.chain()

    await asyncio.gather(*(write(number) for number in range(8)), chain(recorded.chainer), chain(other))
    mine = await recorded.records("prj_1")
    assert [one["sequence"] for one in mine] == list(range(1, len(mine) + 1))
    assert len(mine) == 1 + sum(number + turn for number in range(8) for turn in range(10) if turn % 2)
    found = await recorded.verified()
    assert (found.bad, found.unsealed) == (None, [])
