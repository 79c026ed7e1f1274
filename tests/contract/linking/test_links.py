"""Auth links: opened as often as one likes, good for one account."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.kit.ids import token_hash
from linkwright.kit.secret import Secret
from linkwright.linking.errors import LinkDead
from linkwright.store.tables import accounts, connect_sessions
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


async def link_of(world: World, **wish: Any) -> str:
    return str((await world.session(**wish))["auth_link_url"].rpartition("/")[2])


async def opened(world: World, link: str) -> str:
    answer = await world.http.post("/link/open", json={"token": link})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


async def test_a_link_is_traded_for_a_token_that_is_neither_of_the_two(world: World) -> None:
    made = await world.session(provider="linear", type="test")
    link = made["auth_link_url"].rpartition("/")[2]
    answer = await world.http.post("/link/open", json={"token": link})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert body["session"] == {
        "origin_owner_name": "Acme",
        "type": "test",
        "provider": "linear",
        "expires_at": "2026-11-24T12:30:00.000Z",
    }
    assert body["token"] not in {link, made["token"]}
    assert body["token"].isascii()
    assert (await world.hub(body["token"], "GET", "/settings")).status_code == 200


async def test_neither_the_table_nor_the_link_alone_gives_the_token(world: World) -> None:
    link = await link_of(world)
    token = await opened(world, link)
    (row,) = await world.rows(connect_sessions)
    assert token not in str(row)
    assert row["hub_hash"] == token_hash(token)
    # The link itself is not a session token.
    assert (await world.hub(link, "GET", "/settings")).status_code == 401


async def test_opening_and_looking_use_nothing_up(world: World) -> None:
    link = await link_of(world)
    before = await world.rows(connect_sessions)
    assert await opened(world, link) == await opened(world, link)
    async with world.database.read() as tx:
        assert (await world.services.sessions.of_link(tx, Secret(link))).origin_owner_name == "Acme"
    assert await world.rows(connect_sessions) == before


async def test_a_link_is_spent_by_linking_and_what_it_opened_reads_on(world: World) -> None:
    link = await link_of(world)
    token = await opened(world, link)
    linked = await world.connect(token, world.key())
    assert linked.status_code == 200
    assert (await world.http.post("/link/open", json={"token": link})).status_code == 410
    assert (await world.hub(token, "GET", "/settings")).status_code == 200
    assert (await world.hub(token, "GET", f"/accounts/{linked.json()['id']}")).status_code == 200


async def test_a_refused_key_spends_no_link(world: World) -> None:
    link = await link_of(world)
    assert (await world.connect(await opened(world, link), world.key("suspended"))).status_code == 422
    assert await opened(world, link)


async def test_a_spent_link_may_still_mend_what_it_linked(world: World) -> None:
    token = await opened(world, await link_of(world))
    first = (await world.connect(token, world.key())).json()
    again = await world.connect(token, world.key("issues_only"))
    assert (again.status_code, again.json()["id"], again.json()["linkwright"]["updated"]) == (200, first["id"], True)
    patched = await world.hub(
        token, "PATCH", f"/accounts/{first['id']}", json={"credentials": {"api_key": world.key("read_only")}}
    )
    assert patched.status_code == 200


async def test_a_spent_link_makes_no_second_account(world: World) -> None:
    token = await opened(world, await link_of(world))
    first = (await world.connect(token, world.key())).json()
    # The account is gone, so that linking again would make a new one.
    assert (await world.hub(token, "DELETE", f"/accounts/{first['id']}")).status_code == 200
    answer = await world.connect(token, world.key())
    assert (answer.status_code, answer.json()["code"]) == (410, "link_dead")
    assert await world.rows(accounts) == []


async def test_a_link_for_several_accounts_is_not_spent(world: World) -> None:
    link = await link_of(world, multiple=True)
    ids = {(await world.connect(await opened(world, link), world.key())).json()["id"] for _ in range(2)}
    assert len(ids) == 2
    assert await opened(world, link)


async def test_every_dead_link_gets_the_same_answer(world: World, clock: FixedClock) -> None:
    spent, revoked, old = await link_of(world), await world.session(), await link_of(world, expires_in=10)
    await world.connect(await opened(world, spent), world.key())
    await world.api("POST", f"/connect_sessions/{revoked['id']}/revoke")
    clock.advance(11)
    dead = [spent, revoked["auth_link_url"].rpartition("/")[2], old, "lwl_forged", "", "\u00e9", revoked["token"]]
    answers = [await world.http.post("/link/open", json={"token": token}) for token in dead]
    assert {answer.status_code for answer in answers} == {410}
    bodies = [answer.json() for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert (bodies[0]["code"], bodies[0]["message"]) == ("link_dead", "This link no longer works.")
    for token in dead:
        async with world.database.read() as tx:
            with pytest.raises(LinkDead):
                await world.services.sessions.of_link(tx, Secret(token))


async def test_a_body_without_a_token_is_refused(world: World) -> None:
    for body in ({}, {"token": None}, {"token": 5}, {"token": "x" * 513}, [], "x"):
        answer = await world.http.post("/link/open", json=body)
        assert answer.status_code == 422
        assert answer.json()["statusCode"] == 422
