"""Which actions a feature stands in, and how much it says there: BM25 over fields that count differently."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from heapq import nlargest

from linkwright.actions.finding.entries import Entry
from linkwright.actions.finding.wish import Vector, Wish

_SATURATION = 2.0
_LENGTH = 0.5
_CLAUSE = 0.5
"""How much a long clause is held down: 0 not at all, 1 wholly."""
_COMMON = 0.1
"""Features of more than this share of the entries do not find any, they only tell apart those that rarer ones found."""
_LIKELY = 160
"""So many entries of each clause are told apart by common features."""

Scores = dict[int, float]


class Postings:
    """Entries by feature; features have numbers."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        counts = Counter(feature for entry in entries for feature in entry.weights)
        self._total = total = len(entries)
        self.ids = {feature: number for number, feature in enumerate(counts)}
        self.rarity = [math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in counts.values()]
        self._meant = [feature[0] == "=" for feature in counts]
        self._common = {
            number: array("f", bytes(4 * total)) for number, n in enumerate(counts.values()) if n > _COMMON * total
        }
        self._places = [array("i") for _ in counts]
        self._impacts = [array("f") for _ in counts]
        mean = sum(sum(entry.weights.values()) for entry in entries) / (total or 1)
        for at, entry in enumerate(entries):
            length = 1 - _LENGTH + _LENGTH * sum(entry.weights.values()) / mean
            for feature, weight in entry.weights.items():
                self._put(at, self.ids[feature], weight / length)

    def _put(self, at: int, number: int, often: float) -> None:
        impact = self.rarity[number] * often / (_SATURATION + often)
        if number in self._common:
            self._common[number][at] = impact
        else:
            self._places[number].append(at)
            self._impacts[number].append(impact)

    def scores(self, wish: Wish) -> tuple[Scores, Scores, Scores]:
        """By entry: the score of its best clause, of all clauses, and of the best by meanings alone."""
        best: Scores = {}
        whole: Scores = {}
        meant: Scores = {}
        for vector, norm in zip(wish.clauses, wish.norms, strict=True):
            words, meanings = self._clause(vector, norm**_CLAUSE or 1.0)
            for at, score in meanings.items():
                if score > meant.get(at, 0.0):
                    meant[at] = score
            for at, score in words.items():
                if score > best.get(at, 0.0):
                    best[at] = score
                whole[at] = whole.get(at, 0.0) + score
        return best, whole, meant

    def _clause(self, vector: Vector, held: float) -> tuple[Scores, Scores]:
        """The likely entries of one clause, by all features and by meanings alone."""
        words: Scores = {}
        meanings: Scores = {}
        for number, weight in vector.items():
            into = meanings if self._meant[number] else words
            much = weight / held
            get = into.get
            for at, impact in zip(self._places[number], self._impacts[number], strict=True):
                into[at] = get(at, 0.0) + much * impact
        for at, score in meanings.items():
            words[at] = words.get(at, 0.0) + score
        common = [(number, vector[number] / held) for number in vector.keys() & self._common.keys()]
        if len(words) > _LIKELY:
            words = {at: words[at] for at in nlargest(_LIKELY, words, key=words.__getitem__)}
        elif common and len(words) < _LIKELY:
            words = {at: words.get(at, 0.0) for at in range(self._total)}
        for number, much in sorted(common):
            row, means = self._common[number], self._meant[number]
            for at in words:
                impact = row[at]
                if impact:
                    words[at] += much * impact
                    if means:
                        meanings[at] = meanings.get(at, 0.0) + much * impact
        return words, meanings
