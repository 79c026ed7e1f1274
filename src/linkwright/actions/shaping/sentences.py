"""Where a text may be cut, so that what is shown can be read."""

from __future__ import annotations

import re
import unicodedata

SHORT = 80
"""Characters of a text that is never cut."""
_ENDS = re.compile(r"[.!?…][\"')\]]*\s+|[。！？]|\n+")
# A character that belongs to the one before it: joiners and the marks that choose a picture.
_JOINED = frozenset("\u200d\ufe0e\ufe0f")


def end_of(text: str, most: int) -> int:
    """How many of its first characters to show: up to the end of a sentence, else of a word, else `most`."""
    if len(text) <= most:
        return len(text)
    least = most // 2
    at = 0
    for found in _ENDS.finditer(text, 0, most):
        at = found.end()
    if at > least:
        return at
    blank = max(text.rfind(" ", 0, most), text.rfind("\t", 0, most))
    return blank + 1 if blank >= least else _whole(text, most)


def _whole(text: str, at: int) -> int:
    """The place at or before this one where no character is torn from its marks; this one if there is none near."""
    for place in range(at, max(at - 20, 1), -1):
        here, before = text[place], text[place - 1]
        if here not in _JOINED and before != "\u200d" and not unicodedata.combining(here):
            return place
    return at
