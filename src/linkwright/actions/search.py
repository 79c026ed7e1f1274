"""Finds actions by what people say they want to do. Lexical, in memory, without a model or a service."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from linkwright.actions.finding.entries import entry_of, texts_of
from linkwright.actions.finding.ranking import Ranking
from linkwright.actions.finding.stems import STOP, WEAK
from linkwright.actions.finding.text import plain_words
from linkwright.actions.finding.vocabulary import Vocabulary, read_table
from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import Action, Connector

_MOST_KEPT = 32
"""Indexes; each holds about thirty megabytes for a connector of the size of Linear."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An action and how well it fits, from 0 to 1."""

    action: Action
    score: float


class ActionIndex:
    """All actions of the catalogue, ready to be searched."""

    def __init__(self, connectors: Iterable[Connector]) -> None:
        known = list(connectors)
        vocabulary = Vocabulary(_general(), *(connector.words for connector in known))
        actions = [action for connector in known for action in connector.actions.values()]
        words = {word for action in actions for text in texts_of(action) for word in plain_words(text)}
        self._named = {action.id: action for action in actions}
        self.ranking = Ranking([entry_of(action, vocabulary) for action in actions], vocabulary, words | STOP | WEAK)

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

        def may(action: Action) -> bool:
            return (connector is None or action.connector == connector) and (among is None or action.id in among)

        named = self._by_name(query)
        found = self.ranking.rank(query, lambda entry: may(entry.action), most)
        hits = [Hit(self.ranking.entries[at].action, round(score, 4)) for at, score in found]
        if named is not None and may(named):
            hits = [Hit(named, 1.0), *(hit for hit in hits if hit.action is not named)]
        return [hit for hit in hits if hit.score > 0 and hit.score >= least][:most]

    def _by_name(self, query: str) -> Action | None:
        """The action whose full name is all that was said, in any spelling."""
        words = plain_words(query)
        if words[-1:] == ["global"]:
            words = [word for word in words[:-1] if not word.isdigit()]
            words = words[1:] if words[:1] == words[1:2] else words
        return self._named.get("_".join(words))


class Indexes:
    """An index per set of connectors, made when it is first asked for; projects without connectors of their own share one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], ActionIndex] = OrderedDict()
        self._making = asyncio.Lock()

    async def of(self, catalog: Catalog) -> ActionIndex:
        """The index of a catalogue's connectors, latest versions."""
        return await self.over(catalog.connectors())

    async def over(self, connectors: Sequence[Connector]) -> ActionIndex:
        """The index of exactly these definitions. It is made beside the loop, one at a time."""
        key = tuple(connector.hash for connector in connectors)
        if key not in self._kept:
            async with self._making:
                if key not in self._kept:
                    self._kept[key] = await asyncio.to_thread(ActionIndex, connectors)
                    if len(self._kept) > _MOST_KEPT:
                        self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


@cache
def _general() -> dict[str, list[str]]:
    return read_table((files("linkwright.actions.finding") / "words.txt").read_text("utf-8"))
