"""Rules and approvals on a real hub: over REST, over MCP with the official client, by the proxy, and in the console."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from tests.hub import Answer, RunningHub, running_hub

pytestmark = pytest.mark.timeout(300)
PASSWORD = "correct horse battery"
ISSUE = "linear_create_issue"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("policy") / "data", LINKWRIGHT_RUN_BODIES="all") as running:
        assert running.url, running.log
        yield running


@pytest.fixture(scope="module")
def account(hub: RunningHub) -> str:
    return hub.link()


@pytest.fixture(scope="module")
def member(hub: RunningHub) -> dict[str, str]:
    return signed_in(hub, hub.claim_url, "owner@example.com", "Mira Holt")


@pytest.fixture(scope="module")
def colleague(hub: RunningHub, member: dict[str, str]) -> dict[str, str]:
    return signed_in(hub, hub.cli("members", "link")["url"], "second@example.com", "Jo Park")


@pytest.fixture(scope="module")
def team(hub: RunningHub, account: str) -> str:
    return str(hub.rpc(account, "linear_list_teams").json()["data"][0]["id"])


@pytest.fixture(autouse=True)
def no_rules_afterwards(hub: RunningHub, member: dict[str, str]) -> Iterator[None]:
    yield
    rules(hub, member)


def signed_in(hub: RunningHub, link: str, email: str, name: str) -> dict[str, str]:
    body = {"token": link.rpartition("/")[2], "email": email, "name": name, "password": PASSWORD}
    cookie = hub.call("POST", "/console/api/claim", body, key="").headers["set-cookie"].split(";")[0]
    me = hub.call("GET", "/console/api/me", key="", headers={"cookie": cookie}).json()
    return {"cookie": cookie, "x-csrf-token": me["csrf_token"]}


def by(hub: RunningHub, who: dict[str, str], method: str, path: str, body: Any = None, **headers: str) -> Answer:
    return hub.call(method, path, body, key="", headers={**who, **headers})


def rules(hub: RunningHub, who: dict[str, str], *said: dict[str, Any]) -> dict[str, Any]:
    numbered = [{"id": f"r{number}", **one} for number, one in enumerate(said, 1)]
    answer = by(hub, who, "PUT", "/policy", {"rules": numbered})
    assert answer.status == 200, answer.body
    return dict(answer.json())


def titles(hub: RunningHub, account: str, title: str) -> int:
    found = hub.rpc(account, "linear_list_issues", query={"page_size": 100}).json()["data"]
    return sum(one["title"] == title for one in found)


def decided(hub: RunningHub, who: dict[str, str], approval: str, *, approve: bool = True) -> Answer:
    return by(hub, who, "POST", f"/approvals/{approval}/decide", {"approve": approve})


@pytest.mark.promise("policy.every-face")
def test_a_rule_denies_over_rest_in_a_plan_and_in_the_console(
    hub: RunningHub, account: str, member: dict[str, str], team: str
) -> None:
    saved = rules(
        hub,
        member,
        {"name": "Only reading", "outcome": "deny", "effects": ["write", "destroy"], "message": "Ask Mira first."},
    )
    call = {"action": ISSUE, "body": {"teamId": team, "title": "Never"}}
    there = {"x-account-id": account}
    refused = [
        hub.call("POST", "/actions/rpc", call, headers=there),
        hub.call("POST", "/actions/rpc", {**call, "mode": "plan"}, headers=there),
        by(hub, member, "POST", "/console/api/actions/rpc", call, **there),
    ]
    for answer in refused:
        assert (answer.status, answer.json()["code"]) == (403, "policy_denied"), answer.body
        assert answer.json()["message"] == "Ask Mira first."
        assert "Only reading" not in answer.body.decode()
    run = hub.call("GET", f"/requests/logs/{refused[0].headers['x-linkwright-run-id']}").json()["linkwright"]["policy"]
    assert run == {
        "outcome": "deny",
        "version": saved["version"],
        "rule_id": "r1",
        "rule_number": 1,
        "rule_name": "Only reading",
    }
    assert hub.rpc(account, "linear_list_teams").status == 200
    assert titles(hub, account, "Never") == 0


def test_rules_hold_and_end_at_once(hub: RunningHub, account: str, member: dict[str, str]) -> None:
    for _ in range(3):
        rules(hub, member, {"name": "No teams", "outcome": "deny", "actions": ["linear_list_t*"]})
        assert hub.rpc(account, "linear_list_teams").status == 403
        rules(hub, member)
        assert hub.rpc(account, "linear_list_teams").status == 200


@pytest.mark.promise("policy.what-is-sent")
def test_a_condition_is_asked_of_the_ids_that_names_mean(
    hub: RunningHub, account: str, member: dict[str, str], team: str
) -> None:
    rules(hub, member, {"name": "Hands off", "outcome": "deny", "when": f"arguments.teamId == '{team}'"})
    key = hub.rpc(account, "linear_list_teams").json()["data"][0]["key"]
    for name in (team, key):
        refused = hub.rpc(account, ISSUE, body={"teamId": name, "title": "By name"})
        assert (refused.status, refused.json()["code"]) == (403, "policy_denied"), refused.body
    assert titles(hub, account, "By name") == 0


@pytest.mark.promise("policy.members-only")
def test_no_key_reads_or_changes_rules_or_decides(hub: RunningHub, account: str, member: dict[str, str]) -> None:
    rules(hub, member, {"name": "Ask", "outcome": "approval", "actions": [ISSUE]})
    for method, path, body in (
        ("GET", "/policy", None),
        ("PUT", "/policy", {"rules": []}),
        ("POST", "/policy/explain", {"account_id": account, "action": ISSUE}),
        ("POST", "/policy/what-if", {"rules": []}),
        ("GET", "/approvals", None),
    ):
        assert hub.call(method, path, body).status == 403, path


@pytest.mark.promise("approvals.once")
def test_an_approved_call_runs_once_and_its_repeat_asks_anew(
    hub: RunningHub, account: str, member: dict[str, str], team: str
) -> None:
    rules(
        hub,
        member,
        {"name": "Ask", "outcome": "approval", "actions": ["linear_create_*"], "message": "Mira looks at new things."},
    )
    call = {"body": {"teamId": team, "title": "Once"}}
    first = hub.rpc(account, ISSUE, **call)
    assert (first.status, first.json()["code"]) == (409, "approval_required"), first.body
    approval = first.json()["approval"]["id"]
    assert hub.rpc(account, ISSUE, **call).json()["approval"]["id"] == approval
    assert hub.call("GET", f"/approvals/{approval}").json()["status"] == "pending"
    assert hub.call("POST", f"/approvals/{approval}/decide", {"approve": True}).status == 403
    seen = by(hub, member, "GET", f"/approvals/{approval}").json()
    assert [one["after"] for one in seen["plan"]["changes"] if one["field"] == "title"] == ["Once"]
    assert by(hub, member, "GET", "/approvals?state=pending").json()["pending"] == 1
    assert decided(hub, member, approval).json()["status"] == "approved"
    done = hub.rpc(account, ISSUE, **call)
    assert (done.status, done.json()["data"]["title"]) == (200, "Once")
    assert hub.call("GET", f"/approvals/{approval}").json()["status"] == "used"
    again = hub.rpc(account, ISSUE, **call)
    assert (again.status, again.json()["approval"]["id"] == approval) == (409, False)
    assert titles(hub, account, "Once") == 1


def test_a_repeat_under_the_same_key_is_answered_and_under_the_approval_too(
    hub: RunningHub, account: str, member: dict[str, str], team: str
) -> None:
    rules(hub, member, {"name": "Ask", "outcome": "approval", "effects": ["write"]})
    call = {"action": ISSUE, "body": {"teamId": team, "title": "Keyed"}}
    keyed = {"x-account-id": account, "idempotency-key": "keyed-1"}
    approval = hub.call("POST", "/actions/rpc", call, headers=keyed).json()["approval"]["id"]
    decided(hub, member, approval)
    done = hub.call("POST", "/actions/rpc", call, headers=keyed)
    again = hub.call("POST", "/actions/rpc", call, headers=keyed)
    named = hub.rpc(account, **call, approval_id=approval)
    assert [one.status for one in (done, again, named)] == [200, 200, 200], (again.body, named.body)
    assert done.body == again.body == named.body
    assert titles(hub, account, "Keyed") == 1
    other = hub.rpc(account, ISSUE, body={"teamId": team, "title": "Another"}, approval_id=approval)
    assert (other.status, other.json()["code"]) == (409, "approval_differs")


def test_a_refusal_tells_the_caller_nothing_more(
    hub: RunningHub, account: str, member: dict[str, str], team: str
) -> None:
    rules(hub, member, {"name": "Ask", "outcome": "approval", "effects": ["write"]})
    call = {"body": {"teamId": team, "title": "Refused"}}
    approval = hub.rpc(account, ISSUE, **call).json()["approval"]["id"]
    assert decided(hub, member, approval, approve=False).json()["status"] == "refused"
    for _ in range(2):
        refused = hub.rpc(account, ISSUE, **call)
        assert (refused.status, refused.json()["message"]) == (403, "A person refused this call.")
        assert "Mira" not in refused.body.decode()
    assert decided(hub, member, approval).status == 409


@pytest.mark.promise("approvals.exact")
def test_a_call_whose_target_moved_needs_a_new_approval(
    hub: RunningHub, account: str, member: dict[str, str], team: str
) -> None:
    made = hub.rpc(account, ISSUE, body={"teamId": team, "title": "Before"}).json()["data"]
    rules(
        hub,
        member,
        {
            "name": "Ask",
            "outcome": "approval",
            "actions": ["linear_update_issue"],
            "when": "arguments.title == 'After'",
        },
    )
    call = {"path": {"id": made["identifier"]}, "body": {"title": "After"}}
    approval = hub.rpc(account, "linear_update_issue", **call).json()["approval"]["id"]
    decided(hub, member, approval)
    moved = hub.rpc(account, "linear_update_issue", path={"id": made["id"]}, body={"title": "Meanwhile"})
    assert moved.status == 200, moved.body
    refused = hub.rpc(account, "linear_update_issue", **call)
    assert (refused.status, refused.json()["code"]) == (409, "approval_outdated"), refused.body
    fresh = refused.json()["approval"]["id"]
    assert fresh != approval
    shown = by(hub, member, "GET", f"/approvals/{fresh}").json()["plan"]["changes"]
    assert [(one["before"], one["after"]) for one in shown] == [("Meanwhile", "After")]
    decided(hub, member, fresh)
    assert hub.rpc(account, "linear_update_issue", **call).json()["data"]["title"] == "After"


@pytest.mark.promise("approvals.not-own")
def test_nobody_approves_what_they_asked_for_in_the_console(
    hub: RunningHub, account: str, member: dict[str, str], colleague: dict[str, str], team: str
) -> None:
    rules(hub, member, {"name": "Ask", "outcome": "approval", "effects": ["write"]})
    call = {"action": ISSUE, "body": {"teamId": team, "title": "By a member"}}
    there = {"x-account-id": account}
    approval = by(hub, member, "POST", "/console/api/actions/rpc", call, **there).json()["approval"]["id"]
    own = decided(hub, member, approval)
    assert (own.status, own.json()["code"]) == (403, "approval_own_request")
    assert by(hub, member, "POST", f"/approvals/{approval}/link").status == 403
    assert decided(hub, colleague, approval).status == 200
    assert by(hub, colleague, "POST", "/console/api/actions/rpc", call, **there).status == 409
    assert by(hub, member, "POST", "/console/api/actions/rpc", call, **there).status == 200


def test_a_call_of_the_proxy_is_judged_by_its_place_and_approved_once(
    hub: RunningHub, account: str, member: dict[str, str], team: str
) -> None:
    profile = hub.call("GET", "/connector_profiles").json()[0]["id"]
    changed = by(hub, member, "PATCH", f"/connector_profiles/{profile}", {"proxy": True})
    assert changed.status == 200, changed.body
    document = 'mutation($t: String!) { issueCreate(input: {teamId: $t, title: "Proxied"}) { success } }'
    call = {"method": "post", "path": "/graphql", "body": {"query": document, "variables": {"t": team}}}
    there = {"x-account-id": account}
    rules(
        hub,
        member,
        {
            "name": "No",
            "outcome": "deny",
            "actions": ["proxy:POST api.linear.app/graphql"],
            "when": f"body.variables.t == '{team}'",
        },
    )
    assert hub.call("POST", "/unified/proxy", call, headers=there).json()["code"] == "policy_denied"
    slashed = {**call, "path": "//%67raphql/"}
    assert hub.call("POST", "/unified/proxy", slashed, headers=there).json()["code"] == "policy_denied"
    rules(hub, member, {"name": "Ask", "outcome": "approval", "actions": ["proxy"], "effects": ["write"]})
    asked = hub.call("POST", "/unified/proxy", call, headers=there)
    assert (asked.status, asked.json()["code"]) == (409, "approval_required"), asked.body
    decided(hub, member, asked.json()["approval"]["id"])
    done = hub.call("POST", "/unified/proxy", call, headers=there)
    assert done.status == 200, done.body
    assert hub.call("POST", "/unified/proxy", call, headers=there).status == 409
    assert titles(hub, account, "Proxied") == 1


@pytest.mark.promise("approvals.mcp")
@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
@pytest.mark.parametrize("query", ["", "?tool-mode=search_execute"])
def test_the_official_mcp_client_waits_polls_and_runs_it_once(
    hub: RunningHub, account: str, member: dict[str, str], team: str, mode: str, query: str
) -> None:
    rules(hub, member, {"name": "Ask", "outcome": "approval", "faces": ["mcp"], "effects": ["write", "destroy"]})
    title = f"By MCP {mode}{query}"

    async def talk() -> None:
        headers = {"authorization": f"Bearer {hub.key}", "x-account-id": account}
        async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
            async with Client(streamable_http_client(f"{hub.url}/mcp{query}", http_client=http), mode=mode) as client:
                assert "linkwright_approval" in {tool.name for tool in (await client.list_tools()).tools}
                name, given = ISSUE, {"body": {"teamId": team, "title": title}}
                if query:
                    name, given = "linear_execute_action", {"action_id": ISSUE, **given}
                asked: Any = await client.call_tool(name, given)
                assert asked.is_error
                told = __import__("json").loads(asked.content[0].text)["result"]
                assert (told["code"], told["error_category"], told["retryable"]) == (
                    "approval_required",
                    "approval",
                    False,
                )
                assert "Wait" in told["hint"]
                approval = told["approval"]["id"]
                poll: Any = await client.call_tool("linkwright_approval", {"approval_id": approval})
                assert poll.structured_content["result"]["data"]["status"] == "pending"
                assert decided(hub, member, approval).status == 200
                poll = await client.call_tool("linkwright_approval", {"approval_id": approval})
                assert poll.structured_content["result"]["data"]["status"] == "approved"
                done: Any = await client.call_tool(name, given)
                assert done.structured_content["result"]["data"]["title"] == title
                again: Any = await client.call_tool(name, given)
                assert again.is_error
                other: Any = await client.call_tool("linkwright_approval", {"approval_id": "apr_nothing"})
                assert other.is_error

    asyncio.run(talk())
    assert titles(hub, account, title) == 1


@pytest.mark.promise("policy.what-if")
def test_what_if_counts_the_past_and_says_what_it_cannot_tell(
    hub: RunningHub, account: str, member: dict[str, str], team: str
) -> None:
    hub.rpc(account, ISSUE, body={"teamId": team, "title": "Past"})
    draft = [{"id": "d1", "name": "No new issues", "outcome": "deny", "actions": [ISSUE]}]
    told = by(hub, member, "POST", "/policy/what-if", {"rules": draft, "days": 1}).json()
    assert told["denied"] >= 1
    assert told["by_rule"] == {"d1": told["denied"]}
    assert told["looked_at"] == told["allowed"] + told["denied"] + told["approval"] + told["cannot_tell"]
    assert told["samples"][0]["action"] == ISSUE
    by_title = [
        {"id": "d1", "name": "Past", "outcome": "approval", "actions": [ISSUE], "when": "arguments.title == 'Past'"}
    ]
    assert by(hub, member, "POST", "/policy/what-if", {"rules": by_title, "days": 1}).json()["approval"] == 1


def test_explain_names_the_rule_and_why_the_others_were_passed_over(
    hub: RunningHub, account: str, member: dict[str, str]
) -> None:
    rules(
        hub,
        member,
        {"name": "Keys may", "outcome": "allow", "callers": ["key:*"]},
        {"name": "Nobody else", "outcome": "deny", "effects": ["write"]},
    )
    asked = {"account_id": account, "action": ISSUE, "arguments": {"title": "x"}}
    told = by(hub, member, "POST", "/policy/explain", asked).json()
    assert (told["outcome"], told["rule_number"]) == ("deny", 2)
    assert told["says"] == "The call is denied, by rule 2, Nobody else."
    assert [one["passed_over"] for one in told["trace"]] == ["it is about other callers", None]
    told = by(hub, member, "POST", "/policy/explain", {**asked, "caller": "key:key_1"}).json()
    assert (told["outcome"], told["rule_name"]) == ("allow", "Keys may")


def test_rules_that_cannot_be_used_are_refused_with_their_number(hub: RunningHub, member: dict[str, str]) -> None:
    for wrong, says in (
        ({"outcome": "never"}, "outcome is"),
        ({"outcome": "deny", "when": "argumnts.title == 'x'"}, "Did you mean 'arguments'"),
        ({"outcome": "deny", "when": "arguments.[["}, "cannot be read"),
        ({"outcome": "deny", "effects": ["delete"]}, "effects holds"),
        ({"outcome": "deny", "hours": {"zone": "Europe/Nowhere"}}, "no time zone"),
        ({"outcome": "deny", "action": ["x"]}, "Did you mean 'actions'"),
    ):
        said = {"rules": [{"id": "a", "outcome": "allow"}, {"id": "b", **wrong}]}
        refused = by(hub, member, "PUT", "/policy", said)
        assert (refused.status, refused.json()["code"], refused.json()["rule"]) == (422, "rules_invalid", 2)
        assert says in refused.json()["message"], refused.json()["message"]
    lost = by(hub, member, "PUT", "/policy", {"rules": [], "expected_version": "pol_other"})
    assert (lost.status, lost.json()["code"]) == (409, "policy_changed")


def test_rules_that_were_altered_in_the_database_deny_everything(tmp_path: Path) -> None:
    import sqlite3

    with running_hub(tmp_path / "data") as hub:
        account = hub.link()
        member = signed_in(hub, hub.claim_url, "owner@example.com", "Mira Holt")
        rules(hub, member, {"name": "Only reading", "outcome": "deny", "effects": ["write"]})
        assert hub.rpc(account, "linear_list_teams").status == 200
        with sqlite3.connect(next((tmp_path / "data").glob("*.db"))) as database:
            database.execute("UPDATE policies SET rules = '[]'")
        refused = hub.rpc(account, "linear_list_teams")
        assert (refused.status, refused.json()["code"]) == (403, "policy_denied"), refused.body
