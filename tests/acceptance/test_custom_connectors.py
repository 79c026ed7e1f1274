"""A project's own connector, from the folder of its author to a call: pushed, linked, run, published again, pinned."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk import ORIGIN, TOKEN, WITH_SIZES, WITHOUT_SINCE, Desk, desk_files, running_desk, write_files
from tests.hub import RunningHub, run_cli, running_hub

TWO_FIELDS = "      token: {label: Token, secret: true}\n      site: {label: Site}"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """The provider."""
    with running_desk() as running:
        yield running


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[RunningHub]:
    """A hub that takes the desk on this machine for the real one."""
    mapped = json.dumps({ORIGIN: desk.url})
    with running_hub(tmp_path_factory.mktemp("hub") / "data", LINKWRIGHT_OUTBOUND_ORIGINS=mapped) as running:
        assert running.url, running.log
        yield running


def linked(hub: RunningHub, owner: str, **fields: object) -> str:
    token = hub.session(provider="desk", origin_owner_id=owner, **fields)["token"]
    offered = hub.hub_call(token, "GET", "/hub/connectors").json()["integrations"]
    assert [one["provider"] for one in offered] == ["desk"]
    body = {"integration_id": offered[0]["integration_id"], "credentials": {"token": TOKEN}}
    made = hub.hub_call(token, "POST", "/hub/accounts", body)
    assert made.status == 200, made.body
    return str(made.json()["id"])


@pytest.mark.promise("connectors.own")
@pytest.mark.promise("connectors.pins")
def test_a_connector_is_pushed_linked_run_published_again_and_pinned(
    hub: RunningHub, desk: Desk, tmp_path: Path
) -> None:
    folder = write_files(tmp_path / "desk", desk_files())
    pushed = hub.cli("connector", "push", str(folder), "--url", hub.url, "--key", hub.key)
    assert (pushed["key"], pushed["version"], pushed["created"], pushed["actions"]) == ("desk", "1.0.0", True, 3)
    again = hub.call("POST", "/connectors", {"files": desk_files()})
    assert (again.status, again.json()["created"]) == (200, False)

    account = linked(hub, "cus_1")
    first = hub.rpc(account, "desk_list_tickets")
    assert first.status == 200, first.body
    assert first.json()["data"][0]["title"] == "Broken lamp"
    assert desk.tokens[-1] == TOKEN
    assert "size" not in desk.documents[-1]

    newer = hub.call("POST", "/connectors", {"files": desk_files("1.1.0", WITH_SIZES)})
    assert newer.status == 201, newer.body
    assert (newer.json()["bump"], newer.json()["proposed_version"]) == ("minor", "1.1.0")
    assert hub.rpc(account, "desk_list_tickets").json()["data"][0]["size"] == 3
    assert "size" in desk.documents[-1]

    pinned = hub.cli("profiles", "update", "desk", "--version", "1.0.x")
    assert pinned["version"] == "1.0.x"
    assert "size" not in hub.rpc(account, "desk_list_tickets").json()["data"][0]
    assert "size" not in desk.documents[-1]
    profile = hub.call("GET", f"/connector_profiles/{pinned['id']}").json()
    assert (profile["version"], profile["connector_version"]) == ("1.0.x", "1.0.0")
    listed = {one["key"]: one for one in hub.call("GET", "/actions").json()["data"]}
    assert listed["desk"]["version"] == "1.0.0"

    fits_nothing = hub.call("PATCH", f"/connector_profiles/{pinned['id']}", {"version": "2.x.x"})
    assert (fits_nothing.status, fits_nothing.json()["code"]) == (422, "pin_fits_nothing")
    assert fits_nothing.json()["message"] == "No version of desk fits 2.x.x. There is 1.1.0 and 1.0.0."
    in_use = hub.call("DELETE", "/connectors/desk/versions/1.0.0")
    assert (in_use.status, in_use.json()["code"]) == (409, "version_in_use")
    assert hub.call("PATCH", f"/connector_profiles/{pinned['id']}", {"version": "latest"}).status == 200
    assert hub.rpc(account, "desk_list_tickets").json()["data"][0]["size"] == 3


@pytest.mark.promise("connectors.immutable")
def test_a_published_version_never_changes_and_the_answer_proposes_the_next_one(hub: RunningHub) -> None:
    assert hub.call("POST", "/connectors", {"files": desk_files()}).status in {200, 201}
    refused = hub.call("POST", "/connectors", {"files": desk_files("1.0.0", WITHOUT_SINCE)})
    assert (refused.status, refused.json()["code"]) == (409, "version_published")
    assert (refused.json()["bump"], refused.json()["proposed_version"]) == ("major", "2.0.0")
    assert "the input since is gone" in refused.json()["message"]


def test_the_command_prints_every_mistake_with_its_line(hub: RunningHub, tmp_path: Path) -> None:
    spoilt = desk_files("3.0.0", ("actions/tickets.yaml", "effect: read", "effect: raed"))
    folder = write_files(tmp_path / "desk", spoilt)
    over = run_cli("connector", "push", str(folder), "--url", hub.url, "--key", hub.key, check=False)
    here = run_cli("connector", "push", str(folder), "--data", str(hub.data), check=False)
    checked = run_cli("connector", "check", str(folder), check=False)
    assert (over.returncode, here.returncode, checked.returncode) == (1, 1, 1)
    assert over.stdout == here.stdout == checked.stdout
    assert "actions/tickets.yaml:4:" in over.stdout
    assert "1 mistake in 1 file." in over.stdout


def test_versions_are_listed_and_one_that_nothing_relies_on_is_withdrawn(hub: RunningHub, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "shelf", desk_files("1.0.0", ("connector.yaml", "key: desk", "key: shelf")))
    assert hub.cli("connector", "push", str(folder))["created"] is True
    assert [one["version"] for one in hub.cli("connector", "versions", "shelf")] == ["1.0.0"]
    assert hub.call("GET", "/connectors/meta/shelf").json()["linkwright"]["owner"] == "project"
    assert hub.cli("connector", "withdraw", "shelf", "1.0.0")["withdrawn_at"] is not None
    assert hub.call("GET", "/connectors/meta/shelf").status == 404
    assert hub.call("DELETE", "/connectors/shelf/versions/1.0.0").status == 404
    changed = desk_files("1.0.0", ("connector.yaml", "key: desk", "key: shelf"), WITHOUT_SINCE)
    assert hub.call("POST", "/connectors", {"files": changed}).status == 409
    assert hub.cli("connector", "push", str(folder))["created"] is False
    assert hub.call("GET", "/connectors/meta/shelf").status == 200


@pytest.mark.promise("connectors.walls")
def test_another_project_sees_nothing_of_it(hub: RunningHub) -> None:
    assert hub.call("POST", "/connectors", {"files": desk_files()}).status in {200, 201}
    hub.cli("projects", "create", "elsewhere")
    key = hub.cli("keys", "create", "--name", "other", "--project", "elsewhere")["key"]
    assert hub.call("GET", "/connectors/meta/desk", key=key).status == 404
    assert hub.call("GET", "/connectors/desk/versions", key=key).status == 404
    assert "desk" not in {one["key"] for one in hub.call("GET", "/actions", key=key).json()["data"]}
    found = hub.call("POST", "/actions/search", {"query": "list tickets of the desk"}, key=key).json()["results"]
    assert not any(one["connector_key"] == "desk" for one in found)
    body = {"origin_owner_id": "o", "origin_owner_name": "O", "provider": "desk"}
    assert hub.call("POST", "/connect_sessions", body, key=key).json()["code"] == "unknown_connector"
    assert hub.call("GET", "/connectors/desk/logo.svg", key="").status == 404
    shipped = hub.call("GET", "/connectors/linear/logo.svg", key="")
    assert (shipped.status, shipped.headers["content-type"]) == (200, "image/svg+xml")
    assert "sandbox" in shipped.headers["content-security-policy"]
    assert hub.call("GET", "/connectors/desk/guides/link-account/token.md", key="").status == 404


@pytest.fixture(scope="module")
def plain_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub without an origin map."""
    with running_hub(tmp_path_factory.mktemp("plain") / "data") as running:
        assert running.url, running.log
        yield running


