"""A project's own connector, from the folder of its author to a call: pushed, linked, run, published again, pinned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk import ORIGIN, TOKEN, WITH_SIZES, WITHOUT_SINCE, Desk, desk_files, running_desk, write_files
from tests.hub import RunningHub, run_cli, running_hub


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
    assert hub.call("GET", "/connectors/desk/guides/link-account/token.md", key="").status == 404
