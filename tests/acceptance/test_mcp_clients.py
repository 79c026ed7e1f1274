"""The official MCP clients against a real hub: 2.x in this environment, 1.x in its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from tests.acceptance.clients import drive, python_environment
from tests.hub import RunningHub

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("mcp-clients"), pytest.mark.timeout(300)]


@asynccontextmanager
async def _client(hub: RunningHub, account: str, mode: str, query: str = "", **more: Any) -> AsyncIterator[Client]:
    headers = {"authorization": f"Bearer {hub.key}", "x-account-id": account}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        door = streamable_http_client(f"{hub.url}/mcp{query}", http_client=http)
        async with Client(door, mode=mode, **more) as client:
            yield client


@pytest.fixture(scope="module")
def account(hub: RunningHub) -> str:
    """A test account."""
    return hub.link()


@pytest.mark.promise("clients.mcp")
@pytest.mark.parametrize("mode", ["auto", "legacy", "2026-07-28"])
async def test_the_official_client_lists_and_calls_tools(hub: RunningHub, account: str, mode: str) -> None:
    async with _client(hub, account, mode) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert "linear_create_issue" in tools
        assert tools["linear_list_issues"].annotations.read_only_hint is True
        result: Any = await client.call_tool("linear_list_teams", {})
        assert not result.is_error
        team = result.structured_content["result"]["data"][0]
        made: Any = await client.call_tool(
            "linear_create_issue", {"body": {"teamId": team["id"], "title": f"By MCP {mode}"}}
        )
        assert made.structured_content["result"]["data"]["title"] == f"By MCP {mode}"


@pytest.mark.parametrize("style", ["flat_prefixed", "flat_smart", "nested"])
async def test_each_style_of_parameters_works_as_it_is_listed(hub: RunningHub, account: str, style: str) -> None:
    arguments = {
        "flat_prefixed": {"path_id": "ENG-1"},
        "flat_smart": {"id": "ENG-1"},
        "nested": {"path": {"id": "ENG-1"}},
    }[style]
    async with _client(hub, account, "auto", f"?param-style={style}") as client:
        tool = next(tool for tool in (await client.list_tools()).tools if tool.name == "linear_get_issue")
        assert set(tool.input_schema["properties"]) == set(arguments)
        result: Any = await client.call_tool("linear_get_issue", arguments)
        assert result.structured_content["result"]["data"]["identifier"] == "ENG-1"


async def test_a_failing_tool_is_a_result_that_a_model_can_act_on(hub: RunningHub, account: str) -> None:
    async with _client(hub, account, "auto") as client:
        result: Any = await client.call_tool("linear_get_issue", {"path": {"id": "ENG-99999"}})
        assert result.is_error
        assert "404" in result.content[0].text


@pytest.mark.promise("clients.mcp")
@pytest.mark.parametrize("mode", ["auto", "legacy", "2026-07-28"])
async def test_an_agent_that_sees_two_tools_finds_an_action_and_runs_it_as_its_example_shows(
    hub: RunningHub, account: str, mode: str
) -> None:
    async with _client(hub, account, mode, "?tool-mode=search_execute") as client:
        find, run, *_ = (await client.list_tools()).tools
        # A host hands on what is published; the model fills it in and knows nothing else.
        found: Any = await client.call_tool(find.name, {"query": "file a bug", "top_k": 3})
        best = found.structured_content["actions"][0]
        request = best["example_request"]
        teams: Any = await client.call_tool(run.name, {"action_id": "linear_list_teams"})
        request["body"] |= {
            "teamId": teams.structured_content["result"]["data"][0]["id"],
            "title": f"Found in {mode}",
        }
        made: Any = await client.call_tool(run.name, {**request, "session_id": found.structured_content["session_id"]})
        assert made.structured_content["result"]["data"]["title"] == f"Found in {mode}"
        lost: Any = await client.call_tool(run.name, {"action_id": "linear_creat_issue"})
        assert lost.is_error
        assert "404" in lost.content[0].text


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
async def test_one_client_acts_on_two_accounts_each_through_its_own_tools(
    hub: RunningHub, account: str, mode: str
) -> None:
    other = hub.link(origin_owner_id="cus_2", origin_owner_name="Corner Mill")
    async with _client(hub, f"{account},{other}", mode) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        mine, theirs = (
            next(n for n in names if part in n and n.endswith("_get_viewer")) for part in ("bakery", "mill")
        )
        for name, linked in ((mine, account), (theirs, other)):
            result: Any = await client.call_tool(name, {})
            assert not result.is_error
            run = hub.call("GET", f"/requests/logs/{result.meta['linkwright/run_id']}").json()
            assert linked in str(run), run
        with pytest.raises(Exception, match="Unknown tool"):
            await client.call_tool("linear_get_viewer", {})


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
async def test_a_client_hears_of_each_step_of_a_call(hub: RunningHub, account: str, mode: str) -> None:
    heard: list[tuple[float, float | None, str | None]] = []

    async def on(progress: float, total: float | None, said: str | None) -> None:
        heard.append((progress, total, said))

    profile = hub.call("GET", "/connector_profiles").json()[0]["id"]
    assert hub.call("PATCH", f"/connector_profiles/{profile}", {"actions": "all"}).status == 200
    async with _client(hub, account, mode) as client:
        file = {"name": "note.txt", "text": "hello"}
        body = {"issueId": "ENG-1", "title": "Note", "file": file}
        done: Any = await client.call_tool("linear_attach_file_to_issue", {"body": body}, progress_callback=on)
        assert not done.is_error, done
    assert [(at, total) for at, total, _ in heard] == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
async def test_a_client_reads_the_guides_of_its_account(hub: RunningHub, account: str, mode: str) -> None:
    async with _client(hub, account, mode) as client:
        listed = (await client.list_resources()).resources
        read: Any = await client.read_resource(str(listed[0].uri))
        assert read.contents[0].text.startswith(f"# {listed[0].title}")
        with pytest.raises(Exception, match="There is no resource"):
            await client.read_resource("linkwright://linear/guides/link-account/nothing")


@pytest.fixture(scope="module")
def python1(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """mcp 1.x in its own environment."""
    return python_environment(tmp_path_factory.mktemp("mcp1") / "env", "mcp>=1.30,<2")


def test_the_1x_client_works_and_survives_a_failing_call(python1: Path, hub: RunningHub, account: str) -> None:
    script = str(Path(__file__).with_name("mcp1_client.py"))
    env = {"BASE_URL": hub.url, "API_KEY": hub.key, "ACCOUNT_ID": account}
    result = drive([str(python1), script], python1.parent, **env)
    assert result["exit"] == 0, result
    assert result["version"] == "2025-11-25"
    assert "linear_create_issue" in result["tools"]
    assert result["good"]["result"]["data"]
    assert result["bad"][0] is True
    assert result["still"] is False
    assert result["two"] == ["linear_search_actions", "linear_execute_action", "linkwright_plan"]
    assert result["found"]["actions"][0]["action_id"] == "linear_list_teams"
    assert result["ran"]["result"]["data"]
    assert result["lost"][0] is True
