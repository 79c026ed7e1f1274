from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio

UPDATE = """mutation($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id, input: $input) { success issue {
  id identifier title description priority updatedAt completedAt startedAt canceledAt trashed archivedAt dueDate
  previousIdentifiers team { key } state { name type } assignee { name } parent { identifier }
  labels(first: 9) { nodes { name } } project { name } cycle { number } snoozedUntilAt snoozedBy { name } } } }"""
COMMENT = """mutation($input: CommentCreateInput!) { commentCreate(input: $input) { success comment {
  id body createdAt issue { identifier } parent { id } user { name } } } }"""
FRESH = "5f0c5a6e-98f1-4f9b-8d3a-0d6a52f7c0aa"


async def test_a_new_issue_gets_the_next_number_and_the_teams_defaults(desk: Any) -> None:
    issue = await desk.create()
    assert issue["identifier"] == "ENG-21"
    assert issue["state"]["type"] == "triage"
    assert (issue["priority"], issue["priorityLabel"]) == (0, "No priority")
    assert issue["creator"] == {"name": "Mira Holt"}
    assert issue["createdAt"] == issue["updatedAt"] == "2026-11-24T12:00:00.000Z"
    assert issue["subscribers"]["nodes"] == [{"name": "Mira Holt"}]
    assert (await desk.create())["identifier"] == "ENG-22"
    assert (await desk.create(team="OPS"))["identifier"] == "OPS-13"


async def test_without_triage_a_new_issue_starts_in_the_backlog(desk: Any) -> None:
    assert (await desk.create(team="OPS"))["state"]["type"] == "backlog"


async def test_a_new_issue_can_be_read_listed_and_searched_at_once(desk: Any) -> None:
    issue = await desk.create(title="Ünïcode — 試験", description="x" * 50_000)
    assert issue["title"] == "Ünïcode — 試験"
    listed = (await desk.ask("{ issues(first: 1) { nodes { id description } } }")).data["issues"]["nodes"]
    assert listed == [{"id": issue["id"], "description": "x" * 50_000}]
    assert (await desk.ask('{ searchIssues(term: "試験") { totalCount } }')).data["searchIssues"]["totalCount"] == 1


async def test_a_client_made_id_is_kept_and_a_replay_is_refused(desk: Any) -> None:
    assert (await desk.create(id=FRESH))["id"] == FRESH
    team = (await desk.ask('{ team(id: "ENG") { id issueCount } }')).data["team"]
    mutation = "mutation($i: IssueCreateInput!) { issueCreate(input: $i) { success } }"
    again = await desk.ask(mutation, i={"id": FRESH.upper(), "title": "again", "teamId": team["id"]})
    assert again.says == (400, "INPUT_ERROR", f"Entity Issue with id `{FRESH}` already exists")
    assert (await desk.create())["identifier"] == "ENG-22", "the refused one used up no number"


async def test_a_new_issue_takes_everything_it_is_given(desk: Any) -> None:
    issue = await desk.create(
        estimate=4,
        priority=1,
        dueDate="2026-12-24",
        parentId="ENG-1",
        labelIds=[await desk.ids("issueLabels", "Bug"), await desk.ids("issueLabels", "Flaky test")],
        assigneeId=await desk.ids("users", "Jonas Veld"),
        projectId=await desk.ids("projects", "Faster search"),
    )
    assert issue["parent"] == {"identifier": "ENG-1"}
    assert (issue["estimate"], issue["dueDate"], issue["priorityLabel"]) == (4, "2026-12-24", "Urgent")
    assert [label["name"] for label in issue["labels"]["nodes"]] == ["Flaky test", "Bug"]
    assert issue["assignee"] == {"name": "Jonas Veld"}
    assert len(issue["subscribers"]["nodes"]) == 2


async def test_things_of_another_team_do_not_fit_an_issue(desk: Any) -> None:
    team = (await desk.ask('{ team(id: "ENG") { id } }')).data["team"]["id"]
    states = (await desk.ask('{ team(id: "OPS") { states(first: 1) { nodes { id } } } }')).data["team"]["states"]
    for given, reason in (
        ({"stateId": states["nodes"][0]["id"]}, "The state belongs to another team"),
        ({"labelIds": [await desk.ids("issueLabels", "Incident")]}, "The label Incident belongs to another team"),
        ({"labelIds": [await desk.ids("issueLabels", "Area")]}, "The label Area is a group"),
        (
            {"labelIds": [await desk.ids("issueLabels", "API"), await desk.ids("issueLabels", "Web")]},
            "The label Web cannot stand beside",
        ),
    ):
        mutation = "mutation($i: IssueCreateInput!) { issueCreate(input: $i) { success } }"
        answer = await desk.ask(mutation, i={"title": "x", "teamId": team} | given)
        assert answer.says[:2] == (400, "INPUT_ERROR")
        assert answer.says[2].startswith(reason)