def offered(hub: RunningHub, key: str, **fields: object) -> tuple[str, str]:
    token = hub.session(provider=key, **fields)["token"]
    return token, hub.hub_call(token, "GET", "/hub/connectors").json()["integrations"][0]["integration_id"]


def test_a_test_account_is_refused_in_a_sentence_unless_the_operator_maps_the_origin(
    hub: RunningHub, plain_hub: RunningHub, desk: Desk
) -> None:
    for one in (hub, plain_hub):
        assert one.call("POST", "/connectors", {"files": desk_files()}).status in {200, 201}
    wish = {"origin_owner_id": "o", "origin_owner_name": "O", "provider": "desk", "type": "test"}
    refused = plain_hub.call("POST", "/connect_sessions", wish)
    assert (refused.status, refused.json()["code"]) == (422, "no_twin")
    assert (
        refused.json()["message"] == "Desk is this project's own connector and has no twin, so it has no test accounts."
    )

    del wish["provider"]
    token = plain_hub.call("POST", "/connect_sessions", wish).json()["token"]
    listed = plain_hub.hub_call(token, "GET", "/hub/connectors").json()["integrations"]
    profile = next(one["integration_id"] for one in listed if one["provider"] == "desk")
    assert plain_hub.hub_call(token, "GET", f"/hub/connectors/{profile}").status == 200
    body = {"integration_id": profile, "credentials": {"token": TOKEN}}
    at_the_form = plain_hub.hub_call(token, "POST", "/hub/accounts", body)
    assert (at_the_form.status, at_the_form.json()["code"]) == (422, "no_twin")

    account = linked(hub, "cus_test", type="test")
    assert hub.call("GET", f"/accounts/{account}").json()["type"] == "test"
    asked = len(desk.documents)
    assert hub.rpc(account, "desk_list_tickets").status == 200
    assert len(desk.documents) == asked + 1


