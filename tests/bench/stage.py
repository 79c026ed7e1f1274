"""What stands on the stage of a bench: the hub with one account, and what is measured beside it."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.bench import machine
from tests.bench.cases import Case
from tests.bench.peers.running import running
from tests.bench.upstream import ANSWER, PERSON, plain_proxy
from tests.hub import RunningHub, running_hub

ACTION = "linear_get_viewer"
REST = "POST /actions/rpc"
MCP = "MCP tools/call"
NGINX = "nginx"
DIRECT = "upstream alone"
BARE = "bare Python proxy"
SDK = "MCP SDK"
FASTMCP = "FastMCP OpenAPI"
_QUERY = json.dumps(
    {"query": "query{viewer{id name displayName email admin guest active timezone url createdAt}}", "variables": {}}
)
EMAIL = str(PERSON["email"]).encode()
_JSON = {"Content-Type": "application/json"}
_ACCEPT = {"Accept": "application/json, text/event-stream"}
_CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": ACTION, "arguments": {}}}
_STATELESS = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


@contextmanager
def hub_before(folder: Path, upstream: int, **env: str) -> Iterator[RunningHub]:
    """A hub whose calls to Linear go to the upstream; `env` has settings of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    origins = json.dumps({"https://api.linear.app": f"http://127.0.0.1:{upstream}"})
    with running_hub(
        folder / "data", LINKWRIGHT_OUTBOUND_ORIGINS=origins, LINKWRIGHT_LOG_LEVEL="warning", **env
    ) as hub:
        if not hub.url:
            raise SystemExit("the hub did not start:\n" + "\n".join(hub.log[-20:]))
        yield hub


def direct(key: str, upstream: int) -> Case:
    """The upstream with nothing before it."""
    return Case(DIRECT, f"http://127.0.0.1:{upstream}/graphql", {**_JSON, "Authorization": key}, _QUERY, _plain)


def of_hub(key: str, hub: RunningHub) -> list[Case]:
    """The action by REST and by MCP, for a fresh account."""
    secret = hub.cli("keys", "create", "--project", "default", "--name", "bench")["key"]
    account = hub.link(api_key=key)
    basic = {"Authorization": "Basic " + base64.b64encode(f"{secret}:".encode()).decode(), "x-account-id": account}
    mcp = {**_JSON, **basic, **_ACCEPT, "MCP-Protocol-Version": "2025-11-25"}
    pid = hub.process.pid
    body = json.dumps({"action": ACTION})
    return [
        Case(REST, f"{hub.url}/actions/rpc", {**_JSON, **basic}, body, _viewer, pid),
        Case(MCP, f"{hub.url}/mcp", mcp, json.dumps(_CALL), _told, pid),
    ]


@contextmanager
def proxies(folder: Path, key: str, upstream: int, core: int | None) -> Iterator[list[Case]]:
    """nginx and the bare proxy in Python before the upstream."""
    with (
        machine.started_on(core),
        plain_proxy(folder, key, upstream) as (port, nginx),
        running(sys.executable, "bare", upstream, key) as (bare, pid),
    ):
        yield [
            Case(NGINX, f"http://127.0.0.1:{port}/graphql", _JSON, _QUERY, _plain, nginx.pid),
            Case(BARE, f"http://127.0.0.1:{bare}/", _JSON, _QUERY, _plain, pid),
        ]


@contextmanager
def peers(python: str, key: str, upstream: int, core: int | None) -> Iterator[list[Case]]:
    """The MCP SDK and FastMCP before the upstream; `python` is that of an environment which has them."""
    lines = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": ACTION}
    modern = {**_CALL, "params": {**_CALL["params"], "_meta": _STATELESS}}  # type: ignore[dict-item]
    older = {**_JSON, **_ACCEPT, "MCP-Protocol-Version": "2025-11-25"}
    with ExitStack() as stack, machine.started_on(core):
        sdk, sdk_pid = stack.enter_context(running(python, "sdk", upstream, key))
        fast, fast_pid = stack.enter_context(running(python, "openapi", upstream, key))
        at = "http://127.0.0.1:{}/mcp"
        yield [
            Case(SDK, at.format(sdk), {**_JSON, **_ACCEPT, **lines}, json.dumps(modern), _told, sdk_pid),
            Case(FASTMCP, at.format(fast), older, json.dumps(_CALL), _told, fast_pid),
        ]


def _plain(body: bytes) -> bool:
    return body.decode() == ANSWER


def _told(body: bytes) -> bool:
    return EMAIL in body and b'"isError":true' not in body


def _viewer(body: bytes) -> bool:
    data: Any = json.loads(body).get("data")
    return isinstance(data, dict) and all(data.get(name) == value for name, value in PERSON.items())
