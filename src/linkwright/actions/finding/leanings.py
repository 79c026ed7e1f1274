"""What words lean to: the verbs and things of the actions in whose example tasks they stand.

So the tasks of one action teach about its neighbours: who says `lixeira` when customers are deleted says it of documents, too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from linkwright.actions.finding.entries import Entry
from linkwright.actions.finding.wish import Wish

GROUPS = ("verb", "thing", "effect")
_DOUBT = 2.0
"""The higher, the more actions must speak a word before it leans to what they have in common."""

Part = tuple[str, str]
Parts = tuple[Part, ...]
"""One part for each of GROUPS."""
Lean = tuple[tuple[float, ...], float]
"""How much each clause leans to a part, and how much that does which is denied."""


class Leanings:
    """How much features lean to the parts of actions, learnt from the entries of one index."""

    def __init__(self, entries: Sequence[Entry], ids: Mapping[str, int]) -> None:
        known: dict[Parts, Parts] = {}
        self._of = [known.setdefault(parts, parts) for parts in map(parts_of, entries)]
        actions = Counter(part for parts in self._of for part in parts)
        seen: dict[Part, Counter[int]] = {part: Counter() for part in actions}
        for entry, parts in zip(entries, self._of, strict=True):
            said = {ids[feature] for example in entry.tasks for feature in example if feature in ids}
            for part in parts:
                seen[part].update(said)
        self._leans = {part: _leans(seen.pop(part), len(entries) / number) for part, number in actions.items()}

    def of(self, wish: Wish) -> Leaning:
        """How one wish leans."""
        return Leaning(self._of, self._leans, wish)


class Leaning:
    """How much one wish leans to actions. Each part is looked at once, and so are parts that several connectors have."""

    def __init__(self, parts: Sequence[Parts], leans: Mapping[Part, Mapping[int, float]], wish: Wish) -> None:
        self._parts, self._leans, self._wish = parts, leans, wish
        self._kept: dict[Part, Lean] = {}
        self._found: dict[Parts, tuple[float, ...]] = {}
        self._held = [_length(clause) for clause in wish.clauses]
        self._denied = _length(wish.denied)
        self._root = math.sqrt(len(wish.clauses) or 1)

    def signs(self, at: int) -> tuple[float, ...]:
        """For each of GROUPS the leaning of the best clause and of all; then how much the denied leans to verb and thing."""
        parts = self._parts[at]
        found = self._found.get(parts)
        if found is None:
            leans = [self._lean(part) for part in parts]
            both = [much for clauses, _ in leans for much in (max(clauses, default=0.0), sum(clauses) / self._root)]
            found = self._found[parts] = (*both, *(less for _, less in leans[:2]))
        return found

    def _lean(self, part: Part) -> Lean:
        kept = self._kept.get(part)
        if kept is None:
            get = self._leans[part].get
            clauses = tuple(
                sum(weight * get(one, 0.0) for one, weight in clause.items()) / held
                for clause, held in zip(self._wish.clauses, self._held, strict=True)
            )
            denied = sum(weight * get(one, 0.0) for one, weight in self._wish.denied.items()) / self._denied
            kept = self._kept[part] = (clauses, denied)
        return kept


def parts_of(entry: Entry) -> Parts:
    """The parts of an action: its verb, its thing, and its effect on one or many."""
    action = entry.action
    verb, *things = [word[:-1] if word[-1:] == "s" and word[-2:] != "ss" else word for word in action.name.split("_")]
    many = action.paged or action.name.startswith("list_")
    return (
        ("verb", verb),
        ("thing", "_".join(things)),
        ("effect", f"{action.effect} {'many' if many else 'one'}"),
    )


def _leans(counts: Mapping[int, int], scarce: float) -> dict[int, float]:
    """Numbers of a few different counts, each made once, for there are many features."""
    made = {often: math.log1p(often * scarce / _DOUBT) for often in set(counts.values())}
    return {one: made[often] for one, often in counts.items()}


def _length(vector: Mapping[int, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
