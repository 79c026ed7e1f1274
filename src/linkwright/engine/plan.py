"""From checked arguments to the exact call. Pure: a dry run, an approval and a test all see the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from linkwright.connectors.compiled import Action, Call, Connector, Input
from linkwright.engine.errors import InvalidArguments
from linkwright.kit import jsons


class PlannedCall(NamedTuple):
    """One call, complete but for the credential.

    Attributes:
        effect: `read`, `write` or `destroy`; decides whether it may be repeated.
        operation: for people, `mutation issueCreate`.
        variables: by the names of the document.
        body: the bytes that will be sent.
    """

    connector: str
    action: str
    effect: str
    operation: str
    method: str
    url: str
    host: str
    document: str
    variables: dict[str, Any]
    body: bytes


def plan(connector: Connector, action: Action, arguments: Mapping[str, Any]) -> PlannedCall:
    """The call for these arguments, which `gather` has checked.

    Raises:
        InvalidArguments: a value cannot be written as JSON.
    """
    variables: dict[str, Any] = {}
    inputs = action.inputs
    for name, value in arguments.items():
        _bind(variables, inputs[name], value)
    for name, value in action.defaults:
        if name not in arguments:
            _bind(variables, inputs[name], value)
    return planned(connector.key, action.id, action.effect, action.call, variables)


def planned(connector: str, action: str, effect: str, call: Call, variables: dict[str, Any]) -> PlannedCall:
    """A call with its variables in place."""
    try:
        body = call.head + jsons.dumpb(variables) + b"}"
    except TypeError as refused:
        raise InvalidArguments(f"The arguments cannot be written as JSON: {refused}.") from refused
    return PlannedCall(
        connector, action, effect, call.operation, "POST", call.url, call.host, call.document, variables, body
    )


def _bind(variables: dict[str, Any], spec: Input, value: Any) -> None:
    """Put a value into all its places; the short way where no place is in a list, which is nearly always."""
    for path in spec.paths:
        if spec.listed:
            put(variables, path, value)
            continue
        here: Any = variables
        for key in path[:-1]:
            inner = here.get(key)
            if inner is None:
                inner = here[key] = {}
            here = inner
        here[path[-1]] = value


def put(target: dict[str, Any], path: tuple[str | int, ...], value: Any) -> None:
    """Set a value deep inside, making objects and lists on the way."""
    here: Any = target
    for key, after in pairwise(path):
        kind: type[Any] = list if isinstance(after, int) else dict
        if isinstance(key, int):
            here.extend(kind() for _ in range(key + 1 - len(here)))
        elif key not in here:
            here[key] = kind()
        here = here[key]
    last = path[-1]
    if isinstance(last, int):
        here.extend([None] * (last + 1 - len(here)))
    here[last] = value
