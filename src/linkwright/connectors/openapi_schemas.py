"""From the schemas of an OpenAPI document to ours: what a call may send is strict, what an answer holds is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from linkwright.connectors.derive import ANYTHING, Schema, nullable
from linkwright.connectors.forms import DAY, MOMENT

_DEEPEST_INPUT, _DEEPEST_OUTPUT = 5, 8
_BOUNDS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
_FORMS = {"date": DAY, "date-time": MOMENT}
_TYPES = ("string", "integer", "number", "boolean", "array", "object")


def resolved(part: Any, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of the document with its `$ref` followed; an empty one where the reference leads nowhere, or in a circle."""
    for _ in range(16):
        if not isinstance(part, Mapping):
            return {}
        reference = part.get("$ref")
        if reference is None:
            return part
        here: Any = document if str(reference).startswith("#/") else None
        for written in str(reference).removeprefix("#/").split("/"):
            step = written.replace("~1", "/").replace("~0", "~")
            here = here.get(step) if isinstance(here, Mapping) else None
        part = here
    return {}


def input_of(schema: Any, document: Mapping[str, Any], depth: int = 0) -> Schema:
    """The strict schema of what is sent, without its null; {} where anything may be."""
    whole, _ = _whole(schema, document)
    kind = whole.get("type")
    if "enum" in whole:
        values = [one for one in whole["enum"] if one is not None]
        text = all(isinstance(one, str) for one in values)
        return {"type": "string" if text else str(kind or "integer"), "enum": values}
    if kind == "array":
        return {"type": "array", "items": input_of(whole.get("items"), document, depth + 1), **_bounds(whole)}
    if kind == "object" or (kind is None and "properties" in whole):
        known = whole.get("properties")
        if not known or depth >= _DEEPEST_INPUT:
            return {"type": "object"}
        free = whole.get("additionalProperties")
        sent = {
            str(name): input_of(one, document, depth + 1)
            for name, one in known.items()
            if not resolved(one, document).get("readOnly")
        }
        return {
            "type": "object",
            "properties": sent,
            "required": [name for name in whole.get("required", ()) if name in sent],
            "additionalProperties": bool(free) if free is not None else False,
        }
    if kind not in _TYPES:
        return dict(ANYTHING)
    found: Schema = {"type": kind, **_bounds(whole)}
    pattern = _FORMS.get(str(whole.get("format"))) or _readable(whole.get("pattern"))
    if kind == "string" and pattern:
        found["pattern"] = pattern
    return found


def output_of(schema: Any, document: Mapping[str, Any], depth: int = 0) -> Schema:
    """The schema of what comes back; {} where it says nothing, or too much."""
    whole, empty = _whole(schema, document)
    found = _told(whole, document, depth)
    return nullable(found) if empty else found


def _told(whole: Mapping[str, Any], document: Mapping[str, Any], depth: int) -> Schema:
    kind = whole.get("type")
    if depth >= _DEEPEST_OUTPUT:
        return dict(ANYTHING)
    if kind == "array":
        return {"type": "array", "items": output_of(whole.get("items"), document, depth + 1)}
    if kind == "object" or (kind is None and "properties" in whole):
        known = whole.get("properties")
        if not known:
            return {"type": "object"}
        shown = {
            str(name): output_of(one, document, depth + 1)
            for name, one in known.items()
            if not resolved(one, document).get("writeOnly")
        }
        return {
            "type": "object",
            "properties": shown,
            "required": [name for name in whole.get("required", ()) if name in shown],
            "additionalProperties": False,
        }
    if kind not in _TYPES:
        return dict(ANYTHING)
    values = [str(one) for one in whole.get("enum", ()) if one is not None]
    # Providers add values; a client that checks answers must not break on one. So they are told, not enforced.
    return {"type": kind, **({"description": f"One of: {', '.join(values)}."} if values else {})}


def _whole(schema: Any, document: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """One schema with references, `allOf` and single alternatives folded in, and whether null is let through."""
    found = dict(resolved(schema, document))
    empty = bool(found.get("nullable"))
    for word in ("oneOf", "anyOf"):
        options = [resolved(one, document) for one in found.get(word) or ()]
        rest = [one for one in options if one.get("type") != "null"]
        empty = empty or len(rest) < len(options)
        if len(rest) == 1:
            inner, also = _whole(rest[0], document)
            found, empty = {**found, **inner}, empty or also
        elif rest:
            # Several alternatives are nothing that every client could read; the provider checks them.
            return {}, empty
        found.pop(word, None)
    for one in found.pop("allOf", None) or ():
        inner, _ = _whole(one, document)
        both = {**found.get("properties", {}), **inner.get("properties", {})}
        needed = [*found.get("required", ()), *inner.get("required", ())]
        found = {**found, **inner}
        if both:
            found |= {"properties": both, "required": list(dict.fromkeys(needed))}
    kinds = found.get("type")
    if isinstance(kinds, list):
        rest = [one for one in kinds if one != "null"]
        empty = empty or len(rest) < len(kinds)
        found["type"] = rest[0] if len(rest) == 1 else None
    if "const" in found:
        found["enum"] = [found["const"]]
    return found, empty


def _bounds(whole: Mapping[str, Any]) -> Schema:
    return {name: whole[name] for name in _BOUNDS if isinstance(whole.get(name), int | float)}


def _readable(pattern: Any) -> str:
    """A pattern that can be compiled here as well, else nothing: then only the provider checks it."""
    try:
        return re.compile(pattern).pattern if isinstance(pattern, str) else ""
    except re.error:
        return ""
