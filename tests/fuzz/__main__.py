"""`make fuzz`: every target for its share of the time; says how many inputs were tried and shows the smallest that breaks something."""

from __future__ import annotations

import argparse
import logging
import resource
import secrets
import sys
import time
import warnings

import structlog

from tests.fuzz.target import run
from tests.fuzz.targets import TARGETS

_MEMORY = 3 * 1024 * 1024 * 1024


def main() -> int:
    """Run; 1 if something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0, help="for all targets together")
    parser.add_argument("--only", action="append", default=[], help="a target; may be given several times")
    parser.add_argument("--seed", type=int, help="for the same inputs as before")
    asked = parser.parse_args()
    names = [one.name for one in TARGETS]
    strange = sorted(set(asked.only) - set(names))
    if strange:
        parser.error(f"there is no target {strange[0]}; there are {', '.join(names)}")
    first = asked.seed if asked.seed is not None else secrets.randbits(32)
    # What grows without end must break here and not take the machine along.
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    logging.disable()
    warnings.simplefilter("ignore")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    chosen = [one for one in TARGETS if not asked.only or one.name in asked.only]
    print(f"seed {first}, {asked.seconds:g} seconds, {len(chosen)} targets")
    ends, broken = time.monotonic() + asked.seconds, 0
    for at, target in enumerate(chosen):
        share = max(1.0, (ends - time.monotonic()) / (len(chosen) - at))
        found = run(target, share, first)
        broken += len(found.failures)
        verdict = "BROKEN" if found.failures else "ok"
        print(
            f"{found.name:22} {found.cases:8} cases {found.seconds:6.1f} s  slowest {found.slowest:5.2f} s  {verdict}",
            flush=True,
        )
        for one in found.failures:
            print(f"  {one}", flush=True)
    print(f"{broken} of {len(chosen)} targets broken; the same inputs again: --seed {first}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
