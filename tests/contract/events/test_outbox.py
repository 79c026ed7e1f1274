"""An event is there exactly if its change is, with the fields that its type names."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.events.catalogue import EVENTS
from linkwright.events.outbox import Event, emit
from linkwright.store.tables import events, webhook_deliveries
from tests.contract.events.post import Post
from tests.contract.linking.world import OWNER, World
from tests.unit.logs.test_rows import run

pytestmark = pytest.mark.anyio


async def _told(post: Post) -> list[dict[str, Any]]:
    """What was posted since the last look; every event has the fields that the catalogue says."""
    await post.deliverer.settle()
    bodies = post.receiver.bodies()
    post.receiver.got.clear()
    for body in bodies:
        assert set(body) == {"type", "timestamp", "data"}
        assert set(body["data"]) == set(EVENTS[body["type"]].fields)
    return bodies


def _types(bodies: list[dict[str, Any]]) -> list[str]:
    return sorted(body["type"] for body in bodies)


@pytest.mark.promise("webhooks.accounts")
async def test_a_life_of_an_account_is_told_from_linking_to_deletion(world: World, post: Post) -> None:
    await post.endpoint()
    account = await world.linked(metadata={"plan": "pro"})
    [body] = await _told(post)
    assert body["type"] == "account.created"
    assert body["data"]["account_id"] == account["id"]
    assert (body["data"]["provider"], body["data"]["status"]) == ("linear", "active")
    assert {name: body["data"][name] for name in OWNER} == OWNER
    assert body["data"]["metadata"] == {"plan": "pro"}

    await world.api("PATCH", f"/accounts/{account['id']}", json={"label": "Main", "origin_username": "ada"})
    [body] = await _told(post)
    assert (body["type"], body["data"]["changed"]) == ("account.updated", ["label", "origin_username"])
    assert body["data"]["label"] == "Main"

    await world.api("POST", f"/accounts/{account['id']}/suspend")
    [body] = await _told(post)
    assert body["type"] == "account.status_changed"
    assert (body["data"]["previous_status"], body["data"]["status"]) == ("active", "suspended")
    assert [reason["code"] for reason in body["data"]["status_reasons"]] == ["suspended"]

    await world.api("POST", f"/accounts/{account['id']}/resume")
    assert _types(await _told(post)) == ["account.status_changed"]

    await world.linked()
    [body] = await _told(post)
    assert (body["type"], body["data"]["changed"]) == ("account.updated", ["credentials"])

    await world.api("DELETE", f"/accounts/{account['id']}")
    [body] = await _told(post)
    assert (body["type"], body["data"]["account_id"]) == ("account.deleted", account["id"])


async def test_a_refused_credential_is_told_once_and_its_renewal_too(world: World, post: Post) -> None:
    account = await world.linked()
    await post.endpoint()
    for _ in range(2):
        async with world.database.write() as tx:
            stored = await world.services.accounts.find(tx, world.project.id, account["id"])
            await world.services.accounts.refused(tx, world.project.id, account["id"], "No.", stored.versions)
    [body] = await _told(post)
    assert (body["type"], body["data"]["status"]) == ("account.status_changed", "error")
    await world.linked()
    assert _types(await _told(post)) == ["account.status_changed", "account.updated"]


async def test_a_patch_that_changes_nothing_and_a_call_that_is_refused_tell_nothing(world: World, post: Post) -> None:
    account = await world.linked()
    await post.endpoint()
    await world.api("PATCH", f"/accounts/{account['id']}", json={"type": "production", "label": account["label"]})
    await world.api("PATCH", f"/accounts/{account['id']}", json={"provider": "other"})
    await world.connect((await world.session())["token"], "lin_api_" + "x" * 40)
    assert await _told(post) == []


async def test_nothing_is_told_of_a_change_that_was_rolled_back(world: World, post: Post) -> None:
    await post.endpoint()
    account = await world.linked()
    await _told(post)
    woken = post.woken
    with pytest.raises(RuntimeError):
        async with world.database.write() as tx:
            await world.services.accounts.delete(tx, world.callers["full"], account["id"])
            raise RuntimeError
    assert await _told(post) == []
    assert [row["type"] for row in await world.rows(events)] == ["account.created"]
    assert post.woken == woken


async def test_the_deliverer_is_woken_by_a_commit_and_not_before(world: World, post: Post) -> None:
    await post.endpoint()
    async with world.database.write() as tx:
        await emit(tx, post.clock.now(), Event(world.project.id, "test", {}))
        assert post.woken == 0
    assert post.woken == 1
    async with world.database.write() as tx:
        await tx.execute(sa.select(events))
    assert post.woken == 1


async def test_only_who_listens_hears_and_what_nobody_wants_leaves_no_row(world: World, post: Post) -> None:
    await world.add_project("other")
    await post.endpoint("https://a.example/", events=["account.deleted"])
    await post.endpoint("https://b.example/", events=["account.created", "account.deleted"])
    await post.api("POST", as_="other-full", json={"url": "https://c.example/"})
    account = await world.linked()
    await post.deliverer.settle()
    assert [one.url for one in post.receiver.got] == ["https://b.example/"]
    await world.api("PATCH", f"/accounts/{account['id']}", json={"label": "x"})
    assert [row["type"] for row in await world.rows(events)] == ["account.created"]
    await world.api("DELETE", f"/accounts/{account['id']}")
    await post.deliverer.settle()
    assert sorted(one.url for one in post.receiver.got[1:]) == ["https://a.example/", "https://b.example/"]
    assert len(await world.rows(webhook_deliveries)) == 3


async def test_a_beginning_with_a_star_stands_for_all_events_that_begin_so(world: World, post: Post) -> None:
    await post.endpoint("https://a.example/", events=["account.*"])
    await post.endpoint("https://b.example/", events=["run.*", "webhook.disabled"])
    account = await world.linked()
    await world.api("DELETE", f"/accounts/{account['id']}")
    await post.deliverer.settle()
    assert sorted(post.receiver.types("https://a.example/")) == ["account.created", "account.deleted"]
    assert post.receiver.types("https://b.example/") == []
    for wrong in ("accounts.*", "*.created", "account*", ".*"):
        told = await post.api("POST", json={"url": "https://c.example", "events": [wrong]}, status=422)
        assert told["code"] == "unknown_events", wrong


async def test_a_failed_run_is_told_with_its_error_and_its_owner_and_without_secrets(world: World, post: Post) -> None:
    account = await world.linked()
    await post.endpoint()
    secret = "lin_" + "api_" + "a1B2" * 10
    error = {"code": "credential_refused", "message": f"Linear refused {secret}.", "hint": "Reconnect."}
    where = {"project_id": world.project.id, "account_id": account["id"]}
    post.recorder.put(run(id="run_ok", **where))
    post.recorder.put(run(id="run_bad", status=412, error=error, **where))
    post.recorder.put(run(id="run_lost", status=404, error=error, **{**where, "account_id": "acc_gone"}))
    await post.recorder.flush()
    told = {body["data"]["run_id"]: body["data"] for body in await _told(post)}
    assert set(told) == {"run_bad", "run_lost"}
    bad = told["run_bad"]
    assert (bad["status"], bad["action"], bad["provider"]) == (412, "linear_list_teams", "linear")
    assert (bad["origin_owner_id"], told["run_lost"]["origin_owner_id"]) == (OWNER["origin_owner_id"], None)
    assert bad["error"] == {"code": "credential_refused", "message": "Linear refused **.", "hint": "Reconnect."}


async def test_a_run_that_cannot_be_written_is_not_told_and_does_not_keep_the_others_from_it(
    world: World, post: Post
) -> None:
    await post.endpoint()
    error = {"code": "x", "message": "m", "hint": "h"}
    for number, project in enumerate((world.project.id, "prj_gone", world.project.id)):
        post.recorder.put(run(id=f"run_{number}", project_id=project, account_id=None, status=500, error=error))
    await post.recorder.flush()
    assert sorted(body["data"]["run_id"] for body in await _told(post)) == ["run_0", "run_2"]
