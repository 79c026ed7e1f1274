"""Deliveries: signed, retried, given up, made again; with the same id on every attempt."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from linkwright.events import work
from linkwright.events.catalogue import EVENTS
from linkwright.events.judging import PAUSES
from linkwright.events.work import sweep_events
from linkwright.outbound.errors import UpstreamTimeout
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.store.tables import events, webhook_attempts, webhook_deliveries
from tests.contract.events.post import Post, answer
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio
A, B = "https://a.example/hooks", "https://b.example/hooks"
_DAY = 86_400


async def _test(post: Post, endpoint: dict[str, Any]) -> dict[str, Any]:
    return dict(await post.api("POST", f"/{endpoint['id']}/test", status=201))


@pytest.mark.promise("webhooks.signed")
async def test_a_delivery_verifies_with_the_secret_that_was_shown_once(world: World, post: Post) -> None:
    endpoint = await post.endpoint()
    account = await world.linked()
    await post.deliverer.settle()
    [request] = post.receiver.got
    told = post.verified(request, endpoint["secret"])
    assert (told["type"], told["data"]["account_id"]) == ("account.created", account["id"])
    assert (request.method, request.timeout) == ("POST", 15.0)
    assert request.headers["content-type"] == "application/json"
    assert "x-stackone-signature" not in request.headers


async def test_both_secrets_sign_until_the_overlap_is_over(post: Post) -> None:
    old = await post.endpoint(stackone=True)
    new = await post.api("POST", f"/{old['id']}/rotate", json={"overlap": 600})
    assert new["secret"] != old["secret"]
    await _test(post, old)
    await post.deliverer.settle()
    [request] = post.receiver.got
    for secret in (old["secret"], new["secret"]):
        post.verified(request, secret)
    assert request.headers["x-stackone-signature"] == _stackone(request, old["secret"])
    await post.later(601)
    await _test(post, old)
    await post.deliverer.settle()
    latest = post.receiver.got[-1]
    post.verified(latest, new["secret"])
    assert latest.headers["webhook-signature"].count("v1,") == 1
    assert latest.headers["x-stackone-signature"] == _stackone(latest, new["secret"])


def _stackone(request: OutboundRequest, secret: str) -> str:
    digest = hmac.new(secret.encode(), request.body or b"", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def test_the_stackone_switch_gives_the_flat_body_and_the_names_of_the_contract(world: World, post: Post) -> None:
    await post.endpoint(stackone=True)
    account = await world.linked()
    async with world.database.write() as tx:
        stored = await world.services.accounts.find(tx, world.project.id, account["id"])
        await world.services.accounts.refused(tx, world.project.id, account["id"], "No.", stored.versions)
    await post.deliverer.settle()
    created, error = sorted(post.receiver.bodies(), key=lambda body: str(body["event"]))
    assert (created["event"], error["event"]) == ("account.created", "account.error")
    for body in (created, error):
        assert (body["account_id"], body["provider"]) == (account["id"], "linear")
        assert {"origin_owner_id", "origin_owner_name", "origin_username"} <= set(body)


@pytest.mark.promise("webhooks.same-id")
@pytest.mark.parametrize(
    ("says", "status", "told"),
    [
        (answer(500, b"broken"), 500, "answered 500"),
        (answer(302, location="https://elsewhere.example"), 302, "Redirects are not followed"),
        (UpstreamTimeout("a.example did not answer within 15 seconds."), None, "within 15 seconds"),
    ],
)
async def test_what_fails_is_tried_again_with_the_same_id_and_body(
    post: Post, says: OutboundResponse | UpstreamTimeout, status: int | None, told: str
) -> None:
    endpoint = await post.endpoint(A)

    def first(_: OutboundRequest) -> OutboundResponse:
        if isinstance(says, OutboundResponse):
            return says
        raise says

    post.receiver.says[A] = first
    await _test(post, endpoint)
    await post.deliverer.settle()
    await post.later(PAUSES[0] - 1)
    assert len(post.receiver.got) == 1
    del post.receiver.says[A]
    await post.later(1)
    one, two = post.receiver.got
    assert (one.headers["webhook-id"], one.body) == (two.headers["webhook-id"], two.body)
    assert one.headers["webhook-timestamp"] != two.headers["webhook-timestamp"]
    post.verified(two, endpoint["secret"])
    [delivery] = await post.log(endpoint)
    assert delivery["status"] == "delivered"
    assert [attempt["status"] for attempt in delivery["attempts"]] == [status, 200]
    assert told in delivery["attempts"][0]["error"]
    assert delivery["event_id"] == one.headers["webhook-id"]
    assert (await post.api("GET", f"/{endpoint['id']}"))["failing_since"] is None


async def test_a_delivery_is_given_up_after_three_days_and_can_be_made_again(post: Post) -> None:
    endpoint = await post.endpoint(A)
    post.receiver.says[A] = lambda _: answer(503)
    await _test(post, endpoint)
    await post.deliverer.settle()
    for pause in PAUSES:
        await post.later(pause)
    [delivery] = await post.log(endpoint, status="failed")
    assert len(delivery["attempts"]) == len(PAUSES) + 1
    await post.later(_DAY)
    assert len(post.receiver.got) == len(PAUSES) + 1
    del post.receiver.says[A]
    path = f"/{endpoint['id']}/deliveries/{delivery['id']}/redeliver"
    assert (await post.api("POST", path))["status"] == "pending"
    await post.deliverer.settle()
    [delivery] = await post.log(endpoint)
    assert (delivery["status"], len(delivery["attempts"])) == ("delivered", len(PAUSES) + 2)
    assert len(set(post.receiver.ids())) == 1


@pytest.mark.promise("webhooks.gone")
async def test_a_410_switches_the_endpoint_off_at_once_and_the_others_are_told(world: World, post: Post) -> None:
    gone, other = await post.endpoint(A, description="Billing"), await post.endpoint(B)
    post.receiver.says[A] = lambda _: answer(410)
    account = await world.linked()
    await post.deliverer.settle()
    assert post.receiver.types(B) == ["account.created", "webhook.disabled"]
    told = post.receiver.bodies(B)[1]["data"]
    assert (told["endpoint_id"], told["reason"], told["description"]) == (gone["id"], "gone", "Billing")
    shown = await post.api("GET", f"/{gone['id']}")
    assert (shown["enabled"], shown["disabled_reason"]) == (False, "gone")
    await world.api("DELETE", f"/accounts/{account['id']}")
    await post.later(4 * _DAY)
    assert len(post.receiver.types(A)) == 1
    assert [delivery["status"] for delivery in await post.log(gone)] == ["failed"]
    assert {delivery["status"] for delivery in await post.log(other)} == {"delivered"}


async def test_an_endpoint_that_fails_for_three_days_is_switched_off_and_goes_on_where_it_stopped(
    world: World, post: Post
) -> None:
    endpoint, _ = await post.endpoint(A), await post.endpoint(B, events=["webhook.disabled"])
    post.receiver.says[A] = lambda _: answer(500)
    account = await world.linked()
    await world.api("PATCH", f"/accounts/{account['id']}", json={"label": "x"})
    await post.deliverer.settle()
    await post.later(3 * _DAY)
    [told] = post.receiver.bodies(B)
    assert told["data"]["reason"] == "failing"
    assert (await post.api("GET", f"/{endpoint['id']}"))["disabled_reason"] == "failing"
    tried = len(post.receiver.bodies(A))
    await post.later(_DAY)
    assert len(post.receiver.bodies(A)) == tried
    del post.receiver.says[A]
    await post.api("PATCH", f"/{endpoint['id']}", json={"enabled": True})
    await post.deliverer.settle()
    assert sorted(post.receiver.types(A)[tried:]) == ["account.created", "account.updated"]
    assert {delivery["status"] for delivery in await post.log(endpoint)} == {"delivered"}


async def test_what_waits_for_an_endpoint_that_is_switched_off_by_hand_waits(world: World, post: Post) -> None:
    endpoint = await post.endpoint(A)
    await world.linked()
    await post.api("PATCH", f"/{endpoint['id']}", json={"enabled": False})
    await post.later(_DAY)
    assert post.receiver.got == []
    await post.api("PATCH", f"/{endpoint['id']}", json={"enabled": True})
    await post.deliverer.settle()
    assert post.receiver.types() == ["account.created"]


async def test_an_endpoint_switched_off_while_a_post_hangs_gets_no_second_one(post: Post) -> None:
    endpoint = await post.endpoint(A)
    post.receiver.says[A] = lambda _: answer(500)
    post.receiver.free.clear()
    await _test(post, endpoint)
    await post.deliverer.fill()
    await _until(lambda: len(post.receiver.got) == 1)
    await post.api("PATCH", f"/{endpoint['id']}", json={"enabled": False})
    post.receiver.free.set()
    await post.later(_DAY)
    [delivery] = await post.log(endpoint)
    assert (delivery["status"], delivery["due_at"], len(delivery["attempts"])) == ("pending", None, 1)


async def test_one_endpoint_that_hangs_does_not_hold_up_another(post: Post) -> None:
    hanging, quick = await post.endpoint(A), await post.endpoint(B)
    for _ in range(20):
        await _test(post, hanging)
    post.receiver.free.clear()
    await post.deliverer.fill()
    await _test(post, quick)
    await post.deliverer.fill()
    await _until(lambda: any(one.url == B for one in post.receiver.got))
    assert len([one for one in post.receiver.got if one.url == A]) < 20
    post.receiver.free.set()
    await post.deliverer.settle()
    assert {delivery["status"] for delivery in await post.log(hanging)} == {"delivered"}


async def test_one_project_whose_endpoints_hang_does_not_hold_up_another_project(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "_MOST_AT_ONCE", 6)
    monkeypatch.setattr(work, "_MOST_PER_PROJECT", 4)
    monkeypatch.setattr(work, "_MOST_PER_ENDPOINT", 2)
    hanging = [await post.endpoint(f"https://app.example/{number}") for number in range(4)]
    for endpoint in hanging:
        await _test(post, endpoint)
        await _test(post, endpoint)
    post.receiver.free.clear()
    await post.deliverer.fill()
    await world.add_project("other")
    other = await post.api("POST", as_="other-full", json={"url": B})
    await post.api("POST", f"/{other['id']}/test", as_="other-full", status=201)
    await post.deliverer.fill()
    await _until(lambda: any(one.url == B for one in post.receiver.got))
    assert len([one for one in post.receiver.got if one.url != B]) < 8
    post.receiver.free.set()
    await post.deliverer.settle()
    assert len(post.receiver.got) == 9


async def test_an_endpoint_deleted_while_a_post_hangs_leaves_nothing(world: World, post: Post) -> None:
    endpoint = await post.endpoint(A)
    post.receiver.free.clear()
    await _test(post, endpoint)
    await post.deliverer.fill()
    await _until(lambda: len(post.receiver.got) == 1)
    await post.api("DELETE", f"/{endpoint['id']}")
    post.receiver.free.set()
    await post.deliverer.settle()
    assert await world.rows(webhook_deliveries) == await world.rows(webhook_attempts) == []


@pytest.mark.promise("webhooks.redeliver")
async def test_a_range_is_made_again(post: Post) -> None:
    endpoint = await post.endpoint(A)
    post.receiver.says[A] = lambda request: answer(200 if b"once" in (request.body or b"") else 410)
    moments = []
    for _ in range(3):
        moments.append(post.clock.now())
        await _test(post, endpoint)
        post.clock.advance(60)
    await post.deliverer.settle()
    path = f"/{endpoint['id']}/redeliver"
    first = {"since": moments[1].isoformat()}
    assert (await post.api("POST", path, json=first, status=409))["code"] == "webhook_endpoint_off"
    del post.receiver.says[A]
    await post.api("PATCH", f"/{endpoint['id']}", json={"enabled": True})
    await post.deliverer.settle()
    before = len(post.receiver.got)
    wish: dict[str, Any] = {"since": moments[1].isoformat(), "until": moments[2].isoformat(), "status": "all"}
    assert await post.api("POST", path, json={**wish, "preview": True}) == {"count": 1}
    await post.deliverer.settle()
    assert len(post.receiver.got) == before
    assert await post.api("POST", path, json=wish) == {"count": 1}
    await post.deliverer.settle()
    assert len(post.receiver.got) == before + 1
    assert await post.api("POST", path, json={"since": post.clock.now().isoformat()}) == {"count": 0}


async def test_the_log_has_pages_bodies_and_answers_without_secrets(world: World, post: Post) -> None:
    endpoint = await post.endpoint(A)
    secret = "lin_" + "api_" + "a1B2" * 10
    post.receiver.says[A] = lambda _: answer(200, f"thanks, bearer {'x' * 20} and {secret}\x00".encode())
    await world.linked(metadata={"api_key": secret, "plan": "pro"})
    await post.later(1)
    for _ in range(4):
        await _test(post, endpoint)
        await post.later(1)
    walked, cursor = [], None
    while True:
        params = {"page_size": 2, **({"next": cursor} if cursor else {})}
        page = await post.api("GET", f"/{endpoint['id']}/deliveries", params=params)
        walked += page["data"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [one["event"] for one in walked] == ["test"] * 4 + ["account.created"]
    assert walked[-1]["body"]["data"]["metadata"] == {"api_key": "**", "plan": "pro"}
    assert walked[-1]["attempts"][0]["response"] == "thanks, ** and **"
    assert secret not in json.dumps(walked)
    got = post.receiver.bodies(A)[0]
    assert got["data"]["metadata"]["api_key"] == secret
    one = await post.api("GET", f"/{endpoint['id']}/deliveries/{walked[0]['id']}")
    assert one == walked[0]
    refused = await post.api("GET", f"/{endpoint['id']}/deliveries", params={"next": "dlv_none"}, status=400)
    assert refused["code"] == "webhook_cursor_invalid"


async def test_the_log_is_filtered_by_event_and_summed_up_by_the_hour(world: World, post: Post) -> None:
    endpoint, quiet = await post.endpoint(A), await post.endpoint(B, events=["account.deleted"])
    post.receiver.says[A] = lambda request: answer(410 if b"account.created" in (request.body or b"") else 200)
    for _ in range(2):
        await _test(post, endpoint)
    await post.later(3_600)
    await world.linked()
    await _test(post, endpoint)
    assert [one["event"] for one in await post.log(endpoint, event="account.created")] == ["account.created"]
    assert len(await post.log(endpoint, event="test", status="delivered")) == 2
    found = {one["endpoint_id"]: one for one in await post.api("GET", "/summaries")}
    assert (found[endpoint["id"]]["waiting"], found[quiet["id"]]["waiting"]) == (2, 0)
    assert found[endpoint["id"]]["hours"][-2:] == [
        {"delivered": 2, "pending": 0, "failed": 0},
        {"delivered": 0, "pending": 2, "failed": 0},
    ]
    assert len(found[quiet["id"]]["hours"]) == 24
    assert await post.api("GET", "/summaries", as_="reader") != []


async def test_every_event_that_can_be_asked_for_is_listed(post: Post) -> None:
    listed = {one["name"]: one["about"] for one in await post.api("GET", "/event_types")}
    assert {name: listed[name] for name in EVENTS} == {name: kind.about for name, kind in EVENTS.items()}


async def test_events_are_forgotten_after_their_days_but_not_what_is_still_to_be_delivered(
    world: World, post: Post
) -> None:
    one, two = await post.endpoint(A), await post.endpoint(B)
    await _test(post, one)
    await post.deliverer.settle()
    await _test(post, two)
    post.clock.advance(31 * _DAY)
    assert await sweep_events(world.database, post.clock, 30) == 1
    assert await post.log(one) == []
    await post.deliverer.settle()
    assert [delivery["status"] for delivery in await post.log(two)] == ["delivered"]
    assert await sweep_events(world.database, post.clock, 30) == 1
    assert await world.rows(events) == []


async def _until(true: Any) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0)
