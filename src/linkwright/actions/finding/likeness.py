"""How like a task is to the example tasks of an action."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linkwright.actions.finding.entries import Entry
from linkwright.actions.finding.wish import Wish

_CLAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """One example task: features by number with what each says, the length of that vector, and the sum."""

    pairs: tuple[tuple[int, float], ...]
    norm: float
    sum: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """The best likeness of a clause with an example, that of all clauses, the second best example, the label, and how
    much of an example is said in one clause.
    """

    best: float
    whole: float
    second: float
    label: float
    covered: float


class Examples:
    """The examples of all entries; an entry's label is its first."""

    def __init__(self, entries: Sequence[Entry], ids: Mapping[str, int], rarity: Sequence[float]) -> None:
        self._rarity = rarity
        self._of = [tuple(_example(task, ids, rarity) for task in entry.tasks) for entry in entries]

    def likeness(self, at: int, wish: Wish, weighed: Sequence[Mapping[int, float]]) -> Likeness:
        """The likeness of an entry with a wish, whose clauses are given `weighed` by rarity."""
        best = whole = second = label = covered = 0.0
        for clause, norm in zip(weighed, wish.norms, strict=True):
            held = norm**_CLAUSE or 1.0
            first = next_ = 0.0
            get = clause.get
            for number, example in enumerate(self._of[at]):
                product = said = 0.0
                for feature, weight in example.pairs:
                    asked = get(feature)
                    if asked is not None:
                        product += asked * weight
                        said += asked * weight / self._rarity[feature]
                if not product:
                    continue
                like = product / (example.norm * held)
                covered = max(covered, said * said / example.sum)
                if number == 0:
                    label = max(label, like)
                if like > first:
                    first, next_ = like, first
                elif like > next_:
                    next_ = like
            whole += first
            best = max(best, first)
            second = max(second, next_)
        return Likeness(best, whole / math.sqrt(len(weighed) or 1), second, label, covered)


def _example(task: Mapping[str, float], ids: Mapping[str, int], rarity: Sequence[float]) -> Example:
    pairs = tuple((ids[feature], weight * rarity[ids[feature]]) for feature, weight in task.items() if feature in ids)
    norm = math.sqrt(sum(weight * weight for _, weight in pairs)) or 1.0
    return Example(pairs, norm, sum(weight for _, weight in pairs) or 1.0)
