"""Arguments are taken in every shape that clients send, and refused with names."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.engine.arguments import gather
from linkwright.engine.errors import InvalidArguments
from tests.unit.engine.pretend import action

CREATE = action("create_issue")
UPDATE = action("update_issue")
LIST = action("list_issues")
COMMENT = action("create_comment")


def refusal(chosen: Any, payload: dict[str, Any]) -> str:
    with pytest.raises(InvalidArguments) as caught:
        gather(chosen, payload)
    assert caught.value.status == 400
    return caught.value.message


@pytest.mark.parametrize(
    "payload",
    [
        {"path": {"id": "ENG-1"}, "body": {"title": "T"}},
        {"id": "ENG-1", "title": "T"},
        {"path_id": "ENG-1", "body_title": "T"},
        {"path": {"id": "ENG-1"}, "title": "T"},
        {"path": {"id": "ENG-1"}, "body_title": "T", "query": None, "headers": {"x-account-id": "acc_1"}},
        {"body": {"id": "ENG-1", "title": "T"}},
        {"query": {"id": "ENG-1"}, "path": {"title": "T"}, "body": {}},
        {"query_id": "ENG-1", "path_title": "T"},
        {"id": "ENG-1", "path": {"id": "ENG-1"}, "title": "T", "body": {"title": "T", "body_title": "T"}},
    ],
)
def test_every_style_and_every_mixture_means_the_same(payload: dict[str, Any]) -> None:
    assert gather(UPDATE, payload) == {"id": "ENG-1", "title": "T"}


def test_an_input_called_body_is_told_from_the_place_called_body() -> None:
    wanted = {"issueId": "ENG-1", "body": "Hello"}
    assert gather(COMMENT, {"body": {"issueId": "ENG-1", "body": "Hello"}}) == wanted
    assert gather(COMMENT, {"issueId": "ENG-1", "body": "Hello"}) == wanted
    assert gather(COMMENT, {"body_issueId": "ENG-1", "body_body": "Hello"}) == wanted


def test_two_different_values_for_one_input_are_refused() -> None:
    said = refusal(UPDATE, {"id": "ENG-1", "title": "A", "body": {"title": "B"}})
    assert said == "title is given twice, with two different values."


def test_true_and_one_are_different_values() -> None:
    assert "given twice" in refusal(LIST, {"assigned_to_me": True, "query": {"assigned_to_me": 1}})


def test_an_unknown_input_is_refused_with_the_nearest_name() -> None:
    assert (
        refusal(LIST, {"query": {"asignee_email": "x"}})
        == "There is no input 'asignee_email'. Did you mean 'assignee_email'?"
    )


def test_all_problems_are_told_at_once() -> None:
    said = refusal(CREATE, {"body": {"titel": "x", "priority": "high", "labelIds": "bug"}})
    for part in (
        "'titel'",
        "priority must be a whole number.",
        "labelIds must be a list.",
        "teamId is missing.",
        "title is missing.",
    ):
        assert part in said


def test_many_problems_are_counted_and_not_all_listed() -> None:
    said = refusal(CREATE, {f"nope{n}": n for n in range(500)})
    assert "more problems" in said
    assert len(said) < 3000


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (
            {"state_type": "done"},
            "state_type must be one of triage, backlog, unstarted, started, completed, canceled and duplicate.",
        ),
        ({"page_size": 0}, "page_size must be at least 1."),
        ({"page_size": 251}, "page_size must be at most 250."),
        ({"page_size": 2.5}, "page_size must be a whole number."),
        ({"page_size": "25"}, "page_size must be a whole number."),
        ({"priority": 5}, "priority must be one of 0, 1, 2, 3 and 4."),
        (
            {"updated_since": "yesterday"},
            "updated_since must be a date, a time such as 2026-11-24T09:30:00Z, or a duration such as -P2W.",
        ),
        ({"assigned_to_me": "yes"}, "assigned_to_me must be true or false."),
        ({"cursor": " "}, "cursor must be text that is not blank."),
        ({"query": "team=ENG"}, "query must be an object that holds inputs."),
        ({"team": {"key": "ENG"}}, "team must be text."),
    ],
)
def test_a_bad_value_is_told_in_words(payload: dict[str, Any], said: str) -> None:
    assert refusal(LIST, payload) == said


@pytest.mark.parametrize(
    "value",
    ["2026", "2026-11", "2026-11-24", "2026-11-24T09:30:00Z", "-P2W", "P1DT2H", "2026-11-24T09:30:00.123+01:00"],
)
def test_dates_times_and_durations_are_taken_where_the_provider_takes_them(value: str) -> None:
    assert gather(LIST, {"updated_since": value}) == {"updated_since": value}


def test_a_whole_number_written_as_a_float_becomes_one() -> None:
    found = gather(LIST, {"page_size": 25.0})
    assert found == {"page_size": 25}
    assert type(found["page_size"]) is int


def test_null_means_not_given_except_where_it_clears() -> None:
    assert gather(LIST, {"team": None, "page_size": None}) == {}
    assert gather(UPDATE, {"id": "ENG-1", "assigneeId": None, "title": None}) == {"id": "ENG-1", "assigneeId": None}


def test_null_for_a_required_input_is_a_missing_one() -> None:
    assert "title is missing." in refusal(CREATE, {"teamId": "t", "title": None})


def test_a_blank_required_text_is_refused() -> None:
    assert refusal(CREATE, {"teamId": "t", "title": "  "}) == "title must be text that is not blank."


def test_an_update_that_changes_nothing_is_refused() -> None:
    assert refusal(UPDATE, {"id": "ENG-1"}).startswith(
        "There is nothing to change: give at least one of title, description"
    )


def test_a_number_beyond_the_providers_range_is_refused() -> None:
    assert "estimate must be at most 2147483647." in refusal(CREATE, {"teamId": "t", "title": "x", "estimate": 2**40})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from([*UPDATE.inputs, "path", "query", "body", "headers", "path_id", "body_title", "nope", ""])


@given(st.dictionaries(names | st.text(max_size=6), json_values, max_size=6))
def test_any_payload_is_either_refused_with_a_sentence_or_fits_the_schema(payload: dict[str, Any]) -> None:
    try:
        found = gather(UPDATE, payload)
    except InvalidArguments as error:
        assert error.message
    else:
        assert UPDATE.validator.is_valid(found)
        assert found.keys() <= UPDATE.inputs.keys()
        assert "id" in found


@given(
    st.fixed_dictionaries(
        {"id": st.just("ENG-1"), "title": st.text(min_size=1)},
        optional={
            "description": st.none() | st.text(),
            "priority": st.integers(0, 4),
            "labelIds": st.lists(st.text(max_size=4)),
        },
    ),
    st.lists(st.sampled_from(["bare", "prefixed", "nested"]), min_size=5, max_size=5),
)
def test_however_the_same_inputs_are_spread_they_gather_to_the_same(values: dict[str, Any], styles: list[str]) -> None:
    payload: dict[str, Any] = {}
    for (name, value), style in zip(values.items(), styles, strict=False):
        place = UPDATE.inputs[name].location
        if style == "nested":
            payload.setdefault(place, {})[name] = value
        else:
            payload[name if style == "bare" else f"{place}_{name}"] = value
    assert gather(UPDATE, payload) == values
