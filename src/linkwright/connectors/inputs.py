"""From bound inputs to what the lock holds of them: location, strict schema, published schema, description."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLInputObjectType, GraphQLList, get_named_type, get_nullable_type

from linkwright.connectors.binding import Bound
from linkwright.connectors.forms import NOT_BLANK
from linkwright.connectors.published import shown
from linkwright.connectors.shapes import TooDeep, input_schema
from linkwright.kit.words import listed

DESCRIPTION_BUDGET = 300


class Unfit(ValueError):
    """An input cannot be published as written; the message is the finding's."""


def compiled_input(bound: Bound, effect: str, said: str, kind: str = "", location: str = "") -> dict[str, Any]:
    """The lock's entry of one input, with `shown` for the published schemas.

    `said` is the author's description, of this action or of the whole connector; `kind` the kind of thing whose name
    the input takes; `location` where callers send it, if that does not follow from its name.

    Raises:
        Unfit: it needs a description, or is too large to publish whole.
    """
    strict = _strict(bound)
    required = bound.needed
    if required and strict.get("type") == "string" and "enum" not in strict and "pattern" not in strict:
        strict["pattern"] = NOT_BLANK
    if bound.name == "body" and strict.get("type") == "object":
        raise Unfit("An object cannot be called body: the name means a place in a call.")
    nullable = bound.words.nullable
    if nullable:
        strict = {"anyOf": [strict, {"type": "null"}]}
    return {
        "name": bound.name,
        "location": location or _location(bound, effect),
        "required": required,
        "schema": strict,
        "nullable": nullable,
        "default": bound.words.default,
        "paths": [list(path) for path in bound.paths],
        "kind": kind,
        "item_kinds": {},
        "whole": strict.get("type") == "integer" or (nullable and strict["anyOf"][0].get("type") == "integer"),
        "shown": shown(strict, _description(bound, said)),
    }


def page_inputs(cursor: str, size: str, default: int, most: int) -> list[dict[str, Any]]:
    """The two inputs that every paged action has."""
    about = f"Items per page, 1 to {most}. Default {default}."
    sized = {"type": "integer", "minimum": 1, "maximum": most}
    common = {"location": "query", "required": False, "nullable": False}
    return [
        {
            **common,
            "name": "cursor",
            "schema": {"type": "string", "pattern": NOT_BLANK},
            "default": None,
            "paths": [[cursor]],
            "kind": "",
            "item_kinds": {},
            "whole": False,
            "shown": {"type": "string", "description": "Where to go on: `next` of the page before."},
        },
        {
            **common,
            "name": "page_size",
            "schema": sized,
            "default": default,
            "paths": [[size]],
            "kind": "",
            "item_kinds": {},
            "whole": True,
            "shown": {**sized, "description": about},
        },
    ]


def _strict(bound: Bound) -> dict[str, Any]:
    if bound.words.opaque:
        return _opaque(bound)
    try:
        schema = input_schema(bound.kind) if bound.schema is None else dict(bound.schema)
    except TooDeep as deep:
        raise Unfit(
            f"{bound.name} would publish {deep} whole; bind names to the fields of it that callers need, or mark it opaque."
        ) from deep
    if bound.words.enum:
        kind = "integer" if all(isinstance(one, int) for one in bound.words.enum) else "string"
        if not _compatible(kind, schema.get("type")):
            raise Unfit(f"The enum of {bound.name} does not fit the provider's type {bound.kind}.")
        known = schema.get("enum")
        if known and (wrong := [one for one in bound.words.enum if one not in known]):
            kinds = f"the provider's {bound.kind}" if bound.schema is None else bound.name
            raise Unfit(f"{wrong[0]!r} is not a value of {kinds}; there is {listed(known)}.")
        return {"type": kind, "enum": list(bound.words.enum)}
    if not bound.words.blank and schema.get("type") == "string":
        schema["pattern"] = NOT_BLANK
    return schema


def _opaque(bound: Bound) -> dict[str, Any]:
    """An object of the provider's, or a list of them, whose inside only the provider checks."""
    if bound.schema is not None:
        inner = bound.schema.get("items", {}) if bound.schema.get("type") == "array" else bound.schema
        if inner.get("type", "object") != "object":
            raise Unfit(f"{bound.name} is no object; only objects and lists of objects can be opaque.")
        return {"type": "array", "items": {"type": "object"}} if inner is not bound.schema else {"type": "object"}
    bare = get_nullable_type(bound.kind)
    listed = isinstance(bare, GraphQLList)
    if not isinstance(get_named_type(bare), GraphQLInputObjectType):
        raise Unfit(f"{bound.name} is no object; only objects and lists of objects can be opaque.")
    return {"type": "array", "items": {"type": "object"}} if listed else {"type": "object"}


def _compatible(kind: str, contract: Any) -> bool:
    return kind == contract or (kind == "integer" and contract == "number")


def _location(bound: Bound, effect: str) -> str:
    if bound.name == "id" and bound.paths == (("id",),):
        return "path"
    return "query" if effect == "read" else "body"


def _description(bound: Bound, said: str) -> str:
    text = " ".join((bound.words.about or said).split())
    if not text:
        raise Unfit(f"{bound.name} has no description. Say under `describe` what it is, or in connector.yaml for all.")
    if bound.words.default is not None:
        text += f" Default {str(bound.words.default).lower()}."
    if bound.words.nullable:
        text += " null clears it."
    if len(text) > DESCRIPTION_BUDGET:
        raise Unfit(f"The description of {bound.name} has {len(text)} characters; {DESCRIPTION_BUDGET} is the most.")
    return text
