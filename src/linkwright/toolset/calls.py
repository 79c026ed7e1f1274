"""The body of a call: where its inputs go, what steers it, and its files."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from linkwright.toolset.errors import ArgumentsUnreadable
from linkwright.toolset.files import File
from linkwright.toolset.forms import Form

_CONTAINERS = frozenset({"path", "query", "body", "headers"})


def written(
    name: str, arguments: Mapping[str, Any], steering: Mapping[str, Any], inputs: Collection[str] = ()
) -> bytes | Form:
    """The body of `POST /actions/rpc`: JSON, or a form if there are files.

    Args:
        name: the action.
        arguments: inputs by name; `path`, `query` and `body` objects are taken as such, unless they are inputs.
        steering: what stands beside the inputs.
        inputs: names of the action's inputs, as far as they are known.

    Raises:
        ArgumentsUnreadable: they cannot be written as JSON.
    """
    files: dict[str, File] = {}
    placed: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in arguments.items():
        if key in _CONTAINERS and key not in inputs and isinstance(value, Mapping):
            placed[key] = _without_files(value, files)
        else:
            rest[key] = value
    # All of them in one object, so that an input called `fields` or `body` is not taken for what steers the call.
    rest = _without_files(rest, files)
    if "cursor" in rest:
        # Where the contract has it: a page goes on with `query.cursor`.
        placed["query"] = {**placed.get("query", {}), "cursor": rest.pop("cursor")}
    if rest:
        placed["body"] = {**placed.get("body", {}), **rest}
    call = {"action": name, **steering, **placed}
    try:
        body = json.dumps(call, allow_nan=False, sort_keys=True).encode()
    except (ValueError, TypeError, RecursionError) as bad:
        raise ArgumentsUnreadable(f"The arguments of {name} cannot be written as JSON.") from bad
    return Form(call, files) if files else body


def _without_files(arguments: Mapping[str, Any], files: dict[str, File]) -> dict[str, Any]:
    files.update({name: value for name, value in arguments.items() if isinstance(value, File)})
    return {name: value for name, value in arguments.items() if not isinstance(value, File)}
