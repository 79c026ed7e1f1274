"""From whatever shape a caller sends, to checked arguments, flat by input name. On the hot path: one pass, one check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.connectors.compiled import Action
from linkwright.engine.errors import InvalidArguments
from linkwright.engine.files import uploaded
from linkwright.engine.misfits import misfits
from linkwright.kit.words import did_you_mean, listed

# `headers` may come along in the wire contract, with more in it than an action asks for.
_CONTAINERS = frozenset({"path", "query", "body", "headers"})
_MOST_PROBLEMS = 12


def gather(action: Action, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a call, by input name, as the action's schema wants them.

    The payload may hold `path`, `query` and `body` objects, names as they are, and names with `path_`, `query_` or
    `body_` before them, mixed. Null means "not given", except for an input that null clears.

    Raises:
        InvalidArguments: names every bad input, and the nearest known name for an unknown one.
    """
    given: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in payload.items():
        if key not in _CONTAINERS:
            _take(action, key, value, given, problems)
        elif isinstance(value, dict) or isinstance(value, Mapping):  # noqa: SIM101 - the first is ten times quicker
            for name, item in value.items():
                if key != "headers" or name in action.accepted:
                    _take(action, name, item, given, problems)
        elif value is not None:
            if key in action.inputs:
                _take(action, key, value, given, problems)
            else:
                problems.append(f"{key} must be an object that holds inputs.")
    if problems or not _fits(action, given):
        raise _refusal(action, given, problems)
    if action.any_of and given.keys().isdisjoint(action.any_of):
        raise InvalidArguments(f"There is nothing to change: give at least one of {listed(action.any_of)}.")
    for name in action.files:
        if name in given:
            given[name] = uploaded(name, given[name])
    return given


def _take(action: Action, key: str, value: Any, given: dict[str, Any], problems: list[str]) -> None:
    name = action.accepted.get(key)
    if name is None:
        problems.append(f"There is no input {_shown(key)}.{did_you_mean(str(key), action.inputs)}")
        return
    spec = action.inputs[name]
    if value is None and not spec.nullable:
        return
    if spec.whole and type(value) is float and value.is_integer():
        value = int(value)
    if name in given and (given[name] != value or type(given[name]) is not type(value)):
        problems.append(f"{name} is given twice, with two different values.")
        return
    given[name] = value


def _fits(action: Action, given: dict[str, Any]) -> bool:
    try:
        return action.validator.is_valid(given)
    except (ValueError, TypeError, OverflowError, RecursionError):
        # Values that are not JSON at all: lone surrogates, keys that are no strings, endless nesting.
        return False


def _refusal(action: Action, given: dict[str, Any], problems: list[str]) -> InvalidArguments:
    found = problems + misfits(action, given)
    shown = found[:_MOST_PROBLEMS]
    if len(found) > len(shown):
        shown.append(f"There are {len(found) - len(shown)} more problems.")
    return InvalidArguments(" ".join(shown) or "The arguments cannot be written as JSON.")


def _shown(key: Any) -> str:
    text = str(key)
    return repr(text if len(text) <= 60 else text[:57] + "...")
