"""What the search tool answers: the hub's own search, over what the account and the key may run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from linkwright.actions.search import Hit, Indexes
from linkwright.connectors.compiled import Connector
from linkwright.errors import BadRequest
from linkwright.kit import jsons
from linkwright.kit.ids import new_id
from linkwright.kit.words import did_you_mean
from linkwright.mcp.meta_tools import MOST_HITS, MOST_QUERY, MOST_SESSION, USUAL_HITS, example_request

_INPUTS = ("query", "top_k", "session_id")
_GOOD = 0.3
"""Hits below this are given only if there are not even `_ALWAYS` above it."""
_ALWAYS = 3
MOST_SCHEMA_BYTES = 24 * 1024
"""Of the input schemas of one answer; hits beyond it come without, and say how to have theirs."""


async def found(
    indexes: Indexes, connector: Connector, runnable: Collection[str], arguments: Mapping[str, Any]
) -> dict[str, Any]:
    """The answer to a search, as its output schema says it.

    Raises:
        BadRequest: an argument cannot be used.
    """
    query, most, session = _asked(arguments)
    index = await indexes.over((connector,))
    hits = index.search(query, among=runnable, connector=None, most=most, least=0.0)
    hits = [hit for at, hit in enumerate(hits) if at < _ALWAYS or hit.score >= _GOOD]
    # The name of an action is asked for when its schema was left out: nothing else is wanted then.
    if hits and hits[0].score == 1.0 and query.strip() == hits[0].action.id:
        hits = hits[:1]
    return {"session_id": session, "actions": _shown(hits)}


def _shown(hits: list[Hit]) -> list[dict[str, Any]]:
    left = MOST_SCHEMA_BYTES
    shown: list[dict[str, Any]] = []
    for hit in hits:
        action = hit.action
        one: dict[str, Any] = {
            "action_id": action.id,
            "description": action.description,
            "similarity_score": hit.score,
            "example_request": example_request(action),
        }
        schema = action.schemas["nested"]
        size = len(jsons.dumpb(schema))
        if not shown or size <= left:
            one["input_schema"] = schema
            left -= size
        else:
            one["description"] += f" (Search for {action.id} to get its input_schema.)"
        shown.append(one)
    return shown


def _asked(arguments: Mapping[str, Any]) -> tuple[str, int, str]:
    for name in arguments:
        if name not in _INPUTS:
            raise BadRequest(f"There is no input '{name[:60]}'.{did_you_mean(name[:60], _INPUTS)}")
    query, most, session = (arguments.get(name) for name in _INPUTS)
    if not isinstance(query, str) or not query.strip() or len(query) > MOST_QUERY:
        raise BadRequest(f"query must be a text of 1 to {MOST_QUERY} characters that says what to do.")
    if isinstance(most, float) and most.is_integer():
        most = int(most)
    if most is None:
        most = USUAL_HITS
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= MOST_HITS:
        raise BadRequest(f"top_k must be a whole number from 1 to {MOST_HITS}.")
    if session is not None and (not isinstance(session, str) or len(session) > MOST_SESSION):
        raise BadRequest(f"session_id must be a text of at most {MOST_SESSION} characters.")
    return query, most, session or new_id("mcps")
