"""`make mutation`: mutmut's changes to vault, access, ledger and leases, two at a time, and the score of each module.

What has been tried is kept in `mutants/` and not tried again; `--report` only prints what is known. A mutant counts as
noticed if a test fails or never ends, and as missed if all tests pass or none runs it. Where only some of a module's
mutants have been tried, the interval says in which the score of all of them lies with 95 % certainty, if those that
were tried were chosen by chance.
"""

from __future__ import annotations

import argparse
import json
import math
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
_TIMED_OUT = 36
_NORMAL_95 = 1.96


@dataclass(slots=True)
class Module:
    """What is known of one module's mutants."""

    name: str
    made: int
    noticed: int
    timed_out: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many have been tried."""
        return self.noticed + len(self.missed)

    @property
    def score(self) -> float:
        """Noticed of tried, in per cent."""
        return 100.0 * self.noticed / self.tried if self.tried else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the score, in per cent."""
        return interval(self.noticed, self.tried)


def interval(noticed: int, tried: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, in per cent; https://www.itl.nist.gov/div898/handbook/prc/section2/prc241.htm."""
    if not tried:
        return 0.0, 100.0
    share, z = noticed / tried, _NORMAL_95
    middle = share + z * z / (2 * tried)
    half = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    below = 1 + z * z / tried
    return 100 * (middle - half) / below, 100 * (middle + half) / below


def module_of(path: Path) -> Module:
    """What the record of a module's mutants says."""
    codes: dict[str, int | None] = json.loads(path.read_text())["exit_code_by_key"]
    name = path.relative_to(MADE / "linkwright").as_posix().removesuffix(".py.meta")
    missed = sorted(key for key, code in codes.items() if code in _MISSED)
    noticed = sum(1 for code in codes.values() if code is not None and code not in _MISSED)
    timed_out = sum(1 for code in codes.values() if code == _TIMED_OUT)
    return Module(name, len(codes), noticed, timed_out, missed)


def report(*, missed: bool) -> bool:
    """Print a line for each module; whether all that were tried reach the target."""
    modules = [one for path in sorted(MADE.rglob("*.meta")) if (one := module_of(path)).made]
    print(f"{'module':28} {'mutants':>8} {'tried':>6} {'noticed':>8} {'missed':>7} {'score':>8}  95 %")
    total: Counter[str] = Counter()
    for one in modules:
        shown = f"{one.score:7.1f} %" if one.tried else "        -"
        low, high = one.interval
        shown += f"  {low:.0f} to {high:.0f} %" if 0 < one.tried < one.made else ""
        shown += f"  {one.timed_out} of the noticed timed out" if one.timed_out else ""
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
    parser.add_argument("--sample", type=int, help="try only so many of each module that are not known yet, by chance")
    parser.add_argument("--seed", type=int, default=1, help="another number chooses another sample (default 1)")
    parser.add_argument("--again", action="store_true", help="try those again that were missed, and only them")
    parser.add_argument("--children", type=int, default=2, help="how many are tried at once (default 2)")
    parser.add_argument("--tests-seconds", type=float, help="run only the fastest tests of each, so long together")
    parser.add_argument("--report", action="store_true", help="only print what is known")
    parser.add_argument(
        "--missed", action="store_true", help="name the mutants that no test noticed (mutmut show NAME)"
    )
    asked = parser.parse_args()
    if not asked.report and (failed := run(asked)):
        return failed
    return 0 if report(missed=asked.missed) else 1


def run(asked: argparse.Namespace) -> int:
    """Try mutants in a process that sees the changed code only; its exit code."""
    # Python forgets a folder that was not there when it first looked, and would test the unchanged code.
    MADE.mkdir(parents=True, exist_ok=True)
    paths = os.pathsep.join([str(MADE), *filter(None, [os.environ.get("PYTHONPATH")])])
    # -P: the folder of the script holds nothing that the tests may import.
    command = [sys.executable, "-P", str(Path(__file__).with_name("trying.py")), f"--seed={asked.seed}"]
    command += [f"--children={asked.children}", *(f"--only={pattern}" for pattern in asked.only)]
    command += [] if asked.sample is None else [f"--sample={asked.sample}"]
    command += [] if asked.tests_seconds is None else [f"--tests-seconds={asked.tests_seconds}"]
    command += ["--again"] if asked.again else []
    return subprocess.run(command, check=False, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}).returncode


if __name__ == "__main__":
    sys.exit(main())
