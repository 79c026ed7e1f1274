"""A plan is the exact call, made without asking anybody."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.engine.errors import InvalidArguments
from linkwright.engine.plan import plan, put
from linkwright.kit import jsons
from tests.unit.engine.pretend import LINEAR, action


def variables(name: str, **arguments: Any) -> dict[str, Any]:
    return plan(LINEAR, action(name), arguments).variables


def test_names_go_to_their_places_in_the_variables() -> None:
    assert variables("list_issues", team="ENG", state_type="started", page_size=10, cursor="c") == {
        "filter": {"team": {"key": {"eqIgnoreCase": "ENG"}}, "state": {"type": {"eq": "started"}}},
        "first": 10,
        "after": "c",
    }


def test_what_is_not_given_is_not_sent_but_for_the_page_size() -> None:
    assert variables("list_issues") == {"first": 25}


def test_one_input_can_fill_several_places_of_a_list() -> None:
    assert variables("list_issues", text_contains="crash")["filter"] == {
        "or": [{"title": {"containsIgnoreCase": "crash"}}, {"description": {"containsIgnoreCase": "crash"}}]
    }


def test_conditions_on_one_thing_are_joined() -> None:
    found = variables("list_issues", assignee_email="a@b.example", assigned_to_me=False)["filter"]["assignee"]
    assert found == {"email": {"eqIgnoreCase": "a@b.example"}, "isMe": {"eq": False}}


def test_null_that_clears_is_sent() -> None:
    assert variables("update_issue", id="ENG-1", assigneeId=None) == {"id": "ENG-1", "input": {"assigneeId": None}}


def test_the_body_is_the_document_and_the_variables() -> None:
    planned = plan(LINEAR, action("get_issue"), {"id": "ENG-1"})
    body = jsons.loads(planned.body)
    assert body == {"query": planned.document, "variables": {"id": "ENG-1"}}
    assert (planned.method, planned.url) == ("POST", "https://api.linear.app/graphql")
    assert planned.operation == "query issue"


def test_a_plan_changes_neither_its_arguments_nor_the_next_plan() -> None:
    arguments = {"id": "ENG-1", "labelIds": ["a"]}
    first = plan(LINEAR, action("update_issue"), arguments)
    assert arguments == {"id": "ENG-1", "labelIds": ["a"]}
    assert plan(LINEAR, action("update_issue"), arguments) == first


def test_text_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(InvalidArguments):
        plan(LINEAR, action("get_issue"), {"id": "\ud800"})


@pytest.mark.parametrize(
    ("path", "made"),
    [
        (("a",), {"a": 1}),
        (("a", "b"), {"a": {"b": 1}}),
        (("a", 0, "b"), {"a": [{"b": 1}]}),
        (("a", 0), {"a": [1]}),
        (("a", 1, 0), {"a": [[], [1]]}),
    ],
)
def test_a_value_is_put_at_any_depth(path: tuple[str | int, ...], made: dict[str, Any]) -> None:
    target: dict[str, Any] = {}
    put(target, path, 1)
    assert target == made