async def change(desk: Any, id_: str, **given: Any) -> Any:
    return (await desk.ask(UPDATE, id=id_, input=given)).data["issueUpdate"]["issue"]


async def test_an_update_changes_what_it_names_and_moves_updated_at_even_if_the_clock_stands(desk: Any) -> None:
    issue = await desk.create(description="before", priority=3)
    after = await change(desk, issue["identifier"], title="Renamed")
    assert (after["title"], after["description"], after["priority"]) == ("Renamed", "before", 3)
    assert after["updatedAt"] > issue["updatedAt"]
    desk.clock.advance(60)
    later = await change(desk, issue["id"], priority=1)
    assert later["updatedAt"] == "2026-11-24T12:01:00.000Z"


async def test_null_clears_and_an_empty_list_empties(desk: Any) -> None:
    issue = await desk.create(
        description="x",
        dueDate="2026-12-01",
        assigneeId=await desk.ids("users", "Mira Holt"),
        labelIds=[await desk.ids("issueLabels", "Bug")],
    )
    after = await change(desk, issue["id"], description=None, dueDate=None, assigneeId=None, labelIds=[])
    assert (after["description"], after["dueDate"], after["assignee"]) == (None, None, None)
    assert after["labels"]["nodes"] == []


async def test_labels_are_replaced_added_and_removed(desk: Any) -> None:
    bug, feature = await desk.ids("issueLabels", "Bug"), await desk.ids("issueLabels", "Feature")
    issue = await desk.create(labelIds=[bug])

    def names(of: Any) -> set[str]:
        return {label["name"] for label in of["labels"]["nodes"]}

    assert names(await change(desk, issue["id"], addedLabelIds=[feature])) == {"Bug", "Feature"}
    assert names(await change(desk, issue["id"], addedLabelIds=[feature])) == {"Bug", "Feature"}
    assert names(await change(desk, issue["id"], removedLabelIds=[bug])) == {"Feature"}
    assert names(await change(desk, issue["id"], labelIds=[bug])) == {"Bug"}


async def test_a_state_stamps_the_time_of_what_it_means(desk: Any) -> None:
    states = (await desk.ask('{ team(id: "ENG") { states(first: 20) { nodes { id name } } } }')).data["team"]["states"]
    ids = {state["name"]: state["id"] for state in states["nodes"]}
    issue = await desk.create()
    started = await change(desk, issue["id"], stateId=ids["In Progress"])
    assert started["startedAt"] == "2026-11-24T12:00:00.000Z"
    assert started["completedAt"] is None
    desk.clock.advance(60)
    done = await change(desk, issue["id"], stateId=ids["Done"])
    assert (done["startedAt"], done["completedAt"]) == ("2026-11-24T12:00:00.000Z", "2026-11-24T12:01:00.000Z")
    back = await change(desk, issue["id"], stateId=ids["Todo"])
    assert (back["startedAt"], back["completedAt"]) == (None, None)


async def test_moving_to_another_team_gives_a_new_identifier_and_the_old_one_still_leads_there(desk: Any) -> None:
    issue = await desk.create(labelIds=[await desk.ids("issueLabels", "Flaky test")])
    team = (await desk.ask('{ team(id: "OPS") { id } }')).data["team"]["id"]
    moved = await change(desk, issue["id"], teamId=team)
    assert (moved["identifier"], moved["previousIdentifiers"]) == ("OPS-13", ["ENG-21"])
    assert moved["team"] == {"key": "OPS"}
    assert moved["labels"]["nodes"] == []
    assert (await desk.ask('{ issue(id: "ENG-21") { identifier } }')).data["issue"] == {"identifier": "OPS-13"}


async def test_a_refused_update_changes_nothing_at_all(desk: Any) -> None:
    team = (await desk.ask('{ team(id: "OPS") { id } }')).data["team"]["id"]
    before = desk.twin.snapshot()
    answer = await desk.ask(UPDATE, id="ENG-1", input={"teamId": team, "title": "New", "parentId": "ENG-999"})
    assert answer.error["message"] == "Entity not found: Issue"
    assert desk.twin.snapshot() == before


