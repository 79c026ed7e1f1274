"""Work that comes round again."""

from __future__ import annotations

import asyncio

import pytest

from linkwright.kit.periodic import Periodic

pytestmark = pytest.mark.anyio


class Work:
    """Counts its turns; the first ones fail."""

    def __init__(self, failing: int = 0) -> None:
        self.turns, self._failing = 0, failing

    async def turn(self) -> None:
        self.turns += 1
        if self.turns <= self._failing:
            raise RuntimeError

    async def reaches(self, turns: int) -> None:
        async with asyncio.timeout(10):
            while self.turns < turns:
                await asyncio.sleep(0)


async def test_work_that_is_due_is_done_at_once_however_long_the_pause() -> None:
    work, due = Work(), asyncio.Event()
    periodic = Periodic("test", 3600.0, work.turn, due=due, last=False)
    periodic.start()
    for turns in (1, 2):
        due.set()
        await work.reaches(turns)
    await periodic.close()
    assert work.turns == 2


async def test_work_is_done_after_each_pause_and_outlives_a_bad_turn() -> None:
    work = Work(failing=1)
    periodic = Periodic("test", 0.001, work.turn)
    periodic.start()
    await work.reaches(3)
    await periodic.close()


async def test_what_was_noted_is_done_once_more_at_the_end() -> None:
    work = Work()
    periodic = Periodic("test", 3600.0, work.turn)
    periodic.start()
    await periodic.close()
    assert work.turns == 1


@pytest.mark.parametrize("turns", range(8))
async def test_it_ends_also_where_it_became_due_at_that_very_moment(turns: int) -> None:
    due, done = asyncio.Event(), 0

    async def work() -> None:
        nonlocal done
        done += 1

    periodic = Periodic("test", 3600.0, work, due=due, last=False)
    periodic.start()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    due.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    closing = asyncio.create_task(periodic.close())
    ended, _ = await asyncio.wait({closing}, timeout=5)
    assert ended
    assert done <= 1
