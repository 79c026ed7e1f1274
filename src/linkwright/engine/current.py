"""What a write is about: the inputs that say which thing, and the connector's own action that reads that thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkwright.connectors.compiled import Action, Connector

_WORD = re.compile(r"^[a-z]+|[A-Z][a-z]*|\d+")
# What a name says is done to a thing. Any other word names another thing, whose id would be read as this one's.
_VERBS = frozenset(
    [
        "add",
        "archive",
        "cancel",
        "change",
        "close",
        "delete",
        "disable",
        "edit",
        "enable",
        "move",
        "patch",
        "put",
        "remove",
        "rename",
        "reopen",
        "resend",
        "resolve",
        "restore",
        "retire",
        "rotate",
        "set",
        "share",
        "subscribe",
        "suspend",
        "trash",
        "unarchive",
        "unresolve",
        "unshare",
        "unsubscribe",
        "unsuspend",
        "update",
    ]
)


def address(action: Action) -> tuple[str, ...]:
    """Names of the inputs by which an action says which thing it is about."""
    return tuple(one.name for one in action.inputs.values() if one.location == "path" and one.required)


def reader_of(connector: Connector, action: Action) -> Action | None:
    """The action that reads the thing that a write addresses, with the same inputs; None where the connector has none."""
    inputs = address(action)
    if action.effect == "read" or action.hook or action.steps or not inputs:
        return None
    found = [one for one in connector.actions.values() if _reads_one(one, inputs)]
    if action.request is not None:
        return next((one for one in found if one.request and one.request.url == action.request.url), None)
    by_root = {one.call.root: one for one in found if not one.request}
    if len(action.result) > 1 and action.call.root.startswith(action.result[-1]):
        return by_root.get(action.result[-1])
    return next((by_root[name] for name in _things(action.call.root) if name in by_root), None)


def makes(action: Action) -> bool:
    """Whether an action makes a new thing, so that there is nothing before it."""
    if action.effect != "write" or action.hook or action.steps or address(action):
        return False
    if action.request:
        return action.request.method == "POST"
    return bool(action.own_ids) or "create" in map(str.lower, _WORD.findall(action.call.root))


def _reads_one(action: Action, inputs: tuple[str, ...]) -> bool:
    if action.effect != "read" or action.paged or action.hook or action.steps:
        return False
    return {one.name for one in action.inputs.values() if one.required} == set(inputs) == set(address(action))


def _things(root: str) -> Iterator[str]:
    """`issue` of `issueArchive` and of `archiveIssue`: the longest name of a thing that only verbs follow or precede."""
    words = _WORD.findall(root)
    for length in range(len(words) - 1, 0, -1):
        if words[length].lower() in _VERBS:
            yield "".join(words[:length])
    if len(words) > 1 and words[0] in _VERBS:
        yield words[1].lower() + "".join(words[2:])
