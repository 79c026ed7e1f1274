"""Buckets of calls as rows: what several processes draw from them is never more than they hold."""

from __future__ import annotations

import asyncio

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.store.buckets import RowBuckets
from linkwright.store.database import Database

pytestmark = pytest.mark.anyio


async def test_a_bucket_begins_full_gives_what_it_has_and_fills_evenly(database: Database, clock: FixedClock) -> None:
    buckets = RowBuckets(database, clock)
    assert await buckets.take("key:1", 60, 50) == 50
    assert await buckets.take("key:1", 60, 50) == 10
    assert await buckets.take("key:1", 60, 50) == 0
    assert await buckets.take("key:2", 60, 1) == 1
    clock.advance(3.5)
    assert await buckets.take("key:1", 60, 50) == 3
    clock.advance(0.5)
    # The half call that was left over is not lost.
    assert await buckets.take("key:1", 60, 50) == 1
    clock.advance(3_600)
    assert await buckets.take("key:1", 60, 500) == 60


async def test_a_clock_that_goes_back_fills_nothing_twice(database: Database, clock: FixedClock) -> None:
    buckets = RowBuckets(database, clock)
    assert await buckets.take("key:1", 60, 60) == 60
    clock.advance(-30)
    assert await buckets.take("key:1", 60, 1) == 0
    clock.advance(30)
    assert await buckets.take("key:1", 60, 1) == 0


async def test_many_at_once_take_no_more_than_there_is(database: Database, clock: FixedClock) -> None:
    buckets = RowBuckets(database, clock)
    got = await asyncio.gather(*(buckets.take("key:1", 100, 7) for _ in range(30)))
    assert sum(got) == 100


async def test_buckets_that_are_full_again_are_forgotten(database: Database, clock: FixedClock) -> None:
    buckets = RowBuckets(database, clock)
    assert await buckets.take("key:1", 60, 60) == 60
    await buckets.forget()
    assert await buckets.take("key:1", 60, 60) == 0
    clock.advance(121)
    await buckets.forget()
    assert await buckets.take("key:1", 60, 60) == 60
