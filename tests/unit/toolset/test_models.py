"""Tools as models want them, their calls answered, and the two tools that stand for all."""

from __future__ import annotations

import builtins
import json
from types import SimpleNamespace
from typing import Any

import pytest

from linkwright.toolset import HubUnreachable, PackageMissing, Retries
from tests.unit.toolset.fake import FakeHub, async_toolset, refused, said, toolset

CHAT = {
    "choices": [
        {
            "message": {
                "role": "assistant",
                "tool_calls": [
                    {"id": "c1", "type": "function", "function": {"name": "linear_list_teams", "arguments": "{}"}},
                    {"id": "c2", "type": "function", "function": {"name": "linear_list_team", "arguments": "{}"}},
                    {"id": "c3", "type": "function", "function": {"name": "linear_list_teams", "arguments": "{oops"}},
                ],
            }
        }
    ]
}


def test_a_tool_in_the_words_of_each_api() -> None:
    tools = toolset(FakeHub(), "acc_1").fetch_tools("linear_create_comment")
    schema = tools[0].definition.model_schema()
    about = {"name": "linear_create_comment", "description": "About linear_create_comment."}
    assert tools.to_openai() == [{"type": "function", "function": {**about, "parameters": schema}}]
    assert tools.to_openai_responses() == [{"type": "function", **about, "parameters": schema, "strict": False}]
    assert tools.to_anthropic() == [{**about, "input_schema": schema}]
    # A tool without inputs has an object all the same.
    assert (
        toolset(FakeHub(), "acc_1").fetch_tools("linear_list_teams").to_anthropic()[0]["input_schema"]["properties"]
        == {}
    )


@pytest.mark.promise("toolset.models")
def test_each_tool_call_gets_an_answer_and_an_error_is_one_too() -> None:
    hub = FakeHub()
    messages = toolset(hub, "acc_1").fetch_tools().handle_openai(CHAT)
    assert [(one["role"], one["tool_call_id"]) for one in messages] == [("tool", "c1"), ("tool", "c2"), ("tool", "c3")]
    assert messages[0]["content"] == '{"data":{"ok":true}}'
    unknown, unreadable = (json.loads(one["content"]) for one in messages[1:])
    assert "Did you mean 'linear_list_teams'" in unknown["error"]
    assert unreadable["code"] == "arguments_unreadable"
    assert len(hub.runs) == 1


def test_answers_are_taken_as_objects_as_well() -> None:
    tools = toolset(FakeHub(), "acc_1").fetch_tools()
    function = SimpleNamespace(name="linear_list_teams", arguments="")
    message = SimpleNamespace(tool_calls=[SimpleNamespace(id="c1", function=function)], choices=None)
    assert tools.handle_openai(message)[0]["tool_call_id"] == "c1"
    assert tools.handle_openai(SimpleNamespace(choices=[SimpleNamespace(message=message)]))[0]["tool_call_id"] == "c1"
    block = SimpleNamespace(type="tool_use", id="t1", name="linear_list_teams", input={})
    assert tools.handle_anthropic(SimpleNamespace(content=[block]))[0]["content"][0]["tool_use_id"] == "t1"
    item = SimpleNamespace(type="function_call", call_id="f1", name="linear_list_teams", arguments="{}")
    other = SimpleNamespace(type="message")
    assert tools.handle_openai_responses(SimpleNamespace(output=[other, item])) == [
        {"type": "function_call_output", "call_id": "f1", "output": '{"data":{"ok":true}}'}
    ]


def test_without_tool_calls_there_is_nothing_to_append() -> None:
    tools = toolset(FakeHub(), "acc_1").fetch_tools()
    assert tools.handle_openai({"choices": [{"message": {"content": "Hello", "tool_calls": None}}]}) == []
    assert tools.handle_openai_responses({"output": [{"type": "message"}]}) == []
    assert tools.handle_anthropic({"content": [{"type": "text", "text": "Hello"}]}) == []
    assert tools.handle_anthropic({"content": "Hello"}) == []


def test_a_failure_is_marked_as_one_and_says_whether_trying_again_helps() -> None:
    call = {"content": [{"type": "tool_use", "id": "t1", "name": "linear_list_teams", "input": {}}]}
    for bad, retryable in ((HubUnreachable("Away.", retryable=True), True), (refused(403, "action_disabled"), False)):
        tools = toolset(FakeHub(calls=[bad]), "acc_1", retries=Retries(most=0)).fetch_tools()
        block = tools.handle_anthropic(call)[0]["content"][0]
        assert block["is_error"] is True
        assert json.loads(block["content"])["retryable"] is retryable


@pytest.mark.promise("toolset.models")
def test_a_call_of_a_conversation_that_is_repeated_has_the_same_key_and_no_other_has_it() -> None:
    hub = FakeHub()
    tools = toolset(hub, "acc_1").fetch_tools()
    call = {"tool_calls": [{"id": "call_0", "function": {"name": "linear_list_teams", "arguments": "{}"}}]}
    for conversation in ("talk-1", "talk-1", "talk-2", None, None):
        tools.handle_openai(call, conversation=conversation)
    keys = hub.keys()
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


