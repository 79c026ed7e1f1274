"""A hub that answers what it is told to, on no network, and a clock that pauses move."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from linkwright.toolset import AsyncToolset, Retries, Toolset
from linkwright.toolset.forms import Form
from linkwright.toolset.wire import Request, Response

KEY = "lw_notarealkeybutasecret"
Answer = Response | Exception


def said(status: int, body: Any, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, {"content-type": "application/json", **named}, json.dumps(body).encode())


def refused(status: int, code: str, message: str = "No.", **headers: str) -> Response:
    body = {"statusCode": status, "message": message, "timestamp": "2026-11-24T12:00:00Z", "code": code, "hint": "Do."}
    return said(status, body, **headers)


def tool(name: str, properties: dict[str, Any] | None = None, effect: str = "read", **schema: Any) -> dict[str, Any]:
    hints = {"readOnlyHint": effect == "read", "destructiveHint": effect == "destroy"}
    shown = {"type": "object", "additionalProperties": False, **schema}
    if properties:
        shown["properties"] = properties
    return {"name": name, "title": name, "description": f"About {name}.", "inputSchema": shown, "annotations": hints}


TEXT = {"type": "string"}
TOOLS = [
    tool("linear_list_issues", {"team": TEXT, "cursor": TEXT}),
    tool("linear_list_teams"),
    tool("linear_create_comment", {"issueId": TEXT, "body": TEXT}, "write", required=["issueId", "body"]),
    tool("linear_delete_issue", {"id": TEXT}, "destroy", required=["id"]),
]


@dataclass
class FakeHub:
    """Answers calls from a list, the last one for ever, and lists, searches and accounts by themselves."""

    calls: list[Answer] = field(default_factory=lambda: [said(200, {"data": {"ok": True}, "next": None})])
    tools: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    accounts: Answer | None = None
    sent: list[Request] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    time: float = 1000.0
    closed: int = 0

    def answer(self, request: Request) -> Response:
        self.sent.append(request)
        found = self._answer(request)
        if isinstance(found, Exception):
            raise found
        return found

    def _answer(self, request: Request) -> Answer:
        path = urlsplit(request.url).path.removeprefix("/base")
        if path == "/mcp":
            tools = self.tools.get(request.headers["x-account-id"], TOOLS)
            return said(200, {"jsonrpc": "2.0", "id": 1, "result": {"tools": tools}})
        if path == "/actions/search":
            hits = [{"action_name": name, "similarity_score": 0.9 - at / 10} for at, name in enumerate(self.found)]
            return said(200, {"results": hits})
        if path == "/accounts":
            if self.accounts is not None:
                return self.accounts
            page = parse_qs(urlsplit(request.url).query)["page"]
            named = {"provider": "linear", "status": "active"}
            both = [{"id": f"acc_{n}", "origin_owner_name": f"Owner {n}", **named} for n in (1, 2)]
            return said(200, both if page == ["1"] else [])
        return self.calls.pop(0) if len(self.calls) > 1 else self.calls[0]

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What was asked of `/actions/rpc`."""
        return [json.loads(one.body) for one in self.runs if isinstance(one.body, bytes)]

    @property
    def runs(self) -> list[Request]:
        return [one for one in self.sent if one.url.endswith("/actions/rpc")]

    def keys(self) -> list[str | None]:
        return [one.headers.get("Idempotency-Key") for one in self.runs]


class Carrier:
    """The way to it that blocks."""

    def __init__(self, hub: FakeHub) -> None:
        self.hub = hub

    def send(self, request: Request) -> Response:
        return self.hub.answer(request)

    def close(self) -> None:
        self.hub.closed += 1


class AsyncCarrier:
    """The way to it from a loop."""

    def __init__(self, hub: FakeHub) -> None:
        self.hub = hub

    async def send(self, request: Request) -> Response:
        return self.hub.answer(request)

    async def close(self) -> None:
        self.hub.closed += 1


def toolset(hub: FakeHub, *accounts: str, **more: Any) -> Toolset:
    return Toolset(transport=Carrier(hub), sleep=hub.pause, **_settings(hub, accounts, more))


def async_toolset(hub: FakeHub, *accounts: str, **more: Any) -> AsyncToolset:
    async def pause(seconds: float) -> None:
        hub.pause(seconds)

    return AsyncToolset(transport=AsyncCarrier(hub), sleep=pause, **_settings(hub, accounts, more))


def _settings(hub: FakeHub, accounts: tuple[str, ...], more: dict[str, Any]) -> dict[str, Any]:
    chance: Callable[[], float] = lambda: 1.0  # noqa: E731
    retries = Retries(chance=chance, now=lambda: hub.time)
    fixed = {"base_url": "https://hub.example/base", "api_key": KEY, "account_ids": accounts or None}
    return {**fixed, "retries": retries, **more}


def form_of(request: Request) -> bytes:
    assert isinstance(request.body, Form)
    whole = b"".join(request.body.pieces())
    assert len(whole) == request.body.size
    return whole
