"""Patterns of connectors' authors, matched in a time that grows with the text and no faster.

Python's own engine tries one way after another: `^(a+)+$` and a few dozen letters keep it busy for ever, and with it everybody
else's calls. The engine here has no look-around and no back-references, and so no such texts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError, validator_for


def mistake(pattern: str) -> str | None:
    """What is wrong with a pattern, as a sentence; None if it can be used."""
    try:
        re.compile(pattern)
    except re.error as broken:
        return f"The pattern cannot be read: {broken}."
    if _read(pattern) is None:
        return "The pattern is too large, or has something that takes time without end: a look-ahead, look-behind or back-reference."
    return None


def fits(pattern: str, text: str) -> bool:
    """Whether a text fits. A pattern that cannot be used holds nothing up: the provider then judges the text."""
    read = _read(pattern)
    return read is None or read.is_valid(text)


@lru_cache(1024)
def _read(pattern: str) -> Draft202012Validator | None:
    try:
        return validator_for({"$schema": _DRAFT, "pattern": pattern}, pattern_options=RegexOptions())  # type: ignore[return-value]
    except (ValidationError, ValueError):
        return None


_DRAFT = "https://json-schema.org/draft/2020-12/schema"
