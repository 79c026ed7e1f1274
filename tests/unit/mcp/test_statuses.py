"""What holds of every answer and every list, whatever went wrong and whatever is switched on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from linkwright.access.errors import RateLimited
from linkwright.connectors.compiled import Connector
from linkwright.connectors.loading import load_connector
from linkwright.mcp.naming import VALID, named
from linkwright.mcp.options import STYLES
from linkwright.mcp.tools import ToolBook
from linkwright.store.errors import DatabaseUnavailable
from tests.unit.actions.hub import ACCOUNT, AUTH, CATALOG, Hub, raw, send
from tests.unit.mcp.speak import JSON, headers_for, message, modern, old

pytestmark = pytest.mark.anyio
BRIGHTDESK = Path(__file__).parents[3] / "examples/brightdesk/connector/connector.lock.json"
CONNECTORS = [*CATALOG.connectors(), load_connector(json.loads(BRIGHTDESK.read_text("utf-8")))]
READ = {"name": "linear_list_teams", "arguments": {}}
RUN = {"name": "linear_execute_action", "arguments": {"action_id": "linear_list_teams"}}

Turn = Callable[[Hub], object]


def _limited(hub: Hub) -> None:
    hub.keys.error = RateLimited(headers={"Retry-After": "9"})


def _away(hub: Hub) -> None:
    hub.keys.error = DatabaseUnavailable()


def _said(body: bytes, status: int, **headers: str) -> Turn:
    return lambda hub: setattr(hub.wire, "answer", raw(body, status, **headers))


TROUBLE: list[tuple[str, Turn, int]] = [
    ("the limit of the key is used up", _limited, 429),
    ("the database is away", _away, 503),
    ("there is no account", lambda hub: hub.accounts.rows.clear(), 200),
    ("the account is suspended", lambda hub: hub.accounts.change(status="suspended"), 200),
    ("the profile is off", lambda hub: hub.accounts.change(profile_enabled=False), 200),
    ("the connector is gone", lambda hub: hub.accounts.change(connector_key="gone"), 200),
    ("the action is off", lambda hub: hub.accounts.change(profile_actions=()), 200),
    (
        "the twin is gone",
        lambda hub: hub.accounts.change(upstream="twin") or setattr(hub.transports, "has_twin", False),
        200,
    ),
    ("the provider fails", _said(b"<html>", 502), 200),
    ("the provider refuses the credential", _said(b'{"errors":[{"message":"no"}]}', 401), 200),
    ("the provider's limit is used up", _said(b"{}", 429, retry_after="7"), 200),
    ("the provider says nothing that can be read", _said(b"\xff\xfe", 200), 200),
]


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkwright.engine.send.WAITS", ())


@pytest.mark.parametrize(("turn", "status"), [case[1:] for case in TROUBLE], ids=[case[0] for case in TROUBLE])
@pytest.mark.parametrize(
    ("method", "params", "query"),
    [
        ("tools/call", READ, ""),
        ("tools/call", RUN, "tool-mode=search_execute"),
        ("tools/list", {}, ""),
        ("tools/list", {}, "tool-mode=search_execute"),
        ("resources/list", {}, ""),
    ],
    ids=["call", "execute", "list", "list of two", "resources"],
)
async def test_trouble_is_200_in_the_handshake_era_and_has_a_jsonrpc_body_under_the_requests_id_in_both(
    turn: Turn, status: int, method: str, params: dict[str, Any], query: str
) -> None:
    hub = Hub()
    turn(hub)
    before = await old(hub, message(method, params, 41), query=query)
    lines = headers_for(method, params.get("name"))
    after = await send(hub.mcp, modern(method, params) | {"id": "x"}, lines, query=query)
    assert (before.status, before.json["id"]) == (200, 41)
    assert (after.status, after.json["id"]) == (status, "x")
    for answer in (before.json, after.json):
        assert answer["jsonrpc"] == "2.0"
        assert ("result" in answer) != ("error" in answer)
        if "error" in answer:
            assert answer["error"]["code"] in {-32602, -31400, -31403, -31404, -31412, -31429, -31503}
            assert answer["error"]["message"]
        elif method == "tools/call":
            assert answer["result"]["isError"] is True
            assert answer["result"]["content"]
    if "result" in after.json:
        assert after.json["result"]["resultType"] == "complete"


@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda one: one.key)
@pytest.mark.parametrize("style", STYLES)
def test_every_tool_of_every_connector_has_a_name_that_all_hosts_take_and_one_place_in_the_list(
    connector: Connector, style: str
) -> None:
    everything = frozenset(connector.actions)
    several = named([replace(ACCOUNT, id=f"acc_{at}", connector_key=connector.key) for at in range(3)])
    seen: set[str] = set()
    for account in (None, *several):
        listing = ToolBook().listing(connector, everything, None, style, account)
        assert ToolBook().listing(connector, everything, None, style, account) == listing
        tools = json.loads(b"[" + listing.tools + b"]")
        assert len(tools) == len(connector.actions)
        for tool, action in zip(tools, connector.actions.values(), strict=True):
            assert VALID.fullmatch(tool["name"])
            assert tool["name"] not in seen
            seen.add(tool["name"])
            assert tool["title"]
            assert tool["description"].endswith(action.description)
            for schema in (tool["inputSchema"], tool["outputSchema"]):
                assert schema["type"] == "object"
                assert not {"anyOf", "oneOf", "allOf", "$ref", "$schema"} & set(schema)
                jsonschema_rs.validator_for(schema)


async def test_what_is_switched_on_changes_what_is_listed_and_never_its_order() -> None:
    hub = Hub()
    whole = [tool["name"] for tool in (await old(hub, message("tools/list"))).json["result"]["tools"]]
    for choice in ("core", "read", tuple(reversed(whole[10:20]))):
        hub.accounts.change(profile_actions=choice)
        part = [tool["name"] for tool in (await old(hub, message("tools/list"))).json["result"]["tools"]]
        assert part == [name for name in whole if name in set(part)]


async def test_an_answer_is_never_kept_by_a_cache_on_the_way() -> None:
    reply = await send(Hub().mcp, message("tools/list"), {**JSON, **AUTH})
    assert reply.headers["cache-control"] == "no-store"
