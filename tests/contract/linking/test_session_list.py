"""Looking through connect sessions: pages, filters, states, and who made them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.kit.clock import FixedClock
from linkwright.store.tables import api_keys, members
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


async def listed(world: World, as_: str = "full", **query: Any) -> list[dict[str, Any]]:
    answer = await world.api("GET", "/connect_sessions", as_=as_, params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def every_state(world: World, clock: FixedClock) -> dict[str, int]:
    """A session in each state; their numbers."""
    made = {"expired": (await world.session(expires_in=10, provider="linear"))["id"]}
    clock.advance(10)
    used = await world.session(origin_owner_id="owner-2")
    await world.connect(used["token"], world.key())
    made["used"] = used["id"]
    revoked = await world.session(label="Spring 100%")
    await world.api("POST", f"/connect_sessions/{revoked['id']}/revoke")
    made["revoked"] = revoked["id"]
    made["open"] = (await world.session(as_="mira"))["id"]
    return made


async def test_a_session_stands_in_the_list_without_its_secrets(world: World) -> None:
    made = await world.session(provider="linear", label="Work", metadata={"plan": "pro"})
    (shown,) = await listed(world)
    assert shown == {name: value for name, value in made.items() if name not in {"token", "auth_link_url"}}
    one = await world.api("GET", f"/connect_sessions/{made['id']}")
    assert one.json() == shown == (await world.api("GET", f"/connect_sessions/{made['linkwright']['id']}")).json()
    assert made["token"] not in one.text


async def test_each_state_is_told_and_can_be_asked_for(world: World, clock: FixedClock) -> None:
    made = await every_state(world, clock)
    assert {one["id"]: one["linkwright"]["state"] for one in await listed(world)} == {n: s for s, n in made.items()}
    for state, number in made.items():
        assert [one["id"] for one in await listed(world, state=state)] == [number]
    assert len(await listed(world, state=["open", "used"])) == 2


async def test_a_session_for_several_accounts_stays_open_after_its_first_use(world: World, clock: FixedClock) -> None:
    made = await world.session(multiple=True, expires_in=60)
    await world.connect(made["token"], world.key())
    (shown,) = await listed(world, state="open")
    assert shown["linkwright"]["used_at"] is not None
    clock.advance(60)
    assert [one["id"] for one in await listed(world, state="expired")] == [made["id"]]


async def test_filters_hold_together(world: World, clock: FixedClock) -> None:
    made = await every_state(world, clock)
    account = (await listed(world, state="used"))[0]["linkwright"]["linked_account_id"]
    for query, states in (
        ({"provider": "linear"}, {"expired"}),
        ({"origin_owner_id": "owner-2"}, {"used"}),
        ({"account_id": account}, {"used"}),
        ({"created_by": "mem_1"}, {"open"}),
        ({"created_by": "key_main"}, {"expired", "used", "revoked"}),
        ({"created_by": "%"}, set()),
        ({"search": "100%"}, {"revoked"}),
        ({"search": "%"}, {"revoked"}),
        ({"search": "ACME"}, set(made)),
        ({"search": "spring", "state": "open"}, set()),
    ):
        assert {one["linkwright"]["state"] for one in await listed(world, **query)} == states, query


async def test_pages_go_from_new_to_old_and_the_count_is_told(world: World) -> None:
    numbers = []
    for _ in range(5):
        numbers.append((await world.session())["id"])
        world.clock.advance(1)
    pages = [await listed(world, page=page, page_size=2) for page in (1, 2, 3, 4)]
    assert [[one["id"] for one in page] for page in pages] == [numbers[4:2:-1], numbers[2:0:-1], numbers[:1], []]
    answer = await world.api("GET", "/connect_sessions", params={"page_size": 1})
    assert answer.headers["x-total-count"] == "5"


async def test_who_made_it_is_told_by_name_while_there_is_one(world: World) -> None:
    key = {
        "id": "key_main",
        "project_id": world.project.id,
        "name": "server",
        "prefix": "lw_abc",
        "hash": "h",
        "scopes": [],
    }
    person = {
        "id": "mem_1",
        "organization_id": "org_1",
        "email": "m@x",
        "name": "Mira",
        "role": "owner",
        "password_hash": "-",
    }
    async with world.database.write() as tx:
        await tx.execute(sa.insert(api_keys).values({**key, "created_at": world.clock.now()}))
        await tx.execute(sa.insert(members).values({**person, "created_at": world.clock.now()}))
    for who in ("full", "mira", "full"):
        await world.session(as_=who)
        world.clock.advance(1)
    made = [one["linkwright"]["created_by"] for one in await listed(world)]
    assert made[1] == {"kind": "member", "id": "mem_1", "name": "Mira"}
    assert made[0] == made[2] == {"kind": "key", "id": "key_main", "name": "server"}


async def test_the_newest_attempt_stands_with_each(world: World, clock: FixedClock) -> None:
    first, second = await world.session(), await world.session(origin_owner_id="owner-2")
    for session in (first, second, second):
        attempt = await world.hub(session["token"], "POST", "/connection_attempts", json={"token": session["token"]})
        assert attempt.status_code == 200
        clock.advance(1)
    newest = attempt.json()["id"]
    by_number = {one["id"]: one["latest_connection_attempt"] for one in await listed(world)}
    assert by_number[second["id"]]["id"] == newest
    assert by_number[first["id"]]["status"] == "pending"


@pytest.mark.promise("projects.walls")
async def test_another_projects_sessions_are_neither_listed_nor_found_nor_ended(world: World) -> None:
    made = await world.session()
    await world.add_project("other")
    assert await listed(world, as_="other-full") == []
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/revoke")):
        for reference in (made["id"], made["linkwright"]["id"]):
            answer = await world.api(method, f"/connect_sessions/{reference}{path}", as_="other-full")
            assert (answer.status_code, answer.json()["code"]) == (404, "session_not_found")
    assert (await listed(world))[0]["linkwright"]["state"] == "open"


async def test_deleting_is_revoking_and_leaves_the_session_in_the_list(world: World) -> None:
    made = await world.session()
    assert (await world.api("DELETE", f"/connect_sessions/{made['id']}", as_="reader")).status_code == 403
    gone = await world.api("DELETE", f"/connect_sessions/{made['id']}")
    assert (gone.status_code, gone.json()["linkwright"]["state"]) == (200, "revoked")
    assert (await world.hub(made["token"], "GET", "/settings")).status_code == 401
    assert [one["linkwright"]["state"] for one in await listed(world, as_="reader")] == ["revoked"]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "opened"},
        {"page": 0},
        {"page": "x"},
        {"page_size": 101},
        {"search": "a\x00"},
        {"search": "x" * 256},
        {"provider": "\x00"},
        {"created_by": "\x00"},
        {"account_id": "\x00"},
        {"origin_owner_id": "\x00"},
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused(world: World, query: dict[str, Any]) -> None:
    answer = await world.api("GET", "/connect_sessions", params=query)
    assert answer.status_code in {400, 422}, answer.text


async def test_a_wrong_state_names_the_nearest(world: World) -> None:
    answer = await world.api("GET", "/connect_sessions", params={"state": "opne"})
    assert "Did you mean 'open'" in answer.json()["message"]
