"""Searches a long text in windows, since one search lets nothing else run until it is over."""

from __future__ import annotations

import re

_STEP, _OVERLAP = 8_192, 2_560
"""Characters: what is looked for is shorter than the part that two windows share."""


def holds(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern is found in a text of any length."""
    for start in range(0, max(len(text), 1), _STEP):
        at, end = start, start + _STEP + _OVERLAP
        while found := pattern.search(text, at, end):
            # A window's end is not that of the text, so what ends there is looked at again.
            if end >= len(text) or pattern.match(text, found.start()):
                return True
            at = found.start() + 1
    return False
