"""Makes the mutants, chooses which to try, and tries each in a process group of its own that ends with it.

Run as a script by `python -m tests.mutation`, in a process that imports the changed code and not the code of `src/`
(so this file must not import from `tests`). mutmut makes the mutants and knows which test runs which function.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import select
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from types import FrameType
from typing import Protocol

TIMED_OUT, NO_TESTS = 36, 33
_MISSED = {0, 5, NO_TESTS}
_SETTING_UP = 0.05
"""Seconds that setting up a test takes, which mutmut does not count."""
_LEAST_SECONDS = 40.0
_MEMORY = 4 * 2**30


class Record(Protocol):
    """What mutmut keeps of one module's mutants."""

    path: Path | str
    exit_code_by_key: dict[str, int | None]
    durations_by_key: dict[str, float]

    def save(self) -> None:
        """Write it to its file."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change, the record that its result goes to, and the tests that run what was changed, with their seconds."""

    name: str
    record: Record
    known: dict[str, float] = field(default_factory=dict, repr=False)

    @property
    def result(self) -> int | None:
        """Exit code of its tests; None: not tried yet."""
        return self.record.exit_code_by_key[self.name]

    def note(self, code: int, seconds: float) -> None:
        """Keep the result."""
        self.record.exit_code_by_key[self.name] = code
        self.record.durations_by_key[self.name] = seconds
        self.record.save()

    def tests(self, most: float | None) -> list[str]:
        """The tests to run, the fastest first, of at most so many seconds together but one at least."""
        found: list[str] = []
        together = 0.0
        for test, seconds in sorted(self.known.items(), key=lambda item: (item[1], item[0])):
            together += seconds + _SETTING_UP
            if most is not None and found and together > most:
                break
            found.append(test)
        return found

    def seconds(self, tests: Iterable[str]) -> float:
        """How long those tests take by themselves."""
        return sum(self.known[test] + _SETTING_UP for test in tests)


def choose(mutants: Iterable[Mutant], *, sample: int | None, seed: int, again: bool) -> list[Mutant]:
    """Those to be tried: what is not known yet, at most `sample` of each module; or what was missed, again.

    Of a sample the modules take turns, so that what has been tried when somebody stops it is a sample, too.
    """
    modules: dict[str, list[Mutant]] = defaultdict(list)
    for one in mutants:
        if one.result in _MISSED if again else one.result is None:
            modules[str(one.record.path)].append(one)
    for module, those in modules.items():
        those.sort(key=lambda one: one.name)
        if sample is not None:
            random.Random(f"{seed} {module}").shuffle(those)
    turns = zip_longest(*(those[:sample] for those in modules.values()))
    return [one for turn in turns for one in turn if one is not None]


class Attempt:
    """The tests of one mutant in a child with a group of its own, bounded in processor time, memory and real time."""

    def __init__(self, mutant: Mutant, run: Callable[[], int], expected: float, least: float = _LEAST_SECONDS) -> None:
        """Start `run`, whose tests take about `expected` seconds; at least `least` are given to it."""
        self.mutant = mutant
        self._began = time.monotonic()
        self._until = self._began + least + 6 * expected
        # The child holds the other end until it is over, however that comes.
        self._over, held = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _limit(int(time.process_time() + least / 2 + 4 * expected) + 1)
            code = 3
            try:
                code = run()
            finally:
                os._exit(code)
        os.close(held)

    def fileno(self) -> int:
        """What `select` may wait for: it can be read once the child is over."""
        return self._over

    def ended(self) -> bool:
        """Whether it is over; then its result is noted and nothing that it started is left."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.end()
            code = os.waitstatus_to_exitcode(status)
        elif time.monotonic() > self._until:
            self.end()
            os.waitpid(self.pid, 0)
            code = TIMED_OUT
        else:
            return False
        os.close(self._over)
        # Who is told from outside to end has noticed nothing.
        if code not in {-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP}:
            self.mutant.note(TIMED_OUT if code in {-signal.SIGXCPU, -signal.SIGKILL} else code, self.seconds)
        return True

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.monotonic() - self._began

    def end(self) -> None:
        """End it and all that it started and did not take out of its group."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


