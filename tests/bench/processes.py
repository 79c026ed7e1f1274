"""`make bench-processes`: two hubs on one PostgreSQL beside one of them alone; nothing is pinned, as they share the machine with all else."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from linkwright.kit.ids import random_text
from tests.bench import generator, machine
from tests.bench.cases import Case, Load
from tests.bench.stage import REST, hub_before, of_hub
from tests.bench.upstream import hits, null_upstream
from tests.postgres import cluster

_CONNECTIONS = 64


def main() -> int:
    """Measure and print; not 0 if an answer was wrong or calls reached the upstream more or less than once."""
    parser = argparse.ArgumentParser(prog="make bench-processes", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    key = f"lin_api_{random_text(40)}"
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(cluster())
        upstream, _ = stack.enter_context(null_upstream(folder, key))
        shared = {"LINKWRIGHT_DATABASE_URL": f"{server}/postgres"}
        one = stack.enter_context(hub_before(folder / "one", upstream, **shared))
        shared["LINKWRIGHT_MASTER_KEY_FILE"] = str(folder / "one" / "data" / "master.key")
        shared["LINKWRIGHT_AUDIT_KEY_FILE"] = str(folder / "one" / "data" / "audit.key")
        other = stack.enter_context(hub_before(folder / "other", upstream, **shared))
        case = next(case for case in of_hub(key, one) if case.name == REST)
        cases = [case, replace(case, url=case.url.replace(one.url, other.url), pid=other.process.pid)]
        for each in cases:
            each.check()
        alone, both, wrong, reached = [], [], 0, []
        _load(cases, folder, 1.0)
        for turn in range(options.rounds):
            for together in (True, False) if turn % 2 else (False, True):
                seen = hits(upstream)
                loads = _load(cases if together else cases[:1], folder, options.seconds)
                reached.append((hits(upstream) - seen - 1) / sum(load.calls for load in loads))
                wrong += sum(load.wrong for load in loads)
                (both if together else alone).append(sum(load.rate for load in loads))
    ratios = [two / one for one, two in zip(alone, both, strict=True)]
    told = {
        "commit": machine.commit(),
        "machine": machine.description(),
        "one_process_rps": round(statistics.median(alone)),
        "two_processes_rps": round(statistics.median(both)),
        "ratio": round(statistics.median(ratios), 2),
        "ratios": [round(one, 2) for one in ratios],
        "hits_per_call": round(statistics.median(reached), 3),
        "wrong": wrong,
    }
    sys.stdout.write(json.dumps(told, indent=2) + "\n")
    return 0 if wrong == 0 and abs(told["hits_per_call"] - 1) < 0.1 else 1


def _load(cases: list[Case], folder: Path, seconds: float) -> list[Load]:
    """All of them at once, the connections shared out among them."""

    def load(number: int) -> Load:
        place = folder / f"load{number}"
        place.mkdir(exist_ok=True)
        connections = _CONNECTIONS // len(cases)
        return generator.load(cases[number], place, connections=connections, seconds=seconds, core=None)

    with ThreadPoolExecutor(len(cases)) as pool:
        return list(pool.map(load, range(len(cases))))


if __name__ == "__main__":
    sys.exit(main())
