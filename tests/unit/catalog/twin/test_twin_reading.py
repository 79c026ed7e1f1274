from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def test_the_workspace_has_three_teams_with_states_of_every_type(desk: Any) -> None:
    data = (await desk.ask("{ teams { nodes { key issueCount states(first: 20) { nodes { type } } } } }")).data
    teams = {team["key"]: team for team in data["teams"]["nodes"]}
    assert set(teams) == {"ENG", "OPS", "DES"}
    kinds = {state["type"] for state in teams["ENG"]["states"]["nodes"]}
    assert kinds == {"triage", "backlog", "unstarted", "started", "completed", "canceled", "duplicate"}
    assert sum(team["issueCount"] for team in teams.values()) == 39


async def test_people_are_listed_without_the_suspended_unless_asked_for(desk: Any) -> None:
    query = "query($all: Boolean) { users(includeDisabled: $all) { nodes { name active isMe } } }"
    usual, everybody = await desk.ask(query), await desk.ask(query, all=True)
    assert len(usual.data["users"]["nodes"]) == 6
    assert [user["name"] for user in everybody.data["users"]["nodes"] if not user["active"]] == ["Ruben Castell"]
    assert [user["name"] for user in everybody.data["users"]["nodes"] if user["isMe"]] == ["Mira Holt"]


async def test_labels_belong_to_the_workspace_or_a_team_and_may_be_grouped(desk: Any) -> None:
    query = (
        "{ issueLabels { nodes { name isGroup team { key } parent { name } children(first: 5) { nodes { name } } } } }"
    )
    labels = {label["name"]: label for label in (await desk.ask(query)).data["issueLabels"]["nodes"]}
    assert labels["Area"]["isGroup"]
    assert {child["name"] for child in labels["Area"]["children"]["nodes"]} == {"API", "Web"}
    assert labels["API"]["parent"] == {"name": "Area"}
    assert labels["Incident"]["team"] == {"key": "OPS"}
    assert labels["Bug"]["team"] is None


async def test_an_issue_is_found_by_uuid_and_by_identifier_in_any_case(desk: Any) -> None:
    query = "query($id: String!) { issue(id: $id) { id identifier number team { key } url } }"
    first = (await desk.ask(query, id="ENG-1")).data["issue"]
    assert first["identifier"] == "ENG-1"
    assert first["url"].startswith("https://linear.app/fernhill/issue/ENG-1/")
    for reference in (first["id"], first["id"].upper(), "eng-1", "ENG-01"):
        assert (await desk.ask(query, id=reference)).data["issue"] == first


async def test_single_entities_are_found_and_know_their_relations(desk: Any) -> None:
    listed = await desk.ask(
        "{ workflowStates(first: 1) { nodes { id } } projects(first: 1) { nodes { id } } comments(first: 1) { nodes { id } }"
        " issueLabels(first: 1) { nodes { id } } }"
    )
    ids = {kind: nodes["nodes"][0]["id"] for kind, nodes in listed.data.items()}
    query = (
        "query($s: String!, $p: String!, $c: String!, $l: String!) {"
        " workflowState(id: $s) { name team { key } } issueLabel(id: $l) { name }"
        " project(id: $p) { name state status { type } teams(first: 3) { nodes { key } } lead { name } progress"
        "   projectMilestones(first: 3) { nodes { name } } }"
        " comment(id: $c) { body url user { name } issue { identifier } } }"
    )
    data = (
        await desk.ask(query, s=ids["workflowStates"], p=ids["projects"], c=ids["comments"], l=ids["issueLabels"])
    ).data
    assert data["workflowState"]["team"]["key"] == "DES"
    assert data["project"]["state"] == data["project"]["status"]["type"]
    assert data["project"]["lead"]
    assert data["project"]["projectMilestones"]["nodes"] == [{"name": "First users"}]
    assert data["comment"]["issue"]["identifier"] in data["comment"]["url"]


async def test_archived_and_trashed_issues_are_left_out_unless_asked_for(desk: Any) -> None:
    query = "query($old: Boolean) { issues(first: 250, includeArchived: $old) { nodes { archivedAt trashed } } }"
    usual = (await desk.ask(query)).data["issues"]["nodes"]
    whole = (await desk.ask(query, old=True)).data["issues"]["nodes"]
    assert (len(usual), len(whole)) == (39, 42)
    assert not any(issue["archivedAt"] for issue in usual)
    assert [issue["trashed"] for issue in whole if issue["trashed"]] == [True]


async def test_the_search_finds_issues_by_all_words_and_counts_them(desk: Any) -> None:
    query = (
        "query($t: String!) { searchIssues(term: $t) { totalCount nodes { __typename identifier title metadata } } }"
    )
    found = (await desk.ask(query, t="LOGIN page")).data["searchIssues"]
    assert found["totalCount"] == len(found["nodes"]) > 0
    assert all("login page" in node["title"] for node in found["nodes"])
    assert {node["__typename"] for node in found["nodes"]} == {"IssueSearchResult"}
    assert (await desk.ask(query, t="eng-1 no such words")).data["searchIssues"]["totalCount"] == 0
    assert (await desk.ask(query, t=" ")).says == (400, "INVALID_INPUT", "term should not be empty.")


async def test_fields_without_data_are_null_empty_or_zero_and_never_a_crash(desk: Any) -> None:
    query = """{ issue(id: "ENG-9") {
      slaBreachesAt favorite { id } attachments(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } }
      reactions { id } customerTicketCount inheritsSharedAccess reactionData sharedAccess { isShared sharedWithUsers { id } }
      relations(first: 1) { nodes { id } } } organization { releaseChannel samlEnabled facets { id } } }"""
    data = (await desk.ask(query)).data
    assert data["issue"] == {
        "slaBreachesAt": None,
        "favorite": None,
        "attachments": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}},
        "reactions": [],
        "customerTicketCount": 0,
        "inheritsSharedAccess": False,
        "reactionData": {},
        "sharedAccess": {"isShared": False, "sharedWithUsers": []},
        "relations": {"nodes": []},
    }
    assert data["organization"]["facets"] == []


async def test_every_scalar_of_every_listed_type_can_be_read(desk: Any) -> None:
    types = desk.twin._types
    kinds = {"issues": "Issue", "teams": "Team", "users": "User", "projects": "Project", "comments": "Comment",
             "workflowStates": "WorkflowState", "issueLabels": "IssueLabel", "searchIssues": "IssueSearchResult"}  # fmt: skip
    for root, kind in kinds.items():
        fields = types[kind]["fields"]
        flat = [name for name, field in fields.items() if _is_plain(types, field)]
        term = '(term: "the", first: 50)' if root == "searchIssues" else "(first: 50)"
        answer = await desk.ask(f"{{ {root}{term} {{ nodes {{ {' '.join(flat)} }} }} }}")
        assert answer.status == 200, answer.body
        assert answer.data[root]["nodes"]
        assert len(flat) > 5


async def test_numbers_are_written_whole_where_they_are_whole(desk: Any) -> None:
    answer = await desk.ask('{ issue(id: "ENG-3") { number priority sortOrder } }')
    assert all(type(value) is int for value in answer.data["issue"].values())


def _is_plain(types: dict[str, Any], field: Any) -> bool:
    notation = field if isinstance(field, str) else field["type"]
    if not isinstance(field, str) and "args" in field:
        return False
    named = notation.strip("[]!")
    return types.get(named, {"kind": "scalar"})["kind"] in ("scalar", "enum")
