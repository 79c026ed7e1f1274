"""Types that need no provider's contract, in the notation of GraphQL: `String!`, `[Int!]`, `DateTime`; and what `returns` says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLInputType,
    GraphQLNonNull,
    build_schema,
    is_input_type,
    parse_type,
    type_from_ast,
)

from linkwright.connectors.binding import Mistake
from linkwright.connectors.derive import ANYTHING, Schema, nullable
from linkwright.connectors.shapes import input_schema
from linkwright.kit.words import did_you_mean, listed

NAMES = ("String", "Int", "Float", "Boolean", "ID", "DateTime", "Date", "JSON", "JSONObject")
# A schema knows only the built-in types that something in it uses.
SCHEMA = build_schema(
    "scalar DateTime scalar Date scalar JSON scalar JSONObject type Query { "
    + " ".join(f"{name.lower()}: {name}" for name in NAMES)
    + " }",
    assume_valid=True,
)
FILE = "file"
FILE_INPUT: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "description": "Name with its ending."},
        "type": {"type": "string", "description": "MIME type; guessed from the name where it is left out."},
        "text": {"type": "string", "description": "Content of a text file."},
        "base64": {"type": "string", "description": "Content of any other file."},
    },
    "required": ["name"],
    "additionalProperties": False,
}
"""What callers send as a file in a call; a part of multipart/form-data takes its place over REST."""
FILE_STRICT: Schema = {**FILE_INPUT, "properties": {**FILE_INPUT["properties"], "size": {"type": "integer"}}}
FILE_SENT: Schema = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "type": {"type": "string"}, "size": {"type": "integer"}},
    "required": ["name", "type", "size"],
    "additionalProperties": False,
}
"""What expressions and logs see of a file that a caller sent."""
FILE_SHOWN: Schema = {**FILE_SENT, "properties": {**FILE_SENT["properties"], "size": nullable({"type": "integer"})}}
"""What expressions, logs and results see of a file that a provider sends; its size may be unknown."""
Tree = Any
"""What is kept of an answer: True for all of it, or names with trees; lists are gone through."""


def plain_type(notation: Any) -> GraphQLInputType:
    """The type that a notation means.

    Raises:
        Mistake: it is none.
    """
    if isinstance(notation, list) and len(notation) == 1:
        # YAML reads [String!] as a list of one text.
        notation = f"[{notation[0]}]"
    try:
        found = type_from_ast(SCHEMA, parse_type(str(notation)))
    except GraphQLError as broken:
        raise Mistake(f"{notation!r} is not a type: {broken.message}") from broken
    if found is None or not is_input_type(found):
        bare = str(notation).strip("[]! ")
        if bare == FILE:
            raise Mistake("A file is an input of an action with steps, where a step sends it as its body.")
        raise Mistake(f"There is no type {bare}.{did_you_mean(bare, (*NAMES, FILE)) or f' There is {listed(NAMES)}.'}")
    return found


def returned(words: Any) -> tuple[Schema, Tree]:
    """The schema of an answer, and what is kept of it, from `returns` of a request: names with types, nested as the answer.

    Raises:
        Mistake: something in it is no type.
    """
    if isinstance(words, Mapping):
        parts = {str(name): returned(inner) for name, inner in words.items()}
        always = [str(name) for name, inner in words.items() if isinstance(inner, str) and inner.endswith("!")]
        schema: Schema = {
            "type": "object",
            "properties": {name: part[0] for name, part in parts.items()},
            "required": always,
            "additionalProperties": False,
        }
        return schema, {name: part[1] for name, part in parts.items()}
    if isinstance(words, list) and (len(words) != 1 or not isinstance(words[0], Mapping | str)):
        raise Mistake("A request gives each field a type, {id: Int!, name: String}; a list of names is for operations.")
    if isinstance(words, list) and len(words) == 1 and isinstance(words[0], Mapping):
        schema, tree = returned(words[0])
        return {"type": "array", "items": schema}, tree
    kind = plain_type(words)
    found = {key: value for key, value in input_schema(kind).items() if key in ("type", "items")}
    if str(kind).strip("[]!") == "JSON":
        found = dict(ANYTHING)
    return (found if isinstance(kind, GraphQLNonNull) else nullable(found)), True


def picked(schema: Schema, words: Any, at: str = "the answer") -> tuple[Schema, Tree]:
    """The same from `returns` of an operation: names to pick of what the contract gives, nested by `{name: [names]}`.

    Raises:
        Mistake: the contract has no such field.
    """
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if len(options) == 1:
        inner, tree = picked(options[0], words, at)
        return nullable(inner), tree
    if schema.get("type") == "array":
        inner, tree = picked(schema.get("items", ANYTHING), words, at)
        return {"type": "array", "items": inner}, tree
    known = schema.get("properties")
    if known is None:
        raise Mistake(f"{at} has no fields to pick." if schema else f"The contract does not say what is in {at}.")
    wanted: dict[str, Any] = {}
    for one in words if isinstance(words, list) else [words]:
        if not isinstance(one, Mapping | str):
            raise Mistake(f"{str(one).lower()} is no field; write names, such as [id, {{owner: [name]}}].")
        wanted.update(one if isinstance(one, Mapping) else {str(one): True})
    properties, trees = {}, {}
    for name, inner in wanted.items():
        if name not in known:
            raise Mistake(f"{at} has no {name}.{did_you_mean(name, known) or f' It has {listed(known)}.'}")
        whole = inner is True or inner is None
        if not whole and not isinstance(inner, list | Mapping):
            raise Mistake(f"{name} has its type from the contract; write [{name}, …], or {{{name}: [fields of it]}}.")
        found = (known[name], tree_of(known[name])) if whole else picked(known[name], inner, name)
        properties[name], trees[name] = found
    required = [name for name in properties if name in schema.get("required", ())]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}, trees


def tree_of(schema: Schema) -> Tree:
    """What is kept where nothing is picked: all that the schema names."""
    for option in schema.get("anyOf", ()):
        if option.get("type") != "null":
            return tree_of(option)
    if schema.get("type") == "array":
        return tree_of(schema.get("items", ANYTHING))
    known = schema.get("properties")
    if not known or schema.get("additionalProperties") is not False:
        return True
    return {name: tree_of(inner) for name, inner in known.items()}
