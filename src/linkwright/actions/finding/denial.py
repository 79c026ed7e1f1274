"""What a task says is not wanted: "without deleting it", "statt einen zweiten anzulegen", "コメントではなく"."""

from __future__ import annotations

import re

from linkwright.actions.finding.features import Features, features_of
from linkwright.actions.finding.text import MOST_CHARS, Clause, plain_words
from linkwright.actions.finding.vocabulary import Vocabulary

_INSTEAD = frozenset(["instead", "rather", "without", "statt", "ohne", "sans", "sin", "sem"])
"""What stands before them in the same part of a sentence is wanted."""
_NOT = _INSTEAD | frozenset(["not", "nor", "never", "nicht", "kein", "keine", "keinen", "pas", "plutot", "no", "nao"])
_NOT_RUNS = ("ではなく", "しないで", "ではありません", "ずに", "要りません")
_PARTS = re.compile(r"[,、，.!?;:。！？\n]+|\s[-–—]\s")


def denies(clause: Clause) -> bool:
    """Whether a clause says that something is not so, or not wanted."""
    return any(word in _NOT or any(run in word for run in _NOT_RUNS) for word, _, _ in clause.words)


def denied(task: str, vocabulary: Vocabulary) -> Features:
    """The features of all parts of sentences that deny something; empty if none does."""
    found: Features = {}
    for part in _PARTS.split(task[:MOST_CHARS]):
        words = plain_words(part)
        if not (any(word in _NOT for word in words) or any(run in part for run in _NOT_RUNS)):
            continue
        begun = next((at for at, word in enumerate(words) if word in _INSTEAD), 0)
        for feature, weight in features_of([(word, 1.0, False) for word in words[begun:]], vocabulary).items():
            found[feature] = max(weight, found.get(feature, 0.0))
    return found
