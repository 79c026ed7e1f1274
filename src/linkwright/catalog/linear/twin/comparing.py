"""Comparators: does one value meet `{eq: ..., in: [...], contains: ...}`, all of which must hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from linkwright.catalog.linear.twin.moments import day, moment


def meets(value: Any, condition: Mapping[str, Any], kind: str, now: datetime) -> bool:
    """Whether a value meets a condition.

    Args:
        value: what the row has; None for nothing.
        condition: operators with their operands; `null: true` wants nothing there.
        kind: name of the comparator's input type, which says how to read dates.
        now: what spans such as `-P2W` are counted from.
    """
    read = _reader(kind, now)
    value = read(value)
    for name, operand in condition.items():
        if name in ("and", "or"):
            combine = all if name == "and" else any
            if not combine(meets(value, each, kind, now) for each in operand or ()):
                return False
        elif operand is not None and not _holds(name, value, operand, read):
            return False
    return True


def _reader(kind: str, now: datetime) -> Callable[[Any], Any]:
    if "TimelessDate" in kind:
        return lambda value: day(value, now) if isinstance(value, str) else value
    if "Date" in kind:
        return lambda value: moment(value, now) if isinstance(value, str) else value
    if "Duration" in kind:
        return lambda value: _milliseconds(value, now) if isinstance(value, str) else value
    if kind in ("IDComparator", "IssueIDComparator"):
        return lambda value: value.lower() if isinstance(value, str) else value
    return lambda value: value


def _milliseconds(span: str, now: datetime) -> float:
    """How long an ISO 8601 span is, counted from now."""
    return (datetime.fromisoformat(moment(span, now)) - now).total_seconds() * 1000


def _holds(name: str, value: Any, operand: Any, read: Callable[[Any], Any]) -> bool:
    if name == "null":
        return (value is None) is operand
    operand = [read(each) for each in operand] if isinstance(operand, list) else read(operand)
    if name in _ALWAYS:
        return bool(_ALWAYS[name](value, operand))
    if value is None:
        # What is not there contains nothing and is neither less nor more; only the negations hold.
        return name.startswith("not")
    return bool(_PRESENT[name](value, operand))


def _fold(text: str) -> str:
    return text.casefold()


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))


_Operator = Callable[[Any, Any], bool]
_ALWAYS: dict[str, _Operator] = {
    "eq": lambda value, operand: value == operand,
    "neq": lambda value, operand: value != operand,
    "in": lambda value, operand: value in operand,
    "nin": lambda value, operand: value not in operand,
}
_PRESENT: dict[str, _Operator] = {
    "lt": lambda value, operand: value < operand,
    "lte": lambda value, operand: value <= operand,
    "gt": lambda value, operand: value > operand,
    "gte": lambda value, operand: value >= operand,
    "eqIgnoreCase": lambda value, operand: _fold(value) == _fold(operand),
    "neqIgnoreCase": lambda value, operand: _fold(value) != _fold(operand),
    "contains": lambda value, operand: operand in value,
    "notContains": lambda value, operand: operand not in value,
    "containsIgnoreCase": lambda value, operand: _fold(operand) in _fold(value),
    "notContainsIgnoreCase": lambda value, operand: _fold(operand) not in _fold(value),
    "containsIgnoreCaseAndAccent": lambda value, operand: _plain(operand) in _plain(value),
    "startsWith": lambda value, operand: value.startswith(operand),
    "startsWithIgnoreCase": lambda value, operand: _fold(value).startswith(_fold(operand)),
    "notStartsWith": lambda value, operand: not value.startswith(operand),
    "endsWith": lambda value, operand: value.endswith(operand),
    "notEndsWith": lambda value, operand: not value.endswith(operand),
}
OPERATORS = frozenset({"null", *_ALWAYS, *_PRESENT})
