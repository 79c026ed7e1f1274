"""Addresses of files: what cannot take bytes is given a place to have them from, for a while and for itself."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hub import Answer, RunningHub, running_hub
from tests.postgres import cluster
from tests.twin import RunningTwin, running_twin

pytestmark = [pytest.mark.xdist_group("downloads"), pytest.mark.timeout(240)]
CONTENT = hashlib.sha256(b"seed").digest() * 8_000
ACTION = "linear_download_asset"


@pytest.fixture(scope="module")
def twin() -> Iterator[RunningTwin]:
    with running_twin() as running:
        yield running


@pytest.fixture(scope="module")
def hub(twin: RunningTwin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    env = {"LINKWRIGHT_OUTBOUND_ORIGINS": twin.origins}
    with running_hub(tmp_path_factory.mktemp("hub") / "data", LINKWRIGHT_RUN_BODIES="all", **env) as running:
        running.cli("profiles", "update", "linear", "--actions", "all")
        yield running


def uploaded(hub: RunningHub, account: str, name: str = "seed.bin") -> str:
    edge = "edge-of-parts"
    parts = (
        f'--{edge}\r\nContent-Disposition: form-data; name="call"\r\n\r\n{{"action":"linear_upload_file"}}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/x-seed\r\n\r\n"
    )
    body = parts.encode() + CONTENT + f"\r\n--{edge}--\r\n".encode()
    headers = {"content-type": f"multipart/form-data; boundary={edge}", "x-account-id": account}
    stored = hub.call("POST", "/actions/rpc", body, headers=headers)
    assert stored.status == 200, stored.body
    return str(stored.json()["data"]["url"])


def addressed(hub: RunningHub, account: str, url: str, key: str | None = None) -> dict[str, Any]:
    call = {"action": ACTION, "query": {"url": url}, "file_as": "address"}
    given = hub.call("POST", "/actions/rpc", call, key=key, headers={"x-account-id": account})
    assert given.status == 200, given.body
    return dict(given.json()["data"])


def fetched(hub: RunningHub, address: str) -> Answer:
    return hub.call("GET", address.removeprefix(hub.url), key="")


@pytest.mark.promise("files.address")
def test_an_address_gives_the_file_to_whoever_has_it_and_says_how_long(hub: RunningHub, twin: RunningTwin) -> None:
    account = hub.link(api_key=twin.keys["full"])
    given = addressed(hub, account, uploaded(hub, account))
    assert (given["name"], given["type"], given["size"]) == ("seed.bin", "application/x-seed", len(CONTENT))
    assert given["expires_at"].endswith("Z")
    for _ in range(2):
        got = fetched(hub, given["download_url"])
        assert (got.status, got.body == CONTENT) == (200, True)
    assert got.headers["content-disposition"] == 'attachment; filename="seed.bin"'
    assert got.headers["content-type"] == "application/x-seed"
    assert got.headers["content-length"] == str(len(CONTENT))
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "no-store"
    assert got.headers["referrer-policy"] == "no-referrer"
    run = hub.call("GET", f"/requests/logs/{got.headers['x-linkwright-run-id']}").json()
    assert run["source_type"] == "download"
    assert (run["account_id"], run["status"]) == (account, 200)


@pytest.mark.promise("files.address")
def test_the_token_stands_in_no_log_and_not_in_the_database(hub: RunningHub, twin: RunningTwin) -> None:
    account = hub.link(api_key=twin.keys["full"])
    url = uploaded(hub, account)
    given = addressed(hub, account, url)
    token = given["download_url"].rpartition("/")[2]
    assert fetched(hub, given["download_url"]).status == 200
    assert fetched(hub, f"/files/{token}x").status == 410
    runs = hub.call("GET", "/requests/logs?include=step_logs,advanced_logs&page_size=200").body.decode()
    assert "linear_download_asset" in runs
    assert token not in runs
    log = "\n".join(hub.log)
    assert "/files/***" in log
    assert token not in log
    with sqlite3.connect(f"file:{hub.data / 'linkwright.db'}?mode=ro", uri=True) as database:
        rows = repr(database.execute("SELECT * FROM downloads").fetchall())
    assert token not in rows
    assert url not in rows


@pytest.mark.promise("files.address")
def test_a_project_with_its_own_address_gives_files_there_and_none_of_another_project(
    hub: RunningHub, twin: RunningTwin
) -> None:
    ours = hub.link(api_key=twin.keys["full"])
    of_another = addressed(hub, ours, uploaded(hub, ours))["download_url"].rpartition("/")[2]
    hub.cli("projects", "create", "own")
    hub.cli("profiles", "update", "linear", "--actions", "all", "--project", "own")
    key = hub.cli("keys", "create", "--name", "own", "--project", "own")["key"]
    own = RunningHub(hub.process, hub.data, hub.env, hub.url.replace("127.0.0.1", "localhost"))
    there = RunningHub(hub.process, hub.data, hub.env, hub.url, [f"API key {key}"])
    account = there.link(api_key=twin.keys["full"])
    url = uploaded(there, account)
    assert hub.call("PATCH", "/project", {"public_url": own.url}, key=key).status == 200
    given = addressed(there, account, url)["download_url"]
    assert given.startswith(f"{own.url}/files/")
    for asked in (own, hub):
        got = asked.call("GET", given.removeprefix(own.url), key="")
        assert (got.status, got.body == CONTENT) == (200, True)
    gone = own.call("GET", f"/files/{of_another}", key="")
    assert (gone.status, gone.json()["code"]) == (410, "download_gone")
    assert hub.call("GET", f"/files/{of_another}", key="").status == 200


@pytest.mark.promise("projects.networks")
def test_a_project_that_names_networks_gives_its_files_there_only(hub: RunningHub, twin: RunningTwin) -> None:
    account = hub.link(api_key=twin.keys["full"])
    address = addressed(hub, account, uploaded(hub, account))["download_url"]
    hub.cli("projects", "networks", "default", "--allow", "203.0.113.0/24")
    try:
        refused = fetched(hub, address)
    finally:
        hub.cli("projects", "networks", "default", "--anywhere")
    assert (refused.status, refused.json()["code"]) == (403, "address_not_allowed")
    assert fetched(hub, address).status == 200


@pytest.mark.promise("files.address-ends")
@pytest.mark.parametrize("ending", ["key", "suspended", "deleted", "switched off"])
def test_an_address_ends_with_what_it_was_given_for(hub: RunningHub, twin: RunningTwin, ending: str) -> None:
    account = hub.link(api_key=twin.keys["full"])
    url = uploaded(hub, account)
    made = hub.cli("keys", "create", "--name", f"for {ending}")
    given = addressed(hub, account, url, key=made["key"])
    other = addressed(hub, account, url)
    assert fetched(hub, given["download_url"]).status == 200
    if ending == "key":
        hub.cli("keys", "revoke", made["id"])
    elif ending == "suspended":
        assert hub.call("POST", f"/accounts/{account}/suspend").status == 200
    elif ending == "deleted":
        assert hub.call("DELETE", f"/accounts/{account}").status in (200, 204)
    else:
        hub.cli("profiles", "update", "linear", "--actions", "core")
    gone = fetched(hub, given["download_url"])
    rest = fetched(hub, other["download_url"])
    hub.cli("profiles", "update", "linear", "--actions", "all")
    if ending == "suspended":
        assert hub.call("POST", f"/accounts/{account}/resume").status == 200
    assert (gone.status, gone.json()["code"]) == (410, "download_gone")
    # What was given to another key goes on, where only a key ended.
    assert rest.status == (200 if ending == "key" else 410)


@pytest.mark.promise("files.address-ends")
def test_an_address_ends_when_its_member_may_no_longer_run_actions(hub: RunningHub, twin: RunningTwin) -> None:
    account = hub.link(api_key=twin.keys["full"])
    url = uploaded(hub, account)
    link = hub.cli("members", "link", "--role", "developer", "--email", "dee@example.com")["url"]
    told = {
        "token": link.rpartition("/")[2],
        "email": "dee@example.com",
        "name": "Dee",
        "password": "four plain old words",
    }
    claimed = hub.call("POST", "/console/api/claim", told, key="")
    assert claimed.status == 200, claimed.body
    cookie = {"cookie": claimed.headers["set-cookie"].partition(";")[0]}
    csrf = hub.call("GET", "/console/api/me", key="", headers=cookie).json()["csrf_token"]
    call = {"action": ACTION, "query": {"url": url}, "file_as": "address"}
    headers = {**cookie, "x-csrf-token": csrf, "x-account-id": account}
    given = hub.call("POST", "/console/api/actions/rpc", call, key="", headers=headers)
    assert given.status == 200, given.body
    address = given.json()["data"]["download_url"]
    assert fetched(hub, address).status == 200
    hub.cli("members", "role", "dee@example.com", "viewer")
    assert fetched(hub, address).status == 410


def test_an_address_goes_with_reads_alone(hub: RunningHub, twin: RunningTwin) -> None:
    account = hub.link(api_key=twin.keys["full"])
    for call in (
        {"action": "linear_create_issue", "body": {"teamId": "ENG", "title": "x"}, "file_as": "address"},
        {"action": ACTION, "query": {"url": "https://uploads.linear.app/x"}, "file_as": "address", "mode": "plan"},
        {"action": ACTION, "query": {"url": "https://uploads.linear.app/x"}, "file_as": "picture"},
    ):
        refused = hub.call("POST", "/actions/rpc", call, headers={"x-account-id": account})
        assert (refused.status, refused.json()["code"]) == (400, "options_invalid")
    # What gives no file is answered as ever.
    call = {"action": "linear_list_teams", "file_as": "address"}
    assert isinstance(hub.call("POST", "/actions/rpc", call, headers={"x-account-id": account}).json()["data"], list)


@pytest.mark.promise("files.address")
@pytest.mark.parametrize(("version", "linked"), [("2025-11-25", True), ("2025-03-26", False)])
def test_over_mcp_a_file_that_is_too_large_for_a_model_comes_as_an_address(
    hub: RunningHub, twin: RunningTwin, version: str, linked: bool
) -> None:
    account = hub.link(api_key=twin.keys["full"])
    url = uploaded(hub, account)
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": ACTION, "arguments": {"query": {"url": url}}},
    }
    headers = {
        "x-account-id": account,
        "mcp-protocol-version": version,
        "accept": "application/json, text/event-stream",
    }
    result = hub.call("POST", "/mcp", message, headers=headers).json()["result"]
    assert result["isError"] is False
    data = result["structuredContent"]["result"]["data"]
    links = [one for one in result["content"] if one["type"] == "resource_link"]
    assert data["download_url"] in result["content"][0]["text"]
    assert [one["uri"] for one in links] == ([data["download_url"]] if linked else [])
    assert fetched(hub, data["download_url"]).body == CONTENT


def test_where_no_addresses_are_given_the_refusal_says_so(twin: RunningTwin, tmp_path: Path) -> None:
    env = {"LINKWRIGHT_OUTBOUND_ORIGINS": twin.origins, "LINKWRIGHT_DOWNLOAD_LIFETIME": "0"}
    with running_hub(tmp_path / "data", **env) as off:
        account = off.link(api_key=twin.keys["full"])
        call = {"action": ACTION, "query": {"url": "https://uploads.linear.app/x"}, "file_as": "address"}
        refused = off.call("POST", "/actions/rpc", call, headers={"x-account-id": account})
        assert (refused.status, refused.json()["code"]) == (403, "downloads_off")


@pytest.mark.postgres
@pytest.mark.promise("files.address")
def test_another_process_on_the_same_database_serves_an_address(twin: RunningTwin, tmp_path: Path) -> None:
    with cluster() as server:
        env = {"LINKWRIGHT_OUTBOUND_ORIGINS": twin.origins, "LINKWRIGHT_DATABASE_URL": f"{server}/postgres"}
        with running_hub(tmp_path / "data", **env) as first:
            first.cli("profiles", "update", "linear", "--actions", "all")
            account = first.link(api_key=twin.keys["full"])
            given = addressed(first, account, uploaded(first, account))
            with running_hub(tmp_path / "data", **env) as second:
                path = given["download_url"].removeprefix(first.url)
                assert second.call("GET", path, key="").body == CONTENT
