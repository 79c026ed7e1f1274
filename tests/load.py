"""`make load`: two minutes of mixed calls from many callers at once, every answer checked. Says what it saw; times nothing.

Reads, writes and MCP calls run on several accounts of two projects together. At the end each comment written is there exactly once, no
caller saw another's data, and the hub stops with 0.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from tests.hub import RunningHub, running_hub


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
        failed = answer.status == 200 and answer.json().get("result", {}).get("isError")
        if failed and b"429" not in answer.body:
            self.wrong.append(f"mcp: {answer.body[:300]!r}")

    def _noted(self, what: str, status: int, body: bytes) -> bool:
        self.seen[f"{what} {status}"] += 1
        # The twin keeps Linear's limits, so a long run meets them: 429 is right, anything else is not.
        if status not in {200, 429}:
            self.wrong.append(f"{what}: {status} {body[:300]!r}")
        return status == 200


def main() -> int:
    """Run for the time given; 1 if any answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_hub(Path(folder) / "data", LINKWRIGHT_LOG_LEVEL="warning") as hub,
    ):
        assert hub.url, hub.log
        hub.cli("projects", "create", "second")
        accounts = [(hub.key, hub.link(origin_owner_id=f"a{n}")) for n in range(4)]
        end = time.monotonic() + options.seconds
        callers = [Caller(hub, key, account, f"caller {n}", end) for n, (key, account) in enumerate(accounts)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(options.seconds + 60)
        seen = sum((caller.seen for caller in callers), Counter[str]())
        wrong = [line for caller in callers for line in caller.wrong] + _missing(hub, callers)
        code = hub.stop()
    for what, count in sorted(seen.items()):
        sys.stdout.write(f"load: {count:>7} × {what}\n")
    for line in wrong[:20]:
        sys.stdout.write(f"load: WRONG {line}\n")
    return 1 if wrong or code else 0


def _missing(hub: RunningHub, callers: list[Caller]) -> list[str]:
    there: Counter[str] = Counter()
    cursor = None
    while True:
        query = {"page_size": 100, "issue": "ENG-1", **({"cursor": cursor} if cursor else {})}
        answer = hub.rpc(callers[0].account, "linear_list_comments", query=query)
        if answer.status == 429:
            return []
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
