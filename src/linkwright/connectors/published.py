"""The input schema of an action as callers see it, in the three styles of the wire contract."""

from __future__ import annotations

from typing import Any

from linkwright.connectors.shapes import INT_MAX, INT_MIN

MOST_BYTES = 8 * 1024
LOCATIONS = ("path", "query", "body", "headers")
_HIDDEN = frozenset({"pattern", "minLength", "maxLength", "format"})


def shown(strict: dict[str, Any], description: str) -> dict[str, Any]:
    """A strict schema without what some model vendors refuse, with its description."""
    return {**_bare(strict), **({"description": description} if description else {})}


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _bare(item) for key, item in value.items() if key not in _HIDDEN and not _natural(key, item)}


def _natural(key: str, value: Any) -> bool:
    """A bound that every Int of GraphQL has says nothing to a caller."""
    return (key, value) in (("minimum", INT_MIN), ("maximum", INT_MAX))


def published(inputs: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The three styles of one action.

    Args:
        inputs: `{name, location, required, shown}` each, in their published order.
    """
    ordered = sorted(inputs, key=lambda one: not one["required"])
    return {
        "nested": _nested(ordered),
        "flat_prefixed": _object(
            {f"{one['location']}_{one['name']}": one["shown"] for one in ordered},
            [f"{one['location']}_{one['name']}" for one in ordered if one["required"]],
        ),
        "flat_smart": _object(
            {one["name"]: one["shown"] for one in ordered}, [one["name"] for one in ordered if one["required"]]
        ),
    }


def _nested(inputs: list[dict[str, Any]]) -> dict[str, Any]:
    places: dict[str, dict[str, Any]] = {}
    for place in LOCATIONS:
        here = [one for one in inputs if one["location"] == place]
        if here:
            required = [one["name"] for one in here if one["required"]]
            places[place] = _object({one["name"]: one["shown"] for one in here}, required)
    return _object(places, [place for place, schema in places.items() if schema.get("required")])


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    if properties:
        schema["properties"] = properties
    if required:
        schema["required"] = required
    schema["additionalProperties"] = False
    return schema
