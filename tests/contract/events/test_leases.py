"""Leases: nobody delivers what another one is delivering, and what a dead process held is made again."""

from __future__ import annotations

import asyncio

import pytest

from linkwright.events import repository
from linkwright.events.leases import repository as leases
from linkwright.events.model import Full
from linkwright.events.work import LEASE
from tests.contract.events.post import Post, Receiver
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


async def _tests(post: Post, count: int) -> dict[str, str]:
    endpoint = await post.endpoint()
    for _ in range(count):
        await post.api("POST", f"/{endpoint['id']}/test", status=201)
    return dict(endpoint)


async def test_several_processes_deliver_each_event_once(post: Post) -> None:
    endpoint = await _tests(post, 60)
    others = [post.another() for _ in range(3)]
    await asyncio.gather(*(one.settle() for one in (post.deliverer, *others)))
    assert len(post.receiver.ids()) == len(set(post.receiver.ids())) == 60
    assert {delivery["status"] for delivery in await post.log(endpoint, page_size=100)} == {"delivered"}


async def test_a_claim_gives_each_row_to_one_owner_only(world: World, post: Post) -> None:
    await _tests(post, 10)
    now = post.clock.now()

    async def claim(owner: str) -> list[str]:
        async with world.database.write() as tx:
            return [one.id for one in await leases.claim(tx, owner, now, now + LEASE, Full(), 4)]

    found = await asyncio.gather(*(claim(f"own_{n}") for n in range(5)))
    ids = [one for some in found for one in some]
    assert len(ids) == len(set(ids)) == 10
    assert max(len(some) for some in found) == 4


@pytest.mark.promise("webhooks.at-least-once")
async def test_what_a_dead_process_held_is_made_again_when_its_lease_is_over_and_its_late_word_counts_no_more(
    world: World, post: Post
) -> None:
    endpoint = await _tests(post, 1)
    hung = Receiver()
    slow = post.another(hung)
    await slow.fill()
    async with asyncio.timeout(10):
        while not hung.got:
            await asyncio.sleep(0)
    await post.later(LEASE.total_seconds() - 1)
    assert post.receiver.got == []
    await post.later(2)
    assert post.receiver.ids() == hung.ids()
    hung.free.set()
    await slow.settle()
    [delivery] = await post.log(endpoint)
    assert (delivery["status"], len(delivery["attempts"])) == ("delivered", 1)


async def test_a_process_that_stops_gives_back_what_it_held(post: Post) -> None:
    endpoint = await _tests(post, 3)
    hung = Receiver()
    stopped = post.another(hung)
    await stopped.fill()
    await stopped.close()
    await post.deliverer.settle()
    assert len(post.receiver.got) == 3
    assert {delivery["status"] for delivery in await post.log(endpoint)} == {"delivered"}


async def test_on_sqlite_a_start_takes_back_what_the_killed_process_held(world: World, post: Post) -> None:
    await _tests(post, 2)
    now = post.clock.now()
    async with world.database.write() as tx:
        await leases.claim(tx, "own_dead", now, now + LEASE, Full(), 10)
    await post.deliverer.take_back()
    await post.deliverer.settle()
    # On PostgreSQL the other process may live: there its lease has to run out.
    assert len(post.receiver.got) == (2 if world.database.dialect == "sqlite" else 0)
    await post.later(LEASE.total_seconds() + 1)
    assert len(post.receiver.got) == 2


async def test_a_secret_that_does_not_open_is_in_the_log_and_not_a_silent_stop(world: World, post: Post) -> None:
    endpoint = await _tests(post, 1)
    async with world.database.write() as tx:
        [stored] = await repository.secrets_of(tx, [endpoint["id"]])
        await repository.end_secrets(tx, endpoint["id"], post.clock.now(), post.clock.now())
        _, sealed = await post.sealing.fresh(stored.project_id, "whe_other", 2, post.clock.now())
        moved = repository.SealedSecret(endpoint["id"], 2, stored.project_id, sealed.record, stored.created_at, None)
        await repository.add_secret(tx, moved)
    await post.deliverer.settle()
    assert post.receiver.got == []
    [delivery] = await post.log(endpoint)
    assert "does not open" in delivery["attempts"][0]["error"]
    assert delivery["status"] == "pending"
