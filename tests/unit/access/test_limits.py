"""Calls a minute and calls at once: counted, bounded, and shared without asking each time."""

from __future__ import annotations

import asyncio

import pytest

from linkwright.access.errors import RateLimited, TooManyAtOnce
from linkwright.access.limits import AtOnce, RateLimiter
from linkwright.kit.clock import FixedClock
from linkwright.store.errors import DatabaseUnavailable

pytestmark = pytest.mark.anyio


class Buckets:
    """Shared buckets in memory that never refill; notes what was asked."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.asked: list[tuple[str, int]] = []
        self.away = False

    async def take(self, name: str, per_minute: int, wanted: int) -> int:
        self.asked.append((name, wanted))
        await asyncio.sleep(0)
        if self.away:
            raise DatabaseUnavailable
        taken = min(wanted, self.left)
        self.left -= taken
        return taken


def limiter(per_minute: int, clock: FixedClock, shared: Buckets | None = None) -> RateLimiter:
    return RateLimiter(per_minute, clock, refusal=lambda headers: RateLimited(headers=headers), shared=shared)


async def taken(limit: RateLimiter, name: str, tries: int) -> int:
    """How many of so many calls at once were let through."""
    answers = await asyncio.gather(*(limit.take(name) for _ in range(tries)), return_exceptions=True)
    assert all(answer is None or isinstance(answer, RateLimited) for answer in answers)
    return sum(answer is None for answer in answers)


async def test_the_limit_is_off_by_default(clock: FixedClock) -> None:
    off = limiter(0, clock)
    assert not off.on
    assert await taken(off, "key_1", 1000) == 1000


async def test_a_key_over_its_limit_is_told_how_long_to_wait(clock: FixedClock) -> None:
    limit = limiter(60, clock)
    assert await taken(limit, "key_1", 70) == 60
    with pytest.raises(RateLimited) as refused:
        await limit.take("key_1")
    assert refused.value.headers["Retry-After"] == "1"
    await limit.take("key_2")
    clock.advance(1)
    await limit.take("key_1")


async def test_processes_that_share_a_bucket_give_no_more_than_it_holds(clock: FixedClock) -> None:
    shared = Buckets(100)
    one, other = limiter(100, clock, shared), limiter(100, clock, shared)
    assert await taken(one, "key_1", 80) + await taken(other, "key_1", 80) == 100


async def test_most_calls_ask_nobody(clock: FixedClock) -> None:
    shared = Buckets(10_000)
    assert await taken(limiter(5_000, clock, shared), "key_1", 1_000) == 1_000
    assert shared.asked == [("key:key_1", 100)] * 10


async def test_an_empty_bucket_is_not_asked_again_before_it_can_hold_a_call(clock: FixedClock) -> None:
    shared = Buckets(0)
    limit = limiter(60, clock, shared)
    assert await taken(limit, "key_1", 20) == 0
    assert len(shared.asked) == 1
    shared.left = 5
    with pytest.raises(RateLimited):
        await limit.take("key_1")
    clock.advance(1)
    await limit.take("key_1")
    assert len(shared.asked) == 2


async def test_a_database_that_is_away_does_not_stop_calls(clock: FixedClock) -> None:
    shared = Buckets(0)
    shared.away = True
    assert await taken(limiter(500, clock, shared), "key_1", 30) == 30


@pytest.mark.promise("limits.at-once")
def test_a_caller_runs_no_more_calls_at_once_than_it_may_and_others_are_not_held_up() -> None:
    gate = AtOnce(10, 2)
    gate.enter("key_1")
    gate.enter("key_1")
    with pytest.raises(TooManyAtOnce) as refused:
        gate.enter("key_1")
    assert refused.value.headers["Retry-After"] == "1"
    gate.enter("key_2")
    gate.leave("key_1")
    gate.enter("key_1")


def test_all_callers_together_run_no_more_than_the_hub_may() -> None:
    gate = AtOnce(3, 0)
    for number in range(3):
        gate.enter(f"key_{number}")
    with pytest.raises(TooManyAtOnce, match="as many calls as it may"):
        gate.enter("key_9")
    gate.leave("key_0")
    gate.enter("key_9")
