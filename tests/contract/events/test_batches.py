"""Many deliveries share a transaction, and one that cannot be written does not take the others with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from linkwright.events.model import Attempt
from linkwright.events.outbox import Event, emit
from linkwright.store.database import Database, Tx, mark_due
from linkwright.store.errors import DatabaseUnavailable
from linkwright.store.waking import DueListener
from tests.contract.events.post import Post
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


async def _tell(world: World, post: Post, count: int) -> None:
    async with world.database.write() as tx:
        await emit(tx, post.clock.now(), *(Event(world.project.id, "test", {"n": n}) for n in range(count)))


async def test_deliveries_share_transactions(world: World, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    await post.endpoint()
    await _tell(world, post, 160)
    writes = 0
    write = post.database.write

    @asynccontextmanager
    async def counted() -> AsyncIterator[Tx]:
        nonlocal writes
        writes += 1
        async with write() as tx:
            yield tx

    monkeypatch.setattr(post.database, "write", counted)
    await post.deliverer.settle()
    assert len(post.receiver.got) == 160
    assert writes <= 160 / 5


async def test_an_outcome_that_cannot_be_written_costs_only_itself(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = await post.endpoint()
    await _tell(world, post, 5)
    posting = post.deliverer._posting
    really = posting.post

    async def odd(endpoint: Any, event: Any, live: Any) -> Attempt:
        attempt = await really(endpoint, event, live)
        # No database takes an endless duration beside a status that is no number.
        return Attempt(attempt.started_at, 1.0, object(), None) if event.data["n"] == 3 else attempt  # type: ignore[arg-type]

    monkeypatch.setattr(posting, "post", odd)
    await post.deliverer.settle()
    log = await post.log(endpoint)
    assert sorted(one["status"] for one in log) == ["delivered"] * 4 + ["pending"]
    monkeypatch.undo()
    await post.later(61)
    assert {one["status"] for one in await post.log(endpoint)} == {"delivered"}
    assert len(set(post.receiver.ids())) == 5


async def test_outcomes_outlast_a_database_that_is_away(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = await post.endpoint()
    await _tell(world, post, 3)
    await post.deliverer.fill()
    while len(post.receiver.got) < 3:
        await asyncio.sleep(0)
    await asyncio.gather(*post.deliverer._running)

    @asynccontextmanager
    async def away() -> AsyncIterator[Tx]:
        raise DatabaseUnavailable("The database cannot be reached.")
        yield

    monkeypatch.setattr(post.database, "write", away)
    with pytest.raises(DatabaseUnavailable):
        await post.deliverer.fill()
    monkeypatch.undo()
    await post.deliverer.settle()
    assert [len(one["attempts"]) for one in await post.log(endpoint)] == [1, 1, 1]
    assert len(post.receiver.got) == 3


async def test_outcomes_outlast_a_stop_in_the_middle_of_writing_them(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = await post.endpoint()
    await _tell(world, post, 3)
    await post.deliverer.fill()
    await asyncio.gather(*post.deliverer._running)
    stuck = asyncio.Event()

    @asynccontextmanager
    async def slow() -> AsyncIterator[Tx]:
        stuck.set()
        await asyncio.Event().wait()
        yield

    monkeypatch.setattr(post.database, "write", slow)
    turn = asyncio.create_task(post.deliverer.fill())
    await stuck.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    monkeypatch.undo()
    await post.deliverer.close()
    assert [(one["status"], len(one["attempts"])) for one in await post.log(endpoint)] == [("delivered", 1)] * 3


async def test_another_process_is_woken_by_a_commit_and_by_no_rollback(world: World, database: Database) -> None:
    url = f"sqlite:///{database.native}" if database.dialect == "sqlite" else database.native
    other = Database(url)
    heard = asyncio.Event()
    other.on_due(heard.set)
    listener = DueListener(other)
    listener.start()
    try:
        if database.dialect == "sqlite":
            # There is one process only; its own commits wake it.
            async with other.write() as tx:
                mark_due(tx)
            assert heard.is_set()
            return
        async with asyncio.timeout(10):
            await heard.wait()
        heard.clear()
        with pytest.raises(RuntimeError):
            async with database.write() as tx:
                mark_due(tx)
                raise RuntimeError
        assert not heard.is_set()
        async with database.write() as tx:
            mark_due(tx)
        async with asyncio.timeout(10):
            await heard.wait()
    finally:
        await listener.close()
        await other.close()
