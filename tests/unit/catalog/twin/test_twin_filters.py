from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwright.catalog.linear.twin.comparing import meets
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.shipped import CONTRACT_FILE, read_lock
from linkwright.kit.clock import FixedClock
from tests.unit.catalog.twin.twin_desk import Desk

pytestmark = pytest.mark.anyio

LIST = """query($f: IssueFilter) { issues(filter: $f, first: 250, includeArchived: true) { nodes {
  identifier number title priority estimate dueDate createdAt updatedAt team { key } state { type }
  assignee { name isMe } labels(first: 9) { nodes { name } } parent { identifier } project { name } } } }"""
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def found(desk: Any, wanted: Any) -> list[Any]:
    return list((await desk.ask(LIST, f=wanted)).data["issues"]["nodes"])


def labels(issue: Any) -> set[str]:
    return {label["name"] for label in issue["labels"]["nodes"]}


CASES: list[tuple[dict[str, Any], Any]] = [
    ({"team": {"key": {"eq": "OPS"}}}, lambda i: i["team"]["key"] == "OPS"),
    ({"team": {"key": {"neq": "OPS"}}}, lambda i: i["team"]["key"] != "OPS"),
    ({"team": {"key": {"eqIgnoreCase": "ops"}}}, lambda i: i["team"]["key"] == "OPS"),
    ({"state": {"type": {"in": ["started", "completed"]}}}, lambda i: i["state"]["type"] in ("started", "completed")),
    ({"state": {"type": {"nin": ["started"]}}}, lambda i: i["state"]["type"] != "started"),
    ({"number": {"gte": 3, "lt": 7}}, lambda i: 3 <= i["number"] < 7),
    ({"priority": {"lte": 2}}, lambda i: i["priority"] <= 2),
    ({"priority": {"gt": 2}}, lambda i: i["priority"] > 2),
    ({"estimate": {"null": True}}, lambda i: i["estimate"] is None),
    ({"estimate": {"gte": 2}}, lambda i: i["estimate"] is not None and i["estimate"] >= 2),
    ({"title": {"contains": "login"}}, lambda i: "login" in i["title"]),
    ({"title": {"containsIgnoreCase": "FIX"}}, lambda i: "fix" in i["title"].lower()),
    ({"title": {"containsIgnoreCaseAndAccent": "RESUME"}}, lambda i: "résumé" in i["title"]),
    ({"title": {"startsWith": "Test"}}, lambda i: i["title"].startswith("Test")),
    ({"title": {"notEndsWith": "page"}}, lambda i: not i["title"].endswith("page")),
    ({"assignee": {"null": True}}, lambda i: i["assignee"] is None),
    ({"assignee": {"null": False}}, lambda i: i["assignee"] is not None),
    ({"assignee": {"isMe": {"eq": True}}}, lambda i: i["assignee"] is not None and i["assignee"]["isMe"]),
    ({"labels": {"name": {"eq": "Bug"}}}, lambda i: "Bug" in labels(i)),
    ({"labels": {"some": {"name": {"in": ["Bug", "API"]}}}}, lambda i: labels(i) & {"Bug", "API"}),
    ({"labels": {"every": {"name": {"eq": "Bug"}}}}, lambda i: labels(i) <= {"Bug"}),
    ({"labels": {"length": {"eq": 0}}}, lambda i: not labels(i)),
    ({"parent": {"null": False}}, lambda i: i["parent"] is not None),
    ({"project": {"name": {"startsWith": "Quiet"}}}, lambda i: i["project"] and i["project"]["name"] == "Quiet nights"),
    ({"updatedAt": {"gte": "-P2W"}}, lambda i: i["updatedAt"] >= "2026-11-10T12:00:00.000Z"),
    ({"createdAt": {"lt": "2026-10-15"}}, lambda i: i["createdAt"] < "2026-10-15T00:00:00.000Z"),
    ({"dueDate": {"lte": "P1W"}}, lambda i: i["dueDate"] is not None and i["dueDate"] <= "2026-12-01"),
    ({"id": {"in": ["ENG-1", "ops-2"]}}, lambda i: i["identifier"] in ("ENG-1", "OPS-2")),
    ({"or": [{"number": {"eq": 1}}, {"number": {"eq": 2}}]}, lambda i: i["number"] in (1, 2)),
    ({"and": [{"number": {"gt": 1}}, {"number": {"lt": 3}}]}, lambda i: i["number"] == 2),
    ({"hasBlockedByRelations": {"eq": True}}, lambda i: i["identifier"] == "ENG-3"),
    ({"title": None, "assignee": None}, lambda i: True),
    ({}, lambda i: True),
]


