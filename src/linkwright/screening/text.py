"""Every pass over one text."""

from __future__ import annotations

from linkwright.screening import hidden, payloads, phrases, roles
from linkwright.screening.model import ENCODED, Hit

# Without one of these a text of ASCII is one word.
_WORDLESS = frozenset(" \n\t<[")
_SHORTEST_CODE = 24
_DEEPEST = 2
"""Encodings within encodings that are followed."""


def hits(text: str, depth: int = 0) -> list[Hit]:
    """What is found in a text, each once, whatever its length. `depth` says how many encodings it was in."""
    if text.isascii() and _WORDLESS.isdisjoint(text) and len(text) < _SHORTEST_CODE:
        # An id, an address, a word.
        return []
    found, said = hidden.look(text)
    found += roles.look(text) + phrases.look(phrases.plainly(hidden.shown(text)))
    if said:
        found += phrases.look(phrases.plainly(said)) + roles.look(said)
    if depth < _DEEPEST and payloads.may_hold(text.encode("utf-8", "ignore")):
        for name, inside in payloads.decoded(text):
            found += [Hit(ENCODED, f"in {name}: {hit.detail}") for hit in hits(inside, depth + 1)]
    return list(dict.fromkeys(found))
