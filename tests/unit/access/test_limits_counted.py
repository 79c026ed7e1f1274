"""Calls a minute, second by second: how a bucket refills, what is told, and what is forgotten."""

from __future__ import annotations

import pytest

from linkwright.access import limits
from linkwright.access.errors import RateLimited, TooManyAtOnce
from linkwright.access.limits import AtOnce, RateLimiter
from linkwright.kit.clock import FixedClock

pytestmark = pytest.mark.anyio


class Shared:
    """Gives what it is told to, and notes what it was asked."""

    def __init__(self, *gives: int) -> None:
        self.gives = list(gives)
        self.asked: list[tuple[str, int, int]] = []

    async def take(self, name: str, per_minute: int, wanted: int) -> int:
        self.asked.append((name, per_minute, wanted))
        return self.gives.pop(0)


def limiter(per_minute: int, clock: FixedClock, shared: Shared | None = None, kind: str = "key") -> RateLimiter:
    return RateLimiter(
        per_minute, clock, kind=kind, refusal=lambda headers: RateLimited(headers=headers), shared=shared
    )


async def refused(limit: RateLimiter, name: str = "k") -> str:
    with pytest.raises(RateLimited) as found:
        await limit.take(name)
    return str(found.value.headers["Retry-After"])


async def test_a_bucket_refills_evenly_and_holds_no_more_than_a_minutes_calls(clock: FixedClock) -> None:
    limit = limiter(6, clock)
    for _ in range(6):
        await limit.take("k")
    assert await refused(limit) == "10"
    clock.advance(4)
    assert await refused(limit) == "6"
    clock.advance(6)
    await limit.take("k")
    assert await refused(limit) == "10"
    clock.advance(3600)
    for _ in range(6):
        await limit.take("k")
    await refused(limit)


async def test_one_call_a_minute_is_a_limit_too(clock: FixedClock) -> None:
    limit = limiter(1, clock)
    assert limit.on
    await limit.take("k")
    assert await refused(limit) == "60"


async def test_a_wait_is_told_in_whole_seconds_rounded_up_and_never_as_none(clock: FixedClock) -> None:
    limit = limiter(6000, clock)
    for _ in range(6000):
        await limit.take("k")
    assert await refused(limit) == "1"


async def test_a_process_draws_a_fiftieth_of_a_minutes_calls_and_one_at_least(clock: FixedClock) -> None:
    for per_minute, portion in ((1, 1), (99, 1), (100, 2), (5000, 100)):
        shared = Shared(portion)
        await limiter(per_minute, clock, shared, "account").take("a")
        assert shared.asked == [("account:a", per_minute, portion)]


async def test_of_a_portion_each_call_takes_one_and_then_it_is_asked_again(clock: FixedClock) -> None:
    shared = Shared(2, 1, 0)
    limit = limiter(100, clock, shared)
    for _ in range(3):
        await limit.take("k")
    assert len(shared.asked) == 2
    assert await refused(limit) == "1"
    assert len(shared.asked) == 3


async def test_an_empty_shared_bucket_is_left_alone_for_as_long_as_a_call_takes_to_refill(clock: FixedClock) -> None:
    shared = Shared(0, 1)
    limit = limiter(6, clock, shared)
    assert await refused(limit) == "10"
    clock.advance(9)
    assert await refused(limit) == "10"
    assert len(shared.asked) == 1
    clock.advance(1)
    await limit.take("k")
    assert len(shared.asked) == 2


async def test_names_beyond_a_bound_are_forgotten_so_that_memory_has_an_end(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_MOST_NAMES", 2)
    limit = limiter(1, clock)
    await limit.take("a")
    await limit.take("b")
    await refused(limit, "a")
    await limit.take("c")
    await limit.take("a")


def test_the_bound_of_all_and_that_of_one_caller_are_counted_apart_and_given_back() -> None:
    gate = AtOnce(2, 1)
    gate.enter("a")
    with pytest.raises(TooManyAtOnce) as one:
        gate.enter("a")
    gate.enter("b")
    with pytest.raises(TooManyAtOnce) as all_:
        gate.enter("c")
    assert all_.value.message == "The hub runs as many calls as it may at once."
    assert one.value.message != all_.value.message
    assert one.value.headers == all_.value.headers == {"Retry-After": "1"}
    for caller in ("a", "b"):
        gate.leave(caller)
    assert (gate._running, dict(gate._of)) == (0, {})
    for caller in ("c", "d"):
        gate.enter(caller)


def test_no_bound_means_none() -> None:
    gate = AtOnce(0, 0)
    for _ in range(100):
        gate.enter("a")
    gate.leave("a")
    assert dict(gate._of) == {"a": 99}
