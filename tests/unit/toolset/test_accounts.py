"""Which account a call acts on: the one that is said, and never another one silently."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.toolset import AccountNotAllowed, AccountRequired, NotFound, UnknownTool
from tests.unit.toolset.fake import TOOLS, FakeHub, async_toolset, refused, said, tool, toolset


@pytest.mark.promise("toolset.accounts")
def test_with_several_accounts_a_call_without_one_is_an_error_that_lists_them() -> None:
    hub = FakeHub()
    tools = toolset(hub, "acc_1", "acc_2")
    with pytest.raises(AccountRequired, match="acc_1 and acc_2") as error:
        tools.call("linear_list_teams")
    assert error.value.accounts == ("acc_1", "acc_2")
    with pytest.raises(AccountRequired, match="Owner 2, linear"):
        tools.fetch_tools()[0].call()
    assert hub.runs == []


@pytest.mark.anyio
async def test_it_is_the_same_in_an_event_loop() -> None:
    hub = FakeHub()
    tools = async_toolset(hub, "acc_1", "acc_2")
    with pytest.raises(AccountRequired):
        await tools.call("linear_list_teams")
    await tools.call("linear_list_teams", account_id="acc_2")
    assert [one.headers["x-account-id"] for one in hub.runs] == ["acc_2"]


def test_the_only_account_need_not_be_named() -> None:
    hub = FakeHub()
    toolset(hub, "acc_1").call("linear_list_teams")
    assert hub.runs[0].headers["x-account-id"] == "acc_1"


@pytest.mark.promise("toolset.accounts")
def test_an_account_that_the_toolset_was_not_made_for_is_refused_here() -> None:
    hub = FakeHub()
    tools = toolset(hub, "acc_1", "acc_2")
    with pytest.raises(AccountNotAllowed):
        tools.call("linear_list_teams", account_id="acc_3")
    with pytest.raises(AccountNotAllowed):
        tools.fetch_tools(account_ids=["acc_1", "acc_3"])
    with pytest.raises(AccountNotAllowed):
        tools.search("teams", account_ids=["acc_3"])
    assert hub.sent == []


def test_without_any_account_the_error_lists_those_that_are_linked() -> None:
    hub = FakeHub()
    with pytest.raises(AccountRequired, match=r"acc_1 \(Owner 1, linear\)"):
        toolset(hub).call("linear_list_teams")
    with pytest.raises(AccountRequired, match="acc_2"):
        toolset(hub).fetch_tools()
    toolset(hub).call("linear_list_teams", account_id="acc_7")
    assert hub.runs[0].headers["x-account-id"] == "acc_7"


def test_a_key_that_may_not_read_accounts_still_gets_the_error() -> None:
    hub = FakeHub(accounts=refused(403, "forbidden"))
    with pytest.raises(AccountRequired) as error:
        toolset(hub).call("linear_list_teams")
    assert error.value.accounts == ()
    tools = toolset(hub, "acc_1", "acc_2").fetch_tools()
    assert "acc_1; acc_2" in str(tools.to_openai()[0])


def test_accounts_are_read_page_by_page_and_not_for_ever() -> None:
    same = [{"id": f"acc_{n}"} for n in range(100)]
    hub = FakeHub(accounts=said(200, same))
    assert len(toolset(hub).accounts()) == 100
    assert len(hub.sent) == 2


@pytest.mark.promise("toolset.accounts")
def test_a_model_chooses_among_the_accounts_that_have_the_tool() -> None:
    hub = FakeHub(tools={"acc_1": TOOLS, "acc_2": TOOLS[:1]})
    tools = toolset(hub, "acc_1", "acc_2").fetch_tools()
    both, one = tools.get_tool("linear_list_issues").definition, tools.get_tool("linear_delete_issue").definition
    schema = both.model_schema()
    assert schema["properties"]["account_id"]["enum"] == ["acc_1", "acc_2"]
    assert schema["required"] == ["account_id"]
    assert "account_id" not in both.input_schema["properties"]
    assert one.model_schema() == one.input_schema
    tools.get_tool("linear_delete_issue").call_for_model({"id": "ENG-1"})
    tools.get_tool("linear_list_issues").call_for_model({"account_id": "acc_2", "team": "ENG"})
    assert [(r.headers["x-account-id"], b["body"]) for r, b in zip(hub.runs, hub.bodies, strict=True)] == [
        ("acc_1", {"id": "ENG-1"}),
        ("acc_2", {"team": "ENG"}),
    ]
    with pytest.raises(AccountNotAllowed):
        tools.get_tool("linear_list_issues").call_for_model({"account_id": "acc_3"})


def test_an_input_of_that_name_is_left_to_the_action() -> None:
    listed = [tool("crm_get_account", {"account_id": {"type": "string"}})]
    hub = FakeHub(tools={"acc_1": listed, "acc_2": listed})
    found = toolset(hub, "acc_1", "acc_2").fetch_tools()[0]
    assert found.definition.account_input == "linkwright_account_id"
    found.call_for_model({"linkwright_account_id": "acc_2", "account_id": "77"})
    assert hub.runs[0].headers["x-account-id"] == "acc_2"
    assert hub.bodies[0]["body"] == {"account_id": "77"}


def test_an_account_whose_list_cannot_be_read_is_not_left_out_silently() -> None:
    data = {"statusCode": 404, "message": "There is no such account.", "code": "account_not_found"}

    class Missing(FakeHub):
        def _answer(self, request: Any) -> Any:
            if request.headers.get("x-account-id") == "acc_2":
                return said(200, {"jsonrpc": "2.0", "id": 1, "error": {"code": -31404, "message": "…", "data": data}})
            return super()._answer(request)

    with pytest.raises(NotFound, match="acc_2: There is no such account"):
        toolset(Missing(), "acc_1", "acc_2").fetch_tools()


def test_tools_are_chosen_by_pattern_provider_and_effect() -> None:
    hub = FakeHub(tools={"acc_1": [*TOOLS, tool("jira_list_issues")]})
    tools = toolset(hub, "acc_1")
    assert tools.fetch_tools("*_list_issues").names == ["linear_list_issues", "jira_list_issues"]
    assert tools.fetch_tools(providers=["Jira"]).names == ["jira_list_issues"]
    assert tools.fetch_tools(actions=["linear_*"], effects=["destroy"]).names == ["linear_delete_issue"]
    assert tools.fetch_tools("crm_*").names == []
    with pytest.raises(UnknownTool, match="Did you mean 'linear_list_teams'"):
        tools.fetch_tools(actions=["linear_list_team"])
    with pytest.raises(UnknownTool, match="jira"):
        tools.fetch_tools(providers=["jiraa"])
    with pytest.raises(UnknownTool):
        tools.fetch_tools().get_tool("linear_list_team")


def test_the_hubs_own_tools_are_no_actions_and_are_left_out() -> None:
    hub = FakeHub(tools={"acc_1": [*TOOLS, tool("linkwright_plan")]})
    assert toolset(hub, "acc_1").fetch_tools().names == [one["name"] for one in TOOLS]


def test_a_list_is_kept_for_a_while_and_read_anew_when_asked() -> None:
    hub = FakeHub()
    tools = toolset(hub, "acc_1", keep_lists=60)
    tools.fetch_tools()
    tools.fetch_tools()
    assert len(hub.sent) == 1
    tools.fetch_tools(refresh=True)
    hub.time += 61
    tools.fetch_tools()
    assert len(hub.sent) == 3


def test_search_asks_for_each_account_and_says_which_can_run_what() -> None:
    hub = FakeHub(found=["linear_list_teams", "linear_list_issues"])
    hits = toolset(hub, "acc_1", "acc_2").search("teams", 1, provider="linear", min_similarity=0.1)
    assert [(hit.name, hit.provider, hit.account_ids) for hit in hits] == [
        ("linear_list_teams", "linear", ("acc_1", "acc_2"))
    ]
    assert toolset(hub).search("teams")[0].account_ids == ()
    assert "x-account-id" not in hub.sent[-1].headers
