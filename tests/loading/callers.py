"""Callers of one account each: they read, read by MCP, write until it is done, and knock at another project's account."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from linkwright.catalog.linear.twin.twin import LinearTwin
from tests.hub import Answer, RunningHub

# What a call may come to while the provider fails: a deadline, a write under way, a rest that was asked for, nonsense.
_FAILING = frozenset({408, 409, 422, 429, 502})
_MOST_TRIES = 200
_PAUSE = 0.2
# A twin holds 10,000 rows of a kind; two callers of half an hour must not fill it.
_MOST_WRITTEN = 3_500


@dataclass(frozen=True)
class Tenant:
    """A linked account: its project's key, the twin that is its workspace, and an account of the other project."""

    hub: RunningHub
    name: str
    key: str
    account: str
    foreign: str
    twin: LinearTwin


@dataclass
class Pace:
    """How fast one caller goes; `interval` seconds from one call to the next, 0 for as fast as it can.

    Attributes:
        end: when to stop, on the monotonic clock.
        failing: whether the provider may fail meanwhile.
    """

    end: float
    interval: float = 0.0
    failing: bool = False
    _next: float = field(default_factory=time.monotonic)

    def wait(self) -> bool:
        """Wait for the next call's time; False once the end has come. Lost time is not made up for."""
        self._next = max(self._next + self.interval, time.monotonic())
        threading.Event().wait(max(0.0, min(self._next, self.end) - time.monotonic()))
        return time.monotonic() < self.end


class Caller(threading.Thread):
    """Calls one account until the time is over.

    Attributes:
        seen: answers by what was called and status.
        written: texts of the comments that the hub said were made.
        wrong: what must not be.
    """

    def __init__(self, tenant: Tenant, label: str, pace: Pace) -> None:
        super().__init__(daemon=True)
        self._tenant, self._label, self._pace = tenant, f"{tenant.name} {label}", pace
        self._viewer = str(tenant.twin.rows("User")[0]["id"])
        self._issues = {row["id"] for row in tenant.twin.rows("Issue")}
        self.seen: Counter[str] = Counter()
        self.written: list[str] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        """Read twice, knock once in twenty turns, write once in ten."""
        turn = 0
        while not self.wrong and self._pace.wait():
            turn += 1
            if turn % 10 == 0 and len(self.written) < _MOST_WRITTEN:
                self._write(f"{self._label} {turn}")
            elif turn % 20 == 1:
                self._knock()
            elif turn % 2:
                self._list_issues()
            else:
                self._viewer_by_mcp()

    def _list_issues(self) -> None:
        answer = self._rpc("linear_list_issues", query={"page_size": 5})
        if answer.status == 200:
            strange = {row["id"] for row in answer.json()["data"]} - self._issues
            self._check(not strange, "issues of another workspace", answer)

    def _viewer_by_mcp(self) -> None:
        params = {"name": "linear_get_viewer", "arguments": {}}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        headers = {"x-account-id": self._tenant.account, "mcp-protocol-version": "2025-11-25"}
        answer = self._tenant.hub.call("POST", "/mcp", body, key=self._tenant.key, headers=headers)
        failed = answer.status == 200 and answer.json().get("result", {}).get("isError", True)
        self.seen[f"mcp {answer.status}{' with an error' if failed else ''}"] += 1
        self._check(answer.status == 200 and (self._pace.failing or not failed), "mcp", answer)
        if answer.status == 200 and not failed:
            self._check(self._viewer.encode() in answer.body, "the person of another workspace", answer)

    def _knock(self) -> None:
        headers = {"x-account-id": self._tenant.foreign}
        body = {"action": "linear_get_viewer"}
        answer = self._tenant.hub.call("POST", "/actions/rpc", body, key=self._tenant.key, headers=headers)
        self.seen[f"another project's account {answer.status}"] += 1
        self._check(answer.status == 404, "another project's account", answer)

    def _write(self, text: str) -> None:
        for _ in range(_MOST_TRIES):
            answer = self._rpc("linear_create_comment", key=text, body={"issueId": "ENG-1", "body": text})
            if answer.status == 200:
                self.written.append(text)
                return
            if self.wrong:
                return
            threading.Event().wait(_PAUSE)
        self._check(good=False, what=f"{text!r} was not written in {_MOST_TRIES} tries", answer=answer)

    def _rpc(self, action: str, key: str = "", **places: Any) -> Answer:
        headers = {"x-account-id": self._tenant.account, **({"idempotency-key": key} if key else {})}
        body = {"action": action, **places}
        answer = self._tenant.hub.call("POST", "/actions/rpc", body, key=self._tenant.key, headers=headers)
        self.seen[f"{action} {answer.status}"] += 1
        failed = self._pace.failing and answer.status in _FAILING
        self._check(answer.status == 200 or failed, action, answer)
        return answer

    def _check(self, good: bool, what: str, answer: Answer) -> None:
        if not good:
            self.wrong.append(f"{self._label}: {what}: {answer.status} {answer.body[:300]!r}")


def drive(callers: list[Caller], patience: float) -> None:
    """Let them all call until their time is over."""
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(patience)
        if caller.is_alive():
            caller.wrong.append("a caller did not come to its end")
