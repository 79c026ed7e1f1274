"""One endpoint for several accounts: tools named after accounts, and each acts on its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.accounts.hot import AccountRow
from linkwright.mcp.naming import MOST_CHARS, VALID, named
from tests.unit.actions.hub import ACCOUNT, CATALOG, KEY, Accounts, Hub, send
from tests.unit.mcp.speak import JSON, message

pytestmark = pytest.mark.anyio
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
BAKERY = replace(ACCOUNT, id="acc_b", origin_owner_name="Example Bakery", workspace="Dough")
MILL = replace(ACCOUNT, id="acc_m", origin_owner_name="Mühle & Söhne [GmbH]", profile_actions=("linear_list_teams",))
BOTH = "acc_b,acc_m"


@pytest.fixture
def hub() -> Hub:
    return Hub(accounts=Accounts(BAKERY, MILL, replace(ACCOUNT, id="acc_x", project_id="prj_2")))


async def ask(hub: Hub, body: Any, accounts: str | list[str] | None = BOTH, query: str = "") -> Any:
    lines = [*JSON.items(), ("authorization", f"Bearer {KEY}"), ("mcp-protocol-version", "2025-11-25")]
    each = [accounts] if isinstance(accounts, str) else accounts or []
    return (await send(hub.mcp, body, [*lines, *(("x-account-id", one) for one in each)], query=query)).json


async def names(hub: Hub, accounts: str | list[str] | None = BOTH, query: str = "") -> list[str]:
    answer = await ask(hub, message("tools/list"), accounts, query)
    return [tool["name"] for tool in answer["result"]["tools"]]


def call(name: str, arguments: Any = None) -> dict[str, Any]:
    return message("tools/call", {"name": name, "arguments": arguments or {}})


async def test_the_tools_of_all_accounts_come_in_one_list_each_named_after_its_account(hub: Hub) -> None:
    tools = (await ask(hub, message("tools/list")))["result"]["tools"]
    found = [tool["name"] for tool in tools]
    assert len(found) == len(set(found)) == len(LINEAR.actions) + 2
    assert all(VALID.fullmatch(name) for name in found)
    bakery, mill = named([BAKERY, MILL])
    assert (bakery.prefix, mill.prefix) == ("linear_example_bakery_4idao", "linear_muhle_sohne_gmbh_fflr6")
    assert found[0].startswith(f"{bakery.prefix}_")
    assert found[-2:] == [f"{mill.prefix}_list_teams", "linkwright_plan"]
    assert tools[-2]["description"].startswith("[Mühle & Söhne (GmbH)] ")
    assert tools[0]["description"].startswith("[Example Bakery, Dough] ")
    assert found == await names(hub)


async def test_a_name_depends_on_its_account_alone(hub: Hub) -> None:
    before = await names(hub)
    assert sorted(await names(hub, "acc_m,acc_b")) == sorted(before)
    assert [one.prefix for one in named([MILL])] == [named([BAKERY, MILL])[1].prefix]


async def test_one_account_leaves_the_names_as_they_are_however_often_it_is_named(hub: Hub) -> None:
    for accounts in ("acc_m", "acc_m,acc_m", ["acc_m", "acc_m"], " acc_m ,"):
        assert await names(hub, accounts) == ["linear_list_teams"]


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ("acc_b, acc_m", ""),
        (["acc_b", "acc_m"], ""),
        (None, "x-account-id=acc_b,acc_m"),
        (None, "x-account-id=acc_b&x-account-id=acc_m"),
        (None, "account_id=acc_b%2Cacc_m"),
        ("acc_b,acc_m", "x-account-id=acc_x"),
    ],
)
async def test_accounts_are_named_with_commas_or_again_and_headers_win(hub: Hub, headers: Any, query: str) -> None:
    assert len(await names(hub, headers, query)) == len(LINEAR.actions) + 2


@pytest.mark.promise("mcp.accounts-apart")
async def test_a_tool_acts_on_its_own_account_and_no_other(hub: Hub) -> None:
    for account in named([BAKERY, MILL]):
        answer = await ask(hub, call(account.name_of("linear_list_teams")))
        assert answer["result"]["isError"] is False
        assert (hub.last.account_id, hub.last.action) == (account.id, "linear_list_teams")
    refused = await ask(hub, call(named([MILL])[0].name_of("linear_list_users")))
    assert refused["result"]["isError"] is True
    assert hub.last.account_id == "acc_m"


async def test_a_name_without_an_account_means_none_and_the_answer_tells_those_with(hub: Hub) -> None:
    answer = await ask(hub, call("linear_list_teams"))
    assert answer["error"]["code"] == -32602
    for account in named([BAKERY, MILL]):
        assert account.name_of("linear_list_teams") in answer["error"]["message"]
    assert hub.wire.sent == hub.recorder.runs == []


async def test_a_tool_of_an_account_that_this_address_does_not_serve_is_unknown(hub: Hub) -> None:
    other = named([replace(MILL, id="acc_z")])[0].name_of("linear_list_teams")
    assert (await ask(hub, call(other)))["error"]["code"] == -32602
    assert hub.wire.sent == []


async def test_an_action_that_the_connector_does_not_have_is_unknown_for_its_account(hub: Hub) -> None:
    answer = await ask(hub, call(f"{named([BAKERY])[0].prefix}_list_team"))
    assert answer["error"]["code"] == -32602
    assert "linear_list_teams" in answer["error"]["message"]


@pytest.mark.parametrize(("bad", "status"), [("acc_nobody", 404), ("acc_x", 404), ("a" * 100, 404), ("ä", 404)])
async def test_one_account_that_is_not_there_is_named_and_no_list_is_given_without_it(
    hub: Hub, bad: str, status: int
) -> None:
    answer = await ask(hub, message("tools/list"), f"acc_b,{bad}")
    assert answer["error"]["code"] == -31000 - status
    assert answer["error"]["message"].startswith(f"Account {bad[:64]}: There is no such account")


async def test_one_account_that_cannot_be_used_is_named_while_the_tools_of_the_others_go_on_working(hub: Hub) -> None:
    hub.accounts.rows["acc_m"] = replace(MILL, status="suspended")
    answer = await ask(hub, message("tools/list"))
    assert answer["error"]["code"] == -31412
    assert answer["error"]["message"].startswith("Account acc_m: This Linear account is suspended")
    assert answer["error"]["data"]["account_id"] == "acc_m"
    bakery, mill = named([BAKERY, MILL])
    assert (await ask(hub, call(bakery.name_of("linear_list_teams"))))["result"]["isError"] is False
    assert (await ask(hub, call(mill.name_of("linear_list_teams"))))["error"]["code"] == -31412


async def test_a_name_that_may_be_of_the_account_that_is_not_there_says_so(hub: Hub) -> None:
    answer = await ask(hub, call("linear_gone_abcde_list_teams"), "acc_b,acc_gone")
    assert answer["error"]["message"].startswith("Account acc_gone: There is no such account")


async def test_an_address_serves_a_bounded_number_of_accounts(hub: Hub) -> None:
    many = ",".join(f"acc_{number}" for number in range(21))
    for body in (message("tools/list"), call("linear_list_teams")):
        answer = await ask(hub, body, many)
        assert "at most 20 accounts" in answer["error"]["message"]


async def test_each_account_has_its_own_pair_of_tools_where_actions_are_searched(hub: Hub) -> None:
    mode = "tool-mode=search_execute"
    bakery, mill = named([BAKERY, MILL])
    assert await names(hub, query=mode) == [
        *(f"{one.prefix}_{suffix}" for one in (bakery, mill) for suffix in ("search_actions", "execute_action")),
        "linkwright_plan",
    ]
    run = {"action_id": "linear_list_teams"}
    await ask(hub, call(f"{mill.prefix}_execute_action", run), query=mode)
    assert hub.last.account_id == "acc_m"
    await ask(hub, call("linear_acc_b_execute_action", run), query=mode)
    assert hub.last.account_id == "acc_b"
    found = await ask(hub, call(f"{mill.prefix}_search_actions", {"query": "create an issue"}), query=mode)
    assert {one["action_id"] for one in found["result"]["structuredContent"]["actions"]} <= {"linear_list_teams"}
    before = len(hub.recorder.runs)
    assert (await ask(hub, call("linear_execute_action", run), query=mode))["error"]["code"] == -32602
    assert len(hub.recorder.runs) == before


async def test_the_instructions_say_that_there_are_several_accounts(hub: Hub) -> None:
    hello = message("initialize", {"protocolVersion": "2025-11-25"})
    assert "several accounts" in (await ask(hub, hello))["result"]["instructions"]
    assert "several accounts" not in (await ask(hub, hello, "acc_b"))["result"]["instructions"]


def rows(*owners: str) -> list[AccountRow]:
    return [replace(ACCOUNT, id=f"acc_{at}", origin_owner_name=owner) for at, owner in enumerate(owners)]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=20), st.text("abcdefghij_", min_size=1, max_size=90))
def test_names_are_valid_apart_and_the_same_each_time_whatever_owners_and_actions_are_called(
    owners: list[str], action: str
) -> None:
    found = [one.name_of(f"linear_{action}") for one in named(rows(*owners))]
    assert all(VALID.fullmatch(name) and len(name) <= MOST_CHARS for name in found)
    assert len(set(found)) == len(owners)
    assert found == [one.name_of(f"linear_{action}") for one in named(rows(*owners))]


def test_two_long_names_of_one_account_stay_apart() -> None:
    account = named(rows("Example Bakery"))[0]
    one, other = (account.name_of("linear_" + "x" * 60 + end) for end in ("a", "b"))
    assert one != other


def test_tags_that_are_the_same_by_chance_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkwright.mcp.naming._TAG", 0)
    assert len({one.tag for one in named(rows("A", "A"))}) == 2


async def test_a_long_name_leads_to_its_action(monkeypatch: pytest.MonkeyPatch, hub: Hub) -> None:
    monkeypatch.setattr("linkwright.mcp.naming.MOST_CHARS", 22)
    account = named([BAKERY])[0]
    name = account.name_of("linear_list_teams")
    assert len(name) <= 22
    assert "list_teams" not in name
    assert (await ask(hub, call(name)))["result"]["isError"] is False
    assert hub.last.action == "linear_list_teams"
