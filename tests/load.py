"""`make load`: two projects at 70 % of what the hub can do, while the provider fails in every way it knows.

Two minutes; `make load ARGS="--seconds 1800"` is the half hour. First the most that comes through without faults is measured, which also
warms the hub up. Then callers keep to 70 % of that while one request in ten goes wrong: a 500, a 429, JSON cut short, nothing at all, an answer that is late,
one that never comes, a line that breaks before or after the request was carried out. Each account has a workspace of its own, and
every answer is looked at for it. A write is repeated with its key until it succeeds; at the end each comment is there
exactly once, in its own workspace. The hub's memory may not grow by more than a fifth, and the hub stops with 0. Nothing is timed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from linkwright.catalog.linear.twin.twin import LinearTwin
from tests.hub import RunningHub, running_hub
from tests.loading.callers import Caller, Pace, Tenant, drive
from tests.loading.memory import Memory
from tests.loading.provider import DEADLINE, ORIGIN, Provider, provider

_ACCOUNTS = 2
_CALLERS = 2
_SHARE = 0.7
_PATIENCE = 120.0


def main() -> int:
    """Run for the time given; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, provider(2 * _ACCOUNTS) as linear:
        env = {
            "LINKWRIGHT_LOG_LEVEL": "error",
            "LINKWRIGHT_CALL_DEADLINE": str(DEADLINE),
            "LINKWRIGHT_OUTBOUND_ORIGINS": json.dumps({ORIGIN: linear.url}),
        }
        with running_hub(Path(folder) / "data", **env) as hub:
            assert hub.url, hub.log
            return _loaded(hub, linear, options.seconds)


def _loaded(hub: RunningHub, linear: Provider, seconds: float) -> int:
    tenants = _tenants(hub, linear)
    began, measuring = time.monotonic(), min(30.0, max(5.0, seconds / 10))
    first = [Caller(one, f"first {n}", Pace(began + measuring)) for one in tenants for n in range(_CALLERS)]
    drive(first, measuring + _PATIENCE)
    most = sum(sum(caller.seen.values()) for caller in first) / (time.monotonic() - began)
    _say(f"at most {most:.0f} calls/s, so {most * _SHARE:.0f} from now on")

    interval, end = len(first) / (most * _SHARE), began + seconds
    memory = Memory(hub.process.pid)
    memory.start()
    linear.failing = True
    then = [Caller(one, f"then {n}", Pace(end, interval, True)) for one in tenants for n in range(_CALLERS)]
    drive(then, seconds + _PATIENCE)
    grown, too_much = memory.stop()
    linear.failing = False

    callers = [*first, *then]
    wrong = [line for caller in callers for line in caller.wrong] + _miswritten(tenants, callers)
    if too_much:
        wrong.append(f"memory: {grown}")
    code = hub.stop()
    if code:
        wrong.append(f"the hub ended with {code}: {hub.log[-3:]}")
    _report(callers, linear, grown, wrong)
    return 1 if wrong else 0


def _tenants(hub: RunningHub, linear: Provider) -> list[Tenant]:
    """Two projects with some accounts each, every one of another workspace."""
    hub.cli("projects", "create", "second")
    keys = [hub.key, hub.cli("keys", "create", "--project", "second", "--name", "load")["key"]]
    linked = [(key, twin, _link(hub, key, twin)) for key, twin in zip(keys * _ACCOUNTS, linear.twins, strict=True)]
    return [
        Tenant(hub, f"tenant {n}", key, account, next(other for whose, _, other in linked if whose != key), twin)
        for n, (key, twin, account) in enumerate(linked)
    ]


def _link(hub: RunningHub, key: str, twin: LinearTwin) -> str:
    body = {"origin_owner_id": "load", "origin_owner_name": "Load", "provider": "linear", "multiple": True}
    token = hub.call("POST", "/connect_sessions", body, key=key).json()["token"]
    profile = hub.hub_call(token, "GET", "/hub/connectors").json()["integrations"][0]["integration_id"]
    given = {"integration_id": profile, "credentials": {"api_key": twin.keys["full"]}}
    made = hub.hub_call(token, "POST", "/hub/accounts", given)
    assert made.status == 200, made.body
    return str(made.json()["id"])


def _miswritten(tenants: list[Tenant], callers: list[Caller]) -> list[str]:
    """Comments that are not exactly once in their own workspace, or somewhere else."""
    wrong = []
    written = [text for caller in callers for text in caller.written]
    for tenant in tenants:
        there = Counter(row["body"] for row in tenant.twin.rows("Comment") if row["body"].startswith("tenant "))
        own = {text for text in written if text.startswith(f"{tenant.name} ")}
        wrong += [f"{text!r} is there {there[text]} times" for text in own if there[text] != 1]
        wrong += [f"{text!r} is in the workspace of {tenant.name}" for text in there.keys() - own]
    return wrong


def _report(callers: list[Caller], linear: Provider, grown: str, wrong: list[str]) -> None:
    for what, count in sorted(sum((caller.seen for caller in callers), Counter[str]()).items()):
        _say(f"{count:>7} × {what}")
    for what, count in sorted(linear.injected.items()):
        _say(f"{count:>7} requests failed: {what}")
    _say(
        f"{sum(len(caller.written) for caller in callers)} comments, each there once and in its own workspace: {not wrong}"
    )
    _say(f"memory of the hub: {grown}")
    for line in wrong[:20]:
        _say(f"WRONG {line}")


def _say(line: str) -> None:
    sys.stdout.write(f"load: {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
