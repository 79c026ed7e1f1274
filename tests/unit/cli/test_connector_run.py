"""An action can be run from the terminal, on a twin of the provider."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from linkwright.actions.errors import UnknownAction
from linkwright.catalog.catalog import Catalog
from linkwright.cli.connectors.arguments import arguments_of
from linkwright.cli.connectors.group import app
from linkwright.engine.errors import InvalidArguments
from linkwright.errors import BadRequest

RUNNER = CliRunner()
CATALOG = Catalog.load()
CREATE = CATALOG.action("linear_create_issue")
UPDATE = CATALOG.action("linear_update_issue")


def refused(*arguments: str) -> Exception:
    with pytest.raises(Exception) as caught:
        RUNNER.invoke(app, ["run", *arguments], catch_exceptions=False)
    return caught.value


def test_an_action_runs_on_a_fresh_twin_and_prints_its_result() -> None:
    done = RUNNER.invoke(app, ["run", "linear_list_teams", "--twin", "-i", "page_size=1"])
    assert done.exit_code == 0, done.output
    body = json.loads(done.output)
    assert len(body["data"]) == 1
    assert body["next"]


def test_the_same_seed_gives_the_same_data_and_another_one_other_data() -> None:
    first, same, other = (
        RUNNER.invoke(app, ["run", "linear_list_users", "--twin", "--seed", seed]).output for seed in ("a", "a", "b")
    )
    assert first == same != other


def test_texts_stay_texts_and_lists_are_given_item_by_item() -> None:
    typed = ["title=12", "priority=2", "labelIds=Bug", "labelIds=Feature", "teamId=ENG"]
    assert arguments_of(CREATE, typed, None) == {
        "title": "12",
        "priority": 2,
        "labelIds": ["Bug", "Feature"],
        "teamId": "ENG",
    }


def test_null_clears_only_what_it_can_clear() -> None:
    assert arguments_of(UPDATE, ["assigneeId=null", "title=null"], None) == {"assigneeId": None, "title": "null"}


def test_inputs_of_an_action_that_is_not_known_here_are_read_as_they_look() -> None:
    assert arguments_of(None, ["a=1", "b=x", "c=[1]"], None) == {"a": 1, "b": "x", "c": [1]}


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        (["title"], None, "'title' is not name=value"),
        (["=x"], None, "'=x' is not name=value"),
        (["title=a", "title=b"], None, "title is given twice"),
        (["title=a"], "{}", "with -i and with --json"),
        ([], "{", "--json is not JSON"),
        ([], "[1]", "must be an object"),
    ],
)
def test_inputs_that_cannot_be_read_are_told_in_a_sentence(typed: list[str], text: str | None, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        arguments_of(CREATE, typed, text)


@given(st.dictionaries(st.text(min_size=1), st.none() | st.booleans() | st.text() | st.lists(st.integers(0, 9))))
def test_an_object_of_json_is_taken_as_it_is(payload: dict[str, Any]) -> None:
    assert arguments_of(CREATE, [], json.dumps(payload)) == payload


@given(st.text())
def test_every_text_of_a_title_arrives_as_it_was_typed(value: str) -> None:
    assert arguments_of(CREATE, [f"title={value}"], None) == {"title": value}


def test_a_wrong_input_is_refused_as_on_every_face() -> None:
    error = refused("linear_list_issues", "--twin", "-i", "priority=high")
    assert isinstance(error, InvalidArguments)
    assert "priority must be a whole number" in str(error)


def test_an_unknown_action_is_answered_with_the_nearest() -> None:
    error = refused("linear_list_isues", "--twin")
    assert isinstance(error, UnknownAction)
    assert "Did you mean 'linear_list_issues'?" in str(error)


def test_it_must_be_said_where_to_run() -> None:
    assert isinstance(refused("linear_list_issues"), BadRequest)
    assert isinstance(refused("linear_list_issues", "--twin", "--account", "x"), BadRequest)
