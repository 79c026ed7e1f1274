"""Small words that say nothing about a wish, and endings that do not matter."""

from __future__ import annotations

from importlib.resources import files

from linkwright.actions.finding.vocabulary import read_table

_SMALL = read_table((files("linkwright.actions.finding") / "small_words.txt").read_text("utf-8"))
STOP = frozenset(_SMALL["nothing"])
"""Words that are not looked at."""
WEAK = frozenset(_SMALL["little"])
"""Words that count less than others."""
_ENDINGS = (
    "ations",
    "ation",
    "ingly",
    "ings",
    "ing",
    "edly",
    "ies",
    "ied",
    "ers",
    "ed",
    "es",
    "er",
    "ly",
    "s",
    "e",
    "y",
)


def stem(word: str) -> str:
    """The word without its ending; rough, the same for tasks and actions."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
