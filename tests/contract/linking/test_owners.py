"""Owner id, owner name and provider together decide whether linking makes an account or updates one."""

from __future__ import annotations

import asyncio
from itertools import product
from typing import Any

import pytest

from linkwright.store.tables import accounts
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio
IDS, NAMES = ("owner-1", "owner-2"), ("Acme", "Other")
OWNERS = list(product(IDS, NAMES))


async def link(world: World, **wish: Any) -> str:
    session = await world.session(**wish)
    answer = await world.connect(session["token"], world.key())
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def owner(pair: tuple[str, str]) -> dict[str, str]:
    return {"origin_owner_id": pair[0], "origin_owner_name": pair[1]}


async def test_each_pair_of_id_and_name_has_its_one_account_however_often_and_in_whatever_order_it_links(
    world: World,
) -> None:
    first = {pair: await link(world, **owner(pair)) for pair in OWNERS}
    assert len(set(first.values())) == 4
    again = {pair: await link(world, **owner(pair)) for pair in reversed(OWNERS)}
    assert again == first


@pytest.mark.parametrize(
    ("changed", "updates"),
    [
        ({}, True),
        ({"origin_owner_id": "OWNER-1"}, False),
        ({"origin_owner_id": "owner-1 "}, False),
        ({"origin_owner_name": "acme"}, False),
        ({"origin_owner_name": "Acme\u200b"}, False),
        ({"origin_username": "ada"}, True),
        ({"label": "Work"}, True),
        ({"provider": "linear"}, True),
        ({"multiple": False}, True),
        ({"multiple": True}, False),
        ({"type": "production"}, True),
    ],
)
async def test_nothing_else_decides_and_texts_are_compared_as_they_are(
    world: World, changed: dict[str, Any], updates: bool
) -> None:
    before = await link(world)
    assert (await link(world, **changed) == before) is updates


async def test_crossed_sessions_of_two_owners_each_touch_their_own_account(world: World) -> None:
    tokens = [(await world.session(**owner(pair)))["token"] for pair in (OWNERS[0], OWNERS[3])]
    ids = [(await world.connect(token, world.key())).json()["id"] for token in tokens]
    for token, foreign in zip(tokens, reversed(ids), strict=True):
        assert (await world.hub(token, "GET", f"/accounts/{foreign}")).status_code == 404
        changed = await world.hub(
            token, "PATCH", f"/accounts/{foreign}", json={"credentials": {"api_key": world.key()}}
        )
        assert changed.status_code == 404
        assert (await world.hub(token, "DELETE", f"/accounts/{foreign}")).status_code == 404
        connected = (await world.hub(token, "GET", "/settings")).json()["linkwright"]["connected"]
        assert foreign not in {one["account_id"] for one in connected}
    assert len(await world.rows(accounts)) == 2


async def test_two_owners_that_link_at_once_get_an_account_each(world: World) -> None:
    tokens = [(await world.session(**owner(pair)))["token"] for pair in OWNERS]
    answers = await asyncio.gather(*(world.connect(token, world.key()) for token in tokens))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 4


async def test_of_several_for_one_owner_at_once_each_makes_its_own_and_the_single_one_stays_single(
    world: World,
) -> None:
    wishes = [{"multiple": True}, {"multiple": True}, {"multiple": False}, {"multiple": False}]
    tokens = [(await world.session(**wish))["token"] for wish in wishes]
    answers = await asyncio.gather(*(world.connect(token, world.key()) for token in tokens))
    ids = [answer.json()["id"] for answer in answers]
    assert ids[2] == ids[3]
    assert len(set(ids)) == 3


async def test_a_session_for_an_account_touches_no_other_account_of_its_owner(world: World) -> None:
    first = await link(world, multiple=True)
    second = await link(world, multiple=True)
    token = (await world.session(account_id=second))["token"]
    assert (await world.connect(token, world.key())).json()["id"] == second
    refused = await world.hub(token, "PATCH", f"/accounts/{first}", json={"credentials": {"api_key": world.key()}})
    assert refused.status_code == 404


@pytest.mark.promise("projects.walls")
async def test_an_account_of_another_project_is_not_there_for_a_session(world: World) -> None:
    account = await link(world)
    await world.add_project("other")
    answer = await world.api(
        "POST", "/connect_sessions", as_="other-full", json={**owner(OWNERS[0]), "account_id": account}
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")
    assert account not in answer.json()["message"]


@pytest.mark.parametrize(("shared", "marked"), [(None, True), (True, True), (False, False)])
async def test_a_session_says_whether_its_account_is_shared(world: World, shared: bool | None, marked: bool) -> None:
    account = await link(world, shared=shared)
    assert (await world.api("GET", f"/accounts/{account}")).json()["shared"] is marked
    await link(world)
    assert (await world.api("GET", f"/accounts/{account}")).json()["shared"] is marked