@pytest.mark.promise("connectors.no-private-addresses")
@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "10.0.0.8", "localhost"])
def test_a_connector_that_names_a_private_host_reaches_nothing_there(hub: RunningHub, desk: Desk, host: str) -> None:
    port = desk.url.rpartition(":")[2]
    key = f"inside{host.replace('.', '')}"
    inside = desk_files(
        "1.0.0",
        ("connector.yaml", "key: desk", f"key: {key}"),
        ("connector.yaml", "base_url: https://api.desk.example", f"base_url: https://{host}:{port}"),
        ("connector.yaml", "hosts: [api.desk.example]", f"hosts: [{host}]"),
    )
    assert hub.call("POST", "/connectors", {"files": inside}).status == 201
    asked = len(desk.documents)
    token, profile = offered(hub, key)
    body = {"integration_id": profile, "credentials": {"token": TOKEN}}
    refused = hub.hub_call(token, "POST", "/hub/accounts", body)
    assert refused.status >= 400
    assert "is not called" in refused.body.decode() or "admitted" in refused.body.decode()
    assert len(desk.documents) == asked


@pytest.mark.promise("connectors.credentials-stay")
def test_a_newer_version_cannot_take_stored_credentials_to_another_host(hub: RunningHub, desk: Desk) -> None:
    keyed = ("connector.yaml", "key: desk", "key: vault")
    assert hub.call("POST", "/connectors", {"files": desk_files("1.0.0", keyed)}).status == 201
    token, profile = offered(hub, "vault")
    body = {"integration_id": profile, "credentials": {"token": TOKEN}}
    account = hub.hub_call(token, "POST", "/hub/accounts", body).json()["id"]
    assert hub.rpc(account, "vault_list_tickets").status == 200

    elsewhere = (
        ("connector.yaml", "base_url: https://api.desk.example", "base_url: https://collect.example"),
        ("connector.yaml", "hosts: [api.desk.example]", "hosts: [collect.example]"),
    )
    newer = hub.call("POST", "/connectors", {"files": desk_files("1.0.1", keyed, *elsewhere)})
    assert newer.status == 201
    assert newer.json()["bump"] == "major"
    refused = hub.rpc(account, "vault_list_tickets")
    assert refused.status == 412
    assert refused.json()["message"] == (
        "Desk 1.0.1 calls collect.example, and this account's credential was not given for that."
    )
    run = hub.call("GET", f"/requests/logs/{refused.headers['x-linkwright-run-id']}?include=step_logs").json()
    assert run["step_requests"] == []
    assert hub.call("PATCH", f"/connector_profiles/{profile}", {"version": "1.0.0"}).status == 200
    assert hub.rpc(account, "vault_list_tickets").status == 200


@pytest.mark.promise("connectors.credentials-stay")
def test_a_projects_own_linear_gets_no_key_that_was_given_to_linear(hub: RunningHub) -> None:
    account = hub.link(origin_owner_id="cus_linear")
    assert hub.rpc(account, "linear_list_teams").status == 200
    made = hub.call(
        "POST", "/connectors", {"files": desk_files("9.0.0", ("connector.yaml", "key: desk", "key: linear"))}
    )
    assert (made.status, made.json()["replaces_shipped"]) == (201, True)
    refused = hub.rpc(account, "linear_list_tickets")
    assert refused.status == 412
    assert hub.call("DELETE", "/connectors/linear/versions/9.0.0").status == 200
    assert hub.rpc(account, "linear_list_teams").status == 200


