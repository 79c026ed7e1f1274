"""What a provider posts is checked, deduplicated, attributed, and sent on as an event, or refused with a reason."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import Request

from linkwright.access.principals import Principal
from linkwright.cli.proof import prove
from linkwright.kit.secret import Secret
from linkwright.receiving import repository, routes
from linkwright.receiving.model import BY_HAND, Subscription
from linkwright.receiving.sealing import SubscriptionSealing
from linkwright.receiving.service import MOST_BYTES, PATH, Receiving
from linkwright.receiving.work import KEPT, sweep_seen
from linkwright.rest.application import build
from linkwright.store.dump import dump_table
from linkwright.store.tables import events, provider_event_ids, provider_subscriptions
from linkwright.vault.errors import RecordDoesNotOpen
from linkwright.vault.providers import MasterKey
from tests.contract.events.post import Post
from tests.contract.linking.world import PUBLIC, World

pytestmark = pytest.mark.anyio
_SECRET = "lin_" + "wh_" + "s" * 30


class Provider:
    """A provider that posts events of one account, rightly or wrongly, and a subscription that it posts to."""

    def __init__(self, world: World, account: dict[str, Any], found: Subscription, http: httpx2.AsyncClient) -> None:
        self.world, self.account, self.found, self.http = world, account, found, http
        self.number = 0

    def body(self, **other: Any) -> bytes:
        """What Linear posts of a new issue."""
        self.number += 1
        told = {
            "action": "create",
            "type": "Issue",
            "data": {"id": f"issue-{self.number}", "title": "Bake bread"},
            "organizationId": self.account["workspace"],
            "webhookTimestamp": int(self.world.clock.now().timestamp() * 1000),
            **other,
        }
        return json.dumps(told).encode()

    async def posts(self, body: bytes, *, id_: str | None = None, secret: str = _SECRET, **headers: str) -> Any:
        """Post a body, signed with a secret."""
        self.number += 1
        sent = {
            "linear-delivery": id_ or f"delivery-{self.number}",
            "linear-signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
            "content-type": "application/json",
            **headers,
        }
        return await self.http.post(PATH + self.found.id, content=body, headers=sent)


@pytest.fixture
async def provider(world: World, post: Post) -> AsyncIterator[Provider]:
    """Linear, posting the events of a linked account."""
    linked = await world.linked()
    sealing = SubscriptionSealing(world.services.vault)
    record = await sealing.seal(Secret(_SECRET), world.project.id, "pev_1", 1)
    now = world.clock.now()
    found = Subscription(
        "pev_1", world.project.id, linked["id"], "linear", BY_HAND, ("issue",), True, None, 1, record, None, now, None
    )
    async with world.database.write() as tx:
        await repository.add(tx, found)
        account = await world.services.accounts.find(tx, world.project.id, linked["id"])
    await post.deliverer.settle()
    receiving = Receiving(
        world.database, world.catalog, world.services.profiles, sealing, world.clock, "http://127.0.0.1:8400"
    )

    async def nobody(_: Request) -> Principal:
        raise AssertionError

    app = build(
        [routes.router(receiving, None, nobody, None)],  # type: ignore[arg-type]
        {},
        world.clock,
        public_url=PUBLIC,
        max_body_bytes=1_048_576,
        hot_openapi={},
    )
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=PUBLIC) as http:
        yield Provider(world, {**linked, "workspace": account.external_id}, found, http)


async def _told(post: Post) -> list[dict[str, Any]]:
    await post.deliverer.settle()
    return [body for body in post.receiver.bodies() if body["type"].startswith("linear.")]


@pytest.mark.promise("provider-events.sent-on")
async def test_a_good_post_is_sent_on_with_its_account_and_its_body(post: Post, provider: Provider) -> None:
    made = await post.endpoint(events=["linear.*"])
    body = provider.body()
    reply = await provider.posts(body, id_="delivery-1")
    assert (reply.status_code, reply.json()) == (200, {"status": "sent"})
    [told] = await _told(post)
    assert told["type"] == "linear.issue.created"
    assert told["data"]["account_id"] == provider.account["id"]
    assert (told["data"]["kind"], told["data"]["action"]) == ("issue", "created")
    assert told["data"]["workspace_id"] == provider.account["workspace"]
    assert told["data"]["body"] == json.loads(body)
    [delivery] = await post.log(made, event="linear.issue.created")
    assert delivery["account_id"] == provider.account["id"]


async def test_only_who_asked_for_it_hears_and_the_body_may_stay_here(
    world: World, post: Post, provider: Provider
) -> None:
    await post.endpoint("https://a.example/", events=["linear.issue.updated"])
    await post.endpoint("https://b.example/", events=["linear.issue.*"], stackone=True)
    async with world.database.write() as tx:
        await repository.update(tx, provider.found.id, {"include_body": False})
    await provider.posts(provider.body())
    await post.deliverer.settle()
    [flat] = post.receiver.bodies("https://b.example/")
    assert flat["event"] == "linear.issue.created"
    assert "body" not in flat
    assert post.receiver.bodies("https://a.example/") == []
    names = [one["name"] for one in await post.api("GET", "/event_types")]
    assert {"account.created", "linear.issue.created", "linear.comment.updated"} <= set(names)


@pytest.mark.promise("provider-events.refused")
@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ("forged", 403, "provider_signature_wrong"),
        ("unsigned", 403, "provider_signature_wrong"),
        ("altered", 403, "provider_signature_wrong"),
        ("stale", 400, "provider_event_stale"),
        ("ahead", 400, "provider_event_stale"),
        ("no moment", 400, "provider_event_malformed"),
        ("foreign", 403, "provider_event_foreign"),
        ("no json", 400, "provider_event_malformed"),
        ("no object", 400, "provider_event_malformed"),
        ("odd id", 400, "provider_event_malformed"),
        ("oversized", 413, "too_large"),
        ("replayed", 409, "provider_event_replayed"),
    ],
)
async def test_a_bad_post_is_refused_with_a_reason_and_nothing_is_sent_on(
    world: World, post: Post, provider: Provider, what: str, status: int, code: str
) -> None:
    await post.endpoint()
    now = int(world.clock.now().timestamp() * 1000)
    good = provider.body()
    before = 0
    if what == "replayed":
        assert (await provider.posts(good, id_="first")).json() == {"status": "sent"}
        before = 1
    bodies = {
        "stale": provider.body(webhookTimestamp=now - 61_000),
        "ahead": provider.body(webhookTimestamp=now + 61_000),
        "no moment": provider.body(webhookTimestamp="now"),
        "foreign": provider.body(organizationId="another"),
        "no json": b"{'issue': 1}",
        "no object": b"[1]",
        "oversized": provider.body(pad="x" * MOST_BYTES),
    }
    more: dict[str, Any] = {"secret": "x" * 40} if what == "forged" else {}
    if what == "unsigned":
        more["linear-signature"] = ""
    if what == "altered":
        more["linear-signature"] = hmac.new(_SECRET.encode(), good, hashlib.sha256).hexdigest()
        bodies["altered"] = good + b" "
    if what == "odd id":
        more["id_"] = "x" * 200
    reply = await provider.posts(bodies.get(what, good), **more)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply.json()["hint"]
    assert _SECRET not in reply.text
    assert len(await _told(post)) == before


async def test_a_post_that_is_repeated_is_thanked_for_and_not_sent_on_again(
    world: World, post: Post, provider: Provider
) -> None:
    await post.endpoint()
    body = provider.body()
    answers = [(await provider.posts(body, id_="same")).json()["status"] for _ in range(3)]
    world.clock.advance(60)
    again = provider.body(data={"id": "issue-1"})
    answers.append((await provider.posts(again, id_="same")).json()["status"])
    assert answers == ["sent", "repeated", "repeated", "repeated"]
    assert len(await _told(post)) == 1


async def test_the_same_post_ten_times_at_once_is_sent_on_once(post: Post, provider: Provider) -> None:
    await post.endpoint()
    body = provider.body()
    replies = await asyncio.gather(*(provider.posts(body, id_="same") for _ in range(10)))
    assert sorted(reply.json()["status"] for reply in replies) == ["repeated"] * 9 + ["sent"]
    assert len(await _told(post)) == 1


async def test_what_nobody_asked_for_is_thanked_for_and_ignored(world: World, post: Post, provider: Provider) -> None:
    await post.endpoint()
    for other in ({"type": "Comment"}, {"type": "Novelty"}, {"action": "restart"}, {"type": None}):
        assert (await provider.posts(provider.body(**other))).json() == {"status": "ignored"}
    await world.api("POST", f"/accounts/{provider.account['id']}/suspend")
    assert (await provider.posts(provider.body())).json() == {"status": "ignored"}
    assert await _told(post) == []


async def test_nobody_listens_at_an_unknown_address_or_after_the_account_is_gone(
    world: World, post: Post, provider: Provider
) -> None:
    for odd in ("pev_none", "%F0%9F%A6%84", "x" * 200):
        reply = await provider.http.post(PATH + odd, content=b"{}")
        assert (reply.status_code, reply.json()["code"]) == (404, "provider_events_unknown")
    await provider.posts(provider.body())
    await world.api("DELETE", f"/accounts/{provider.account['id']}")
    assert (await provider.posts(provider.body())).status_code == 404
    assert await world.rows(provider_subscriptions) == await world.rows(provider_event_ids) == []


async def test_what_was_seen_is_forgotten_after_some_days(world: World, provider: Provider) -> None:
    await provider.posts(provider.body())
    assert await sweep_seen(world.database, world.clock) == 0
    world.clock.advance(KEPT.total_seconds() + 1)
    assert await sweep_seen(world.database, world.clock) == 2
    assert await world.rows(provider_event_ids) == []
    assert await world.rows(events) == []


async def test_the_signing_secret_is_sealed_and_a_backup_is_proved_with_it(world: World, provider: Provider) -> None:
    async with world.database.read() as tx:
        stored = b"".join([line async for line in dump_table(tx, "provider_subscriptions")])
    assert _SECRET.encode() not in stored
    key = MasterKey("mk_test", b"m" * 32)
    assert await prove(world.database, key) == 1
    async with world.database.write() as tx:
        await repository.update(tx, provider.found.id, {"version": 2})
    with pytest.raises(RecordDoesNotOpen):
        await prove(world.database, key)
