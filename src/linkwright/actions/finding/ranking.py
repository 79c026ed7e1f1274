"""Ranks actions for a task: weighted words choose a few, example tasks and other signs order them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest

from linkwright.actions.finding.entries import Entry
from linkwright.actions.finding.leanings import Leanings
from linkwright.actions.finding.likeness import Examples
from linkwright.actions.finding.postings import Postings
from linkwright.actions.finding.signs import Naming, Traits, signs, weigh
from linkwright.actions.finding.spelling import Spelling
from linkwright.actions.finding.vocabulary import Vocabulary
from linkwright.actions.finding.wish import Wish, read_wish

FEW = 25
_ALL = 0.5
_ENOUGH = 4.0
_SURE = 1.5
_FALL = 6.0
_IDS = frozenset({"id", "issue", "comment"})


class Ranking:
    """Entries of one set of connectors, ready to be searched."""

    def __init__(self, entries: Sequence[Entry], vocabulary: Vocabulary, words: set[str]) -> None:
        self.entries = entries
        self._vocabulary = vocabulary
        self._spelling = Spelling({*words, *vocabulary.words})
        self._postings = Postings(entries)
        ids, rarity = self._postings.ids, self._postings.rarity
        self._examples = Examples(entries, ids, rarity)
        self._leanings = Leanings(entries, ids)
        self._names = [[(ids[one], rarity[ids[one]]) for one in entry.name] for entry in entries]
        self._spoken = [{ids[one] for one, weight in entry.weights.items() if weight >= 0.5} for entry in entries]
        self._traits = [_traits(entry) for entry in entries]

    def rank(self, task: str, may: Callable[[Entry], bool], most: int = FEW) -> list[tuple[int, float]]:
        """Positions of the entries that fit and their scores from 0 to 1, best first: those that were ordered by all
        signs, and after them, if more are asked for, those that words alone found.
        """
        wish, few, mixed = self.candidates(task, may)
        if not few:
            return []
        scored = sorted(((weigh(found), at) for at, found, _ in few), key=lambda one: (-one[0], *self._tie(one[1])))
        top = scored[0][0]
        sure = self._sureness(scored[0][1], wish)
        found = [(at, sure * math.exp((score - top) / _FALL)) for score, at in scored]
        return found + self._rest(found, mixed, may, most) if most > len(found) else found

    def _rest(
        self,
        found: list[tuple[int, float]],
        mixed: Mapping[int, float],
        may: Callable[[Entry], bool],
        most: int,
    ) -> list[tuple[int, float]]:
        """Further entries, below those that were found, by words alone."""
        before, last = {at for at, _ in found}, found[-1][1]
        least = min(mixed[at] for at in before) or 1.0
        others = (at for at in mixed if at not in before and may(self.entries[at]))
        more = nlargest(most - len(found), others, key=lambda at: (mixed[at], -at))
        return [(at, last * min(1.0, mixed[at] / least)) for at in more]

    def candidates(
        self, task: str, may: Callable[[Entry], bool]
    ) -> tuple[Wish, list[tuple[int, tuple[float, ...], float]], Mapping[int, float]]:
        """The wish, the few best entries by words (position, signs, score of the best clause), and the scores of all."""
        postings = self._postings
        wish = read_wish(task, self._vocabulary, self._spelling, postings.ids, postings.rarity)
        best, whole, meant = postings.scores(wish)
        parts = math.sqrt(len(wish.clauses) or 1)
        mixed = {at: score + _ALL * whole[at] / parts for at, score in best.items() if score}
        few = self._few(mixed, may)
        if not few:
            return wish, [], mixed
        tops = [max(scores.get(at, 0.0) for at in few) or 1.0 for scores in (best, whole, meant)]
        weighed = [{one: much * postings.rarity[one] for one, much in clause.items()} for clause in wish.clauses]
        mass = sum(much * postings.rarity[one] for one, much in wish.all.items()) or 1.0
        found = []
        leaning = self._leanings.of(wish)
        for at in few:
            shares = (
                best[at] / tops[0],
                whole[at] / tops[1],
                meant.get(at, 0.0) / tops[2],
                sum(wish.all[one] * postings.rarity[one] for one in wish.all.keys() & self._spoken[at]) / mass,
            )
            like = self._examples.likeness(at, wish, weighed)
            naming, leans = self._naming(at, wish), leaning.signs(at)
            found.append((at, signs(wish, self._traits[at], naming, like, shares, leans), best[at]))
        return wish, found, mixed

    def _few(self, mixed: Mapping[int, float], may: Callable[[Entry], bool]) -> list[int]:
        """The best entries that may be found; the few best are looked at first, all only if too many of them may not."""
        for most in (4 * FEW, len(mixed)):
            ordered = nlargest(most, mixed, key=mixed.__getitem__)
            few = [at for at in ordered if may(self.entries[at])][:FEW]
            if len(few) == FEW or most >= len(mixed):
                return few
        return []

    def _naming(self, at: int, wish: Wish) -> Naming:
        names = self._names[at]
        if not names:
            return Naming(0.0, 0.0, 0.0)
        said = [min(1.0, wish.all.get(one, 0.0)) for one, _ in names]
        things = sum(weight for _, weight in names[1:]) or 1.0
        spoken = sum(weight * much for (_, weight), much in zip(names[1:], said[1:], strict=True)) / things
        return Naming(said[0], spoken, min(1.0, sum(1 for much in said[1:] if not much) / 2))

    def _sureness(self, at: int, wish: Wish) -> float:
        """How surely an action is meant, from 0 to 1: how much of one clause it speaks of, and how much that is."""
        rarity, spoken = self._postings.rarity, self._spoken[at]
        sure = 0.0
        for clause, strange in zip(wish.clauses, wish.strange, strict=True):
            said = sum(much * rarity[one] for one, much in clause.items())
            heard = sum(much * rarity[one] for one, much in clause.items() if one in spoken)
            sure = max(sure, heard / (said + strange) * (1 - math.exp(-heard / _ENOUGH)))
        return min(1.0, sure * _SURE)

    def _tie(self, at: int) -> tuple[int, int, str]:
        action = self.entries[at].action
        return (not action.core, len(action.id), action.id)


def _traits(entry: Entry) -> Traits:
    action = entry.action
    wants = any(one.required and (name in _IDS or name.endswith("_id")) for name, one in action.inputs.items())
    reads = ("many" if action.paged or action.name.startswith("list_") else "one") if action.effect == "read" else ""
    return Traits(wants, "@reference" in entry.forms, reads, action.effect, action.core)