def test_agents_see_its_tools_and_search_finds_its_actions(hub: RunningHub) -> None:
    assert hub.call("POST", "/connectors", {"files": desk_files()}).status in {200, 201}
    account = linked(hub, "cus_agent")
    ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"x-account-id": account, "accept": "application/json, text/event-stream"}
    told = hub.call("POST", "/mcp", ask, headers=headers)
    names = {tool["name"] for tool in json.loads(told.body)["result"]["tools"]}
    assert names == {"desk_list_tickets", "desk_create_ticket", "desk_update_ticket", "linkwright_plan"}
    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "desk_list_tickets", "arguments": {}}}
    assert "Broken lamp" in hub.call("POST", "/mcp", call, headers=headers).body.decode()
    found = hub.call("POST", "/actions/search", {"query": "list the tickets", "connector": "desk"}).json()["results"]
    assert found[0]["action_name"] == "desk_list_tickets"


def test_its_guide_and_logo_are_at_addresses_that_name_the_project(hub: RunningHub) -> None:
    assert hub.call("POST", "/connectors", {"files": desk_files()}).status in {200, 201}
    listed = hub.call("GET", "/actions?include=authentication_guides").json()["data"]
    own = next(one for one in listed if one["key"] == "desk")
    icon, guide = own["icon"], own["authentication_guides"][0]["markdown_url"]
    assert "?project=prj_" in icon
    assert hub.call("GET", icon.removeprefix(hub.url), key="").body.startswith(b"<svg")
    assert hub.call("GET", guide.removeprefix(hub.url), key="").body.startswith(b"# Link Desk")


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"{}", 400, "files"),
        (b"[1]", 400, ""),
        (b'{"files": {"connector.yaml": 1}}', 400, "files.connector.yaml"),
        (b"not json", 400, "not valid JSON"),
        (b'{"files": {}}', 400, "files"),
    ],
)
def test_a_push_of_another_shape_is_a_400_that_shows_the_shape(
    hub: RunningHub, body: bytes, status: int, said: str
) -> None:
    refused = hub.call("POST", "/connectors", body)
    assert refused.status == status
    assert said in refused.json()["message"]
    assert "connector.yaml" in refused.json()["hint"]


def test_a_compressed_push_is_bounded_by_what_it_unpacks_to(hub: RunningHub) -> None:
    packed = gzip.compress(json.dumps({"files": {"connector.yaml": " " * 40_000_000}}).encode())
    headers = {"content-encoding": "gzip"}
    assert hub.call("POST", "/connectors", packed, headers=headers).status == 413
    assert hub.call("POST", "/connectors", b"no gzip", headers=headers).status == 400


def test_a_key_without_the_scope_publishes_nothing(hub: RunningHub) -> None:
    key = hub.cli("keys", "create", "--name", "reader", "--scope", "actions")["key"]
    refused = hub.call("POST", "/connectors", {"files": desk_files("5.0.0")}, key=key)
    assert (refused.status, refused.json()["code"]) == (403, "forbidden")
    assert hub.call("POST", "/connectors", {"files": desk_files("5.0.0")}, key="").status == 401
    assert hub.call("GET", "/connectors/desk/versions", key=key).status == 200


@pytest.mark.promise("connectors.credentials-stay")
def test_kept_fields_are_not_tried_at_a_host_that_they_were_not_given_for(hub: RunningHub, desk: Desk) -> None:
    two_fields = (
        ("connector.yaml", "key: desk", "key: twofields"),
        ("connector.yaml", "      token: {label: Token, secret: true}", TWO_FIELDS),
    )
    assert hub.call("POST", "/connectors", {"files": desk_files("1.0.0", *two_fields)}).status == 201
    token, profile = offered(hub, "twofields")
    body = {"integration_id": profile, "credentials": {"token": TOKEN, "site": "ada"}}
    account = hub.hub_call(token, "POST", "/hub/accounts", body).json()["id"]
    mapped_too = (
        ("connector.yaml", "base_url: https://api.desk.example", "base_url: https://collect.example"),
        ("connector.yaml", "hosts: [api.desk.example]", "hosts: [collect.example]"),
    )
    assert hub.call("POST", "/connectors", {"files": desk_files("2.0.0", *two_fields, *mapped_too)}).status == 201
    again = hub.session(account_id=account, provider="twofields")["token"]
    refused = hub.hub_call(again, "PATCH", f"/hub/accounts/{account}", {"credentials": {"site": "eve"}})
    assert (refused.status, refused.json()["code"]) == (422, "enter_all_again")
    assert refused.json()["message"] == "Desk calls collect.example now, and what is stored was not given for that."
