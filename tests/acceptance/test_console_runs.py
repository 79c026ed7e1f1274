"""What a member runs in the console: the request tester's address, and reads that are run again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hub import Answer, RunningHub, running_hub

RPC = "/console/api/actions/rpc"
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("console") / "data", LINKWRIGHT_RUN_BODIES="all") as running:
        yield running


@pytest.fixture(scope="module")
def account(hub: RunningHub) -> str:
    return hub.link()


@pytest.fixture(scope="module")
def member(hub: RunningHub) -> dict[str, str]:
    return _signed_in(hub, hub.claim_url, "owner@example.com")


def _signed_in(hub: RunningHub, link: str, email: str) -> dict[str, str]:
    body = {"token": link.rpartition("/")[2], "email": email, "name": "Mira Holt", "password": PASSWORD}
    cookie = hub.call("POST", "/console/api/claim", body, key="").headers["set-cookie"].split(";")[0]
    me = hub.call("GET", "/console/api/me", key="", headers={"cookie": cookie}).json()
    return {"cookie": cookie, "x-csrf-token": me["csrf_token"]}


def _run(hub: RunningHub, who: dict[str, str], account: str, action: str, **places: Any) -> Answer:
    return hub.call("POST", RPC, {"action": action, **places}, key="", headers={**who, "x-account-id": account})


def _told(hub: RunningHub, run_id: str) -> Any:
    return hub.call("GET", f"/requests/logs/{run_id}?include=step_logs,advanced_logs").json()


@pytest.mark.promise("console.runs")
def test_a_member_runs_an_action_by_the_consoles_own_session(
    hub: RunningHub, member: dict[str, str], account: str
) -> None:
    done = _run(hub, member, account, "linear_list_teams")
    assert done.status == 200, done.body
    run = _told(hub, done.headers["x-linkwright-run-id"])
    assert (run["source_type"], run["source_value"], run["path"]) == ("console", "Mira Holt", RPC)
    listed = hub.call("GET", "/requests/logs?source_types=console").json()["data"]
    assert {one["source_type"] for one in listed} == {"console"}


@pytest.mark.promise("console.runs")
def test_without_session_or_its_token_nothing_runs(hub: RunningHub, member: dict[str, str], account: str) -> None:
    call = {"action": "linear_list_teams"}
    cookie = {"cookie": member["cookie"], "x-account-id": account}
    assert hub.call("POST", RPC, call, key="", headers={"x-account-id": account}).status == 401
    assert hub.call("POST", RPC, call, key="", headers=cookie).json()["code"] == "csrf_refused"
    by_key = hub.call("POST", RPC, call, headers={"x-account-id": account})
    assert by_key.status == 401
    assert "POST /actions/rpc" in by_key.json()["hint"]
    assert hub.call("GET", RPC, key="", headers=member).status == 405


@pytest.mark.promise("console.runs")
def test_a_viewer_may_run_nothing(hub: RunningHub, account: str) -> None:
    link = hub.cli("members", "link")["url"]
    viewer = _signed_in(hub, link, "viewer@example.com")
    with sqlite3.connect(hub.data / "linkwright.db") as database:
        database.execute("UPDATE members SET role = 'viewer' WHERE email = 'viewer@example.com'")
    refused = _run(hub, viewer, account, "linear_list_teams")
    assert (refused.status, refused.json()["code"]) == (403, "forbidden")
    run = hub.rpc(account, "linear_list_teams").headers["x-linkwright-run-id"]
    again = hub.call("POST", f"/console/api/runs/{run}/rerun", key="", headers=viewer)
    assert (again.status, again.json()["code"]) == (403, "forbidden")


@pytest.mark.promise("console.runs")
def test_a_read_runs_again_as_a_new_run_with_the_same_arguments(
    hub: RunningHub, member: dict[str, str], account: str
) -> None:
    first = hub.rpc(account, "linear_list_issues", query={"page_size": 2}).headers["x-linkwright-run-id"]
    assert _told(hub, first)["linkwright"]["can_rerun"] is True
    again = hub.call("POST", f"/console/api/runs/{first}/rerun", key="", headers=member)
    assert again.status == 200, again.body
    assert again.json()["success"] is True
    run = _told(hub, again.json()["run_id"])
    assert run["source_type"] == "console"
    assert run["linkwright"]["rerun_of"] == first
    assert run["linkwright"]["arguments"] == _told(hub, first)["linkwright"]["arguments"]


def test_a_read_that_was_refused_for_its_arguments_is_refused_again_the_same_way(
    hub: RunningHub, member: dict[str, str], account: str
) -> None:
    bad = hub.rpc(account, "linear_list_issues", query={"page_size": "many"})
    assert bad.status == 400
    again = hub.call(
        "POST", f"/console/api/runs/{bad.headers['x-linkwright-run-id']}/rerun", key="", headers=member
    ).json()
    assert (again["success"], again["status"]) == (False, 400)
    assert _told(hub, again["run_id"])["linkwright"]["error"]["message"] == bad.json()["message"]


@pytest.mark.promise("console.runs")
def test_a_write_is_never_run_again(hub: RunningHub, member: dict[str, str], account: str) -> None:
    team = hub.rpc(account, "linear_list_teams").json()["data"][0]["id"]
    made = hub.rpc(account, "linear_create_issue", body={"teamId": team, "title": "Once"})
    run = made.headers["x-linkwright-run-id"]
    assert _told(hub, run)["linkwright"]["can_rerun"] is False
    refused = hub.call("POST", f"/console/api/runs/{run}/rerun", key="", headers=member)
    assert (refused.status, refused.json()["code"]) == (409, "run_not_repeatable")
    assert "twice" in refused.json()["message"]


def test_a_read_of_which_nothing_is_kept_is_not_run_again(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data") as hub:
        member, account = _signed_in(hub, hub.claim_url, "owner@example.com"), hub.link()
        fine = hub.rpc(account, "linear_list_teams").headers["x-linkwright-run-id"]
        assert _told(hub, fine)["linkwright"]["bodies"] == {"kept": False, "keeps": "failures"}
        refused = hub.call("POST", f"/console/api/runs/{fine}/rerun", key="", headers=member)
        assert (refused.status, refused.json()["code"]) == (409, "run_not_repeatable")
        failed = hub.rpc(account, "linear_get_issue", path={"id": "ENG-99999"}).headers["x-linkwright-run-id"]
        assert _told(hub, failed)["linkwright"]["arguments"] == {"id": "ENG-99999"}
        assert hub.call("POST", f"/console/api/runs/{failed}/rerun", key="", headers=member).json()["status"] == 404
        assert hub.call("DELETE", f"/accounts/{account}").status == 200
        assert _told(hub, failed)["linkwright"]["bodies"]["kept"] is False


def test_a_file_of_the_tester_comes_back_as_it_is(hub: RunningHub, member: dict[str, str], account: str) -> None:
    made = _run(hub, member, account, "linear_upload_file", body={"file": {"name": "note.txt", "text": "Hello"}})
    assert made.status == 200, made.body


def test_usage_is_counted_at_once(hub: RunningHub, member: dict[str, str], account: str) -> None:
    before = hub.call("GET", "/usage", key="", headers={"cookie": member["cookie"]}).json()["total"]["runs"]
    _run(hub, member, account, "linear_list_teams")
    told = hub.call("GET", "/usage?interval=hour&by=source", key="", headers={"cookie": member["cookie"]}).json()
    assert told["total"]["runs"] == before + 1
    assert "console" in {one["key"] for one in told["groups"]}
    assert told["budgets"][0]["account_id"] == account
