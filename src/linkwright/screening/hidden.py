"""Characters that nobody sees: a reader of the page misses what a model is told.

Facts: Unicode 16, chapter 23.2 (format characters), 23.9 (tag characters), and UAX 9 for the marks of direction. Emoji, flags of
regions and scripts that join letters need some of them; those uses are let through.
"""

from __future__ import annotations

import re

from linkwright.screening.model import HIDDEN, Hit

_TAGS = re.compile("[\U000e0020-\U000e007e]+")
# A black flag and tags up to the cancel tag is a region's flag, such as that of Scotland.
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
# Variation selectors beyond the sixteen that choose between text and emoji; each can carry a byte.
_SELECTORS = re.compile("[\ufe00-\ufe0d\U000e0100-\U000e01ef]{4,}")
# Zero width: space, non-joiner, joiner, word joiner, no-break space, invisible operators, Hangul fillers.
_ZERO_WIDTH = re.compile("[\u200b\u2060-\u2064\ufeff\u180e\u115f\u1160\u3164\uffa0]|[\u200c\u200d]")
_ONLY_SPACES = re.compile("[\u200b\u2060-\u2064\ufeff\u180e\u115f\u1160\u3164\uffa0]")
_RUN = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff]{8,}")
# Turning the direction of a run by force; isolates and marks are common in mixed text.
_TURNS = re.compile("[\u202d\u202e]")
_FEW = 3
_BASE = 0xE0000


def look(text: str) -> tuple[list[Hit], str]:
    """What is hidden in a text, and what it says where that can be told: empty if nothing can."""
    if text.isascii():
        return [], ""
    hits: list[Hit] = []
    said = "".join(chr(ord(char) - _BASE) for run in _TAGS.findall(_FLAG.sub("", text)) for char in run)
    if said:
        hits.append(Hit(HIDDEN, f"{len(said)} invisible tag characters, which spell out text"))
    carried = _selectors(text)
    if carried:
        hits.append(Hit(HIDDEN, f"{len(carried)} bytes in variation selectors"))
    if _RUN.search(text):
        hits.append(Hit(HIDDEN, "a long run of zero-width characters"))
    elif _within_words(text) >= _FEW:
        hits.append(Hit(HIDDEN, "zero-width characters within words"))
    if _TURNS.search(text):
        hits.append(Hit(HIDDEN, "marks that turn the direction of writing"))
    return hits, " ".join(one for one in (said, carried.decode("utf-8", "ignore")) if one)


def shown(text: str) -> str:
    """The text as somebody reads it: without what is invisible."""
    if text.isascii():
        return text
    return _TURNS.sub("", _ZERO_WIDTH.sub("", _SELECTORS.sub("", _TAGS.sub("", text))))


def _selectors(text: str) -> bytes:
    carried = bytearray()
    for run in _SELECTORS.findall(text):
        for char in run:
            code = ord(char)
            carried.append(code - 0xFE00 if code < _BASE else code - 0xE0100 + 16)
    return bytes(carried)


def _within_words(text: str) -> int:
    # Joiners make letters of Persian and Indic scripts and hold emoji together; between ASCII letters they do nothing.
    count = 0
    for found in _ZERO_WIDTH.finditer(text):
        before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
        inside = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        count += inside or bool(_ONLY_SPACES.match(found.group()) and before.isalnum() and after.isalnum())
    return count
