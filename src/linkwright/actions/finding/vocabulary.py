"""Words of six languages and what they mean: a meaning is a word that actions are named with, or one of its kin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from linkwright.actions.finding.text import plain_words

Meanings = tuple[str, ...]
_LONGEST = 16
_HALF = 4
_NONE: Meanings = ()


class Vocabulary:
    """What words mean. An entry that ends with * means all words that begin so; `_` stands between words of a phrase."""

    def __init__(self, *tables: Mapping[str, Iterable[str]]) -> None:
        self._whole: dict[str, Meanings] = {}
        self._begun: dict[str, Meanings] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
        self._runs: dict[str, Meanings] = {}
        self._kept: dict[str, Meanings] = {}
        for table in tables:
            for meaning, entries in table.items():
                for entry in entries:
                    self._take(meaning, entry)

    def _take(self, meaning: str, entry: str) -> None:
        if entry.startswith("@"):
            self._whole[entry] = (*self._whole.get(entry, ()), meaning)
            return
        begins = entry.endswith("*")
        words = tuple(plain_words(entry.rstrip("*").replace("_", " ")))
        if not words:
            return
        if len(words) > 1:
            self._phrases.setdefault(words[0], []).append((words, begins, meaning))
            return
        word = words[0]
        table = self._runs if is_run(word) else self._begun if begins else self._whole
        table[word] = tuple(dict.fromkeys((*table.get(word, ()), meaning)))

    @property
    def words(self) -> Iterable[str]:
        """All single words and beginnings of words."""
        return (*self._whole, *self._begun)

    def of(self, word: str) -> Meanings:
        """What a word means."""
        found = self._kept.get(word)
        if found is None:
            if len(self._kept) > 20_000:
                self._kept.clear()
            found = self._kept[word] = self._look_up(word)
        return found

    def _look_up(self, word: str) -> Meanings:
        found = dict.fromkeys(self._whole.get(word, _NONE))
        for end in range(min(len(word), _LONGEST), 1, -1):
            begun = self._begun.get(word[:end])
            if begun and (end >= 4 or len(word) <= end + 3):
                found.update(dict.fromkeys(begun))
                break
        return tuple(found)

    def parts(self, word: str) -> list[str]:
        """The two known words that a long word is made of, as German makes them; empty if it is not."""
        if len(word) < 2 * _HALF + 1:
            return []
        for at in range(len(word) - _HALF, _HALF - 1, -1):
            head, tail = word[:at], word[at:]
            if self.of(tail) and self.of(head):
                return [head, tail]
        return []

    def phrases(self, words: list[str]) -> list[str]:
        """Meanings of the phrases in a row of words."""
        found = []
        for at, first in enumerate(words):
            for phrase, begins, meaning in self._phrases.get(first, ()):
                said = words[at : at + len(phrase)]
                if len(said) < len(phrase) or tuple(said[:-1]) != phrase[:-1]:
                    continue
                if said[-1] == phrase[-1] or (begins and said[-1].startswith(phrase[-1])):
                    found.append(meaning)
        return found

    def in_run(self, run: str) -> list[str]:
        """Meanings of what stands in a run of Japanese, which does not part its words: the longest first, from each place."""
        found: dict[str, None] = {}
        at = 0
        while at < len(run):
            for end in range(min(len(run), at + 10), at, -1):
                known = self._runs.get(run[at:end])
                if known:
                    found.update(dict.fromkeys(known))
                    at = end - 1
                    break
            at += 1
        return list(found)


def is_run(word: str) -> bool:
    """Whether the word is a run of Japanese or Chinese signs."""
    return word[0] > "\u3000"


def read_table(text: str) -> dict[str, list[str]]:
    """The vocabulary of a file: one meaning to a line, a colon, and its words."""
    table: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            meaning, _, words = line.partition(":")
            table[meaning.strip()] = words.split()
    return table