async def test_an_issue_cannot_become_a_part_of_itself(desk: Any) -> None:
    parent = await desk.create()
    child = await desk.create(parentId=parent["identifier"])
    for above in (parent["id"], child["identifier"]):
        answer = await desk.ask(UPDATE, id=parent["id"], input={"parentId": above})
        assert answer.says == (400, "INPUT_ERROR", "An issue cannot be a part of itself.")


async def test_trashing_hides_and_snoozing_names_who_did_it(desk: Any) -> None:
    issue = await desk.create()
    snoozed = await change(desk, issue["id"], snoozedUntilAt="2026-12-01T00:00:00Z")
    assert snoozed["snoozedBy"] == {"name": "Mira Holt"}
    assert snoozed["snoozedUntilAt"] == "2026-12-01T00:00:00.000Z"
    assert (await change(desk, issue["id"], trashed=True))["archivedAt"]
    nodes = (await desk.ask("{ issues(first: 250) { nodes { id } } }")).data["issues"]["nodes"]
    assert issue["id"] not in {node["id"] for node in nodes}
    assert (await change(desk, issue["id"], trashed=False))["archivedAt"] is None


async def test_a_suspended_person_cannot_be_assigned(desk: Any) -> None:
    listed = await desk.ask("{ users(includeDisabled: true) { nodes { id active } } }")
    gone = next(user["id"] for user in listed.data["users"]["nodes"] if not user["active"])
    answer = await desk.ask(UPDATE, id="ENG-1", input={"assigneeId": gone})
    assert answer.says == (400, "INPUT_ERROR", "The user Ruben Castell is suspended and cannot be assigned.")


async def test_a_comment_stands_on_its_issue_and_replies_join_the_thread(desk: Any) -> None:
    first = (await desk.ask(COMMENT, input={"issueId": "ENG-2", "body": "Hello"})).data["commentCreate"]["comment"]
    assert (first["issue"], first["user"], first["parent"]) == ({"identifier": "ENG-2"}, {"name": "Mira Holt"}, None)
    reply = (await desk.ask(COMMENT, input={"parentId": first["id"], "body": "Hi"})).data["commentCreate"]["comment"]
    deeper = (await desk.ask(COMMENT, input={"parentId": reply["id"], "body": "?"})).data["commentCreate"]["comment"]
    assert reply["parent"] == deeper["parent"] == {"id": first["id"]}
    comments = (await desk.ask('{ issue(id: "ENG-2") { comments(first: 3) { nodes { body } } } }')).data["issue"]
    assert [node["body"] for node in comments["comments"]["nodes"]] == ["?", "Hi", "Hello"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"issueId": "ENG-2", "body": "  "}, "body should not be empty."),
        ({"body": "x"}, "issueId or parentId must be given."),
        ({"issueId": "ENG-999", "body": "x"}, "Could not find referenced Issue."),
        ({"parentId": FRESH, "body": "x"}, "Could not find referenced Comment."),
    ],
)
async def test_a_comment_needs_words_and_a_place(desk: Any, given: dict[str, Any], reason: str) -> None:
    assert (await desk.ask(COMMENT, input=given)).says[2] == reason


async def test_several_mutations_in_one_request_run_in_order_and_are_counted(desk: Any) -> None:
    answer = await desk.ask(
        'mutation { a: commentCreate(input: {issueId: "ENG-1", body: "1"}) { lastSyncId }'
        ' b: commentCreate(input: {issueId: "ENG-1", body: "2"}) { lastSyncId } }'
    )
    assert answer.data["b"]["lastSyncId"] == answer.data["a"]["lastSyncId"] + 1
    assert list(desk.twin.calls.mutations) == ["commentCreate", "commentCreate"]


async def test_the_twin_holds_no_more_than_its_bound(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkwright.catalog.linear.twin.world.MOST_ROWS", 42)
    team = (await desk.ask('{ team(id: "ENG") { id } }')).data["team"]["id"]
    mutation = "mutation($i: IssueCreateInput!) { issueCreate(input: $i) { success } }"
    answer = await desk.ask(mutation, i={"title": "x", "teamId": team})
    assert answer.says[:2] == (400, "USAGE_LIMIT_EXCEEDED")
    assert "at most 42 rows" in answer.says[2]