@pytest.mark.anyio
async def test_it_is_the_same_in_an_event_loop() -> None:
    hub = FakeHub(found=["linear_list_teams"])
    tools = await async_toolset(hub, "acc_1").fetch_tools()
    assert [one["tool_call_id"] for one in await tools.handle_openai(CHAT)] == ["c1", "c2", "c3"]
    reads = {"output": [{"type": "function_call", "call_id": str(n), "name": "linear_list_teams"} for n in range(3)]}
    assert [one["call_id"] for one in await tools.handle_openai_responses(reads)] == ["0", "1", "2"]
    meta = await async_toolset(hub, "acc_1").meta_tools()
    answers = await meta.handle_anthropic(_uses(("search_actions", {"query": "teams"})))
    assert "linear_list_teams" in answers[0]["content"][0]["content"]
    assert await async_toolset(hub, "acc_1").search("teams")


def _uses(*calls: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "content": [
            {"type": "tool_use", "id": str(n), "name": name, "input": given} for n, (name, given) in enumerate(calls)
        ]
    }


@pytest.mark.promise("toolset.compact")
def test_two_tools_find_and_run_all_others_and_cost_little() -> None:
    hub = FakeHub(found=["linear_create_comment", "linear_delete_issue", "crm_unknown"])
    tools = toolset(hub, "acc_1").meta_tools()
    assert tools.names == ["search_actions", "execute_action"]
    assert [tool.definition.effect for tool in tools] == ["read", "destroy"]
    assert len(json.dumps(tools.to_openai())) < 1000
    assert len(json.dumps(tools.to_anthropic())) < 1000
    comment = {"action_id": "linear_create_comment", "arguments": {"issueId": "ENG-1", "body": "Hi"}}
    blocks = tools.handle_anthropic(_uses(("search_actions", {"query": "comment"}), ("execute_action", comment)))[0][
        "content"
    ]
    found = json.loads(blocks[0]["content"])["data"]["actions"]
    assert [one["action_id"] for one in found] == ["linear_create_comment", "linear_delete_issue"]
    assert found[0]["input_schema"]["required"] == ["issueId", "body"]
    assert hub.bodies == [{"action": "linear_create_comment", "body": {"issueId": "ENG-1", "body": "Hi"}}]


@pytest.mark.promise("toolset.compact")
def test_they_run_only_what_they_were_made_for() -> None:
    hub = FakeHub(found=["linear_list_teams", "linear_delete_issue"])
    tools = toolset(hub, "acc_1").meta_tools(effects=["read"])
    assert tools[1].definition.effect == "read"
    assert [one["action_id"] for one in tools[0].call({"query": "x"}).data["actions"]] == ["linear_list_teams"]
    delete = {"action_id": "linear_delete_issue", "arguments": {"id": "ENG-1"}}
    block = tools.handle_anthropic(_uses(("execute_action", delete)))[0]["content"][0]
    assert json.loads(block["content"])["code"] == "unknown_tool"
    assert hub.runs == []


def test_with_several_accounts_executing_needs_one_and_searching_looks_in_all() -> None:
    hub = FakeHub(found=["linear_list_teams"])
    tools = toolset(hub, "acc_1", "acc_2").meta_tools()
    assert "account_id" not in tools[0].definition.model_schema()["properties"]
    assert tools[1].definition.model_schema()["required"] == ["account_id", "action_id", "arguments"]
    assert tools[0].call_for_model({"query": "x"}).data["actions"][0]["account_ids"] == ["acc_1", "acc_2"]
    tools[1].call_for_model({"action_id": "linear_list_teams", "arguments": {}, "account_id": "acc_2"})
    assert hub.runs[0].headers["x-account-id"] == "acc_2"
    block = tools.handle_anthropic(_uses(("execute_action", {"action_id": "linear_list_teams"})))[0]["content"][0]
    assert json.loads(block["content"])["code"] == "account_required"


@pytest.mark.parametrize("bad", [{}, {"query": 7}, {"query": "x", "top_k": "many"}])
def test_a_search_in_no_form_is_told_what_is_wanted(bad: dict[str, Any]) -> None:
    block = toolset(FakeHub(), "acc_1").meta_tools().handle_anthropic(_uses(("search_actions", bad)))[0]["content"][0]
    assert json.loads(block["content"])["code"] == "arguments_unreadable"


def test_what_steers_a_call_goes_through_executing_too() -> None:
    hub = FakeHub()
    given = {"action_id": "linear_delete_issue", "arguments": {"id": "ENG-1"}}
    toolset(hub, "acc_1").meta_tools()[1].call(given, mode="plan", screening="block")
    assert (hub.bodies[0]["mode"], hub.bodies[0]["screening"], hub.keys()) == ("plan", "block", [None])


def test_a_search_that_finds_nothing_says_what_to_try() -> None:
    assert "other words" in toolset(FakeHub(), "acc_1").meta_tools()[0].call({"query": "x"}).data["hint"]


@pytest.mark.promise("toolset.models")
@pytest.mark.parametrize("way", ["to_langchain", "to_pydantic_ai"])
def test_a_framework_that_is_missing_is_named_with_what_to_install(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.split(".", maxsplit=1)[0] in ("langchain_core", "pydantic_ai"):
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PackageMissing, match="pip install"):
        getattr(toolset(FakeHub(), "acc_1").fetch_tools(), way)()


def test_a_call_is_answered_with_what_the_hub_cut_off() -> None:
    body = {"data": [1], "next": None, "linkwright": {"cut": [{"path": "", "from": 1, "left": 9}]}}
    tools = toolset(FakeHub(calls=[said(200, body)]), "acc_1").fetch_tools()
    assert '"left":9' in tools.handle_openai(CHAT)[0]["content"]
