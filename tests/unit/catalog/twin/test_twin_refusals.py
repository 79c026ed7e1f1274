from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.catalog.linear.twin.queries import QUERIES
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.shipped import CONTRACT_FILE, read_lock
from linkwright.kit.clock import SystemClock
from linkwright.kit.jsons import dumpb, loads
from linkwright.outbound.transport import OutboundRequest

pytestmark = pytest.mark.anyio


async def test_an_unknown_field_is_refused_with_the_nearest_names_and_its_place(desk: Any) -> None:
    answer = await desk.ask('{ issue(id: "ENG-1") { titel } }')
    assert answer.status == 400
    assert answer.error["message"] == 'Cannot query field "titel" on type "Issue". Did you mean "title" or "state"?'
    assert answer.error["locations"] == [{"line": 1, "column": 24}]
    assert answer.error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert answer.error["extensions"]["type"] == "graphql error"


async def test_a_syntax_error_is_told_as_one(desk: Any) -> None:
    answer = await desk.ask("{ viewer { name }")
    assert (answer.status, answer.error["extensions"]["code"]) == (400, "GRAPHQL_PARSE_FAILED")
    assert answer.error["message"].startswith("Syntax Error:")


@pytest.mark.parametrize(
    ("query", "entity"),
    [
        ('{ issue(id: "ENG-999") { id } }', "Issue"),
        ('{ issue(id: "not an id") { id } }', "Issue"),
        ('{ team(id: "XYZ") { id } }', "Team"),
        ('{ project(id: "00000000-0000-4000-8000-000000000000") { id } }', "Project"),
        ('{ comment(hash: "ffffffffff") { id } }', "Comment"),
        ('mutation { issueUpdate(id: "ENG-999", input: {title: "x"}) { success } }', "Issue"),
    ],
)
async def test_what_does_not_exist_is_not_found_with_http_200_and_null_data(desk: Any, query: str, entity: str) -> None:
    answer = await desk.ask(query)
    assert answer.says == (200, "INPUT_ERROR", f"Could not find referenced {entity}.")
    assert answer.error["message"] == f"Entity not found: {entity}"
    assert answer.error["extensions"]["statusCode"] == 400
    assert answer.body["data"] is None


async def test_a_team_key_where_a_uuid_is_wanted_is_an_argument_error(desk: Any) -> None:
    answer = await desk.ask('mutation { issueCreate(input: {teamId: "ENG", title: "x"}) { success } }')
    assert answer.says == (400, "INVALID_INPUT", "teamId must be a UUID.")
    assert answer.error["message"] == "Argument Validation Error"
    assert answer.error["path"] == ["issueCreate"]


@pytest.mark.parametrize(
    ("given", "code", "reason"),
    [
        ({"title": " "}, "INVALID_INPUT", "title should not be empty."),
        ({"title": "x" * 513}, "INVALID_INPUT", "title must be shorter than or equal to 512 characters."),
        ({"priority": 5}, "INVALID_INPUT", "priority must be a number from 0 to 4."),
        ({"priority": -1}, "INVALID_INPUT", "priority must be a number from 0 to 4."),
        ({"estimate": -1}, "INVALID_INPUT", "estimate must not be less than 0."),
        ({"assigneeId": "me"}, "INVALID_INPUT", "assigneeId must be a UUID."),
        ({"labelIds": ["Bug"]}, "INVALID_INPUT", "each value in labelIds must be a UUID."),
        ({"id": "abc"}, "INVALID_INPUT", "id must be a UUID."),
        ({"createdAt": "2999-01-01T00:00:00Z"}, "INVALID_INPUT", "createdAt must not be in the future."),
        ({"parentId": "ENG-999"}, "INPUT_ERROR", "Could not find referenced Issue."),
    ],
)
async def test_bad_values_of_a_new_issue_are_refused_and_leave_nothing(
    desk: Any, given: dict[str, Any], code: str, reason: str
) -> None:
    before = desk.twin.snapshot()
    team = (await desk.ask('{ team(id: "ENG") { id } }')).data["team"]["id"]
    mutation = "mutation($i: IssueCreateInput!) { issueCreate(input: $i) { success } }"
    answer = await desk.ask(mutation, i={"title": "x", "teamId": team} | given)
    assert answer.says[1:] == (code, reason)
    assert desk.twin.snapshot() == before


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"i": None},
        {"i": {"title": 1, "teamId": "x"}},
        {"i": {"nope": 1}},
        {"i": {"teamId": "x", "dueDate": "soon"}},
    ],
)
async def test_variables_that_do_not_fit_are_refused_before_anything_runs(desk: Any, variables: dict[str, Any]) -> None:
    answer = await desk.ask("mutation($i: IssueCreateInput!) { issueCreate(input: $i) { success } }", **variables)
    assert (answer.status, answer.error["extensions"]["code"]) == (400, "BAD_USER_INPUT")
    assert not desk.twin.calls.mutations


