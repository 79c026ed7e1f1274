"""An ordered endpoint gets the events of one account one after another, in their order."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.events.judging import PAUSES
from linkwright.events.outbox import Event, emit
from linkwright.events.work import LEASE, sweep_events
from linkwright.store.tables import webhook_deliveries
from tests.contract.events.post import Post, Receiver, answer
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio
A, B = "https://a.example/hooks", "https://b.example/hooks"
_DAY = 86_400


async def _tell(world: World, post: Post, account: str, *numbers: int) -> None:
    """One transaction for each event."""
    for number in numbers:
        async with world.database.write() as tx:
            event = Event(world.project.id, "account.updated", {"account_id": account, "number": number}, account)
            await emit(tx, post.clock.now(), event)


def _numbers(post: Post, account: str, url: str = A) -> list[int]:
    return [body["data"]["number"] for body in post.receiver.bodies(url) if body["data"]["account_id"] == account]


async def _due(world: World) -> int:
    rows = await world.rows(webhook_deliveries)
    return len([row for row in rows if row["due_at"] is not None])


@pytest.mark.promise("webhooks.order")
async def test_events_of_one_account_arrive_in_their_order_one_at_a_time(world: World, post: Post) -> None:
    await post.endpoint(A, ordered=True)
    for number in range(12):
        for account in ("acc_1", "acc_2", "acc_3"):
            await _tell(world, post, account, number)
    assert await _due(world) == 3
    post.receiver.free.clear()
    await post.deliverer.fill()
    await _until(lambda: len(post.receiver.got) == 3)
    await post.deliverer.fill()
    assert len(post.receiver.got) == 3
    post.receiver.free.set()
    others = [post.another() for _ in range(3)]
    await asyncio.gather(*(one.settle() for one in (post.deliverer, *others)))
    await post.deliverer.settle()
    for account in ("acc_1", "acc_2", "acc_3"):
        assert _numbers(post, account) == list(range(12))


@pytest.mark.promise("webhooks.order")
async def test_an_earlier_one_that_fails_holds_its_account_back_and_no_other(world: World, post: Post) -> None:
    await post.endpoint(A, ordered=True)
    fails = {"yes": True}
    post.receiver.says[A] = lambda request: answer(
        500 if b'"acc_1","number":0' in (request.body or b"") and fails["yes"] else 204
    )
    await _tell(world, post, "acc_1", 0, 1, 2)
    await _tell(world, post, "acc_2", 0, 1)
    await post.deliverer.settle()
    assert (_numbers(post, "acc_1"), _numbers(post, "acc_2")) == ([0], [0, 1])
    fails.clear()
    fails["yes"] = False
    await post.later(PAUSES[0])
    assert _numbers(post, "acc_1") == [0, 0, 1, 2]


@pytest.mark.promise("webhooks.order")
async def test_one_that_fails_for_good_lets_the_next_go(world: World, post: Post) -> None:
    endpoint = await post.endpoint(A, ordered=True)
    # Something else is delivered now and then, so that the endpoint is not switched off.
    post.receiver.says[A] = lambda request: answer(500 if b'"number":0' in (request.body or b"") else 204)
    await _tell(world, post, "acc_1", 0, 1, 2)
    await post.deliverer.settle()
    for pause in PAUSES:
        assert _numbers(post, "acc_1")[-1] == 0
        await _tell(world, post, "acc_2", 5)
        await post.later(pause)
    assert _numbers(post, "acc_1")[-3:] == [0, 1, 2]
    assert [one["status"] for one in await post.log(endpoint, status="failed")] == ["failed"]


async def test_without_the_switch_and_without_an_account_nothing_waits(world: World, post: Post) -> None:
    await post.endpoint(A)
    await post.endpoint(B, ordered=True)
    await _tell(world, post, "acc_1", 0, 1)
    async with world.database.write() as tx:
        await emit(tx, post.clock.now(), *(Event(world.project.id, "run.failed", {"n": n}) for n in range(2)))
    assert await _due(world) == 2 + 1 + 4


async def test_an_event_told_while_its_forerunner_is_being_written_down_is_not_left_behind(
    world: World, post: Post
) -> None:
    await post.endpoint(A, ordered=True)
    dice = random.Random(7)

    async def tell(account: str) -> None:
        for number in range(15):
            await _tell(world, post, account, number)
            for _ in range(dice.randrange(20)):
                await asyncio.sleep(0)

    done = False

    async def deliver() -> None:
        while not done:
            await post.deliverer.fill()
            await asyncio.sleep(0)

    working = asyncio.create_task(deliver())
    await asyncio.gather(tell("acc_1"), tell("acc_2"))
    done = True
    await working
    await post.deliverer.settle()
    assert _numbers(post, "acc_1") == _numbers(post, "acc_2") == list(range(15))


async def test_switched_off_and_on_again_it_goes_on_in_order(world: World, post: Post) -> None:
    endpoint = await post.endpoint(A, ordered=True)
    post.receiver.says[A] = lambda _: answer(500)
    await _tell(world, post, "acc_1", 0, 1, 2)
    await post.deliverer.settle()
    await post.api("PATCH", f"/{endpoint['id']}", json={"enabled": False})
    await post.later(_DAY)
    del post.receiver.says[A]
    await post.api("PATCH", f"/{endpoint['id']}", json={"enabled": True})
    await post.deliverer.settle()
    assert _numbers(post, "acc_1") == [0, 0, 1, 2]


async def test_no_longer_ordered_it_gets_at_once_what_waited(world: World, post: Post) -> None:
    endpoint = await post.endpoint(A, ordered=True)
    post.receiver.says[A] = lambda request: answer(500 if b'"number":0' in (request.body or b"") else 204)
    await _tell(world, post, "acc_1", 0, 1, 2)
    await post.deliverer.settle()
    changed = await post.api("PATCH", f"/{endpoint['id']}", json={"ordered": False})
    assert changed["ordered"] is False
    await post.deliverer.settle()
    assert sorted(_numbers(post, "acc_1")) == [0, 1, 2]
    again = await post.api("PATCH", f"/{endpoint['id']}", json={"ordered": True})
    assert again["ordered"] is True
    await _tell(world, post, "acc_1", 3)
    await post.deliverer.settle()
    assert _numbers(post, "acc_1")[-1] == 3


@pytest.mark.promise("webhooks.order")
async def test_a_range_is_made_again_in_order_and_before_what_comes_after_it(world: World, post: Post) -> None:
    endpoint = await post.endpoint(A, ordered=True)
    began = post.clock.now()
    await _tell(world, post, "acc_1", 0, 1, 2)
    await post.deliverer.settle()
    path = f"/{endpoint['id']}/redeliver"
    assert await post.api("POST", path, json={"since": began.isoformat(), "status": "all"}) == {"count": 3}
    await _tell(world, post, "acc_1", 3)
    assert await _due(world) == 1
    await post.deliverer.settle()
    assert _numbers(post, "acc_1") == [0, 1, 2, 0, 1, 2, 3]


async def test_one_made_again_goes_before_those_that_wait_behind_it(world: World, post: Post) -> None:
    endpoint = await post.endpoint(A, ordered=True)
    await _tell(world, post, "acc_1", 0)
    await post.deliverer.settle()
    await _tell(world, post, "acc_1", 1)
    [first] = await post.log(endpoint, status="delivered")
    await post.api("POST", f"/{endpoint['id']}/deliveries/{first['id']}/redeliver")
    assert await _due(world) == 1
    await post.deliverer.settle()
    assert _numbers(post, "acc_1") == [0, 0, 1]


async def test_what_a_dead_process_held_is_made_again_before_the_next(world: World, post: Post) -> None:
    await post.endpoint(A, ordered=True)
    await _tell(world, post, "acc_1", 0, 1)
    hung = Receiver()
    await post.another(hung).fill()
    await _until(lambda: bool(hung.got))
    await post.deliverer.settle()
    assert _numbers(post, "acc_1") == []
    await post.later(LEASE.total_seconds() + 1)
    assert _numbers(post, "acc_1") == [0, 1]


async def test_what_waits_in_a_queue_is_not_forgotten_however_short_the_retention(world: World, post: Post) -> None:
    await post.endpoint(A, ordered=True)
    post.receiver.says[A] = lambda _: answer(500)
    await _tell(world, post, "acc_1", 0, 1)
    await post.deliverer.settle()
    post.clock.advance(2 * _DAY)
    assert await sweep_events(world.database, post.clock, 1) == 0
    del post.receiver.says[A]
    await post.deliverer.settle()
    assert _numbers(post, "acc_1") == [0, 0, 1]


async def test_claiming_does_not_look_at_what_is_held_back(world: World, post: Post) -> None:
    """Held-back rows have no moment at which they are due, so the index of due rows does not hold them."""
    await post.endpoint(A, ordered=True)
    async with world.database.write() as tx:
        events = [Event(world.project.id, "account.updated", {"number": n}, "acc_1") for n in range(500)]
        await emit(tx, post.clock.now(), *events)
    async with world.database.read() as tx:
        due = sa.select(sa.func.count()).where(webhook_deliveries.c.due_at.is_not(None))
        assert (await tx.execute(due)).scalar_one() == 1


async def _until(true: Any) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0)
