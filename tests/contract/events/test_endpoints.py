"""Webhook endpoints over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.cli.proof import prove
from linkwright.events.service import MOST_ENDPOINTS
from linkwright.store.dump import dump_table
from linkwright.store.tables import webhook_deliveries, webhook_endpoints, webhook_secrets
from linkwright.vault.errors import RecordDoesNotOpen
from linkwright.vault.providers import MasterKey
from tests.contract.events.post import Post
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


@pytest.mark.promise("webhooks.secret-once")
async def test_the_secret_is_shown_once_and_stored_sealed(world: World, post: Post) -> None:
    made = await post.endpoint(description="Billing", events=["account.created"])
    assert made["secret"].startswith("whsec_")
    shown = await post.api("GET", f"/{made['id']}")
    assert "secret" not in shown
    assert {**shown, "secret": made["secret"]} == made
    assert await post.api("GET") == [shown]
    async with world.database.read() as tx:
        for table in ("webhook_endpoints", "webhook_secrets"):
            stored = b"".join([line async for line in dump_table(tx, table)])
            assert made["secret"].removeprefix("whsec_").encode() not in stored


async def test_an_endpoint_hears_everything_unless_it_says(post: Post) -> None:
    assert (await post.endpoint())["events"] == ["*"]
    assert (await post.endpoint(events=["test", "*"]))["events"] == ["*"]
    assert (await post.endpoint(events=["test", "test"]))["events"] == ["test"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"url": "http://app.example"}, "webhook_address_refused"),
        ({"url": "https://127.0.0.1/x"}, "webhook_address_refused"),
        ({"url": "https://a.example", "events": ["account.create"]}, "unknown_events"),
        ({"url": "https://a.example", "events": []}, "unprocessable"),
        ({"url": "https://a.example", "stackone": "yes"}, "unprocessable"),
        ({"url": "https://a.example", "description": "a\u0000b"}, "unprocessable"),
        ({"url": "https://a.example", "secret": "whsec_mine"}, "unprocessable"),
        ({}, "unprocessable"),
    ],
)
async def test_what_cannot_be_used_is_a_422_that_says_why(post: Post, wish: dict[str, Any], code: str) -> None:
    told = await post.api("POST", json=wish, status=422)
    assert (told["code"], bool(told["hint"])) == (code, True)
    if code == "unknown_events":
        assert "Did you mean 'account.created'?" in told["message"]
    assert await post.api("GET") == []


async def test_a_patch_changes_what_it_names(post: Post) -> None:
    made = await post.endpoint(description="a")
    changed = await post.api(
        "PATCH", f"/{made['id']}", json={"url": "https://b.example/", "events": ["run.failed"], "stackone": True}
    )
    assert (changed["url"], changed["events"], changed["stackone"]) == ("https://b.example/", ["run.failed"], True)
    assert (changed["description"], changed["enabled"]) == ("a", True)
    assert (await post.api("PATCH", f"/{made['id']}", json={"description": None}))["description"] is None
    told = await post.api("PATCH", f"/{made['id']}", json={"url": "https://10.0.0.1/"}, status=422)
    assert told["code"] == "webhook_address_refused"
    off = await post.api("PATCH", f"/{made['id']}", json={"enabled": False})
    assert (off["enabled"], off["disabled_reason"]) == (False, "by_hand")
    on = await post.api("PATCH", f"/{made['id']}", json={"enabled": True})
    assert (on["enabled"], on["disabled_reason"], on["disabled_at"]) == (True, None, None)


async def test_rotating_shows_a_new_secret_and_until_when_the_old_one_signs(world: World, post: Post) -> None:
    made = await post.endpoint()
    rotated = await post.api("POST", f"/{made['id']}/rotate")
    assert rotated["secret"] != made["secret"]
    assert [one["expires_at"] is None for one in rotated["secrets"]] == [True, False]
    post.clock.advance(86_401)
    assert len((await post.api("GET", f"/{made['id']}"))["secrets"]) == 1
    at_once = await post.api("POST", f"/{made['id']}/rotate", json={"overlap": 0})
    assert len(at_once["secrets"]) == 1
    assert len(await world.rows(webhook_secrets)) == 2


async def test_deleting_leaves_nothing(world: World, post: Post) -> None:
    made = await post.endpoint()
    await post.api("POST", f"/{made['id']}/test", status=201)
    deleted = await post.api("DELETE", f"/{made['id']}")
    assert deleted["id"] == made["id"]
    for table in (webhook_endpoints, webhook_secrets, webhook_deliveries):
        assert await world.rows(table) == []
    assert (await post.api("GET", f"/{made['id']}", status=404))["code"] == "webhook_endpoint_not_found"


async def test_a_project_has_at_most_fifty(post: Post) -> None:
    for _ in range(MOST_ENDPOINTS):
        await post.endpoint()
    told = await post.api("POST", json={"url": "https://a.example"}, status=409)
    assert told["code"] == "too_many_webhook_endpoints"


def _every_path(endpoint: str, delivery: str) -> list[tuple[str, str, Any]]:
    return [
        ("GET", f"/{endpoint}", None),
        ("PATCH", f"/{endpoint}", {"enabled": True}),
        ("DELETE", f"/{endpoint}", None),
        ("POST", f"/{endpoint}/rotate", None),
        ("POST", f"/{endpoint}/test", None),
        ("POST", f"/{endpoint}/redeliver", {"since": "2026-11-24T12:00:00Z"}),
        ("GET", f"/{endpoint}/deliveries", None),
        ("GET", f"/{endpoint}/deliveries/{delivery}", None),
        ("POST", f"/{endpoint}/deliveries/{delivery}/redeliver", None),
    ]


async def test_another_projects_endpoint_is_not_there(world: World, post: Post) -> None:
    await world.add_project("other")
    made = await post.endpoint()
    delivery = await post.api("POST", f"/{made['id']}/test", status=201)
    assert await post.api("GET", as_="other-full") == []
    for method, path, body in _every_path(made["id"], delivery["id"]):
        told = await post.api(method, path, as_="other-full", json=body, status=404)
        assert told["code"] == "webhook_endpoint_not_found"
    assert [one["id"] for one in await post.api("GET")] == [made["id"]]


async def test_a_delivery_of_another_endpoint_and_an_odd_id_are_not_there(post: Post) -> None:
    one, two = await post.endpoint(), await post.endpoint()
    delivery = await post.api("POST", f"/{one['id']}/test", status=201)
    for odd in (delivery["id"], "dlv_none", "%F0%9F%A6%84", "x" * 200):
        told = await post.api("GET", f"/{two['id']}/deliveries/{odd}", status=404)
        assert told["code"] == "webhook_delivery_not_found"
    for odd in ("whe_none", "%F0%9F%A6%84", "x" * 200, "'; drop table events"):
        await post.api("GET", f"/{odd}", status=404)


async def test_reading_and_writing_need_their_scopes(world: World, post: Post) -> None:
    made = await post.endpoint()
    delivery = await post.api("POST", f"/{made['id']}/test", status=201)
    for method, path, body in [("POST", "", {"url": "https://a.example"}), *_every_path(made["id"], delivery["id"])]:
        if method != "GET":
            told = await post.api(method, path, as_="reader", json=body, status=403)
            assert "platform:write" in json.dumps(told)
    assert len(await post.api("GET", as_="reader")) == 1


async def test_a_backup_is_proved_only_if_every_signing_secret_opens(world: World, post: Post) -> None:
    key = MasterKey("mk_test", b"m" * 32)
    made = await post.endpoint()
    assert await prove(world.database, key) == 0
    async with world.database.write() as tx:
        await tx.execute(sa.update(webhook_secrets).values(version=7))
    with pytest.raises(RecordDoesNotOpen, match=made["id"]):
        await prove(world.database, key)
