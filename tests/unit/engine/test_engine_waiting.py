"""The window and the line: never too many, never longer than needed, first come first served."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.engine.waiting import Line, TooLong
from linkwright.engine.windows import Window
from linkwright.kit.clock import FixedClock
from tests.unit.engine.pretend import Hours

START = datetime(2026, 11, 24, tzinfo=UTC)
FOR_EVER = 1e9
# What happens next: time passes, a call asks to go, or the eldest under way is answered.
EVENTS = st.lists(st.tuples(st.sampled_from(["pass", "ask", "answer"]), st.integers(0, 40)), max_size=120)


@given(st.integers(1, 5), st.integers(1, 30), EVENTS)
def test_no_stretch_of_time_ever_sees_more_calls_than_the_limit(
    calls: int, per: int, events: list[tuple[str, int]]
) -> None:
    window, now = Window(calls, per), 0.0
    under_way: list[float] = []
    # When the provider may have counted each call at the latest: its answer, or not yet.
    counted: list[float] = []
    for what, amount in events:
        if what == "pass":
            now += amount / 4
        elif what == "answer" and under_way:
            under_way.pop(0)
            window.settle(now)
            counted.append(now)
        elif what == "ask" and window.free_at(now, 0) <= now:
            recent = [at for at in counted if at > now - per]
            assert len(recent) + len(under_way) < calls
            window.take()
            under_way.append(now)


@given(st.integers(1, 5), st.integers(1, 30), st.lists(st.integers(0, 20), max_size=30))
def test_what_is_told_of_the_next_turns_comes_true(calls: int, per: int, gaps: list[int]) -> None:
    window, now = Window(calls, per), 0.0
    for gap in gaps:
        now = max(now + gap, window.free_at(now + gap, 0))
        window.take()
        window.settle(now)
    told = [window.free_at(now, ahead) for ahead in range(2 * calls + 1)]
    assert told == sorted(told)
    for moment in told:
        assert window.free_at(moment, 0) == moment
        window.take()
        window.settle(moment)


@given(st.integers(1, 4))
def test_a_place_that_was_given_back_is_free(calls: int) -> None:
    window = Window(calls, 60)
    for _ in range(calls):
        window.take()
    assert window.free_at(0.0, 0) == 60
    window.give_back()
    assert window.free_at(0.0, 0) == 0


class Queue:
    """A line before a window of two calls in ten seconds, and in which order calls went."""

    def __init__(self) -> None:
        self.clock = FixedClock(START)
        self.hours = Hours(self.clock)
        self.line = Line(Window(2, 10), "calls")
        self.went: list[tuple[int, float]] = []

    def ask(self, number: int, ends: float = FOR_EVER) -> asyncio.Task[None]:
        return asyncio.create_task(self._go(number, ends))

    async def _go(self, number: int, ends: float) -> None:
        await self.line.enter(self.clock, ends, self.hours.sleep)
        self.went.append((number, self.clock.monotonic()))
        self.line.settle(self.clock.monotonic())


@pytest.mark.anyio
async def test_calls_go_in_the_order_in_which_they_came() -> None:
    queue = Queue()
    tasks = [queue.ask(number) for number in range(6)]
    await queue.hours.go_by(30)
    assert queue.went == [(0, 0.0), (1, 0.0), (2, 10.0), (3, 10.0), (4, 20.0), (5, 20.0)]
    assert all(task.done() for task in tasks)
    assert not queue.line.busy


@pytest.mark.anyio
async def test_a_newcomer_does_not_overtake_those_who_wait() -> None:
    queue = Queue()
    tasks = [queue.ask(number) for number in range(3)]
    await queue.hours.go_by(9)
    tasks.append(queue.ask(3))
    await queue.hours.go_by(1)
    assert [number for number, _ in queue.went] == [0, 1, 2, 3]


@pytest.mark.anyio
async def test_a_caller_that_goes_away_frees_its_place() -> None:
    queue = Queue()
    tasks = [queue.ask(number) for number in range(5)]
    await queue.hours.go_by(1)
    tasks[2].cancel()
    tasks[3].cancel()
    await queue.hours.go_by(9)
    assert queue.went == [(0, 0.0), (1, 0.0), (4, 10.0)]
    assert [task.cancelled() for task in tasks] == [False, False, True, True, False]


@pytest.mark.anyio
async def test_who_would_wait_too_long_is_told_at_once_and_takes_no_place() -> None:
    queue = Queue()
    tasks = [queue.ask(number) for number in range(4)]
    await queue.hours.settle()
    late = queue.ask(4, ends=15.0)
    await queue.hours.settle()
    with pytest.raises(TooLong) as caught:
        await late
    assert caught.value.free == 20.0
    tasks.append(queue.ask(5, ends=20.0))
    await queue.hours.go_by(20)
    assert queue.went[-1] == (5, 20.0)


@pytest.mark.anyio
async def test_who_waits_is_told_when_the_turn_moves_beyond_the_deadline() -> None:
    queue = Queue()
    window = queue.line.limit
    assert isinstance(window, Window)
    for number in range(2):
        await queue.ask(number)
    waiting = queue.ask(2, ends=12.0)
    await queue.hours.go_by(1)
    window.held_until = 60.0
    queue.line.look_again()
    await queue.hours.settle()
    with pytest.raises(TooLong):
        await waiting
    assert not queue.line.busy
