"""Finds actions by what people say they want to do. Lexical, in memory, without a model or a service."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from linkwright.actions.vocabulary import sayings, trigrams, words_of
from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import Action, Connector

# How much a word counts by where it stands in the action.
_PLACES = {"id": 1.0, "label": 0.95, "description": 0.6, "input": 0.35}
_SAYING = 0.85
_NEAR = 0.45
"""Trigram likeness from which a misspelt word counts as the known one."""
_MOST_ASKED = 16
_FOCUS = 0.15
"""Share of the score for how much of the action's own name the query speaks of."""
_RARELY_MEANT = 0.9
"""What the score of an action outside the everyday preset counts: people mean the everyday ones nine times in ten."""
_LOOKING = 1.1
"""Who asks a question, or names only a thing, wants to see it."""
_MOST_KEPT = 32
"""Indexes; each holds a few megabytes."""
_QUESTIONS = ("what ", "which ", "who ", "where ", "how many ")


@dataclass(frozen=True, slots=True)
class Hit:
    """An action and how well it fits, from 0 to 1."""

    action: Action
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    action: Action
    weights: dict[str, float]
    name: frozenset[str]


class ActionIndex:
    """All actions of the catalogue, ready to be searched."""

    def __init__(self, connectors: Iterable[Connector]) -> None:
        self._entries = [_entry(connector, action) for connector in connectors for action in connector.actions.values()]
        counts = Counter(word for entry in self._entries for word in entry.weights)
        total = len(self._entries)
        self._rarity = {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in counts.items()}
        self._unknown = max(self._rarity.values(), default=1.0)
        self._spellings = {word: trigrams(word) for word in counts}
        self._verbs = {entry.action.name.split("_", 1)[0] for entry in self._entries}
        self._preset = any(entry.action.core for entry in self._entries)

    def search(
        self, query: str, *, among: Collection[str] | None, connector: str | None, most: int, least: float
    ) -> list[Hit]:
        """The best actions, best first.

        Args:
            query: what somebody wants to do, in their words.
            among: ids that may be found; None for all.
            connector: key of the only connector to look at, if any.
            most: how many hits at most.
            least: the least score of a hit.
        """
        asked = [(word, self._meanings(word)) for word in list(dict.fromkeys(words_of(query)))[:_MOST_ASKED]]
        whole = sum(self._weight(meanings) for _, meanings in asked)
        if not whole:
            return []
        looking = query.strip().lower().startswith(_QUESTIONS) or not any(
            self._verbs & meanings.keys() for _, meanings in asked
        )
        hits = []
        for entry in self._entries:
            action = entry.action
            if (connector is not None and action.connector != connector) or (
                among is not None and action.id not in among
            ):
                continue
            score = self._score(entry, asked, whole)
            if self._preset and not action.core:
                score *= _RARELY_MEANT
            if looking and action.name.startswith("list_"):
                score *= _LOOKING
            if score > 0 and score >= least:
                hits.append(Hit(action, round(min(1.0, score), 4)))
        return sorted(hits, key=lambda hit: (-hit.score, len(hit.action.id), hit.action.id))[:most]

    def _score(self, entry: _Entry, asked: list[tuple[str, dict[str, float]]], whole: float) -> float:
        got = 0.0
        spoken = set()
        for _, meanings in asked:
            best, meant = max(
                ((entry.weights.get(known, 0.0) * share, known) for known, share in meanings.items()), default=(0.0, "")
            )
            got += best * self._weight(meanings)
            if best:
                spoken.add(meant)
        if not got:
            return 0.0
        focus = len(entry.name & spoken) / len(entry.name) if entry.name else 0.0
        return (1 - _FOCUS) * got / whole + _FOCUS * focus

    def _meanings(self, word: str) -> dict[str, float]:
        """Known words that this one may stand for, and how surely."""
        found = {word: 1.0} if word in self._rarity else {}
        for said in sayings(word):
            if said in self._rarity:
                found.setdefault(said, _SAYING)
        return found or self._near(word)

    def _near(self, word: str) -> dict[str, float]:
        mine = trigrams(word)
        found: dict[str, float] = {}
        for known, theirs in self._spellings.items():
            likeness = len(mine & theirs) / len(mine | theirs)
            if likeness >= _NEAR:
                found[known] = likeness
        return found

    def _weight(self, meanings: dict[str, float]) -> float:
        """A rare word says more than a common one; a word that means nothing here says that something is missing."""
        if not meanings:
            return 0.5 + self._unknown * 0.5
        return 1 + max(self._rarity[known] for known in meanings)


class Indexes:
    """An index per set of connectors, made when it is first asked for; projects without connectors of their own share one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], ActionIndex] = OrderedDict()

    def of(self, catalog: Catalog) -> ActionIndex:
        """The index of a catalogue's connectors, latest versions."""
        connectors = catalog.connectors()
        key = tuple(connector.hash for connector in connectors)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = ActionIndex(connectors)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found


def _entry(connector: Connector, action: Action) -> _Entry:
    texts = {
        "input": " ".join(action.inputs),
        "description": action.description,
        "label": action.label,
        "id": f"{connector.key} {action.name}",
    }
    weights: dict[str, float] = {}
    for place, text in texts.items():
        for word in words_of(text):
            weights[word] = max(weights.get(word, 0.0), _PLACES[place])
    return _Entry(action, weights, frozenset(words_of(action.name)))
