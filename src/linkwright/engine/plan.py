"""From checked arguments to the exact call. Pure: a dry run, an approval and a test all see the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from linkwright.connectors.compiled import Action, Call, Connector, Input, Request
from linkwright.engine.errors import InvalidArguments
from linkwright.kit import jsons
from linkwright.outbound.transport import MAX_ANSWER_BYTES

EACH = "*"
_NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Facts:
    """What `prepare` found out before the call is planned; `ids` are fresh UUIDs for what the call creates."""

    ids: tuple[str, ...] = ()


class PlannedCall(NamedTuple):
    """One call, complete but for the credential.

    Attributes:
        effect: `read`, `write` or `destroy`; decides whether it may be repeated.
        operation: for people, `mutation issueCreate`.
        variables: by the names of the document.
        body: the bytes that will be sent, None for none.
        request: what the call is, if it is REST.
        headers: beside those of the credential.
        auth: whether the credential goes along.
        file: sent instead of the body, piece by piece.
        rates: keys of the connector's rates against which it counts.
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
    body: bytes | None
    max_bytes: int = MAX_ANSWER_BYTES
    request: Request | None = None
    headers: Mapping[str, str] = _NO_HEADERS
    auth: bool = True
    file: Path | None = None
    rates: tuple[str, ...] = ()


def plan(connector: Connector, action: Action, arguments: Mapping[str, Any], facts: Facts | None = None) -> PlannedCall:
    """The call for these arguments, which `gather` has checked and in which names are ids already.

    `facts` is what had to be found out or drawn before; without them no id of our own is sent.

    Raises:
        InvalidArguments: a value cannot be written as JSON.
    """
    variables = filled(action, arguments)
    if facts is not None and facts.ids:
        _own_ids(action, variables, iter(facts.ids))
    return planned(connector.key, action.id, action.effect, action.call, variables)


def given_ids(action: Action, arguments: Mapping[str, Any], facts: Facts | None) -> list[str]:
    """The ids that `plan` gives to what the call creates, or that the caller chose for it."""
    variables = filled(action, arguments)
    if facts is not None:
        _own_ids(action, variables, iter(facts.ids))
    return [str(holder[path[-1]]) for path in action.own_ids for holder in _holders(variables, path[:-1])]


def filled(action: Action, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments, defaults and constants at their places in the variables of the call."""
    variables: dict[str, Any] = {name: {} for name in action.blank}
    inputs = action.inputs
    for name, value in arguments.items():
        _bind(variables, inputs[name], value)
    for name, value in action.defaults:
        if name not in arguments:
            _bind(variables, inputs[name], value)
    for path, value in action.constants:
        put(variables, path, value)
    return variables


def _own_ids(action: Action, variables: dict[str, Any], ids: Iterator[str]) -> None:
    """Give every new thing an id, where the caller chose none."""
    for path in action.own_ids:
        for holder in _holders(variables, path[:-1]):
            if holder.get(path[-1]) is None:
                holder[path[-1]] = next(ids)


def _holders(variables: Any, path: tuple[str, ...]) -> list[dict[str, Any]]:
    here = [variables]
    for key in path:
        if key == EACH:
            here = [item for one in here if isinstance(one, list) for item in one]
        else:
            here = [one.get(key) for one in here if isinstance(one, dict)]
    return [one for one in here if isinstance(one, dict)]


def planned(
    connector: str,
    action: str,
    effect: str,
    call: Call,
    variables: dict[str, Any],
    *,
    max_bytes: int = MAX_ANSWER_BYTES,
) -> PlannedCall:
    """A call with its variables in place; its answer may have `max_bytes`."""
    try:
        body = call.head + jsons.dumpb(variables) + b"}"
    except TypeError as refused:
        raise InvalidArguments(f"The arguments cannot be written as JSON: {refused}.") from refused
    return PlannedCall(
        connector,
        action,
        effect,
        call.operation,
        "POST",
        call.url,
        call.host,
        call.document,
        variables,
        body,
        max_bytes,
        rates=call.rates,
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
