"""The fields of a result that a caller wants: checked against the action's output schema, then picked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linkwright.actions.errors import UnknownField
from linkwright.connectors.compiled import Action
from linkwright.kit.words import did_you_mean

Fields = tuple[tuple[str, ...], ...]
"""Dotted paths, taken apart; they go through lists."""
_MOST_SHOWN = 30


def check_fields(action: Action, fields: Fields) -> None:
    """Refuse a field that the action never gives; before it is sent, since a write could not be taken back.

    Raises:
        UnknownField: names the nearest one.
    """
    for path in fields:
        schemas = [action.output_schema]
        for depth, name in enumerate(path):
            objects = [one for schema in schemas for one in _objects(schema)]
            known: dict[str, list[Any]] = {}
            for one in objects:
                for key, inner in one.get("properties", {}).items():
                    known.setdefault(key, []).append(inner)
            if name in known:
                schemas = known[name]
            elif any("properties" not in one for one in objects):
                break  # Free-form: what it holds is known only when it is there.
            else:
                before = ".".join(path[:depth])
                raise UnknownField(
                    f"{action.id} gives no field {'.'.join(path)[:200]!r}.{did_you_mean(name[:100], known)}",
                    hint=f"{'Fields of ' + before if before else 'Its fields'}: {_shown(known)}."
                    if known
                    else f"{before} has no fields of its own.",
                )


def pick(value: Any, fields: Fields) -> Any:
    """The value with these fields alone; of a list, each item. A field that is not there is left out."""
    if isinstance(value, list):
        return [pick(one, fields) for one in value]
    if not isinstance(value, Mapping):
        return value
    inner: dict[str, list[tuple[str, ...]]] = {}
    for first, *rest in fields:
        inner.setdefault(first, []).append(tuple(rest))
    return {
        name: value[name] if () in rests else pick(value[name], tuple(rests))
        for name, rests in inner.items()
        if name in value
    }


def _objects(schema: Any) -> Iterator[Mapping[str, Any]]:
    """The schemas of objects in a schema: itself, those of its items, and those that it lets choose from."""
    if not isinstance(schema, Mapping):
        return
    kind = schema.get("type")
    if "properties" in schema or kind == "object" or (kind is None and "anyOf" not in schema and "items" not in schema):
        yield schema
    yield from _objects(schema.get("items"))
    for one in schema.get("anyOf", ()):
        yield from _objects(one)


def _shown(known: Mapping[str, Any]) -> str:
    names = list(known)
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more
