"""The protocol's own conformance suites and its Inspector, as published, against a real hub."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.clients import drive, finish, package_folder
from tests.acceptance.conformance.fixture import FOLDER, ORIGIN, TOKEN, connector_files, open_door, running_provider
from tests.hub import RunningHub, running_hub

pytestmark = [pytest.mark.xdist_group("mcp-conformance"), pytest.mark.timeout(300)]
OLD, NEW = "@modelcontextprotocol/conformance@0.1.16", "@modelcontextprotocol/conformance@0.2.0-alpha.12"
INSPECTOR = "@modelcontextprotocol/inspector@2.12.0"


@dataclass
class Suite:
    """A hub with the connector that the suite knows, and the open door to it."""

    hub: RunningHub
    account: str
    url: str


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """The hub, its provider, and an account."""
    data = tmp_path_factory.mktemp("conformance") / "data"
    with running_provider() as provider:
        with running_hub(data, LINKWRIGHT_OUTBOUND_ORIGINS=json.dumps({ORIGIN: provider})) as hub:
            pushed = hub.call("POST", "/connectors", {"files": connector_files()})
            assert pushed.status == 201, pushed.body
            account = _linked(hub)
            keyed = {"authorization": f"Bearer {hub.key}", "x-account-id": account}
            with open_door(hub.url, keyed) as door:
                yield Suite(hub, account, f"{door}/mcp")


def _linked(hub: RunningHub) -> str:
    token = hub.session(provider="test")["token"]
    offered = hub.hub_call(token, "GET", "/hub/connectors").json()["integrations"]
    body = {"integration_id": offered[0]["integration_id"], "credentials": {"token": TOKEN}}
    made = hub.hub_call(token, "POST", "/hub/accounts", body)
    assert made.status == 200, made.body
    return str(made.json()["id"])


@pytest.mark.promise("mcp.conformance")
@pytest.mark.parametrize(
    ("package", "chosen", "expected", "passing"),
    [
        (OLD, ["--suite", "all"], "expected-2025.yml", 10),
        (NEW, ["--requirements", "2026-07-28"], "expected-2026.yml", 14),
    ],
)
def test_the_official_suite_passes_but_for_what_is_listed_with_its_reason(
    suite: Suite, tmp_path_factory: pytest.TempPathFactory, package: str, chosen: list[str], expected: str, passing: int
) -> None:
    folder = package_folder(tmp_path_factory.getbasetemp(), package)
    baseline = FOLDER / expected
    command = [str(folder / "node_modules/.bin/conformance"), "server", "--url", suite.url, *chosen]
    done = finish([*command, "--expected-failures", str(baseline)], folder)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    # Scenarios without a single check count as passed; only those that checked something are counted here.
    assert len(re.findall(r"✓ [\w-]+: [1-9]\d* passed, 0 failed", done.stdout)) >= passing, done.stdout[-4000:]


@pytest.mark.parametrize("name", ["expected-2025.yml", "expected-2026.yml"])
def test_every_expected_failure_has_its_reason(name: str) -> None:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    entries = [line for line in lines if line.startswith("  - ")]
    assert entries
    assert all(len(line.partition(" # ")[2]) > 5 for line in entries)


def test_the_suite_fails_where_more_is_expected_to_fail_than_does(
    suite: Suite, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stale = tmp_path / "stale.yml"
    stale.write_text("server:\n  - tools-list\n", "utf-8")
    folder = package_folder(tmp_path_factory.getbasetemp(), OLD)
    command = [str(folder / "node_modules/.bin/conformance"), "server", "--url", suite.url, "--scenario", "tools-list"]
    assert finish(command, folder).returncode == 0
    assert finish([*command, "--expected-failures", str(stale)], folder).returncode != 0


@pytest.fixture(scope="module")
def inspector(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Inspector's own folder."""
    return package_folder(tmp_path_factory.getbasetemp(), INSPECTOR)


@pytest.mark.promise("mcp.conformance")
@pytest.mark.parametrize("era", ["legacy", "modern"])
def test_the_inspector_lists_calls_searches_and_reads_from_the_command_line(
    suite: Suite, inspector: Path, era: str
) -> None:
    def run(*asked: str, query: str = "", **headers: str) -> dict[str, Any]:
        keyed = {"Authorization": f"Bearer {suite.hub.key}", "x-account-id": suite.account, **headers}
        lines = [part for name, value in keyed.items() for part in ("--header", f"{name}: {value}")]
        command = [str(inspector / "node_modules/.bin/mcp-inspector"), "--cli", f"{suite.hub.url}/mcp{query}"]
        return drive(
            [*command, "--transport", "http", "--protocol-era", era, *lines, "--format", "json", "-q", *asked],
            inspector,
        )

    listed = run("--method", "tools/list", "--strict")
    assert listed["exit"] == 0, listed
    assert "test_simple_text" in {tool["name"] for tool in _result(listed)["tools"]}
    called = run("--method", "tools/call", "--tool-name", "test_simple_text")
    assert called["exit"] == 0, called
    assert _result(called)["structuredContent"]["result"]["data"] == {"text": "This is a sentence."}
    failed = run("--method", "tools/call", "--tool-name", "test_error_handling")
    assert failed["exit"] == 5, failed
    mode = "?tool-mode=search_execute"
    found = run(
        "--method", "tools/call", "--tool-name", "test_search_actions", "--tool-arg", "query=a sentence", query=mode
    )
    assert _result(found)["structuredContent"]["actions"][0]["action_id"] == "test_simple_text"
    executed = run(
        "--method",
        "tools/call",
        "--tool-name",
        "test_execute_action",
        "--tool-arg",
        "action_id=test_simple_text",
        query=mode,
    )
    assert _result(executed)["structuredContent"]["isError"] is False, executed
    guides = _result(run("--method", "resources/list"))["resources"]
    assert [one["uri"] for one in guides] == ["linkwright://test/guides/link-account/token"]
    read = _result(run("--method", "resources/read", "--uri", guides[0]["uri"]))
    assert read["contents"][0]["text"].startswith("# Link the conformance fixture")


def _result(answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = answer.get("result", answer)
    return found