@pytest.mark.parametrize(
    "body",
    [
        None, b"", b"{", b"[]", b"null", b'"{ viewer { id } }"', b"{}", b'{"query": 1}', b'{"query": " "}',
        b'{"query": "{ viewer { id } }", "variables": [1]}', b"\xff\xfe", b'{"query": "fragment A on User { id }"}',
        b'{"query": "query A { __typename } query B { __typename }"}', b'{"query": "{ __typename }", "operationName": "C"}',
        b'{"query": "' + b"x" * (1024 * 1024) + b'"}',
    ],
)  # fmt: skip
async def test_nonsense_bodies_are_refused_with_400(desk: Any, body: bytes | None) -> None:
    answer = await desk.send(body, {"Authorization": desk.twin.keys["full"]})
    assert answer.status == 400
    assert answer.error["message"]


@pytest.mark.parametrize("more", [{"method": "GET"}, {"url": "https://api.linear.app/rest"}])
async def test_any_other_method_or_path_is_refused(desk: Any, more: dict[str, str]) -> None:
    answer = await desk.send(b'{"query": "{ viewer { id } }"}', {"Authorization": desk.twin.keys["full"]}, **more)
    assert answer.status == 400


@pytest.mark.parametrize("text", ["{ a" * 5000, "{ viewer " + "{ organization " * 60 + "{ id }" + "}" * 61])
async def test_endless_nesting_is_refused_and_harms_nothing(desk: Any, text: str) -> None:
    assert (await desk.ask(text)).status == 400
    assert (await desk.ask("{ viewer { name } }")).status == 200


async def test_endlessly_nested_variables_are_refused_too(desk: Any) -> None:
    query = b'{"query": "query($f: IssueFilter) { issues(filter: $f) { nodes { id } } }", "variables": {"f": '
    for depth in (450, 20_000):
        body = query + b'{"and": [' * depth + b"{}" + b"]}" * depth + b"}}"
        answer = await desk.send(body, {"Authorization": desk.twin.keys["full"]})
        assert answer.status == 400
        assert "deep" in answer.error["message"] or "JSON" in answer.error["message"]


async def test_a_field_repeated_very_often_is_refused_quickly(desk: Any) -> None:
    answer = await desk.ask("{ viewer { " + "name " * 20_000 + "} }")
    assert (answer.status, answer.error["extensions"]["code"]) == (400, "GRAPHQL_PARSE_FAILED")


async def test_a_mistake_of_the_twin_itself_is_a_500_and_is_logged(
    desk: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(QUERIES, "viewer", lambda *_: 1 / 0)
    answer = await desk.ask("{ viewer { name } }")
    assert (answer.status, answer.error["message"]) == (500, "Internal server error")
    assert "ZeroDivisionError" in caplog.text


async def test_an_action_the_twin_cannot_do_says_so_instead_of_pretending(desk: Any) -> None:
    answer = await desk.ask("{ issues(sort: [{priority: {order: Ascending}}]) { nodes { id } } }")
    assert answer.error["extensions"]["code"] == "NOT_IN_TWIN"
    assert "does not carry out" in answer.error["message"]


@given(st.text(max_size=60))
def test_no_document_whatever_crashes_the_twin(text: str) -> None:
    twin = _shared_twin()
    request = OutboundRequest(
        "POST", "https://api.linear.app/graphql", {"authorization": twin.keys["full"]}, dumpb({"query": text})
    )
    came = asyncio.run(twin.send(request))
    assert came.status in (200, 400)
    assert loads(came.body)


def _shared_twin() -> LinearTwin:
    if not _TWINS:
        _TWINS.append(LinearTwin("fuzz", SystemClock(), read_lock("linear", CONTRACT_FILE)))
    _TWINS[0].reset()
    return _TWINS[0]


_TWINS: list[LinearTwin] = []
