"""`make bench-memory`: what the hub's memory grows by for idle MCP clients and for accounts that are in use."""

from __future__ import annotations

import argparse
import http.client
import json
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from linkwright.kit.ids import random_text
from tests.bench import machine
from tests.bench.cases import Case
from tests.bench.stage import ACTION, MCP, hub_before, of_hub
from tests.bench.upstream import null_upstream
from tests.hub import RunningHub

_AT_ONCE = 8
_CLOSED_SECONDS = 8.0
"""Longer than the server keeps an idle connection open."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench-memory", description=__doc__)
    parser.add_argument("--clients", type=int, default=1_000, help="MCP clients that are connected and idle")
    parser.add_argument("--accounts", type=int, default=10_000, help="accounts that have each been called once")
    options = parser.parse_args()
    key = f"lin_api_{random_text(40)}"
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        upstream, _ = stack.enter_context(null_upstream(folder, key))
        hub = stack.enter_context(hub_before(folder, upstream))
        case = next(one for one in of_hub(key, hub) if one.name == MCP)
        for _ in range(300):
            case.check()
        before = resident(hub)
        told = {"commit": machine.commit(), "machine": machine.description(), "before_mb": before}
        told |= _clients(hub, case, options.clients)
        told |= _accounts(hub, key, options.accounts)
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    return 0


def resident(hub: RunningHub) -> float:
    """The hub's memory in MB, as the system counts it (VmRSS)."""
    status = Path(f"/proc/{hub.process.pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return round(int(found[1]) / 1024, 1)


def _clients(hub: RunningHub, case: Case, count: int) -> dict[str, float]:
    """So many clients that have listed the tools and keep their connections."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}})
    place = urlsplit(case.url)
    began = resident(hub)
    open_ones = []
    for _ in range(count):
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        connection.connect()
        open_ones.append(connection)
    # All connections first, then all lists, so that none is closed for idleness before the last has its answer.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answered = sum(pool.map(lambda one: _asked(one, place.path, body, case.headers), open_ones))
    held = resident(hub)
    for connection in open_ones:
        connection.close()
    time.sleep(_CLOSED_SECONDS)
    return {
        "clients": answered,
        "clients_mb": round(held - began, 1),
        "clients_gone_mb": round(resident(hub) - began, 1),
    }


def _asked(connection: http.client.HTTPConnection, path: str, body: str, headers: dict[str, str]) -> int:
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return int(answer.status == 200)


def _accounts(hub: RunningHub, key: str, count: int) -> dict[str, float]:
    """So many accounts of as many owners, each called once, so that all are in the caches that hold them."""
    began = resident(hub)

    def linked(number: int) -> int:
        account = hub.link(api_key=key, origin_owner_id=f"cus_{number}", origin_owner_name=f"Owner {number}")
        return int(hub.rpc(account, ACTION).status == 200)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        called = sum(pool.map(linked, range(count)))
    return {"accounts": called, "accounts_mb": round(resident(hub) - began, 1)}


if __name__ == "__main__":
    sys.exit(main())
