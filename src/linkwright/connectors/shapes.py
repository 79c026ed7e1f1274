"""From the contract's types to JSON Schema that every model vendor takes: no $ref, one type each, null as anyOf."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLOutputType,
    get_nullable_type,
    is_leaf_type,
)

from linkwright.connectors.documents import is_closed
from linkwright.connectors.forms import DAY, MOMENT, MOMENT_OR_DURATION
from linkwright.connectors.selection import Node

INT_MIN, INT_MAX = -(2**31), 2**31 - 1
_SCALARS: dict[str, dict[str, Any]] = {
    "Boolean": {"type": "boolean"},
    "Int": {"type": "integer", "minimum": INT_MIN, "maximum": INT_MAX},
    "Float": {"type": "number"},
    "JSONObject": {"type": "object"},
    "JSON": {"type": "object"},
    "DateTime": {"type": "string", "pattern": MOMENT},
    "Date": {"type": "string", "pattern": DAY},
    "TimelessDate": {"type": "string", "pattern": DAY},
    "DateTimeOrDuration": {"type": "string", "pattern": MOMENT_OR_DURATION},
    "TimelessDateOrDuration": {"type": "string", "pattern": MOMENT_OR_DURATION},
}
_DEEPEST = 5


class TooDeep(ValueError):
    """An input type is recursive or nested too deeply to be published whole."""


def input_schema(kind: GraphQLInputType, depth: int = 0) -> dict[str, Any]:
    """The strict schema of an input type, without its null.

    Raises:
        TooDeep: the type mentions itself, or nests more than five levels.
    """
    bare = get_nullable_type(kind)
    if isinstance(bare, GraphQLList):
        return {"type": "array", "items": input_schema(bare.of_type, depth)}
    if isinstance(bare, GraphQLEnumType):
        return {"type": "string", "enum": [name for name, value in bare.values.items() if not is_closed(value)]}
    if isinstance(bare, GraphQLInputObjectType):
        return _object(bare, depth)
    return dict(_SCALARS.get(str(bare), {"type": "string"}))


def _object(kind: GraphQLInputObjectType, depth: int) -> dict[str, Any]:
    if depth >= _DEEPEST:
        raise TooDeep(kind.name)
    shown = {name: field for name, field in kind.fields.items() if not is_closed(field)}
    return {
        "type": "object",
        "properties": {name: input_schema(field.type, depth + 1) for name, field in shown.items()},
        "required": [name for name, field in shown.items() if isinstance(field.type, GraphQLNonNull)],
        "additionalProperties": False,
    }


def output_schema(node: Node, collapsed: frozenset[int]) -> dict[str, Any]:
    """The schema of one selected field as the action hands it out.

    `collapsed` holds the ids of the nodes that are handed out as plain lists of their `nodes`.
    """
    if id(node) in collapsed:
        inner = node.child("nodes")
        assert inner is not None  # only connections with nodes are collapsed
        return {"type": "array", "items": record_schema(inner.children, collapsed)}
    return _output(node.definition.type, node, collapsed)


def record_schema(children: list[Node], collapsed: frozenset[int]) -> dict[str, Any]:
    """The schema of one object with these selected fields."""
    return {
        "type": "object",
        "properties": {child.key: output_schema(child, collapsed) for child in children},
        "required": [child.key for child in children if not child.optional],
        "additionalProperties": False,
    }


def _output(kind: GraphQLOutputType, node: Node, collapsed: frozenset[int]) -> dict[str, Any]:
    if isinstance(kind, GraphQLNonNull):
        return _present(kind.of_type, node, collapsed)
    return {"anyOf": [_present(kind, node, collapsed), {"type": "null"}]}


def _present(kind: Any, node: Node, collapsed: frozenset[int]) -> dict[str, Any]:
    if isinstance(kind, GraphQLList):
        return {"type": "array", "items": _output(kind.of_type, node, collapsed)}
    if isinstance(kind, GraphQLEnumType):
        # Providers add values; a client that checks answers must not break on one. So they are told, not enforced.
        return {"type": "string", "description": "One of: " + ", ".join(kind.values) + "."}
    if is_leaf_type(kind):
        if str(kind) == "JSON":
            # A provider may put any value here, though it takes objects.
            return {}
        plain = _SCALARS.get(str(kind), {"type": "string"})
        return {"type": plain["type"]}
    return record_schema(node.children, collapsed)
