"""Filters: which rows meet a filter input, by the meaning that the contract's input types give each key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.comparing import OPERATORS, meets
from linkwright.catalog.linear.twin.issues import find_issue
from linkwright.catalog.linear.twin.reading import MISSING, read
from linkwright.catalog.linear.twin.refusals import not_carried_out
from linkwright.catalog.linear.twin.world import Row

Filter = Mapping[str, Any]
_JOINTS = ("and", "or")


def fits(call: Call, row: Row, wanted: Filter, kind: str) -> bool:
    """Whether a row meets a filter of that input type; every key must hold.

    Raises:
        Refused: the filter asks for something that the twin has no data for.
    """
    for name, condition in wanted.items():
        if condition is None or name == "null":
            continue
        if name in _JOINTS:
            combine = all if name == "and" else any
            if not combine(fits(call, row, each, kind) for each in condition):
                return False
        elif not _key_holds(call, row, name, condition, _input_kind(call, kind, name)):
            return False
    return True


def _key_holds(call: Call, row: Row, name: str, condition: Any, kind: str) -> bool:
    value = read(call, row, name)
    if kind.endswith("CollectionFilter"):
        return _some(call, [] if value is MISSING else value, condition, kind)
    if value is MISSING and call.shapes.field(row["__typename"], name) is None and name not in row:
        raise not_carried_out(f"the filter {kind} on {row['__typename']}.{name}")
    value = None if value is MISSING else value
    if not isinstance(condition, dict):
        return bool(value == condition)
    if kind == "StringArrayComparator":
        return _texts(call, value or [], condition)
    if kind.endswith("Filter"):
        return _related(call, value, condition, kind)
    return _compared(call, value, condition, kind)


def _texts(call: Call, values: list[str], condition: Filter) -> bool:
    """A comparison over several texts."""
    for name, each in condition.items():
        if each is None:
            continue
        if name == "length":
            holds = meets(len(values), each, "NumberComparator", call.now)
        else:
            combine = all if name == "every" else any
            holds = combine(meets(value, each, "StringComparator", call.now) for value in values)
        if not holds:
            return False
    return True


def _compared(call: Call, value: Any, condition: Filter, kind: str) -> bool:
    unknown = set(condition) - OPERATORS - set(_JOINTS)
    if unknown:
        raise not_carried_out(f"the comparison {', '.join(sorted(unknown))} of {kind}")
    if kind == "IssueIDComparator":
        condition = {key: _issue_ids(call, operand) for key, operand in condition.items()}
    return meets(value, condition, kind, call.now)


def _issue_ids(call: Call, operand: Any) -> Any:
    """Identifiers such as ENG-12 stand for the ids of their issues."""
    if isinstance(operand, list):
        return [_issue_ids(call, each) for each in operand]
    issue = find_issue(call.world, operand) if isinstance(operand, str) else None
    return issue["id"] if issue else operand


def _related(call: Call, value: Row | None, condition: Filter, kind: str) -> bool:
    absent = condition.get("null")
    if value is None:
        alternatives = condition.get("or") or ()
        return absent is True or any(_related(call, None, each, kind) for each in alternatives)
    return absent is not True and fits(call, value, condition, kind)


def _some(call: Call, rows: list[Row], condition: Filter, kind: str) -> bool:
    """A filter over several rows: `some`, `every`, `length`, or bare keys, which mean that one row meets them all."""
    bare: dict[str, Any] = {}
    for name, each in condition.items():
        if each is None:
            continue
        if name == "null":
            holds = (not rows) is each
        elif name == "length":
            holds = meets(len(rows), each, "NumberComparator", call.now)
        elif name == "some":
            holds = any(fits(call, row, each, _input_kind(call, kind, name)) for row in rows)
        elif name == "every":
            holds = all(fits(call, row, each, _input_kind(call, kind, name)) for row in rows)
        elif name in _JOINTS:
            combine = all if name == "and" else any
            holds = combine(_some(call, rows, part, kind) for part in each)
        else:
            bare[name] = each
            continue
        if not holds:
            return False
    return not bare or any(fits(call, row, bare, kind) for row in rows)


def _input_kind(call: Call, kind: str, name: str) -> str:
    """The named type of one key of an input type."""
    described = call.shapes.types[kind]["fields"][name]
    notation: str = described if isinstance(described, str) else described["type"]
    return notation.strip("[]!")
