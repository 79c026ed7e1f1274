"""The tool with which a model plans a call, since it cannot set `_meta`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linkwright.errors import BadRequest
from linkwright.kit.words import did_you_mean

PLAN_TOOL = "linkwright_plan"
_INPUTS = ("action", "arguments", "account")


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be planned; `account` is how names tell it, where the tool asks for one."""

    action: str
    arguments: Mapping[str, Any]
    account: str | None


def plan_tool(*, searched: bool, accounts: Sequence[str] = ()) -> dict[str, Any]:
    """The definition of the tool.

    Args:
        searched: actions are no tools here, so that they go by their ids.
        accounts: what names of the accounts' tools begin with, where an id does not tell the account.
    """
    properties: dict[str, Any] = {
        "action": {"type": "string", "description": "Its action_id." if searched else "The tool's name."},
        "arguments": {"type": "object", "additionalProperties": True, "description": "What it would be given."},
    }
    if accounts:
        properties["account"] = {"type": "string", "enum": list(accounts)}
    return {
        "name": PLAN_TOOL,
        "title": "Plan a call",
        "description": "Show what a call that writes would send and change. Nothing is sent that writes.",
        "inputSchema": {
            "type": "object",
            "properties": properties,
            "required": ["action", "account"] if accounts else ["action"],
            "additionalProperties": False,
        },
        "outputSchema": {
            "type": "object",
            "properties": {"isError": {"type": "boolean"}, "result": {"type": "object"}},
            "required": ["isError", "result"],
        },
        "annotations": {"title": "Plan a call", "readOnlyHint": True, "openWorldHint": True},
    }


def read_planned(arguments: Mapping[str, Any]) -> Planned:
    """What the tool was given. Inputs may also stand beside `action`, in `path`, `query` and `body`.

    Raises:
        BadRequest: it cannot be used.
    """
    places = {name: value for name, value in arguments.items() if name in ("path", "query", "body", "headers")}
    for name in arguments:
        if name not in _INPUTS and name not in places:
            raise BadRequest(f"There is no input '{name[:60]}'.{did_you_mean(name[:60], _INPUTS)}")
    action, given, account = (arguments.get(name) for name in _INPUTS)
    if not isinstance(action, str) or not action:
        raise BadRequest("action must name what is to be planned.")
    if given is not None and not isinstance(given, Mapping):
        raise BadRequest("arguments must be an object.")
    if account is not None and not isinstance(account, str):
        raise BadRequest("account must be one of those that the tool's schema names.")
    if given and places:
        raise BadRequest("The inputs stand twice: in arguments and beside action.", hint="Put them into arguments.")
    return Planned(action, given or places, account)
