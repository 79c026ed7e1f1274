"""Conditions over arguments: JMESPath that gives true or false, compiled once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from linkwright.kit.words import did_you_mean, listed
from linkwright.policy.errors import RulesInvalid
from linkwright.policy.model import Data

MOST_CHARS = 1_000
ROOTS = ("arguments", "method", "host", "path", "query", "body")
_MOST_DEPTH = 40
# Of these only the first part is asked of the whole; the others are asked of what that gives.
_CHAINS = frozenset(
    {"subexpression", "pipe", "index_expression", "projection", "filter_projection", "value_projection", "flatten"}
)


class ConditionFailed(Exception):
    """A condition gave neither true nor false."""


class Condition:
    """One compiled condition."""

    __slots__ = ("_compiled", "text")

    def __init__(self, text: str) -> None:
        """Compile it.

        Raises:
            RulesInvalid: it cannot be read, or asks for something that no call has.
        """
        if len(text) > MOST_CHARS:
            raise RulesInvalid(f"A condition has at most {MOST_CHARS} characters.")
        self.text = text
        try:
            self._compiled = jmespath.compile(text)
        except (JMESPathError, RecursionError) as broken:
            said = str(broken).splitlines()[0].removeprefix("Invalid jmespath expression: ").rstrip(":.")
            raise RulesInvalid(f"The condition cannot be read: {said[:200]}.") from None
        if _depth(self._compiled.parsed) > _MOST_DEPTH:
            raise RulesInvalid("The condition is nested too deeply.")
        for root in _roots(self._compiled.parsed):
            if root not in ROOTS:
                # A misspelt name would be null for ever, and the rule would never hold.
                raise RulesInvalid(
                    f"A condition begins with {listed(ROOTS)}, not with '{root[:60]}'.{did_you_mean(root[:60], ROOTS)}"
                )

    def holds(self, data: Data) -> bool:
        """Whether it holds; null counts as no.

        Raises:
            ConditionFailed: that cannot be said.
        """
        try:
            found = self._compiled.search(data)
        except (JMESPathError, RecursionError, TypeError, ValueError, AttributeError, ArithmeticError) as broken:
            raise ConditionFailed(f"its condition broke: {type(broken).__name__}") from broken
        if found is None:
            return False
        if not isinstance(found, bool):
            raise ConditionFailed("its condition gave neither true nor false")
        return found


def _roots(node: Mapping[str, Any]) -> Iterator[str]:
    """The names that are asked of the whole."""
    kind, children = node["type"], node["children"]
    if kind == "field":
        yield str(node["value"])
    elif kind in _CHAINS:
        yield from _roots(children[0])
    elif kind != "expref":
        for child in children:
            yield from _roots(child)


def _depth(node: Mapping[str, Any]) -> int:
    deepest, level = 0, [node]
    while level:
        deepest += 1
        level = [child for one in level for child in one["children"] if isinstance(child, Mapping)]
    return deepest
