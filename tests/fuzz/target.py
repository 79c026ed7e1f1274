"""What a target is, and how one is run for so many seconds."""

from __future__ import annotations

import random
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

BATCH = 100
CASE_SECONDS = 20
"""No single input may take longer; generous, since machines are."""


@dataclass(frozen=True, slots=True)
class Target:
    """One reader of foreign input.

    Attributes:
        inputs: a strategy that gives inputs, mostly real ones with something changed.
        check: raises where the reader does anything that is not documented.
    """

    name: str
    inputs: Callable[[], SearchStrategy[Any]]
    check: Callable[[Any], None]


@dataclass(slots=True)
class Outcome:
    """What came of a target: how many inputs were tried, and what broke, with the smallest input found for each."""

    name: str
    cases: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)


class TooSlow(BaseException):
    """One input took too long. No reader may catch it."""


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Break off what takes longer."""

    def broken_off(_signal: int, _frame: object) -> None:
        raise TooSlow(f"One input took longer than {seconds} seconds.")

    before = signal.signal(signal.SIGALRM, broken_off)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(target: Target, seconds: float, first_seed: int, most: int = 10_000_000) -> Outcome:
    """Try inputs for so many seconds, or so many inputs; ends at the first failure, which is shrunk."""
    outcome = Outcome(target.name)
    began = time.monotonic()
    last: list[Any] = [None]
    number = random.Random(first_seed)

    def tried(value: Any) -> None:
        last[0] = value
        started = time.monotonic()
        outcome.cases += 1
        try:
            with within(CASE_SECONDS):
                target.check(value)
        except TooSlow as slow:
            raise AssertionError(str(slow)) from slow
        finally:
            outcome.slowest = max(outcome.slowest, time.monotonic() - started)

    quietly = settings(
        max_examples=min(BATCH, most),
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    while time.monotonic() - began < seconds and outcome.cases < most and not outcome.failures:
        batch = seed(number.getrandbits(64))(quietly(given(target.inputs())(tried)))
        try:
            batch()
        except BaseException as broke:
            if isinstance(broke, KeyboardInterrupt):
                raise
            told = "".join(traceback.format_tb(broke.__traceback__)[-3:])
            outcome.failures.append(f"{type(broke).__name__}: {str(broke)[:500]}\n{told}  input: {last[0]!r}")
    outcome.seconds = time.monotonic() - began
    return outcome
