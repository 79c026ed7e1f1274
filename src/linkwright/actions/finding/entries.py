"""An action as it is looked for: its features by where they stand, and the tasks that it is an example for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linkwright.actions.finding.features import Features, features_of
from linkwright.actions.finding.text import REFERENCE, plain_words
from linkwright.actions.finding.vocabulary import Vocabulary
from linkwright.connectors.compiled import Action

NAME, LABEL, ABOUT, REST, INPUT, TASK = 3.0, 2.0, 1.0, 0.15, 0.25, 0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """One action, made ready once per version of its connector."""

    action: Action
    weights: Mapping[str, float]
    name: tuple[str, ...]
    tasks: tuple[Mapping[str, float], ...]
    forms: frozenset[str] = frozenset()


def entry_of(action: Action, vocabulary: Vocabulary) -> Entry:
    """The entry of an action."""
    about, _, rest = action.description.partition(". ")
    fields = (
        (NAME, f"{action.connector} {action.name}"),
        (LABEL, action.label),
        (ABOUT, about),
        (REST, rest),
        (INPUT, " ".join(action.inputs)),
    )
    weights: dict[str, float] = {}
    for much, text in fields:
        for feature, weight in read(text, vocabulary).items():
            weights[feature] = weights.get(feature, 0.0) + much * weight
    examples = tuple(read(task, vocabulary) for task in (action.label, *action.tasks))
    for example in examples[1:]:
        for feature, weight in example.items():
            weights[feature] = weights.get(feature, 0.0) + TASK * weight
    name = tuple(dict.fromkeys(feature for word in action.name.split("_") for feature in _named(word, vocabulary)))
    forms = frozenset(form for form in (REFERENCE,) if any(f"={one}" in name for one in vocabulary.of(form)))
    return Entry(action, weights, name, examples, forms)


def read(text: str, vocabulary: Vocabulary) -> Features:
    """The features of a text of an action."""
    return features_of([(word, 1.0, False) for word in plain_words(text.replace("_", " "))], vocabulary)


def _named(word: str, vocabulary: Vocabulary) -> list[str]:
    found = read(word, vocabulary)
    meanings = [feature for feature in found if feature[0] == "="]
    return meanings[:1] or [feature for feature in found if not feature.endswith("~")]


def texts_of(action: Action) -> tuple[str, ...]:
    """All texts of an action whose words count as known."""
    return (action.name.replace("_", " "), action.connector, action.label, action.description, *action.tasks)
