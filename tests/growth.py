"""How the time of something grows with its input, compared within one run: no bound in seconds that a busy machine could break."""

from __future__ import annotations

import time
from collections.abc import Callable

_TIMES = 8
_SLACK = 3


def grows_like_its_input(work: Callable[[int], object], size: int) -> None:
    """Hold that eight times the input takes about eight times as long: by the square it would be sixty-four times.

    Args:
        work: does something to an input of so many characters; called several times.
        size: characters of the smaller input; it should take a millisecond or so.
    """
    work(size)
    small, large = _best(work, size), _best(work, size * _TIMES)
    assert large < small * _TIMES * _SLACK, f"{size}: {small:.6f} s, {size * _TIMES}: {large:.6f} s"


def _best(work: Callable[[int], object], size: int) -> float:
    taken = []
    for _ in range(5):
        # Of this thread alone, so that what else runs does not count.
        began = time.thread_time()
        work(size)
        taken.append(time.thread_time() - began)
    return min(taken)
