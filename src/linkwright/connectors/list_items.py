"""Lists of objects whose fields an action picks: each item is checked, described, and may name things."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLInputObjectType, GraphQLNonNull, get_named_type

from linkwright.connectors.binding import Bound
from linkwright.connectors.drafts import Draft
from linkwright.connectors.inputs import Unfit, compiled_input
from linkwright.connectors.model import InputWords

MOST_ITEMS = 50


def listed_input(bound: Bound, draft: Draft) -> dict[str, Any]:
    """The lock's entry of a list of objects.

    Raises:
        Unfit: a field of the items needs a description, or cannot be published.
    """
    fills = {field: kind for kind, words in draft.header.names.items() for field in words.fills}
    item = get_named_type(bound.kind)
    assert isinstance(item, GraphQLInputObjectType)  # checked while it was bound
    entries: list[dict[str, Any]] = []
    for pick in bound.words.items:
        name = pick.rstrip("!?")
        field = item.fields[name]
        needed = pick.endswith("!") or isinstance(field.type, GraphQLNonNull)
        words = InputWords(bind="", nullable=pick.endswith("?"))
        one = Bound(name, (), field.type, "", words, True, needed, bound.where)
        kind = draft.words.resolve.get(name, fills.get(name, "")) or ""
        entries.append(compiled_input(one, draft.words.effect, draft.said(name, kind), kind))
    own = draft.words.describe.get(bound.name)
    if not own:
        raise Unfit(f"{bound.name} has no description. Say under `describe` what its items are.")
    return {
        "name": bound.name,
        "location": "query" if draft.words.effect == "read" else "body",
        "required": bound.needed,
        "schema": _list_of(entries, "schema"),
        "nullable": False,
        "default": None,
        "paths": [list(path) for path in bound.paths],
        "kind": "",
        "item_kinds": {one["name"]: one["kind"] for one in entries if one["kind"]},
        "whole": False,
        "shown": {**_list_of(entries, "shown"), "description": own},
    }


def _list_of(entries: list[dict[str, Any]], form: str) -> dict[str, Any]:
    properties = {one["name"]: one[form] for one in entries}
    required = [one["name"] for one in entries if one["required"]]
    inner: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        inner["required"] = required
    bounds = {"minItems": 1, "maxItems": MOST_ITEMS} if form == "schema" else {}
    return {"type": "array", "items": inner, **bounds}
