"""Names are taken wherever Linear wants a UUID: one query for all of a call, kept for minutes, candidates when unclear."""

from __future__ import annotations

import pytest

from linkwright.engine.errors import InvalidArguments
from linkwright.engine.names import KEPT_SECONDS
from linkwright.kit.clock import FixedClock
from tests.unit.catalog.linear_caller import Caller

pytestmark = pytest.mark.anyio


@pytest.fixture
def caller(clock: FixedClock) -> Caller:
    return Caller(clock)


async def test_several_names_of_a_call_cost_one_query(caller: Caller) -> None:
    team = (await caller.listed("list_teams"))[0]
    state = (await caller.listed("list_workflow_states", team=team["key"]))[1]
    label = next(one for one in await caller.listed("list_issue_labels", is_group=False) if one["team"] is None)
    result = await caller.call(
        "create_issue",
        teamId=team["key"].lower(),
        title="Named",
        stateId=state["name"].upper(),
        assigneeId="me",
        labelIds=[label["name"]],
    )
    assert [call.operation for call in result.calls] == [
        "query teams, users, workflowStates, issueLabels",
        "mutation issueCreate",
    ]
    made = result.data
    assert isinstance(made, dict)
    me = await caller.one("get_viewer")
    assert (made["team"]["id"], made["state"]["id"], made["assignee"]["id"]) == (team["id"], state["id"], me["id"])
    assert [one["id"] for one in made["labels"]] == [label["id"]]


async def test_what_a_name_means_is_kept_for_minutes_and_per_account(caller: Caller) -> None:
    team = (await caller.listed("list_teams"))[0]
    assert len((await caller.call("create_issue", teamId=team["name"], title="1")).calls) == 2
    assert len((await caller.call("create_issue", teamId=team["name"], title="2")).calls) == 1
    assert len((await caller.call("create_issue", account="acc_2", teamId=team["name"], title="3")).calls) == 2
    caller.clock.advance(KEPT_SECONDS + 1)
    assert len((await caller.call("create_issue", teamId=team["name"], title="4")).calls) == 2


async def test_a_state_is_looked_for_in_the_team_of_the_issue_that_is_changed(caller: Caller) -> None:
    teams = await caller.listed("list_teams")
    for team in teams[:2]:
        issue = (await caller.listed("list_issues", team=team["key"], page_size=1))[0]
        first = await caller.call("update_issue", id=issue["identifier"], stateId="done")
        assert isinstance(first.data, dict)
        assert (first.data["state"]["name"].lower(), first.data["team"]["id"]) == ("done", team["id"])
        assert len(first.calls) == 2
        assert len((await caller.call("update_issue", id=issue["identifier"], stateId="Done")).calls) == 1


async def test_an_unknown_name_is_answered_with_the_nearest_and_nothing_is_changed(caller: Caller) -> None:
    team = (await caller.listed("list_teams"))[0]
    with pytest.raises(InvalidArguments, match="There is no state 'Doen'.*Did you mean 'Done'") as refused:
        await caller.call("create_issue", teamId=team["key"], title="x", stateId="Doen")
    assert {one["name"].split(" in ")[1] for one in refused.value.extra["candidates"]} == {team["name"]}
    with pytest.raises(InvalidArguments, match="There is no team 'Engineerinx'") as refused:
        await caller.call("create_issue", teamId="Engineerinx", title="x")
    assert refused.value.remedy == "linear_list_teams lists them."
    assert not [name for name in caller.twin.calls.mutations if name == "issueCreate"]


async def test_ids_and_identifiers_are_taken_as_they_are(caller: Caller) -> None:
    team = (await caller.listed("list_teams"))[0]
    assert len((await caller.call("create_issue", teamId=team["id"], title="x")).calls) == 1


