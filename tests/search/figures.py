"""How many task sentences find their action first, and among the first five: whole figures, never single sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linkwright.actions.search import ActionIndex
from linkwright.catalog.catalog import Catalog
from tests.search.tasks import KINDS, LANGUAGES, Half, Task, load


@dataclass(frozen=True, slots=True)
class Figure:
    """Of `count` sentences, the shares (0 to 1) that find their action first and among the first five."""

    name: str
    count: int
    first: float
    five: float


def figures(half: Half) -> list[Figure]:
    """The figures of one half: all, by kind, by language, and as the mean over actions."""
    index = ActionIndex(Catalog.load().connectors())
    outcomes = [(task, *_found(index, task)) for task in load(half)]
    by_action: dict[str, list[tuple[Task, bool, bool]]] = {}
    for outcome in outcomes:
        by_action.setdefault(outcome[0].action, []).append(outcome)
    each = [_figure(action, some) for action, some in by_action.items()]
    mean = Figure(
        "mean of actions",
        len(each),
        sum(one.first for one in each) / len(each),
        sum(one.five for one in each) / len(each),
    )
    return [
        _figure("all", outcomes),
        mean,
        *(_figure(kind, [one for one in outcomes if one[0].kind == kind]) for kind in KINDS),
        *(_figure(language, [one for one in outcomes if one[0].language == language]) for language in LANGUAGES),
    ]


def _found(index: ActionIndex, task: Task) -> tuple[bool, bool]:
    hits = index.search(task.task, among=None, connector=None, most=5, least=0.0)
    right = [hit.action.id in (task.action, *task.also) for hit in hits]
    return any(right[:1]), any(right)


def _figure(name: str, outcomes: Iterable[tuple[Task, bool, bool]]) -> Figure:
    some = list(outcomes)
    return Figure(name, len(some), sum(one[1] for one in some) / len(some), sum(one[2] for one in some) / len(some))
