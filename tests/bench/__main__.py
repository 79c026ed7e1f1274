"""`make bench`: POST /actions/rpc of a read action, interleaved in one run with nginx `proxy_pass` to the same null upstream."""

from __future__ import annotations

import argparse
import base64
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from linkwright.kit.ids import random_text
from tests.bench import generator, machine, report
from tests.bench.cases import Case, Series
from tests.bench.upstream import ANSWER, PERSON, hits, null_upstream, plain_proxy
from tests.hub import RunningHub, running_hub

ACTION = "linear_get_viewer"
REST = "POST /actions/rpc"
MCP = "MCP tools/call"
_QUERY = json.dumps(
    {"query": "query{viewer{id name displayName email admin guest active timezone url createdAt}}", "variables": {}}
)
EMAIL = str(PERSON["email"]).encode()
_JSON = {"Content-Type": "application/json"}


def main() -> int:
    """Measure and print; not 0 if an answer was wrong or calls reached the upstream more or less than once."""
    options = _options()
    under_test, beside = machine.cores()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        with machine.started_on(beside):
            key = f"lin_api_{random_text(40)}"
            upstream, _ = stack.enter_context(null_upstream(folder, key))
        with machine.started_on(under_test):
            proxy, nginx = stack.enter_context(plain_proxy(folder, key, upstream))
            hub = stack.enter_context(_hub(folder, upstream))
        cases = _cases(key, upstream, (proxy, nginx.pid), hub)
        if options.rest_only:
            cases = [case for case in cases if case.name != MCP]
        many = _rounds(cases, folder, upstream, options.connections, options, beside)
        one = _rounds(cases, folder, upstream, 1, options, beside)
    result = {
        "commit": machine.commit(),
        "machine": machine.description(),
        "generator": generator.name(),
        "pinned": under_test is not None,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "connections": {str(options.connections): report.figures(many, "nginx"), "1": report.figures(one, "nginx")},
    }
    sys.stdout.write(json.dumps(result, indent=2) + "\n" if options.json else _words(result))
    return 0 if _clean(result) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds per case; they take turns")
    parser.add_argument("--seconds", type=float, default=3, help="seconds per round")
    parser.add_argument("--connections", type=int, default=32, help="connections at a time")
    parser.add_argument("--rest-only", action="store_true", help="leave MCP out")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    options = parser.parse_args()
    if options.rounds < 1 or options.seconds < 1 or options.connections < 2:
        parser.error("at least one round, one second and two connections")
    return options


@contextmanager
def _hub(folder: Path, upstream: int) -> Iterator[RunningHub]:
    origins = json.dumps({"https://api.linear.app": f"http://127.0.0.1:{upstream}"})
    data = folder / "data"
    with running_hub(data, LINKWRIGHT_OUTBOUND_ORIGINS=origins, LINKWRIGHT_LOG_LEVEL="warning") as hub:
        if not hub.url:
            raise SystemExit("the hub did not start:\n" + "\n".join(hub.log[-20:]))
        yield hub


def _cases(key: str, upstream: int, proxy: tuple[int, int], hub: RunningHub) -> list[Case]:
    secret = hub.cli("keys", "create", "--project", "default", "--name", "bench")["key"]
    account = hub.link(api_key=key)
    basic = {"Authorization": "Basic " + base64.b64encode(f"{secret}:".encode()).decode(), "x-account-id": account}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": ACTION, "arguments": {}}}
    mcp = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}
    graphql = "/graphql"
    return [
        Case(
            "upstream alone", f"http://127.0.0.1:{upstream}{graphql}", {**_JSON, "Authorization": key}, _QUERY, _plain
        ),
        Case("nginx", f"http://127.0.0.1:{proxy[0]}{graphql}", _JSON, _QUERY, _plain, proxy[1]),
        Case(
            REST,
            f"{hub.url}/actions/rpc",
            {**_JSON, **basic},
            json.dumps({"action": ACTION}),
            lambda body: _viewer(json.loads(body).get("data")),
            hub.process.pid,
        ),
        Case(
            MCP,
            f"{hub.url}/mcp",
            {**_JSON, **basic, **mcp},
            json.dumps(call),
            lambda body: EMAIL in body and b'"isError":true' not in body,
            hub.process.pid,
        ),
    ]


def _plain(body: bytes) -> bool:
    return body.decode() == ANSWER


def _viewer(data: Any) -> bool:
    return isinstance(data, dict) and all(data.get(name) == value for name, value in PERSON.items())


def _rounds(
    cases: list[Case], folder: Path, upstream: int, connections: int, options: argparse.Namespace, core: int | None
) -> dict[str, Series]:
    series = {case.name: Series() for case in cases}
    for case in cases:
        case.check()
        generator.load(case, folder, connections=connections, seconds=1, core=core)
    for turn in range(options.rounds):
        first = turn % len(cases)
        for case in (*cases[first:], *cases[:first]):
            _measure(case, series[case.name], folder, upstream, connections, options.seconds, core)
            _note(f"round {turn + 1} of {options.rounds}, {connections} connections: {case.name}")
    for case in cases:
        case.check()
    return series


def _measure(
    case: Case, series: Series, folder: Path, upstream: int, connections: int, seconds: float, core: int | None
) -> None:
    spent, seen = machine.cpu_seconds(case.pid) if case.pid else 0.0, hits(upstream)
    load = generator.load(case, folder, connections=connections, seconds=seconds, core=core)
    if not load.calls:
        raise SystemExit(f"{case.name}: not one call was answered")
    series.loads.append(load)
    arrived = hits(upstream) - seen - 1
    series.hits.append(arrived / load.calls)
    # Calls in flight when a round ends have reached the upstream and are counted by nobody else; on a closing
    # connection nginx may have begun one more.
    if abs(arrived - load.calls) > 2 * connections:
        raise SystemExit(f"{case.name}: {load.calls} calls made {arrived} requests to the upstream")
    if case.pid:
        series.cpu.append((machine.cpu_seconds(case.pid) - spent) / load.calls * 1e6)


def _note(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text:<70}")


def _clean(result: dict[str, Any]) -> bool:
    return all(row["wrong"] == 0 for rows in result["connections"].values() for row in rows.values())


def _words(result: dict[str, Any]) -> str:
    lines = ["", f"Linkwright {result['commit']} on {result['machine']}", ""]
    load = (
        "wrk"
        if result["generator"] == "wrk"
        else "our own generator (wrk is not installed; it holds nginx back, so read no ratio)"
    )
    lines += [f"{result['rounds']} rounds of {result['seconds']:g} s in turns, medians; load by {load}"]
    for count, rows in result["connections"].items():
        lines += ["", report.table(f"{count} connection{'s' if count != '1' else ''}", rows)]
    rows = result["connections"]
    many, one = rows.values()
    lines += ["", f"{REST} ÷ nginx: {many[REST]['ratio']} of its calls/s (target: at least 0.08)"]
    lines += [f"One connection: {one[REST]['p50_ms'] / one['nginx']['p50_ms']:.2f} × nginx's p50 (target: at most 3)"]
    if MCP in many:
        lines += [f"MCP ÷ REST: {many[MCP]['rps'] / many[REST]['rps']:.2f} of its calls/s (target: at least 0.90)"]
    lines += [""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