async def test_a_create_sends_an_id_of_our_own_and_the_callers_if_it_gave_one(caller: Caller) -> None:
    team = (await caller.listed("list_teams"))[0]
    result = await caller.call("create_issue", teamId=team["id"], title="x")
    sent = result.calls[-1].request
    assert sent is not None
    assert isinstance(result.data, dict)
    assert sent["variables"]["input"]["id"] == result.data["id"]
    mine = "11111111-2222-4333-8444-555555555555"
    assert (await caller.one("create_issue", teamId=team["id"], title="x", id=mine))["id"] == mine


async def project(caller: Caller, name: str) -> str:
    made = await caller.one("create_project", name=name, teamIds=["ENG"])
    return str(made["id"])


@pytest.mark.promise("names.never-guessed")
async def test_a_name_that_two_projects_have_is_never_guessed_and_both_are_shown(caller: Caller) -> None:
    ids = {await project(caller, "Atlas"), await project(caller, "atlas")}
    with pytest.raises(InvalidArguments, match="'ATLAS' means 2 projects") as refused:
        await caller.call("update_issue", id="ENG-1", projectId="ATLAS")
    assert {one["id"] for one in refused.value.extra["candidates"]} == ids
    assert {one["name"] for one in refused.value.extra["candidates"]} == {"Atlas", "atlas"}
    assert refused.value.remedy == "Give the id of the one that is meant."
    assert "issueUpdate" not in caller.twin.calls.mutations
    chosen = await caller.one("update_issue", id="ENG-1", projectId=ids.pop())
    assert chosen["project"]["name"].lower() == "atlas"


async def test_what_was_unclear_is_asked_again_once_it_may_have_become_clear(caller: Caller) -> None:
    first, second = await project(caller, "Atlas"), await project(caller, "Atlas")
    with pytest.raises(InvalidArguments):
        await caller.call("update_issue", id="ENG-1", projectId="Atlas")
    await caller.call("delete_project", id=second)
    assert (await caller.one("update_issue", id="ENG-1", projectId="Atlas"))["project"]["id"] == first


async def test_current_next_and_previous_mean_the_cycles_of_the_issues_team(caller: Caller) -> None:
    cycles = {one["number"]: one for one in await caller.listed("list_cycles", page_size=50)}
    active = next(one for one in cycles.values() if one["isActive"])
    for word, number in (
        ("current", active["number"]), (" Active ", active["number"]), ("next", active["number"] + 1),
        ("PREVIOUS", active["number"] - 1), (str(active["number"]), active["number"]),
    ):  # fmt: skip
        changed = await caller.one("update_issue", id="ENG-1", cycleId=word)
        (row,) = [row for row in caller.twin.rows("Issue") if row["id"] == changed["id"]]
        assert (row["cycleId"], word) == (cycles[number]["id"], word)


async def test_a_team_without_cycles_has_no_current_one(caller: Caller) -> None:
    with pytest.raises(InvalidArguments, match="There is no cycle 'current'"):
        await caller.call("update_issue", id="OPS-1", cycleId="current")


async def test_me_is_whoever_the_account_acts_as_also_among_others(caller: Caller) -> None:
    me = await caller.one("get_viewer")
    others = [one for one in await caller.listed("list_users") if one["id"] != me["id"]]
    made = await caller.one(
        "create_issue", teamId="ENG", title="x", assigneeId="Me", subscriberIds=["me", others[0]["email"].upper()]
    )
    assert made["assignee"]["id"] == me["id"]
    (row,) = [row for row in caller.twin.rows("Issue") if row["id"] == made["id"]]
    assert set(row["subscriberIds"]) == {me["id"], others[0]["id"]}


async def test_a_person_is_known_by_address_display_name_and_name(caller: Caller) -> None:
    person = next(one for one in await caller.listed("list_users") if one["name"] == "Jonas Veld")
    for text in (person["email"], person["displayName"], person["name"], person["name"].upper()):
        changed = await caller.one("update_issue", id="ENG-1", assigneeId=text)
        assert (changed["assignee"]["id"], text) == (person["id"], text)


