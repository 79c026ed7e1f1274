"""`make bench`: POST /actions/rpc of a read action, interleaved in one run with nginx `proxy_pass` to the same null upstream.

`make bench-peers` puts the MCP SDK and FastMCP beside it. `--slow` adds an upstream that takes 20 ms.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from linkwright.kit.ids import random_text
from tests.bench import generator, machine, report
from tests.bench.cases import Case, Series
from tests.bench.peers.running import running
from tests.bench.stage import DIRECT, MCP, NGINX, direct, hub_before, of_hub, peers, proxies
from tests.bench.upstream import ANSWER, hits, null_upstream

_SLOW_CONNECTIONS = 128


def main() -> int:
    """Measure and print; not 0 if an answer was wrong or calls reached the upstream more or less than once."""
    options = _options()
    under_test, beside = machine.cores()
    key = f"lin_api_{random_text(40)}"
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ExitStack() as stack:
            with machine.started_on(beside):
                upstream, _ = stack.enter_context(null_upstream(folder, key))
            cases = [direct(key, upstream), *stack.enter_context(proxies(folder, key, upstream, under_test))]
            with machine.started_on(under_test):
                cases += of_hub(key, stack.enter_context(hub_before(folder, upstream)))
            if options.peers:
                cases += stack.enter_context(peers(options.peers, key, upstream, under_test))
            if options.rest_only:
                cases = [case for case in cases if case.name != MCP]
            for count in (options.connections, 1):
                series = _rounds(cases, folder, upstream, count, options, beside)
                found[str(count)] = report.figures(series, NGINX)
        if options.slow:
            found["20 ms"] = _slow(folder / "slow", key, options, (under_test, beside))
    result = {
        "commit": machine.commit(),
        "machine": machine.description(),
        "generator": generator.name(),
        "pinned": under_test is not None,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "connections": found,
    }
    sys.stdout.write(json.dumps(result, indent=2) + "\n" if options.json else report.words(result))
    return 0 if _clean(result) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds per case; they take turns")
    parser.add_argument("--seconds", type=float, default=3, help="seconds per round")
    parser.add_argument("--connections", type=int, default=32, help="connections at a time")
    parser.add_argument("--rest-only", action="store_true", help="leave MCP out")
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter that has requirements/peers.txt")
    parser.add_argument("--slow", action="store_true", help="also with an upstream that takes 20 ms, 128 connections")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    options = parser.parse_args()
    if options.rounds < 1 or options.seconds < 1 or options.connections < 2:
        parser.error("at least one round, one second and two connections")
    return options


def _slow(
    folder: Path, key: str, options: argparse.Namespace, cores: tuple[int | None, int | None]
) -> dict[str, dict[str, Any]]:
    """The hub before an upstream that takes 20 ms, beside that upstream alone."""
    folder.mkdir()
    answer = folder / "answer.json"
    answer.write_text(ANSWER, encoding="utf-8")
    with ExitStack() as stack:
        with machine.started_on(cores[1]):
            upstream, _ = stack.enter_context(running(sys.executable, "slow", 0, str(answer)))
        with machine.started_on(cores[0]):
            cases = [direct(key, upstream), *of_hub(key, stack.enter_context(hub_before(folder, upstream)))]
        series = _rounds(cases, folder, upstream, _SLOW_CONNECTIONS, options, cores[1])
    return report.figures(series, DIRECT)


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


if __name__ == "__main__":
    sys.exit(main())
