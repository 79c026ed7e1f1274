"""`make schemathesis-full`: 20,000 generated calls of every operation of the OpenAPI document. Bounded by --seconds."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.hub import running_hub
from tests.openapi.cases import Trial
from tests.openapi.stage import set_up


def main() -> int:
    """Say what was found; 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3_600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="part of an operation's label, such as 'POST /mcp'")
    options = parser.parse_args()
    end = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory() as folder, running_hub(Path(folder), LINKWRIGHT_LOG_LEVEL="warning") as hub:
        assert hub.url, hub.log
        trial = Trial(set_up(hub))
        operations = [one for one in trial.operations() if options.only in one.label]
        number = options.seed
        # An operation that takes nothing can be called in one way only; the others make up for it in further rounds.
        while trial.found.cases < options.cases and time.monotonic() < end:
            share = max(6, (options.cases - trial.found.cases) // len(operations))
            for operation in operations:
                if time.monotonic() > end:
                    break
                trial.run(operation, min(share, options.cases), number)
            number += 1
        broken = [line for line in hub.log if "broken" in line or "Traceback" in line]
    found = trial.found
    for label, told in sorted(found.failures.items()):
        sys.stdout.write(f"\n=== {label}\n{told}\n")
    for line in broken[:20]:
        sys.stdout.write(f"hub: {line}\n")
    statuses = ", ".join(f"{count} of {status}" for status, count in sorted(found.statuses.items()))
    sys.stdout.write(f"schemathesis: {found.cases} cases of {len(operations)} operations; {statuses}\n")
    sys.stdout.write(f"schemathesis: {len(found.failures)} kinds of failure, seed {options.seed}\n")
    return 1 if found.failures or broken else 0


if __name__ == "__main__":
    sys.exit(main())
