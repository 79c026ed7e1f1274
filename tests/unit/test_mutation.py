"""`make mutation`: which mutants it tries, what it says of a part of them, and that none of them outlives it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mutation.__main__ import interval
from tests.mutation.trying import NO_TESTS, TIMED_OUT, Attempt, Mutant, attempt_all, choose


class Kept:
    """A record in memory."""

    def __init__(self, path: str, codes: dict[str, int | None]) -> None:
        self.path: Path | str = path
        self.exit_code_by_key = codes
        self.durations_by_key: dict[str, float] = {}
        self.saved = 0

    def save(self) -> None:
        self.saved += 1


def mutants() -> list[Mutant]:
    first = Kept("vault", {f"v{n:02}": (None if n < 30 else n % 2) for n in range(40)})
    second = Kept("access", {f"a{n:02}": None for n in range(5)})
    return [Mutant(name, record) for record in (first, second) for name in record.exit_code_by_key]


def names(found: list[Mutant]) -> list[str]:
    return [one.name for one in found]


def test_a_sample_takes_so_many_unknown_ones_of_each_module_and_its_seed_says_which() -> None:
    found = names(choose(mutants(), sample=10, seed=1, again=False))
    assert [name[0] for name in found] == ["v", "a"] * 5 + ["v"] * 5
    assert len(set(found)) == 15
    assert not {f"v{n}" for n in range(30, 40)} & set(found)
    assert found == names(choose(mutants(), sample=10, seed=1, again=False))
    assert set(found) != set(names(choose(mutants(), sample=10, seed=2, again=False)))


def test_without_a_sample_all_unknown_ones_are_tried_and_again_means_those_that_were_missed() -> None:
    assert len(choose(mutants(), sample=None, seed=1, again=False)) == 35
    assert names(choose(mutants(), sample=None, seed=1, again=True)) == ["v30", "v32", "v34", "v36", "v38"]


def test_the_fastest_tests_are_run_first_and_one_at_least() -> None:
    one = Mutant("m", Kept("vault", {"m": None}), {"slow": 5.0, "quick": 0.1, "middling": 1.0})
    assert one.tests(None) == ["quick", "middling", "slow"]
    assert one.tests(2.0) == ["quick", "middling"]
    assert one.tests(0.0) == ["quick"]


@pytest.mark.parametrize(
    ("noticed", "tried", "low", "high"), [(0, 0, 0, 100), (0, 20, 0, 16.1), (20, 20, 83.9, 100), (18, 20, 69.9, 97.2)]
)
def test_the_interval_of_a_share_is_wilsons(noticed: int, tried: int, low: float, high: float) -> None:
    assert interval(noticed, tried) == pytest.approx((low, high), abs=0.1)


def over(attempt: Attempt) -> None:
    until = time.monotonic() + 60
    while not attempt.ended():
        assert time.monotonic() < until
        select.select([attempt], [], [], 0.1)


def loop() -> int:
    while True:
        pass


def wait() -> int:
    signal.pause()
    return 0


@pytest.mark.parametrize("never_ends", [loop, wait])
def test_a_mutant_that_never_ends_is_ended_and_counts_as_timed_out(never_ends: Callable[[], int]) -> None:
    one = Mutant("m", Kept("vault", {"m": None}))
    over(Attempt(one, never_ends, 0.0, least=0.3))
    assert one.result == TIMED_OUT


def test_what_a_mutants_tests_started_ends_with_them() -> None:
    # Whoever holds the other end of the pipe is still there.
    reading, held = os.pipe()

    def leave_something() -> int:
        command = [sys.executable, "-c", "import signal; print('waits', flush=True); signal.pause()"]
        child = subprocess.Popen(command, pass_fds=[held], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        return 1

    one = Mutant("m", Kept("vault", {"m": None}))
    attempt = Attempt(one, leave_something, 0.0)
    os.close(held)
    over(attempt)
    assert one.result == 1
    assert select.select([reading], [], [], 30)[0] == [reading]
    assert os.read(reading, 1) == b""
    os.close(reading)


def test_each_result_is_kept_at_once_and_what_no_test_runs_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    record = Kept("vault", dict.fromkeys(("noticed", "missed", "alone"), None))
    tests = {"t": 0.0}
    those = [Mutant("noticed", record, tests), Mutant("missed", record, tests), Mutant("alone", record)]
    attempt_all(those, lambda name, _: int(name == "noticed"), children=2, most=None)
    assert record.exit_code_by_key == {"noticed": 1, "missed": 0, "alone": NO_TESTS}
    assert record.saved == 3
    assert "MISSED    missed" in capsys.readouterr().out


def test_an_attempt_that_somebody_ends_has_noticed_nothing() -> None:
    one = Mutant("m", Kept("vault", {"m": None}))
    attempt = Attempt(one, wait, 0.0)
    os.kill(attempt.pid, signal.SIGTERM)
    over(attempt)
    assert one.result is None


def test_an_attempt_that_breaks_is_noticed() -> None:
    one = Mutant("m", Kept("vault", {"m": None}))

    def breaks() -> int:
        raise OSError

    over(Attempt(one, breaks, 0.0))
    assert one.result == 3
