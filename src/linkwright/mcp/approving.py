"""The tool with which a model asks how a call stands that waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.approvals.schemas import StandingView
from linkwright.errors import BadRequest
from linkwright.kit import jsons

APPROVAL_TOOL = "linkwright_approval"


def approval_tool() -> dict[str, Any]:
    """The definition of the tool."""
    return {
        "name": APPROVAL_TOOL,
        "title": "How an approval stands",
        "description": (
            "Some calls wait until a person approves them; their error has the code approval_required and an approval id. "
            "Ask here how it stands. Once status is approved, send the very same call again: it runs once. While it is "
            "pending, wait or go on with something else; do not try to reach the same by another call."
        ),
        "inputSchema": {
            "type": "object",
            "properties": {"approval_id": {"type": "string", "description": "apr_…, from the error."}},
            "required": ["approval_id"],
            "additionalProperties": False,
        },
        "outputSchema": {
            "type": "object",
            "properties": {"isError": {"type": "boolean"}, "result": {"type": "object"}},
            "required": ["isError", "result"],
        },
        "annotations": {"title": "How an approval stands", "readOnlyHint": True, "openWorldHint": False},
    }


def read_approval(arguments: Mapping[str, Any]) -> str:
    """The id that the tool was given.

    Raises:
        BadRequest: there is none.
    """
    given = arguments.get("approval_id")
    if not isinstance(given, str) or not given or set(arguments) != {"approval_id"}:
        raise BadRequest("approval_id must be the id of an approval, and nothing beside it.")
    return given


def standing_body(standing: StandingView) -> bytes:
    """The answer in the form of a run's: `{"data": …, "next": null}`."""
    told = standing.model_dump(mode="json", include={"id", "status", "says", "action", "expires_at", "run_id"})
    return jsons.dumpb({"data": told, "next": None})
