"""Many short marks at once: whether any of them stands in a text."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation

_PIECE = 16_384


class Marks:
    """A set of marks, compiled once; one pass over a text instead of one for each mark."""

    def __init__(self, marks: Iterable[bytes]) -> None:
        """Marks are compared byte by byte."""
        marks = list(marks)
        self._automaton = BytesAhoCorasick(marks, implementation=Implementation.DFA)
        self._overlap = max(len(mark) for mark in marks) - 1

    def any_in(self, text: bytes) -> bool:
        """Whether at least one stands in the text."""
        find = self._automaton.find_matches_as_indexes
        if len(text) <= _PIECE:
            return bool(find(text))
        # The library finds all of them; in pieces it can stop where the first is found.
        return any(find(text[start : start + _PIECE + self._overlap]) for start in range(0, len(text), _PIECE))