@pytest.mark.parametrize(("wanted", "fits"), CASES, ids=[re.sub(r"\W+", " ", str(case[0])) for case in CASES])
async def test_a_filter_gives_exactly_the_issues_that_meet_it(desk: Any, wanted: dict[str, Any], fits: Any) -> None:
    everything = await found(desk, None)
    assert len(everything) == 42
    assert await found(desk, wanted) == [issue for issue in everything if fits(issue)]


async def test_filters_work_on_nested_lists_and_other_types(desk: Any) -> None:
    query = """{ teams(filter: {key: {in: ["ENG", "DES"]}}) { nodes { key issues(first: 50, filter: {number: {eq: 1}}) {
      nodes { identifier } } } } users(filter: {isMe: {eq: true}}) { nodes { name } }
      comments(filter: {issue: {team: {key: {eq: "OPS"}}}}) { nodes { issue { team { key } } } } }"""
    data = (await desk.ask(query)).data
    assert [(t["key"], t["issues"]["nodes"]) for t in data["teams"]["nodes"]] == [
        ("DES", [{"identifier": "DES-1"}]),
        ("ENG", [{"identifier": "ENG-1"}]),
    ]
    assert data["users"]["nodes"] == [{"name": "Mira Holt"}]
    assert {comment["issue"]["team"]["key"] for comment in data["comments"]["nodes"]} == {"OPS"}


simple = st.sampled_from(
    [
        {"team": {"key": {"eq": "ENG"}}},
        {"priority": {"lte": 2}},
        {"assignee": {"null": True}},
        {"labels": {"some": {"name": {"eq": "Bug"}}}},
        {"updatedAt": {"gt": "-P1M"}},
    ]
)


@settings(max_examples=25)
@given(st.lists(simple, min_size=1, max_size=4))
def test_and_is_the_intersection_and_or_the_union(parts: list[dict[str, Any]]) -> None:
    if not _DESKS:
        clock = FixedClock(NOW)
        _DESKS.append(Desk(LinearTwin("tests", clock, read_lock("linear", CONTRACT_FILE)), clock))
    desk = _DESKS[0]
    desk.twin.reset()

    def names(wanted: dict[str, Any]) -> set[str]:
        return {issue["identifier"] for issue in asyncio.run(found(desk, wanted))}

    each = [names(part) for part in parts]
    assert names({"and": parts}) == set.intersection(*each)
    assert names({"or": parts}) == set.union(*each)


_DESKS: list[Any] = []
texts = st.text(max_size=6)


@given(value=texts | st.none(), operand=texts)
def test_each_comparison_and_its_negation_never_agree(value: str | None, operand: str) -> None:
    def holds(name: str, against: Any) -> bool:
        return meets(value, {name: against}, "NullableStringComparator", NOW)

    for name, negated in (("eq", "neq"), ("contains", "notContains"), ("startsWith", "notStartsWith")):
        assert holds(name, operand) != holds(negated, operand)
    assert holds("in", [operand]) == holds("eq", operand)
    assert holds("nin", [operand]) != holds("in", [operand])


@given(st.none() | st.integers(-5, 5), st.integers(-5, 5))
def test_numbers_are_ordered_and_nothing_is_never_less_or_more(value: int | None, operand: int) -> None:
    def holds(name: str) -> bool:
        return meets(value, {name: operand}, "NullableNumberComparator", NOW)

    if value is None:
        assert not any(holds(name) for name in ("lt", "lte", "gt", "gte", "eq"))
    else:
        assert (holds("lt"), holds("eq"), holds("gt")).count(True) == 1
        assert holds("lte") == (holds("lt") or holds("eq"))
