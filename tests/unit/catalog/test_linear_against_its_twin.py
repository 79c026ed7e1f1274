"""Every action runs against the twin, and what comes back is what its output schema says."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.shipped import Twin
from linkwright.connectors.credentials import clean
from linkwright.engine.arguments import gather
from linkwright.engine.errors import ProviderConflict, ProviderNotFound, ProviderRefusedInput
from linkwright.engine.results import RunResult
from linkwright.engine.run import run
from linkwright.engine.verify import verify
from linkwright.kit.clock import FixedClock

pytestmark = pytest.mark.anyio
CATALOG = Catalog.load()
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
METHOD = LINEAR.auth["api_key"]


class Account:
    """One linked account at a twin."""

    def __init__(self, clock: FixedClock) -> None:
        found = CATALOG.twin("linear", "tests", clock)
        assert found is not None
        self.twin: Twin = found
        self.clock = clock
        self.credential = clean(METHOD, self.twin.credentials(), system="Linear").values

    async def call(self, name: str, **payload: Any) -> RunResult:
        assert LINEAR is not None
        action = LINEAR.actions[f"linear_{name}"]
        result = await run(
            LINEAR,
            action,
            gather(action, payload),
            method=METHOD,
            credential=self.credential,
            transport=self.twin,
            clock=self.clock,
            deadline=30,
        )
        errors = list(Draft202012Validator(action.output_schema).iter_errors(result.data))
        assert [error.message for error in errors] == []
        return result

    async def first(self, name: str, **payload: Any) -> dict[str, Any]:
        data = (await self.call(name, **payload)).data
        assert isinstance(data, list)
        return dict(data[0])


@pytest.fixture
def account(clock: FixedClock) -> Account:
    return Account(clock)


READS = [
    "get_viewer", "get_organization", "list_teams", "list_users", "list_workflow_states", "list_issue_labels",
    "list_projects", "list_issues", "list_comments",
]  # fmt: skip


@pytest.mark.parametrize("name", READS)
async def test_a_read_without_arguments_gives_what_its_schema_says(account: Account, name: str) -> None:
    assert (await account.call(name)).data


async def test_pages_join_without_gaps_or_doubles(account: Account) -> None:
    whole = (await account.call("list_issues", page_size=250)).data
    assert isinstance(whole, list)
    found: list[str] = []
    cursor = None
    while True:
        page = await account.call("list_issues", page_size=7, **({"cursor": cursor} if cursor else {}))
        assert isinstance(page.data, list)
        found += [issue["id"] for issue in page.data]
        cursor = page.next
        if cursor is None:
            break
    assert found == [issue["id"] for issue in whole]


async def test_filters_narrow_and_mean_what_they_say(account: Account) -> None:
    team = await account.first("list_teams")
    issues = (await account.call("list_issues", team=team["key"].lower(), state_type="started", page_size=100)).data
    assert isinstance(issues, list)
    assert {(one["team"]["key"], one["state"]["type"]) for one in issues} <= {(team["key"], "started")}
    mine = (await account.call("list_issues", assigned_to_me=True, page_size=100)).data
    me = (await account.call("get_viewer")).data
    assert isinstance(mine, list)
    assert isinstance(me, dict)
    assert {one["assignee"]["id"] for one in mine} <= {me["id"]}


async def test_text_is_found_in_titles_and_descriptions(account: Account) -> None:
    issue = await account.first("list_issues")
    word = issue["title"].split()[0]
    found = (await account.call("list_issues", text_contains=word.upper(), page_size=250)).data
    assert isinstance(found, list)
    assert issue["id"] in [one["id"] for one in found]


async def test_an_issue_lives_from_filing_to_comment(account: Account) -> None:
    team = await account.first("list_teams")
    person = await account.first("list_users", active=True)
    made = (await account.call("create_issue", body={"teamId": team["id"], "title": "Überall 🎉", "priority": 1})).data
    assert isinstance(made, dict)
    changed = (
        await account.call("update_issue", id=made["identifier"], assigneeId=person["id"], dueDate="2026-12-24")
    ).data
    assert isinstance(changed, dict)
    assert (changed["assignee"]["id"], changed["dueDate"]) == (person["id"], "2026-12-24")
    cleared = (await account.call("update_issue", id=made["id"], assigneeId=None)).data
    assert isinstance(cleared, dict)
    assert cleared["assignee"] is None
    comment = (await account.call("create_comment", body={"issueId": made["identifier"], "body": "**Done**"})).data
    assert isinstance(comment, dict)
    listed = await account.first("list_comments", issue=made["identifier"])
    assert listed["id"] == comment["id"]
    read = (await account.call("get_issue", id=made["identifier"])).data
    assert isinstance(read, dict)
    assert (read["title"], read["labels"], read["children"]) == ("Überall 🎉", [], [])


async def test_searching_finds_words_and_reports_the_fields_own_limit(account: Account) -> None:
    issue = await account.first("list_issues")
    result = await account.call("search_issues", term=issue["title"].split()[0])
    assert result.data
    assert result.calls[0].limits["endpoint"]["limit"] > 0


async def test_refusals_come_with_their_status(account: Account) -> None:
    team = await account.first("list_teams")
    with pytest.raises(ProviderNotFound):
        await account.call("get_issue", id="NOPE-1")
    with pytest.raises(ProviderRefusedInput):
        await account.call("create_issue", teamId=team["id"], title="x", estimate=-3)
    issue = await account.first("list_issues")
    with pytest.raises(ProviderConflict):
        await account.call("create_issue", teamId=team["id"], title="x", id=issue["id"])


async def test_verifying_names_the_same_person_that_the_account_acts_as(account: Account) -> None:
    assert LINEAR is not None
    found = await verify(
        LINEAR, method=METHOD, credential=account.credential, transport=account.twin, clock=account.clock
    )
    me = (await account.call("get_viewer")).data
    assert isinstance(me, dict)
    assert found.person["id"] == me["id"]
    assert found.teams
