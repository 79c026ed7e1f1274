"""JSON at speed, with one set of choices: UTF-8, no NaN, bounded nesting on the way in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

DEEPEST = 250
"""Levels of lists and objects that may stand in each other in a value that is written; orjson itself stops a little later."""


def dumps(value: Any) -> str:
    """JSON text of a value of plain types (and datetimes, which must be aware)."""
    return orjson.dumps(value).decode()


# Itself, and no function around it, as `loads` below: a call through the hub makes ten such steps.
dumpb: Callable[[Any], bytes] = orjson.dumps
"""The same as bytes, for bodies."""


def canonical(value: Any) -> bytes:
    """One spelling per value: keys sorted, no blanks. For hashes and comparisons."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def too_deep(value: Any) -> bool:
    """Whether more than `DEEPEST` lists and objects stand in each other in a value of plain types."""
    layer, depth = [value], 0
    while layer:
        depth += 1
        if depth > DEEPEST:
            return True
        layer = [
            inner
            for one in layer
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
    return False


def pretty(value: Any) -> str:
    """JSON text for people: indented."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


loads: Callable[[str | bytes], Any] = orjson.loads
"""Parse JSON; raises `ValueError` where the text is not JSON."""
