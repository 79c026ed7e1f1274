"""Brightdesk in the tests: its connector compiled afresh, its twin called in process, and a record of what was sent."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from httpx2 import ASGITransport, AsyncClient

from linkwright.connectors.compile import Compiled, compile_connector
from linkwright.connectors.compiled import Connector
from linkwright.connectors.loading import load_connector
from linkwright.engine.arguments import gather
from linkwright.engine.results import RunResult
from linkwright.engine.run import run
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3] / "examples" / "brightdesk"


@cache
def twin() -> ModuleType:
    spec = importlib.util.spec_from_file_location("brightdesk_twin", ROOT / "twin.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def compiled() -> Compiled:
    return compile_connector(ROOT / "connector", ROOT)


@cache
def connector() -> Connector:
    return load_connector(compiled().connector)


class Wire:
    """The twin as a transport; a scripted answer takes its place once."""

    def __init__(self, calls_per_minute: int = 10_000) -> None:
        self.app = twin().application(calls_per_minute=calls_per_minute)
        self.requests: list[OutboundRequest] = []
        self.scripted: list[OutboundResponse] = []

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.requests.append(request)
        if self.scripted:
            return self.scripted.pop(0)
        async with AsyncClient(transport=ASGITransport(self.app)) as client:
            answer = await client.request(
                request.method, request.url, headers=dict(request.headers), content=request.body
            )
        return OutboundResponse(answer.status_code, dict(answer.headers), answer.content, 1.0)


class Desk:
    """Calls actions of Brightdesk with a credential."""

    def __init__(self, wire: Wire | None = None, method: str = "api_key", **credential: str) -> None:
        self.wire = wire or Wire()
        self.method = connector().auth[method]
        self.credential = credential or {"api_key": twin().KEY}

    async def run(self, name: str, **given: Any) -> RunResult:
        action = connector().actions[f"brightdesk_{name}"]
        return await run(
            connector(),
            action,
            gather(action, given),
            method=self.method,
            credential={key: Secret(value) for key, value in self.credential.items()},
            transport=self.wire,
            clock=FixedClock(NOW),
            deadline=30.0,
        )

    async def walk(self, name: str, **given: Any) -> list[Any]:
        """All pages."""
        found: list[Any] = []
        result = await self.run(name, **given)
        while True:
            assert isinstance(result.data, list)
            found += result.data
            if result.next is None:
                return found
            result = await self.run(name, **given, cursor=result.next)
