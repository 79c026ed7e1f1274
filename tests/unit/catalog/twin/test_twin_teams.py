"""A key for one team shows nothing of the others, wherever one looks, and changes nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
)

from linkwright.catalog.linear.twin.limits import Limits
from linkwright.catalog.linear.twin.roots import widened
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.connectors.contract import build_schema
from linkwright.kit.clock import FixedClock
from linkwright.kit.jsons import dumps
from tests.unit.catalog.twin.twin_desk import Answer, Desk

pytestmark = pytest.mark.anyio
ENDLESS = Limits(complexity=10**12, one_query=10**9, searches=10**6, requests=10**6)
TIES = (
    "issueId", "relatedIssueId", "projectId", "relatedProjectId", "cycleId", "commentId", "projectUpdateId",
    "projectMilestoneId", "pipelineId", "releaseId", "stageId", "agentSessionId", "documentId", "stateId", "attachmentId",
)  # fmt: skip
KINDS_THAT_STAND_ALONE = {"User", "Organization", "Customer", "Initiative", "AuditEntry", "Integration"}


@pytest.fixture
def desk(contract: dict[str, Any], clock: FixedClock) -> Desk:
    return Desk(LinearTwin("tests", clock, contract, limits=ENDLESS), clock)


def hidden(twin: LinearTwin, schema: GraphQLSchema) -> dict[str, str]:
    """Ids of what belongs to other teams than OPS, by what points to what; with the type of each."""
    kinds = [name for name, kind in schema.type_map.items() if isinstance(kind, GraphQLObjectType)]
    rows = [row for kind in kinds if kind not in KINDS_THAT_STAND_ALONE for row in twin.rows(kind)]
    found = {row["id"]: "Team" for row in twin.rows("Team") if row["key"] != "OPS"}
    while True:
        more = {row["id"]: row["__typename"] for row in rows if row["id"] not in found and _tied(row, found)}
        if not more:
            return found
        found |= more


def _tied(row: dict[str, Any], found: dict[str, str]) -> bool:
    if row.get("teamId"):
        return row["teamId"] in found
    if row.get("teamIds"):
        return set(row["teamIds"]) <= found.keys()
    return any(row.get(name) in found for name in TIES)


def everything_below(kind: Any) -> str:
    """All plain fields of a type, and the ids of all that it leads to."""
    return " ".join(filter(None, (_chosen(name, field) for name, field in sorted(kind.fields.items()))))


def _chosen(name: str, field: GraphQLField) -> str:
    if any(is_non_null_type(arg.type) for arg in field.args.values()):
        return ""
    named = get_named_type(field.type)
    if is_leaf_type(named):
        return name
    if not isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
        return ""
    if "nodes" in named.fields:
        archived = ", includeArchived: true" if "includeArchived" in field.args else ""
        return f"{name}(first: 50{archived}) {{ nodes {{ {_id(get_named_type(named.fields['nodes'].type))} }} }}"
    return f"{name} {{ {_id(named)} }}"


def _id(named: Any) -> str:
    return "id" if "id" in getattr(named, "fields", {}) else "__typename"


def lists(schema: GraphQLSchema) -> Iterator[tuple[str, Any]]:
    """Every root field that lists things and needs no argument, with the type of what it lists."""
    assert schema.query_type
    for name, field in schema.query_type.fields.items():
        named: Any = get_named_type(field.type)
        if "nodes" in getattr(named, "fields", {}) and not any(is_non_null_type(a.type) for a in field.args.values()):
            yield name, get_named_type(named.fields["nodes"].type)


def leaked(answer: Answer, ids: dict[str, str]) -> set[str]:
    text = dumps(answer.body)
    return {f"{kind} {id_}" for id_, kind in ids.items() if id_ in text}


@pytest.fixture(scope="module")
def schema(contract: dict[str, Any]) -> GraphQLSchema:
    return build_schema(widened(contract))


@pytest.mark.promise("twin.one-team-is-one-team")
async def test_no_list_and_nothing_below_one_shows_what_belongs_to_other_teams(
    desk: Desk, schema: GraphQLSchema
) -> None:
    ids = hidden(desk.twin, schema)
    assert {"Team", "Issue", "Project", "Comment", "Document", "Cycle", "WorkflowState", "Release"} <= set(ids.values())
    shown: dict[str, int] = {}
    for name, kind in lists(schema):
        query = f"{{ {name}(first: 250, includeArchived: true) {{ nodes {{ {everything_below(kind)} }} }} }}"
        whole, part = await desk.ask(query), await desk.ask(query, key="one_team")
        assert leaked(part, ids) == set(), name
        shown[name] = len(part.data[name]["nodes"])
        assert shown[name] <= len(whole.data[name]["nodes"])
    assert len(shown) > 40
    assert (shown["teams"], shown["issues"], shown["releases"]) == (1, 12, 0)
    assert shown["comments"] > 0


@pytest.mark.parametrize("root", ['issue(id: "OPS-1")', 'team(id: "OPS")', "viewer", "organization"])
async def test_two_steps_below_what_is_shown_nothing_of_other_teams_appears(
    desk: Desk, schema: GraphQLSchema, root: str
) -> None:
    assert schema.query_type
    kind: Any = get_named_type(schema.query_type.fields[root.split("(", maxsplit=1)[0]].type)
    ids = hidden(desk.twin, schema)
    for name, field in kind.fields.items():
        named: Any = get_named_type(field.type)
        if "nodes" not in getattr(named, "fields", {}):
            continue
        inner = everything_below(get_named_type(named.fields["nodes"].type))
        answer = await desk.ask(f"{{ {root} {{ {name}(first: 50) {{ nodes {{ {inner} }} }} }} }}", key="one_team")
        assert answer.data, name
        assert leaked(answer, ids) == set(), name


async def test_asking_for_one_of_another_team_by_id_is_like_asking_for_what_does_not_exist(
    desk: Desk, schema: GraphQLSchema
) -> None:
    assert schema.query_type
    tried: set[str] = set()
    for id_, kind in hidden(desk.twin, schema).items():
        root = kind[0].lower() + kind[1:]
        field = schema.query_type.fields.get(root)
        if field is None or "id" not in field.args:
            continue
        query = f'{{ {root}(id: "{id_}") {{ id }} }}'
        assert (await desk.ask(query)).data[root]["id"] == id_
        answer = await desk.ask(query, key="one_team")
        assert answer.error["message"] == f"Entity not found: {kind}"
        tried.add(kind)
    assert {"Team", "Issue", "Project", "Comment", "Document", "Cycle", "WorkflowState", "Attachment"} <= tried


@pytest.mark.parametrize(
    "query",
    [
        '{ searchIssues(term: "e", first: 250, includeComments: true) { totalCount nodes { id team { id } } } }',
        '{ searchProjects(term: "e", first: 50) { totalCount nodes { id } } }',
        '{ searchDocuments(term: "e", first: 50) { totalCount nodes { id } } }',
        '{ semanticSearch(query: "login search release", maxResults: 50) { results { issue { id } project { id } } } }',
        '{ releaseSearch(term: "") { id } }',
        '{ issueVcsBranchSearch(branchName: "mira/eng-1-x") { id } }',
        '{ issueFigmaFileKeySearch(fileKey: "abc123") { nodes { id } } }',
        '{ attachmentsForURL(url: "https://github.com/fernhill/web/pull/12") { nodes { id issue { id } } } }',
        '{ issue(id: "ENG-1") { id } }',
        '{ team(id: "ENG") { id } }',
        '{ issues(filter: {team: {key: {eq: "ENG"}}}) { nodes { id } } }',
        '{ comments(filter: {issue: {team: {key: {eq: "ENG"}}}}) { nodes { id } } }',
        "{ users { nodes { assignedIssues { nodes { id } } teams { nodes { id } } } } }",
    ],
)
async def test_searches_and_filters_find_nothing_of_other_teams(desk: Desk, schema: GraphQLSchema, query: str) -> None:
    ids = hidden(desk.twin, schema)
    assert leaked(await desk.ask(query), ids)
    assert leaked(await desk.ask(query, key="one_team"), ids) == set()


async def test_a_total_counts_only_what_the_key_may_see(desk: Desk) -> None:
    query = '{ searchIssues(term: "e", first: 250) { totalCount nodes { id } } }'
    for key in ("full", "one_team"):
        found = (await desk.ask(query, key=key)).data["searchIssues"]
        assert found["totalCount"] == len(found["nodes"])


async def test_another_teams_data_are_not_changed_and_nothing_is_made_there(desk: Desk) -> None:
    eng, bug = await desk.ids("teams", "Engineering"), await desk.ids("issueLabels", "Flaky test")
    ops = await desk.ids("teams", "Operations")
    before = desk.twin.snapshot()
    for mutation in (
        'issueUpdate(id: "ENG-1", input: {title: "x"})',
        'issueArchive(id: "ENG-1")',
        'issueDelete(id: "ENG-1")',
        'commentCreate(input: {issueId: "ENG-1", body: "x"})',
        f'issueCreate(input: {{teamId: "{eng}", title: "x"}})',
        f'issueCreate(input: {{teamId: "{ops}", title: "x", parentId: "ENG-1"}})',
        f'issueCreate(input: {{teamId: "{ops}", title: "x", labelIds: ["{bug}"]}})',
        f'issueUpdate(id: "OPS-1", input: {{teamId: "{eng}"}})',
        f'teamUpdate(id: "{eng}", input: {{name: "x"}})',
        'issueRelationCreate(input: {issueId: "OPS-1", relatedIssueId: "ENG-1", type: blocks})',
    ):
        answer = await desk.ask(f"mutation {{ {mutation} {{ success }} }}", key="one_team")
        assert answer.error["message"].startswith("Entity not found"), mutation
    assert desk.twin.snapshot() == before


async def test_within_its_team_the_key_works_as_any_other(desk: Desk) -> None:
    answer = await desk.ask(
        'mutation { issueUpdate(id: "OPS-1", input: {title: "x"}) { issue { title } } }', key="one_team"
    )
    assert answer.data == {"issueUpdate": {"issue": {"title": "x"}}}


async def test_a_key_can_be_made_for_any_teams_and_rights(desk: Desk) -> None:
    desk.twin.add_key("two", frozenset({"read"}), teams=frozenset({"OPS", "DES"}), person=1)
    answer = await desk.ask("{ viewer { name } teams { nodes { key } } }", key="two")
    assert answer.data["viewer"]["name"] == "Jonas Veld"
    assert {team["key"] for team in answer.data["teams"]["nodes"]} == {"OPS", "DES"}


async def test_every_field_of_every_row_can_be_read_with_a_key_that_may(desk: Desk, schema: GraphQLSchema) -> None:
    for name, kind in lists(schema):
        query = f"{{ {name}(first: 250, includeArchived: true) {{ nodes {{ {everything_below(kind)} }} }} }}"
        assert (await desk.ask(query)).data[name]["nodes"] is not None
