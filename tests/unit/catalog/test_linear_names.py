"""Names are taken wherever Linear wants a UUID: one query for all of a call, kept for minutes, candidates when unclear."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.shipped import Twin
from linkwright.connectors.credentials import clean
from linkwright.engine.arguments import gather
from linkwright.engine.errors import InvalidArguments
from linkwright.engine.names import KEPT_SECONDS, NameCache
from linkwright.engine.results import RunResult
from linkwright.engine.run import run
from linkwright.kit.clock import FixedClock

pytestmark = pytest.mark.anyio
CATALOG = Catalog.load()
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
METHOD = LINEAR.auth["api_key"]


class Caller:
    """Calls actions of one account and keeps what names meant."""

    def __init__(self, clock: FixedClock) -> None:
        found = CATALOG.twin("linear", "names", clock)
        assert found is not None
        self.twin: Twin = found
        self.clock = clock
        self.names = NameCache(clock)

    async def call(self, action_name: str, account: str = "acc_1", **payload: Any) -> RunResult:
        assert LINEAR is not None
        action = LINEAR.actions[f"linear_{action_name}"]
        return await run(
            LINEAR,
            action,
            gather(action, payload),
            method=METHOD,
            credential=clean(METHOD, self.twin.credentials(), system="Linear").values,
            transport=self.twin,
            clock=self.clock,
            deadline=30,
            names=self.names,
            account=account,
        )

    async def listed(self, action_name: str, **payload: Any) -> list[dict[str, Any]]:
        data = (await self.call(action_name, **payload)).data
        assert isinstance(data, list)
        return data

    async def one(self, action_name: str, **payload: Any) -> dict[str, Any]:
        data = (await self.call(action_name, **payload)).data
        assert isinstance(data, dict)
        return data


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
    assert not [name for name in caller.twin.calls.mutations if name == "issueCreate"]  # type: ignore[attr-defined]


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
