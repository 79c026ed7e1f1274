"""What a JMESPath expression makes of a schema: the output schema of a result is derived, never written by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from linkwright.kit.words import did_you_mean, listed

Schema = dict[str, Any]
_NULL: Schema = {"type": "null"}
ANYTHING: Schema = {}
_FUNCTIONS: Mapping[str, Schema | int] = {
    # A number names the argument whose schema comes back.
    "length": {"type": "integer"},
    "join": {"type": "string"},
    "to_string": {"type": "string"},
    "contains": {"type": "boolean"},
    "starts_with": {"type": "boolean"},
    "ends_with": {"type": "boolean"},
    "sort": 0,
    "sort_by": 0,
    "reverse": 0,
    "sum": {"type": "number"},
    "keys": {"type": "array", "items": {"type": "string"}},
}


class Underivable(ValueError):
    """The expression cannot be read, or does not fit what it is applied to; the message is the finding's."""


def derive(expression: str, schema: Schema) -> Schema:
    """The schema of the expression's value for a value of the given schema.

    Raises:
        Underivable: the expression is broken, names something that is not there, or uses what cannot be derived.
    """
    try:
        parsed = jmespath.compile(expression).parsed
    except JMESPathError as broken:
        said = str(broken).splitlines()[0].removeprefix("Invalid jmespath expression: ").rstrip(":.")
        raise Underivable(f"The expression cannot be read: {said}.") from broken
    return _of(parsed, schema)


def nullable(schema: Schema) -> Schema:
    """The schema with null let through."""
    if not schema or _NULL in schema.get("anyOf", ()) or schema.get("type") == "null":
        return schema
    return {"anyOf": [schema, _NULL]}


def present(schema: Schema) -> tuple[Schema, bool]:
    """The schema without null, and whether null was in it."""
    options = schema.get("anyOf")
    if options and _NULL in options:
        rest = [one for one in options if one != _NULL]
        return (rest[0] if len(rest) == 1 else {"anyOf": rest}), True
    return schema, schema.get("type") == "null"


def _of(node: Mapping[str, Any], schema: Schema) -> Schema:
    made = _KINDS.get(node["type"])
    if made is None:
        word = node["type"].replace("_", " ")
        raise Underivable(f"A {word} has no schema that could be derived; use fields, [], and {{name: …}}.")
    return made(node, schema)


def _field(node: Mapping[str, Any], schema: Schema) -> Schema:
    here, missing = present(schema)
    if not here:
        return ANYTHING
    known = here.get("properties")
    name = node["value"]
    if known is None:
        if here.get("type") == "object":
            return ANYTHING
        raise Underivable(f"{name} is looked for in {_said(here)}, which has no fields.")
    if name not in known:
        raise Underivable(f"There is no {name} here.{did_you_mean(name, known) or f' There is {listed(known)}.'}")
    found: Schema = known[name]
    return nullable(found) if missing or name not in here.get("required", ()) else found


def _chain(node: Mapping[str, Any], schema: Schema) -> Schema:
    for child in node["children"]:
        schema = _of(child, schema)
    return schema


def _items(schema: Schema) -> tuple[Schema, bool]:
    here, missing = present(schema)
    if not here:
        return ANYTHING, missing
    if here.get("type") != "array":
        raise Underivable(f"[] is applied to {_said(here)}, which is no list.")
    return here.get("items", ANYTHING), missing


def _projection(node: Mapping[str, Any], schema: Schema) -> Schema:
    left, right = node["children"][:2]
    items, missing = _items(_of(left, schema))
    made: Schema = {"type": "array", "items": present(_of(right, items))[0]}
    return nullable(made) if missing else made


def _flatten(node: Mapping[str, Any], schema: Schema) -> Schema:
    inner = _of(node["children"][0], schema)
    items, missing = _items(inner)
    if items.get("type") == "array":
        items = items.get("items", ANYTHING)
    made: Schema = {"type": "array", "items": items}
    return nullable(made) if missing else made


def _index(_: Mapping[str, Any], schema: Schema) -> Schema:
    return nullable(_items(schema)[0])


def _select(node: Mapping[str, Any], schema: Schema) -> Schema:
    here, missing = present(schema)
    properties = {child["value"]: _of(child["children"][0], here) for child in node["children"]}
    made: Schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return nullable(made) if missing else made


def _either(node: Mapping[str, Any], schema: Schema) -> Schema:
    left, right = (_of(child, schema) for child in node["children"])
    bare, missing = present(left)
    other, also = present(right)
    if not bare or bare == other:
        made = bare
    else:
        made = {"anyOf": [bare, other]} if other and other.get("type") != "null" else bare
    return nullable(made) if missing and also else made


def _both(node: Mapping[str, Any], schema: Schema) -> Schema:
    """The right side, or whatever of the left is empty."""
    left, right = (_of(child, schema) for child in node["children"])
    bare, missing = present(left)
    other, also = present(right)
    made = bare if bare == other else {"anyOf": [bare, other]} if bare and other else ANYTHING
    return nullable(made) if missing or also else made


def _literal(node: Mapping[str, Any], _: Schema) -> Schema:
    value = node["value"]
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return {"type": name}
    return dict(_NULL) if value is None else {"type": "object"}


def _function(node: Mapping[str, Any], schema: Schema) -> Schema:
    name = node["value"]
    made = _FUNCTIONS.get(name)
    if made is None:
        raise Underivable(f"The function {name} is not of this language.{did_you_mean(name, _FUNCTIONS)}")
    arguments = [_of(child, schema) for child in node["children"] if child["type"] != "expref"]
    return arguments[made] if isinstance(made, int) else made


def _said(schema: Schema) -> str:
    return f"a value of type {schema.get('type', 'anything')}"


_KINDS: Mapping[str, Callable[[Mapping[str, Any], Schema], Schema]] = {
    "field": _field,
    "subexpression": _chain,
    "index_expression": _chain,
    "pipe": _chain,
    "projection": _projection,
    "filter_projection": _projection,
    "flatten": _flatten,
    "index": _index,
    "slice": lambda _, schema: schema,
    "multi_select_dict": _select,
    "or_expression": _either,
    "and_expression": _both,
    "not_expression": lambda *_: {"type": "boolean"},
    "comparator": lambda *_: {"type": "boolean"},
    "literal": _literal,
    "function_expression": _function,
    "identity": lambda _, schema: schema,
    "current": lambda _, schema: schema,
}
