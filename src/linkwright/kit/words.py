"""Nearest words, so that a mistyped name is answered with the right one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, among: Iterable[str]) -> str | None:
    """The known word most like the given one, or None if nothing is near. Case and separators do not count."""
    plain = {_plain(known): known for known in among}
    found = difflib.get_close_matches(_plain(word), plain, n=1, cutoff=0.6)
    return plain[found[0]] if found else None


def did_you_mean(word: str, among: Iterable[str]) -> str:
    """` Did you mean 'x'?` with a leading blank, or an empty string."""
    found = nearest(word, among)
    return f" Did you mean '{found}'?" if found else ""


def listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    items = list(words)
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def _plain(word: str) -> str:
    return word.lower().replace("-", "").replace("_", "").replace(" ", "")
