"""Twins of Linear behind one address, a workspace each, found by the key that a request carries; some requests fail."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from linkwright.catalog.linear.twin.limits import Limits
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.shipped import CONTRACT_FILE, read_lock
from linkwright.cli.twin_server import serve_twin
from linkwright.kit.clock import SystemClock
from linkwright.outbound.errors import UpstreamTimeout, UpstreamUnreachable
from tests.postgres import free_port

ORIGIN = "https://api.linear.app"
_ONE_IN = 10
_LOOKS = 4
# The hub is told to give up on a call after DEADLINE seconds.
DEADLINE = 10
_STALL_ONE_IN = 1_000
_STALL = DEADLINE + 5.0
_FAULTS: dict[str, dict[str, Any]] = {
    "500": {"status": 500},
    "500 after it was done": {"status": 500, "after": True},
    "429": {"status": 429},
    "malformed": {"answer": "malformed"},
    "malformed after it was done": {"answer": "malformed", "after": True},
    "empty": {"answer": "empty"},
    "empty after it was done": {"answer": "empty", "after": True},
    "unsuccessful": {"answer": "unsuccessful"},
    "late": {"answer": None, "delay": 0.5},
    "line broken": {"error": UpstreamUnreachable()},
    "line broken after it was done": {"error": UpstreamTimeout(), "after": True},
}


@dataclass
class Provider:
    """Where it is, and its twins; `failing` says whether requests fail, `injected` how often each way."""

    url: str
    twins: list[LinearTwin]
    failing: bool = False
    injected: Counter[str] = field(default_factory=Counter)

    def spoil(self, twin: LinearTwin, dice: random.Random) -> None:
        """Perhaps let the twin's next request fail."""
        if not self.failing:
            return
        if dice.randrange(_STALL_ONE_IN) == 0:
            self.injected["stalled until the hub gave up"] += 1
            twin.fail_next(answer=None, delay=_STALL)
        elif dice.randrange(_ONE_IN) == 0:
            name = dice.choice(list(_FAULTS))
            self.injected[name] += 1
            twin.fail_next(**_FAULTS[name])
            if "after" in _FAULTS[name] and dice.randrange(2):
                # The hub looks for what it lost at once; only where that fails too has a caller to repeat the write.
                self.injected["500 when it was looked for"] += _LOOKS
                twin.fail_next(status=500, times=_LOOKS)


@contextmanager
def provider(workspaces: int) -> Iterator[Provider]:
    """Serve that many workspaces in a thread of this process, without rate limits."""
    lock, clock = read_lock("linear", CONTRACT_FILE), SystemClock()
    unlimited = Limits(requests=10**9, complexity=10**12, searches=10**9)
    twins = [LinearTwin(f"load {n}", clock, lock, limits=unlimited) for n in range(workspaces)]
    port = free_port()
    made = Provider(f"http://127.0.0.1:{port}", twins)
    server = uvicorn.Server(uvicorn.Config(_by_key(made), port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.should_exit = True
        thread.join(60)


def _by_key(made: Provider) -> Any:
    """An ASGI application that hands each request to the twin whose key it carries; it holds no state of its own."""
    doors = {twin.keys["full"]: (twin, serve_twin(twin, ORIGIN)) for twin in made.twins}
    dice = random.Random(1)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        key = dict(scope["headers"]).get(b"authorization", b"").decode()
        twin, door = doors[key]
        made.spoil(twin, dice)
        await door(scope, receive, send)

    return app
