"""StackOne's published Python and TypeScript clients, unmodified, against a real hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.clients import BIN, drive, node_folder, python_environment
from tests.hub import RunningHub

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("stackone-clients"), pytest.mark.timeout(400)]
SOURCE = "acceptance/stackone-ai-client"


@pytest.fixture(scope="module")
def account(hub: RunningHub) -> str:
    """A test account."""
    return hub.link()


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python SDK in its own environment: it needs mcp 1.x."""
    return python_environment(tmp_path_factory.mktemp("python") / "env", "stackone-ai[mcp]==2.10.1")


@pytest.fixture(scope="module", params=["4.28.0", "latest"])
def node(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The TypeScript client, the release the contract names and the newest."""
    from tests.conftest import SHARED

    folder = tmp_path_factory.mktemp("node") / "client"
    return node_folder(SHARED.resolve() / SOURCE, folder, f"@stackone/stackone-client-ts@{request.param}")


def _python(python: Path, hub: RunningHub, account: str, **env: str) -> dict[str, Any]:
    from tests.conftest import SHARED

    fixed = {"BASE_URL": hub.url, "API_KEY": hub.key, "ACCOUNT_ID": account}
    return drive([str(python), str(SHARED.resolve() / SOURCE / "drive.py")], python.parent, **{**fixed, **env})


@pytest.mark.promise("clients.stackone-sdks")
def test_the_python_sdk_lists_tools_and_creates_an_issue(python: Path, hub: RunningHub, account: str) -> None:
    team = hub.rpc(account, "linear_list_teams").json()["data"][0]["id"]
    args = {"body_teamId": team, "body_title": "From the Python SDK"}
    result = _python(python, hub, account, ACTION="linear_create_issue", ARGS=json.dumps(args), FEEDBACK="It works")
    assert result["exit"] == 0, result
    assert {tool["connector"] for tool in result["tools"]} == {"linear"}
    issue = next(tool for tool in result["tools"] if tool["name"] == "linear_create_issue")
    assert {"body_teamId", "body_title"} <= set(issue["properties"])
    assert result["result"]["data"]["title"] == "From the Python SDK"


def test_the_python_sdk_finds_an_action_by_search(python: Path, hub: RunningHub, account: str) -> None:
    result = _python(python, hub, account, SEARCH="create an issue")
    assert result["exit"] == 0, result
    assert result["search"][0] == "linear_create_issue"


def test_the_python_sdk_shows_our_sentence_when_an_action_fails(python: Path, hub: RunningHub, account: str) -> None:
    result = _python(python, hub, account, ACTION="linear_get_issue", ARGS='{"path_id": "ENG-99999"}')
    assert result["exit"] == 1
    assert result["run_error"]["status_code"] == 404
    assert result["run_error"]["response_body"]["message"]


def test_the_python_sdk_is_told_about_a_wrong_key(python: Path, hub: RunningHub, account: str) -> None:
    result = _python(python, hub, account, API_KEY="lw_wrong")
    assert result["exit"] == 1
    assert "401" in result["list_error"]["root_cause"]


def test_every_step_of_the_typescript_client_passes(node: Path, hub: RunningHub, account: str) -> None:
    env = {"BASE_URL": hub.url, "API_KEY": hub.key, "ACCOUNT_ID": account, "ACTION": "linear_list_issues"}
    env |= {"ARGS": '{"query": {"page_size": 3}}', "NO_HEADER": "1", "TIMEOUT": "20"}
    result = drive([str(BIN / "node"), "drive-client.mjs"], node, **env)
    assert result["exit"] == 0, json.dumps(result, indent=1)[-4000:]
    assert account in result["steps"]["accounts"]["ids"]
    assert len(result["steps"]["rpc"]["body"]["data"]) == 3
    assert result["steps"]["logs"]["count"] > 0