async def test_a_teams_key_goes_before_another_teams_name(caller: Caller) -> None:
    """A team that is called as another one's key does not take it over."""
    await caller.call("create_team", name="OPS", key="ZED")
    teams = {team["key"]: team for team in await caller.listed("list_teams")}
    assert teams["ZED"]["name"] == "OPS"
    assert (await caller.one("create_issue", teamId="ops", title="x"))["team"]["key"] == "OPS"
    assert (await caller.one("create_issue", teamId="Operations", title="x"))["team"]["key"] == "OPS"
    assert (await caller.one("create_issue", teamId="zed", title="x"))["team"]["key"] == "ZED"


async def test_a_state_that_only_another_team_has_is_unknown_here(caller: Caller) -> None:
    ops = next(team for team in await caller.listed("list_teams") if team["key"] == "OPS")
    await caller.call("create_workflow_state", teamId=ops["id"], name="On call", type="started", color="#123456")
    changed = await caller.one("update_issue", id="OPS-1", stateId="on call")
    assert (changed["state"]["name"], changed["team"]["key"]) == ("On call", "OPS")
    with pytest.raises(InvalidArguments, match="There is no state 'On call'") as refused:
        await caller.call("update_issue", id="ENG-1", stateId="On call")
    assert {one["name"].split(" in ")[1] for one in refused.value.extra["candidates"]} == {"Engineering"}


async def test_a_label_of_another_team_is_not_taken_and_one_of_the_workspace_is(caller: Caller) -> None:
    labelled = await caller.one("update_issue", id="OPS-1", addedLabelIds=["bug", "INCIDENT"])
    assert {"Bug", "Incident"} <= {label["name"] for label in labelled["labels"]}
    with pytest.raises(InvalidArguments, match="There is no label 'Incident'"):
        await caller.call("update_issue", id="ENG-1", addedLabelIds=["Incident"])


async def test_a_mistyped_project_or_person_is_answered_with_the_nearest(caller: Caller) -> None:
    with pytest.raises(InvalidArguments, match="There is no project 'search'") as refused:
        await caller.call("update_issue", id="ENG-1", projectId="search")
    assert [one["name"] for one in refused.value.extra["candidates"]] == ["Faster search"]
    with pytest.raises(InvalidArguments, match="There is no user 'Jonas'.*Jonas Veld") as refused:
        await caller.call("update_issue", id="ENG-1", assigneeId="Jonas")
    assert refused.value.remedy == "linear_list_users lists them."


async def test_several_unknown_names_and_a_known_one_cost_one_query_and_change_nothing(caller: Caller) -> None:
    before = caller.twin.snapshot()
    with pytest.raises(InvalidArguments) as refused:
        await caller.call("create_issue", teamId="ENG", title="x", assigneeId="Nobody", projectId="Nothing")
    assert refused.value.calls[0].operation == "query teams, users, projects"
    assert caller.twin.snapshot() == before


async def test_two_names_that_differ_only_in_case_are_looked_up_and_answered_each(caller: Caller) -> None:
    made = await caller.one("create_issue", teamId="ENG", title="x", labelIds=["bug", "Feature"])
    assert sorted(label["name"] for label in made["labels"]) == ["Bug", "Feature"]


async def test_an_accounts_names_are_not_another_accounts(caller: Caller) -> None:
    """The same text may mean another thing in another workspace, so nothing is shared."""
    made = await caller.one("create_issue", account="acc_1", teamId="ENG", title="x")
    caller.key = "other_workspace"
    elsewhere = await caller.call("create_issue", account="acc_2", teamId="ENG", title="x")
    assert isinstance(elsewhere.data, dict)
    assert len(elsewhere.calls) == 2
    assert elsewhere.data["team"]["id"] != made["team"]["id"]


async def test_what_an_account_forgets_is_looked_up_again(caller: Caller) -> None:
    await caller.call("create_issue", teamId="ENG", title="x")
    caller.names.forget("acc_1")
    assert len((await caller.call("create_issue", teamId="ENG", title="x")).calls) == 2
