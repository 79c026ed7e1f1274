"""`make mutation`: mutmut over vault, access, ledger and leases, two at a time, and the score of each module.

What has been tried is kept in `mutants/` and not tried again; `--report` only prints what is known. A mutant counts as
noticed if a test fails or never ends, and as missed if all tests pass or none runs it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / "mutants" / "src"
TARGET = 85.0
_MISSED = {0, 5, 33}
"""Exit codes for: all tests passed, no test was found, no test runs it."""


@dataclass(slots=True)
class Module:
    """What is known of one module's mutants."""

    name: str
    made: int
    noticed: int
    missed: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many have been tried."""
        return self.noticed + len(self.missed)

    @property
    def score(self) -> float:
        """Noticed of tried, in per cent."""
        return 100.0 * self.noticed / self.tried if self.tried else 0.0


def module_of(path: Path) -> Module:
    """What the record of a module's mutants says."""
    codes: dict[str, int | None] = json.loads(path.read_text())["exit_code_by_key"]
    name = path.relative_to(MADE / "linkwright").as_posix().removesuffix(".py.meta")
    missed = sorted(key for key, code in codes.items() if code in _MISSED)
    noticed = sum(1 for code in codes.values() if code is not None and code not in _MISSED)
    return Module(name, len(codes), noticed, missed)


def report(*, missed: bool) -> bool:
    """Print a line for each module; whether all that were tried reach the target."""
    modules = [one for path in sorted(MADE.rglob("*.meta")) if (one := module_of(path)).made]
    print(f"{'module':28} {'mutants':>8} {'tried':>6} {'noticed':>8} {'missed':>7} {'score':>8}")
    total: Counter[str] = Counter()
    for one in modules:
        shown = f"{one.score:7.1f} %" if one.tried else "        -"
        print(f"{one.name:28} {one.made:8} {one.tried:6} {one.noticed:8} {len(one.missed):7} {shown}")
        total.update(made=one.made, tried=one.tried, noticed=one.noticed)
        if missed:
            print("".join(f"    {key}\n" for key in one.missed), end="")
    tried = total["tried"]
    score = 100.0 * total["noticed"] / tried if tried else 0.0
    print(f"{'all':28} {total['made']:8} {tried:6} {total['noticed']:8} {tried - total['noticed']:7} {score:7.1f} %")
    return all(one.score >= TARGET for one in modules if one.tried)


def main() -> int:
    """Run and report; 1 if a module is below the target."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument(
        "--only", action="append", default=[], help="such as 'linkwright.vault.*'; may be given several times"
    )
    parser.add_argument("--report", action="store_true", help="only print what is known")
    parser.add_argument(
        "--missed", action="store_true", help="name the mutants that no test noticed (mutmut show NAME)"
    )
    asked = parser.parse_args()
    if not asked.report:
        # Python forgets a folder that was not there when it first looked, and would test the unchanged code.
        MADE.mkdir(parents=True, exist_ok=True)
        paths = os.pathsep.join([str(MADE), *filter(None, [os.environ.get("PYTHONPATH")])])
        mutmut = Path(sys.executable).with_name("mutmut")
        subprocess.run(
            [mutmut, "run", "--max-children", "2", *asked.only],
            check=False,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": paths},
        )
    return 0 if report(missed=asked.missed) else 1


if __name__ == "__main__":
    sys.exit(main())
