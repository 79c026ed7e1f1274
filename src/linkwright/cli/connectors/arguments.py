"""Inputs of an action as people type them: name=value texts, or one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import orjson

from linkwright.errors import BadRequest

if TYPE_CHECKING:
    from linkwright.connectors.compiled import Action


def arguments_of(action: Action | None, typed: Sequence[str], text: str | None) -> dict[str, Any]:
    """The payload of a call; values are read by the action's own schemas, so that `-i title=12` stays a text.

    Of an action that is not known here, what looks like JSON is taken as that.

    Raises:
        BadRequest: both forms are given, or one of them cannot be read.
    """
    if text is not None:
        if typed:
            raise BadRequest("Inputs are given with -i and with --json.", hint="Use one of them.")
        return _object(text)
    payload: dict[str, Any] = {}
    for item in typed:
        name, mark, value = item.partition("=")
        if not mark or not name:
            raise BadRequest(f"'{item}' is not name=value.", hint="Write -i name=value.")
        known = action.inputs.get(action.accepted.get(name, "")) if action else None
        schema = known.schema if known else {} if action is None else {"type": "string"}
        read = _read(value, schema)
        if isinstance(read, list) and isinstance(payload.get(name), list):
            payload[name] += read
        elif name in payload:
            raise BadRequest(f"{name} is given twice.", hint="Only lists are given item by item.")
        else:
            payload[name] = read
    return payload


def _object(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as broken:
        raise BadRequest(f"--json is not JSON: {broken}.", hint="Put single quotes around it.") from None
    if not isinstance(found, dict):
        raise BadRequest("--json must be an object of inputs.", hint='Write --json \'{"name": "value"}\'.')
    return found


def _read(value: str, schema: dict[str, Any]) -> Any:
    kinds = [one for one in (schema, *schema.get("anyOf", ())) if "type" in one]
    types = {one["type"] for one in kinds}
    if value == "null" and "null" in types:
        return None
    if "array" in types and not value.startswith("["):
        items = next(one.get("items", {}) for one in kinds if one["type"] == "array")
        return [_read(value, items)]
    if "string" in types:
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        # The action's own refusal says what belongs here.
        return value
