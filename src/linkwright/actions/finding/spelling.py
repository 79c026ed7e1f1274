"""What a misspelt word was meant to be: known words at a distance of one or two slips of the finger."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 12
_SHORT = 4


class Spelling:
    """Known words, found again when letters are left out, swapped, doubled or wrong."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = {word for word in words if len(word) >= _SHORT and word[0] < "\u3000"}
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._known):
            for short in {word[:_MOST], *_without_one(word[:_MOST])}:
                self._near.setdefault(short, []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def meant(self, word: str) -> list[str]:
        """The nearest known words, at most three; empty if none is near."""
        if len(word) < _SHORT:
            return []
        cut = word[:_MOST]
        most = 1 if len(word) <= 6 else 2
        near: set[str] = set(self._near.get(cut, ()))
        once = _without_one(cut)
        for short in once:
            near.update(self._near.get(short, ()))
            if most == 2:
                for shorter in _without_one(short):
                    near.update(self._near.get(shorter, ()))
        best: list[str] = []
        least = most
        for known in sorted(near):
            far = distance(word, known, least)
            if far < least:
                best, least = [known], far
            elif far == least:
                best.append(known)
        return best[:3]


def _without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def distance(one: str, other: str, most: int) -> int:
    """Slips between two words (a letter too many, missing, wrong, or two swapped), or `most` + 1 if there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
