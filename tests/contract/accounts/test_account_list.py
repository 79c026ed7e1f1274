"""GET /accounts: a bare array, filtered and paged."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.kit.clock import FixedClock
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


async def ids(world: World, query: str = "") -> list[str]:
    answer = await world.api("GET", f"/accounts{query}")
    assert answer.status_code == 200, answer.text
    return [account["id"] for account in answer.json()]


@pytest.fixture
async def three(world: World, clock: FixedClock) -> list[dict[str, Any]]:
    """Three accounts, the oldest first: Acme's, a test account of Äpfel 100% GmbH, and Zeta's suspended one."""
    made = [await world.linked(origin_username="ada")]
    clock.advance(1)
    made.append(
        await world.linked(
            origin_owner_id="owner_2", origin_owner_name="Äpfel 100% GmbH", type="test", label="Café [x]"
        )
    )
    clock.advance(1)
    made.append(await world.linked(origin_owner_id="owner-3", origin_owner_name="Zeta"))
    await world.api("POST", f"/accounts/{made[2]['id']}/suspend")
    return made


async def test_without_accounts_the_list_is_empty(world: World) -> None:
    answer = await world.api("GET", "/accounts")
    assert (answer.json(), answer.headers["x-total-count"]) == ([], "0")


async def test_the_list_is_a_bare_array_with_the_newest_first(world: World, three: list[dict[str, Any]]) -> None:
    answer = await world.api("GET", "/accounts?page_size=25")
    assert isinstance(answer.json(), list)
    assert [account["id"] for account in answer.json()] == [account["id"] for account in reversed(three)]
    assert answer.headers["x-total-count"] == "3"
    assert answer.json()[2] == three[0]


async def test_pages_cut_the_list_and_the_count_stays(world: World, three: list[dict[str, Any]]) -> None:
    pages = [await world.api("GET", f"/accounts?page_size=2&page={page}") for page in (1, 2, 3)]
    assert [len(page.json()) for page in pages] == [2, 1, 0]
    assert {page.headers["x-total-count"] for page in pages} == {"3"}
    assert {account["id"] for page in pages for account in page.json()} == {account["id"] for account in three}


async def test_each_filter_narrows_the_list(world: World, three: list[dict[str, Any]]) -> None:
    acme, apples, zeta = (account["id"] for account in three)
    profile = await world.profile_id()
    for query, expected in (
        ("?provider=linear", [zeta, apples, acme]),
        ("?providers=jira&providers=linear", [zeta, apples, acme]),
        ("?provider=jira", []),
        (f"?account_ids={acme}&account_ids={zeta}", [zeta, acme]),
        (f"?account_ids[]={apples}", [apples]),
        (f"?account_ids={acme}&status=suspended", []),
        ("?origin_owner_id=owner-1", [acme]),
        ("?origin_owner_ids=owner-1&origin_owner_ids=owner_2", [apples, acme]),
        ("?origin_owner_ids[]=owner_2", [apples]),
        ("?status=active&status=error", [apples, acme]),
        ("?status[]=suspended", [zeta]),
        ("?type=test", [apples]),
        ("?type=production", [zeta, acme]),
        (f"?profile_id={profile}", [zeta, apples, acme]),
        ("?profile_id=prof_none", []),
        ("?provider=&status=&search=", [zeta, apples, acme]),
    ):
        assert await ids(world, query) == expected, query


async def test_search_finds_parts_of_what_people_know_and_takes_signs_as_signs(
    world: World, three: list[dict[str, Any]]
) -> None:
    acme, apples, zeta = (account["id"] for account in three)
    for text, expected in (
        ("acme", [acme]),
        ("ADA", [acme]),
        ("pfel", [apples]),
        ("100%", [apples]),
        ("%", [apples]),
        ("owner_", [apples]),
        ("[x]", [apples]),
        ("owner-3", [zeta]),
        (zeta[4:12], [zeta]),
        ("  zeta ", [zeta]),
        ("nobody", []),
        ("'; DROP TABLE accounts; --", []),
        ("\\", []),
    ):
        answer = await world.api("GET", "/accounts", params={"search": text})
        assert [account["id"] for account in answer.json()] == expected, text


async def test_a_filter_that_makes_no_sense_is_refused_by_name(world: World) -> None:
    for query, status, says in (
        ("?status=activ", 422, "Did you mean 'active'?"),
        ("?type=sandbox", 422, "no type"),
        ("?page=0", 400, "page"),
        ("?page=x", 400, "page"),
        ("?page_size=501", 400, "page_size"),
        ("?page_size=-1", 400, "page_size"),
        ("?search=a%00b", 422, "zero character"),
        ("?account_ids=%00", 422, "zero character"),
        (f"?search={'x' * 256}", 400, "search"),
    ):
        answer = await world.api("GET", f"/accounts{query}")
        assert answer.status_code == status, (query, answer.text)
        assert says in answer.json()["message"]


async def test_a_key_that_may_only_read_lists_and_one_that_is_not_known_does_not(world: World) -> None:
    assert (await world.api("GET", "/accounts", as_="reader")).status_code == 200
    assert (await world.api("GET", "/accounts", as_="nobody")).status_code == 401