def _limit(processor_seconds: int) -> None:
    """Bounds that hold even where nobody is left to end this process; pytest's own time-out ends one that only waits."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - open until the process ends


def attempt_all(
    mutants: Sequence[Mutant], run: Callable[[str, list[str]], int], *, children: int, most: float | None
) -> None:
    """Try them in their order, some at once."""
    work = [(one, one.tests(most)) for one in reversed(mutants)]
    running: list[Attempt] = []
    try:
        while work or running:
            if work and len(running) < children:
                mutant, tests = work.pop()
                if tests:
                    name = mutant.name
                    running.append(Attempt(mutant, lambda n=name, t=tests: run(n, t), mutant.seconds(tests)))  # type: ignore[misc]
                else:
                    mutant.note(NO_TESTS, 0.0)
                    print(f"no test   {mutant.name}", flush=True)
                continue
            # Those that never end are found by the time.
            select.select(running, [], [], 0.2)
            for attempt in [one for one in running if one.ended()]:
                running.remove(attempt)
                result = attempt.mutant.result
                word = (
                    "ended"
                    if result is None
                    else "MISSED"
                    if result in _MISSED
                    else "timed out"
                    if result == TIMED_OUT
                    else "noticed"
                )
                print(f"{word:9} {attempt.mutant.name}  {attempt.seconds:.0f} s, {len(work)} to go", flush=True)
    finally:
        for attempt in running:
            attempt.end()


def _stop(signum: int, _: FrameType | None) -> None:
    sys.exit(128 + signum)


def main() -> None:
    """Make, choose, see the tests pass on the unchanged code, try."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--children", type=int, default=2)
    parser.add_argument("--tests-seconds", type=float)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    migrated = Path("mutants/migrated.db").absolute()
    migrated.unlink(missing_ok=True)
    os.environ["LINKWRIGHT_TESTS_MIGRATED"] = str(migrated)

    from mutmut import __main__ as mutmut
    from mutmut.mutation.trampoline import set_mutant_under_test
    from mutmut.runners.harness import PytestRunner
    from mutmut.state import state
    from mutmut.utils import file_utils
    from mutmut.utils.format_utils import mangled_name_from_mutant_name
    from mutmut.workers.isolation import get_mutant_runner, run_in_fork

    if not sys.stdout.isatty():
        # Its turning wheel fills a file with thousands of lines.
        vars(mutmut)["print_status"] = lambda *_, **__: None
    set_mutant_under_test("mutant_generation")
    with mutmut.CatchOutput():
        # What has not changed since the last time keeps its results.
        file_utils.copy_src_dir()
        file_utils.copy_also_copy_files()
        file_utils.setup_source_paths()
        mutmut.create_mutants(asked.children)
    runner = get_mutant_runner(asked.children)
    mutmut.collect_or_load_stats(runner, apply_config_invalidation=True)
    made, _ = mutmut.collect_source_file_mutation_data(mutant_names=asked.only)

    def known(name: str) -> dict[str, float]:
        tests = state().tests_by_mangled_function_name.get(mangled_name_from_mutant_name(name), set())
        return {test: state().duration_by_test[test] for test in tests}

    mutants = choose(
        (Mutant(name, record, known(name)) for record, name, _ in made),
        sample=asked.sample,
        seed=asked.seed,
        again=asked.again,
    )
    most = asked.tests_seconds
    tests = sorted({test for one in mutants for test in one.tests(most)})
    print(f"{len(mutants)} mutants to try with {len(tests)} tests", flush=True)
    if not tests:
        return
    set_mutant_under_test("")
    tester = PytestRunner()
    with mutmut.CatchOutput():
        # Imports what the tests import, and runs none of them here: a fork has no threads of those before it.
        tester.warm_up()
    gc.freeze()

    def run(name: str, tests: list[str]) -> int:
        set_mutant_under_test(name)
        return tester.run_tests(mutant_name=name, tests=tests)

    if run_in_fork(lambda: run("", tests)):
        sys.exit("the tests fail on the unchanged code")
    print("all of them pass on the unchanged code", flush=True)
    attempt_all(mutants, run, children=asked.children, most=most)


if __name__ == "__main__":
    main()
