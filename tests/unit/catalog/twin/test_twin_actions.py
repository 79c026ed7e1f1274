from __future__ import annotations

from typing import Any

import pytest

from linkwright.catalog.catalog import LOCK_FILE, read_lock

pytestmark = pytest.mark.anyio

LOCK = read_lock("linear", LOCK_FILE)
CALLS = {action["id"]: action["call"]["document"] for action in LOCK["actions"] if action["call"]}
GIVEN: dict[str, dict[str, Any]] = {
    "linear_create_comment": {"input": {"issueId": "ENG-1", "body": "Hello"}},
    "linear_create_issue": {"input": {"title": "Hello"}},
    "linear_update_issue": {"id": "ENG-1", "input": {"title": "Hello"}},
    "linear_get_issue": {"id": "ENG-1"},
    "linear_search_issues": {"term": "the", "first": 5},
}


@pytest.mark.parametrize("action", CALLS)
async def test_every_action_of_the_connector_is_carried_out(desk: Any, action: str) -> None:
    variables = GIVEN.get(action, {"first": 5} if "$first" in CALLS[action] else {})
    if action == "linear_create_issue":
        team = (await desk.ask('{ team(id: "ENG") { id } }')).data["team"]["id"]
        variables = {"input": variables["input"] | {"teamId": team}}
    answer = await desk.ask(CALLS[action], **variables)
    assert answer.status == 200, answer.body
    (result,) = answer.data.values()
    assert result.get("nodes", result)


async def test_the_query_that_checks_a_credential_is_answered(desk: Any) -> None:
    data = (await desk.ask(LOCK["account"]["call"]["document"])).data
    assert data["organization"]["urlKey"] == "fernhill"
    assert data["viewer"]["email"] == "mira.holt@fernhill.example"
    assert {team["key"] for team in data["teams"]["nodes"]} == {"ENG", "OPS", "DES"}
