"""`make load`: two minutes of mixed calls from many callers at once, every answer checked. Says what it saw; times nothing.

Reads, writes and MCP calls run on several accounts together. At the end each comment that was written is there exactly
once, and the hub stops with 0.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from linkwright.catalog.linear.twin.limits import Limits
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.shipped import CONTRACT_FILE, read_lock
from linkwright.cli.twin_server import serve_twin
from linkwright.kit.clock import SystemClock
from tests.hub import RunningHub, running_hub
from tests.postgres import free_port


class Caller(threading.Thread):
    """Calls one account until the time is over."""

    def __init__(self, hub: RunningHub, key: str, account: str, name: str, end: float) -> None:
        super().__init__(daemon=True)
        self.hub, self.key, self.account, self.label, self.end = hub, key, account, name, end
        self.seen: Counter[str] = Counter()
        self.written: list[str] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        """Read, read by MCP, and write a comment every tenth time."""
        turn = 0
        while time.monotonic() < self.end and not self.wrong:
            turn += 1
            self._rpc("linear_list_issues", query={"page_size": 5})
            self._mcp()
            if turn % 10 == 0:
                text = f"{self.label} {turn}"
                if self._rpc("linear_create_comment", body={"issueId": "ENG-1", "body": text}):
                    self.written.append(text)

    def _rpc(self, action: str, **places: object) -> bool:
        headers = {"x-account-id": self.account}
        answer = self.hub.call("POST", "/actions/rpc", {"action": action, **places}, key=self.key, headers=headers)
        return self._noted(action, answer.status, answer.body)

    def _mcp(self) -> None:
        body = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": "linear_get_viewer", "arguments": {}},
        }
        headers = {"x-account-id": self.account, "mcp-protocol-version": "2025-11-25"}
        answer = self.hub.call("POST", "/mcp", body, key=self.key, headers=headers)
        self._noted("mcp", answer.status, answer.body)
        if answer.status == 200 and answer.json().get("result", {}).get("isError", True):
            self.wrong.append(f"mcp: {answer.body[:300]!r}")

    def _noted(self, what: str, status: int, body: bytes) -> bool:
        self.seen[f"{what} {status}"] += 1
        if status != 200:
            self.wrong.append(f"{what}: {status} {body[:300]!r}")
        return status == 200


def main() -> int:
    """Run for the time given; 1 if any answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _provider() as (address, provider_key):
        return _loaded(Path(folder), address, provider_key, options.seconds)


def _loaded(folder: Path, address: str, provider_key: str, seconds: float) -> int:
    origins = json.dumps({"https://api.linear.app": address})
    env = {"LINKWRIGHT_LOG_LEVEL": "warning", "LINKWRIGHT_OUTBOUND_ORIGINS": origins}
    with running_hub(folder / "data", **env) as hub:
        assert hub.url, hub.log
        accounts = [(hub.key, hub.link(provider_key, origin_owner_id=f"a{n}")) for n in range(4)]
        end = time.monotonic() + seconds
        callers = [Caller(hub, key, account, f"caller {n}", end) for n, (key, account) in enumerate(accounts)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(seconds + 60)
        seen = sum((caller.seen for caller in callers), Counter[str]())
        wrong = [line for caller in callers for line in caller.wrong] + _missing(hub, callers)
        code = hub.stop()
    for what, count in sorted(seen.items()):
        sys.stdout.write(f"load: {count:>7} × {what}\n")
    for line in wrong[:20]:
        sys.stdout.write(f"load: WRONG {line}\n")
    return 1 if wrong or code else 0


@contextmanager
def _provider() -> Iterator[tuple[str, str]]:
    """A twin of Linear without limits, in a thread of this process: its address and a key."""
    unlimited = Limits(requests=10**9, complexity=10**12, searches=10**9)
    twin = LinearTwin("load", SystemClock(), read_lock("linear", CONTRACT_FILE), limits=unlimited)
    port = free_port()
    config = uvicorn.Config(serve_twin(twin, "https://api.linear.app"), port=port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}", twin.keys["full"]
    finally:
        server.should_exit = True
        thread.join(20)


def _missing(hub: RunningHub, callers: list[Caller]) -> list[str]:
    there: Counter[str] = Counter()
    cursor = None
    while True:
        query = {"page_size": 100, "issue": "ENG-1", **({"cursor": cursor} if cursor else {})}
        answer = hub.rpc(callers[0].account, "linear_list_comments", query=query)
        found = answer.json()
        there.update(comment["body"] for comment in found["data"])
        cursor = found["next"]
        if not cursor:
            break
    return [
        f"{text!r} is there {there[text]} times" for caller in callers for text in caller.written if there[text] != 1
    ]


if __name__ == "__main__":
    sys.exit(main())
