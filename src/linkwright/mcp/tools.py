"""Actions as MCP tools. Definitions are large and change rarely, so they are kept as ready bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linkwright.connectors.compiled import Action, Connector
from linkwright.kit import jsons
from linkwright.mcp.naming import NamedAccount

_MOST_LISTS = 256
_MOST_TOOLS = 8_192

# Verbs whose second run leaves everything as the first one left it.
_SETTLING = frozenset(
    {
        "update",
        "set",
        "archive",
        "unarchive",
        "delete",
        "remove",
        "restore",
        "subscribe",
        "unsubscribe",
        "trash",
        "mark",
    }
)
# Left out of published output schemas: what a provider may widen any day, and a client would then refuse a call
# that has already been made.
_NARROW = frozenset({"required", "additionalProperties", "enum", "const", "format", "pattern", "minItems", "maxItems"})

PAGE_FIELDS: dict[str, Any] = {"next": {"anyOf": [{"type": "string"}, {"type": "null"}]}}


@dataclass(frozen=True, slots=True)
class Listing:
    """Tools as JSON with commas between, and whether any of them writes."""

    tools: bytes
    writes: bool


class ToolBook:
    """Tool definitions and lists of them, as JSON."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, frozenset[str], frozenset[str] | None, str, NamedAccount | None], Listing] = {}
        self._tools: dict[tuple[str, str, str], bytes] = {}

    def listing(
        self,
        connector: Connector,
        enabled: frozenset[str],
        effects: frozenset[str] | None,
        style: str,
        account: NamedAccount | None = None,
    ) -> Listing:
        """The tools that are enabled and that a key with these effects may run, in stable order.

        With an account its name stands in theirs.
        """
        key = (connector.hash, enabled, effects, style, account)
        found = self._lists.get(key)
        if found is None:
            if len(self._lists) >= _MOST_LISTS:
                self._lists.clear()
            chosen = offered(connector, enabled, effects)
            if account is None:
                parts = [self._tool(connector, one, style) for one in chosen]
            else:
                parts = [jsons.dumpb(_of_account(definition(one, style), account)) for one in chosen]
            writes = any(action.effect != "read" for action in chosen)
            found = self._lists[key] = Listing(b",".join(parts), writes)
        return found

    def _tool(self, connector: Connector, action: Action, style: str) -> bytes:
        key = (connector.hash, action.id, style)
        found = self._tools.get(key)
        if found is None:
            if len(self._tools) >= _MOST_TOOLS:
                self._tools.clear()
            found = self._tools[key] = jsons.dumpb(definition(action, style))
        return found


def offered(connector: Connector, enabled: frozenset[str], effects: frozenset[str] | None) -> list[Action]:
    """The actions that are enabled and that a key with these effects may run, in the connector's order."""
    return [
        action
        for action in connector.actions.values()
        if action.id in enabled and (effects is None or action.effect in effects)
    ]


def _of_account(tool: dict[str, Any], account: NamedAccount) -> dict[str, Any]:
    return {
        **tool,
        "name": account.name_of(tool["name"]),
        "title": f"{tool['title']} ({account.said})",
        "description": f"[{account.said}] {tool['description']}",
    }


def definition(action: Action, style: str) -> dict[str, Any]:
    """One tool as `tools/list` shows it."""
    return {
        "name": action.id,
        "title": action.label,
        "description": action.description,
        "inputSchema": action.schemas[style],
        "outputSchema": output_schema(action),
        "annotations": hints_of(action),
    }


def hints_of(action: Action) -> dict[str, Any]:
    """Hints about what running it does."""
    hints: dict[str, Any] = {"title": action.label, "readOnlyHint": action.effect == "read", "openWorldHint": True}
    if action.effect != "read":
        hints["destructiveHint"] = action.effect == "destroy"
        hints["idempotentHint"] = action.name.partition("_")[0] in _SETTLING
    return hints


def output_schema(action: Action) -> dict[str, Any]:
    """The schema of the envelope that every successful result is."""
    data = widened(action.output_schema)
    return {
        "type": "object",
        "properties": {
            "isError": {"type": "boolean"},
            "result": {"type": "object", "properties": {"data": data, **PAGE_FIELDS}, "required": ["data"]},
        },
        "required": ["isError", "result"],
    }


def widened(schema: Any) -> Any:
    """The schema with its shapes and types, without what narrows them."""
    if isinstance(schema, list):
        return [widened(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    wide = {name: widened(item) for name, item in schema.items() if name not in _NARROW and name != "properties"}
    if isinstance(schema.get("properties"), dict):
        # A property may well be called `format`: names of properties are no keywords.
        wide["properties"] = {name: widened(item) for name, item in schema["properties"].items()}
    return wide
