"""How long a search takes among 5,000 actions: Linear's, under as many keys as it takes."""

from __future__ import annotations

import dataclasses
import time

from linkwright.actions.search import ActionIndex
from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import Connector
from tests.search.tasks import load

ACTIONS = 5_000


def many_connectors() -> list[Connector]:
    """Copies of the first connector under keys of their own, 5,000 actions or a few more."""
    (one, *_) = Catalog.load().connectors()
    copies = -(-ACTIONS // len(one.actions))
    return [_copy(one, f"{one.key}{number}") for number in range(copies)]


def _copy(one: Connector, key: str) -> Connector:
    actions = {
        f"{key}_{action.name}": dataclasses.replace(action, id=f"{key}_{action.name}", connector=key)
        for action in one.actions.values()
    }
    return dataclasses.replace(one, key=key, hash=f"{one.hash}-{key}", actions=actions)


def latencies() -> tuple[float, list[float], list[float]]:
    """Seconds to make the index, and milliseconds of each search, by the clock and of the processor, shortest first.

    Every tune sentence is searched for once. On a machine with other work the processor's time is the one to read.
    """
    connectors = many_connectors()
    begun = time.perf_counter()
    index = ActionIndex(connectors)
    made = time.perf_counter() - begun
    took, worked = [], []
    for task in load("tune"):
        begun, busy = time.perf_counter(), time.thread_time()
        index.search(task.task, among=None, connector=None, most=10, least=0.0)
        worked.append((time.thread_time() - busy) * 1000)
        took.append((time.perf_counter() - begun) * 1000)
    return made, sorted(took), sorted(worked)
