"""Two tools in place of all: one that searches and one that executes, for a model whose context is dear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from linkwright.toolset.choosing import account_for, unknown_tool
from linkwright.toolset.definitions import Account, Definition
from linkwright.toolset.errors import ArgumentsUnreadable
from linkwright.toolset.hub import Hub
from linkwright.toolset.options import CallOptions
from linkwright.toolset.reading import SearchHit
from linkwright.toolset.results import Result
from linkwright.toolset.wire import Flow

SEARCH, EXECUTE = "search_actions", "execute_action"
_MOST_HITS, _HITS = 20, 5


@dataclass(frozen=True, slots=True)
class MetaDefinition(Definition):
    """One of the two. `scope` are the tools that it finds and runs, by name; there are no others for it."""

    kind: Literal["search", "execute"] = "search"
    scope: Mapping[str, Definition] = field(default_factory=dict, repr=False)


def meta_definitions(tools: Iterable[Definition]) -> list[Definition]:
    """The two tools for these tools."""
    scope = {tool.name: tool for tool in tools}
    accounts = tuple({one.id: one for tool in scope.values() for one in tool.accounts}.values())
    providers = ", ".join(sorted({tool.provider for tool in scope.values()}))
    searching = f"Find actions of {providers} by what is to be done, with what each takes. Search first, then run one with {EXECUTE}."
    running = f"Run an action that {SEARCH} found, with arguments that fit its input_schema."
    return [
        MetaDefinition(SEARCH, "Search actions", searching, _SEARCHING, "read", (), "search", scope),
        MetaDefinition(EXECUTE, "Run an action", running, _RUNNING, _worst(scope.values()), accounts, "execute", scope),
    ]


def run_meta(hub: Hub, tool: MetaDefinition, arguments: Mapping[str, Any], options: CallOptions) -> Flow[Result]:
    """Search, or execute.

    Raises:
        ToolsetError: the arguments cannot be used, or what was run failed.
    """
    if tool.kind == "search":
        return (yield from _search(hub, tool, arguments))
    name = arguments.get("action_id")
    given = arguments.get("arguments", {})
    if not isinstance(name, str) or not isinstance(given, Mapping):
        raise ArgumentsUnreadable("action_id must be a text, and arguments an object.")
    action = tool.scope.get(name)
    if action is None:
        raise unknown_tool(name, tool.scope)
    account = account_for(options.account_id, action.accounts)
    return (yield from hub.call(name, given, replace(options, account_id=account), action.inputs))


def _search(hub: Hub, tool: MetaDefinition, arguments: Mapping[str, Any]) -> Flow[Result]:
    query, most = arguments.get("query"), arguments.get("top_k", _HITS)
    if not isinstance(query, str) or not isinstance(most, int):
        raise ArgumentsUnreadable("query must be a text, and top_k a number.")
    most = max(1, min(_MOST_HITS, most))
    accounts = {one.id: one for action in tool.scope.values() for one in action.accounts}
    # What the two tools may not run is found too, and left out here; so more is asked for.
    hits = yield from hub.search(query, 100, tuple(accounts), None, None)
    found = [_shown(hit, tool.scope[hit.name], accounts) for hit in hits if hit.name in tool.scope][:most]
    if not found:
        return Result({"actions": [], "hint": "Nothing fits. Say in other words what is to be done."})
    return Result({"actions": found})


def _shown(hit: SearchHit, action: Definition, accounts: Mapping[str, Account]) -> dict[str, Any]:
    told = {
        "action_id": hit.name,
        "description": action.description,
        "effect": action.effect,
        "input_schema": dict(action.input_schema),
    }
    if len(accounts) > 1:
        told["account_ids"] = [one.id for one in action.accounts]
    return told


def _worst(tools: Iterable[Definition]) -> Literal["read", "write", "destroy"]:
    effects = {tool.effect for tool in tools}
    return "destroy" if "destroy" in effects else "write" if "write" in effects else "read"


_SEARCHING: dict[str, Any] = {
    "type": "object",
    "properties": {
        "query": {"type": "string", "description": "What is to be done, in a sentence of any language."},
        "top_k": {
            "type": "integer",
            "minimum": 1,
            "maximum": _MOST_HITS,
            "description": f"How many; {_HITS} unless told.",
        },
    },
    "required": ["query"],
    "additionalProperties": False,
}
_RUNNING: dict[str, Any] = {
    "type": "object",
    "properties": {
        "action_id": {"type": "string", "description": f"As {SEARCH} gave it."},
        "arguments": {"type": "object", "description": "The action's inputs by name."},
    },
    "required": ["action_id", "arguments"],
    "additionalProperties": False,
}
