"""What comparisons of JSON Schemas share: null taken apart, and words for kinds and places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.kit.words import listed

Schema = Mapping[str, Any]
Step = tuple[bool, str]
"""Whether it breaks somebody, and a sentence's middle such as `the field title is gone`."""


def plain(schema: Schema) -> tuple[Schema, bool]:
    """The schema without its null, and whether it had one."""
    choices = schema.get("anyOf")
    if isinstance(choices, list):
        others = [one for one in choices if one.get("type") != "null"]
        if len(others) == 1:
            return others[0], len(others) < len(choices)
    kinds = schema.get("type")
    if isinstance(kinds, list) and "null" in kinds:
        rest = [kind for kind in kinds if kind != "null"]
        return {**schema, "type": rest[0] if len(rest) == 1 else rest}, True
    return schema, False


def kind_of(schema: Schema) -> str:
    """A comparable word for what kind of thing it describes."""
    if "anyOf" in schema:
        return f"one of {listed(sorted(kind_of(one) for one in schema['anyOf']))}"
    kind = schema.get("type")
    return listed(sorted(kind)) if isinstance(kind, list) else str(kind or "anything")


def inner(name: str, field: str) -> str:
    """The place of a field within something that has a name, or none."""
    return f"{name}.{field}" if name else field
