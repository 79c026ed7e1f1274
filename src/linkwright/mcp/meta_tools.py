"""The two tools that stand for all of a connector's actions: one finds an action, one runs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from linkwright.connectors.compiled import Action, Connector
from linkwright.mcp.tools import PAGE_FIELDS

SEARCH, EXECUTE = "search_actions", "execute_action"
MOST_HITS, USUAL_HITS = 50, 10
MOST_QUERY = 4_000
MOST_SESSION = 200

_SESSION = {"type": "string", "description": "Optional; repeat what the search gave."}
_OPEN = {"type": "object", "additionalProperties": True}


def search_tool(connector: Connector, name: str, said: str = "") -> dict[str, Any]:
    """The definition of the tool that finds actions; `said` is whose account it is for, where there are several."""
    title = f"Search {connector.name} actions"
    return {
        "name": name,
        "title": title,
        "description": (
            f"{_of(said)}Find {connector.name} actions by what you want to do. Gives action_id, description, input_schema and "
            f"example_request of the best matches; run one with {name.removesuffix(SEARCH)}{EXECUTE}."
        ),
        "inputSchema": {
            "type": "object",
            "properties": {
                "query": {"type": "string", "description": "What to do, in plain words: one task, or an action_id."},
                "top_k": {"type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": USUAL_HITS},
                "session_id": _SESSION,
            },
            "required": ["query"],
            "additionalProperties": False,
        },
        "outputSchema": {
            "type": "object",
            "properties": {
                "session_id": {"type": "string"},
                "actions": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "action_id": {"type": "string"},
                            "description": {"type": "string"},
                            "similarity_score": {"type": "number"},
                            "input_schema": {"type": "object"},
                            "example_request": {"type": "object"},
                        },
                    },
                },
            },
            "required": ["session_id", "actions"],
        },
        "annotations": {"title": title, "readOnlyHint": True, "openWorldHint": False},
    }


def execute_tool(connector: Connector, runnable: Collection[Action], name: str, said: str = "") -> dict[str, Any]:
    """The definition of the tool that runs an action; its hints are those of the worst that it may run."""
    title = f"Run a {connector.name} action"
    effects = {action.effect for action in runnable}
    hints: dict[str, Any] = {"title": title, "readOnlyHint": effects <= {"read"}, "openWorldHint": True}
    if not hints["readOnlyHint"]:
        hints |= {"destructiveHint": "destroy" in effects, "idempotentHint": False}
    return {
        "name": name,
        "title": title,
        "description": (
            f"{_of(said)}Run one {connector.name} action by its action_id from {name.removesuffix(EXECUTE)}{SEARCH}. "
            "Put the inputs where its input_schema has them."
        ),
        "inputSchema": {
            "type": "object",
            "properties": {
                "action_id": {"type": "string"},
                "path": _OPEN,
                "query": _OPEN,
                "body": _OPEN,
                "headers": _OPEN,
                "session_id": _SESSION,
            },
            "required": ["action_id"],
            "additionalProperties": False,
        },
        "outputSchema": {
            "type": "object",
            "properties": {
                "isError": {"type": "boolean"},
                "result": {"type": "object", "properties": {"data": {}, **PAGE_FIELDS}, "required": ["data"]},
            },
            "required": ["isError", "result"],
        },
        "annotations": hints,
    }


def example_request(action: Action) -> dict[str, Any]:
    """A call of the execute tool with every required input, its values standing in for real ones."""
    example: dict[str, Any] = {"action_id": action.id}
    inputs = [one for one in action.inputs.values() if one.required]
    if not inputs and action.any_of:
        inputs = [action.inputs[action.any_of[0]]]
    for one in inputs:
        example.setdefault(one.location, {})[one.name] = _sample(one.name, one.schema)
    return example


def _sample(name: str, schema: Mapping[str, Any]) -> Any:
    if "default" in schema:
        return schema["default"]
    if schema.get("enum"):
        return schema["enum"][0]
    options = schema.get("anyOf") or schema.get("oneOf")
    kind = schema.get("type") or (options[0].get("type") if options and isinstance(options[0], Mapping) else None)
    match kind[0] if isinstance(kind, list) else kind:
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return True
        case "array":
            return [_sample(name, schema.get("items") or {})]
        case "object":
            inner = schema.get("properties") or {}
            return {key: _sample(key, inner.get(key) or {}) for key in schema.get("required") or ()}
        case _:
            return f"<{name}>"


def _of(said: str) -> str:
    return f"[{said}] " if said else ""
