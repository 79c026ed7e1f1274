"""What no declaration can say: named hooks that ship with the hub. An action names one; its inputs and result are fixed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_TEXT = {"type": "string", "pattern": r"\S"}
_ERRORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "message": {"type": "string"},
            "line": {"type": "integer"},
            "column": {"type": "integer"},
        },
        "required": ["message", "line", "column"],
        "additionalProperties": False,
    },
}


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook; `inputs` are name to (schema, required), `effect` the strongest that it may have."""

    effect: str
    inputs: Mapping[str, tuple[dict[str, Any], bool]]
    output_schema: dict[str, Any]


HOOKS: Mapping[str, Hook] = {
    "search_schema": Hook(
        "read",
        {"text": (_TEXT, True), "limit": ({"type": "integer", "minimum": 1, "maximum": 30}, False)},
        {
            "type": "object",
            "properties": {
                "matches": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"name": {"type": "string"}, "definition": {"type": "string"}},
                        "required": ["name", "definition"],
                        "additionalProperties": False,
                    },
                },
                "more": {"type": "integer"},
            },
            "required": ["matches", "more"],
            "additionalProperties": False,
        },
    ),
    "validate_graphql": Hook(
        "read",
        {"document": (_TEXT, True)},
        {
            "type": "object",
            "properties": {
                "valid": {"type": "boolean"},
                "effect": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                "complexity": {"anyOf": [{"type": "number"}, {"type": "null"}]},
                "errors": _ERRORS,
            },
            "required": ["valid", "effect", "complexity", "errors"],
            "additionalProperties": False,
        },
    ),
    "run_graphql": Hook(
        "write",
        {"document": (_TEXT, True), "variables": ({"type": "object"}, False)},
        {"type": "object"},
    ),
}


def hook_parts(name: str) -> dict[str, Any]:
    """The lock's parts of an action that is a hook."""
    return {
        "call": None,
        "page": None,
        "require": [],
        "constants": [],
        "blank": [],
        "own_ids": [],
        "lookup": None,
        "complexity": 0,
        "result": [],
        "collapse": [],
        "expression": "",
        "steps": [],
        "hook": name,
        "output_schema": HOOKS[name].output_schema,
    }
