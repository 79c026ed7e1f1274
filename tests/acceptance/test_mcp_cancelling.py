"""The official client cancels a call that waits at the provider, over a real line, in both eras."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import anyio
import httpx2
import pytest
from anyio.to_thread import run_sync
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from tests.acceptance.slow_provider import SlowProvider, slow_provider
from tests.hub import RunningHub, running_hub

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]
READ: tuple[str, dict[str, Any]] = ("linear_list_teams", {})
WRITE: tuple[str, dict[str, Any]] = ("linear_create_comment", {"body": {"issueId": "ENG-1", "body": "Kept"}})


@pytest.fixture(scope="module")
def provider() -> Iterator[SlowProvider]:
    """A provider with a door."""
    with slow_provider() as running:
        yield running


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, provider: SlowProvider) -> Iterator[RunningHub]:
    """A hub whose Linear is that provider."""
    with running_hub(tmp_path_factory.mktemp("hub") / "data", **provider.env) as running:
        assert running.url, running.log
        yield running


@pytest.fixture(scope="module")
def account(hub: RunningHub, provider: SlowProvider) -> str:
    """An account there."""
    return hub.link(provider.key)


def _ended(hub: RunningHub, action: str, count: int) -> list[int]:
    """The statuses of all runs of an action, once there are so many."""
    until = time.monotonic() + 20
    while True:
        found = hub.call("GET", "/requests/logs?page_size=50").json()["data"]
        runs = [run for run in found if action in str(run)]
        if len(runs) >= count:
            return [run["status"] for run in runs]
        assert time.monotonic() < until, found


@pytest.mark.promise("mcp.cancel")
@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
@pytest.mark.parametrize(("name", "arguments", "status"), [(*READ, 499), (*WRITE, 200)])
async def test_a_read_ends_where_it_waits_and_a_write_goes_to_its_end(
    hub: RunningHub,
    account: str,
    provider: SlowProvider,
    mode: str,
    name: str,
    arguments: dict[str, Any],
    status: int,
) -> None:
    before = len([run for run in hub.call("GET", "/requests/logs?page_size=50").json()["data"] if name in str(run)])
    headers = {"authorization": f"Bearer {hub.key}", "x-account-id": account}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        async with Client(streamable_http_client(f"{hub.url}/mcp", http_client=http), mode=mode) as client:
            await client.list_tools()
            provider.hold()
            async with anyio.create_task_group() as calls:
                calls.start_soon(client.call_tool, name, arguments)
                await run_sync(provider.wait_for, 1)
                calls.cancel_scope.cancel()
            if status == 499:
                # It ended though the provider still says nothing.
                assert (await run_sync(_ended, hub, name, before + 1))[0] == 499
            provider.let_go()
            assert (await run_sync(_ended, hub, name, before + 1))[0] == status
            assert not (await client.call_tool("linear_get_viewer", {})).is_error
