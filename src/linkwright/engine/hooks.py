"""The hooks that a connector may name: look into a provider's schema, check a document of one's own, run it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from linkwright.connectors.compiled import Action, Call, Connector
from linkwright.engine.errors import InvalidArguments
from linkwright.engine.plan import PlannedCall, planned
from linkwright.engine.provider_schema import ProviderSchemas
from linkwright.engine.results import RunResult
from linkwright.engine.send import Sender
from linkwright.kit import jsons

if TYPE_CHECKING:
    from linkwright.engine.graphql_hooks import Checked

MOST_DOCUMENT = 64 * 1024
_MOST_SAID = 5


async def run_hook(
    connector: Connector, action: Action, arguments: Mapping[str, Any], sender: Sender, schemas: ProviderSchemas
) -> RunResult:
    """Run an action that is a hook.

    Raises:
        EngineError: as for every action; a document that does not fit the schema is an InvalidArguments.
    """
    from linkwright.engine import graphql_hooks

    document = _document(arguments)
    schema = await schemas.get(connector, sender)
    if action.hook == "search_schema":
        found = await asyncio.to_thread(
            graphql_hooks.search, schema, str(arguments["text"]), int(arguments.get("limit", 10))
        )
        return RunResult(found, None, sender.calls)
    checked = await asyncio.to_thread(graphql_hooks.check, schema, document, connector)
    if action.hook == "validate_graphql":
        return RunResult(checked.shown(), None, sender.calls)
    return await _run(connector, action, arguments, checked, sender)


async def _run(
    connector: Connector, action: Action, arguments: Mapping[str, Any], checked: Checked, sender: Sender
) -> RunResult:
    answer = await sender.answer(_call(connector, action, arguments, checked, sender))
    warnings = [f"{connector.name} left something out: {one.message or one.outcome}" for one in answer.failures]
    return RunResult(answer.data, None, sender.calls, warnings)


def _call(
    connector: Connector, action: Action, arguments: Mapping[str, Any], checked: Checked, sender: Sender
) -> PlannedCall:
    """The call of the caller's own document.

    Raises:
        InvalidArguments: the document does not fit the schema.
    """
    if checked.errors:
        said = " ".join(f"Line {one['line']}: {one['message']}" for one in checked.errors[:_MOST_SAID])
        raise InvalidArguments(
            f"The document was not sent. {said}",
            hint=f"{connector.key}_search_schema finds types and fields; {connector.key}_validate_graphql checks a document.",
            extra={"errors": checked.errors},
            calls=sender.calls,
        )
    known = connector.account.call
    head = b'{"query":' + jsons.dumpb(checked.text) + b',"variables":'
    rates = connector.counted(checked.roots)
    call = Call(f"{checked.operation} {checked.root}", checked.root, checked.text, known.url, known.host, head, rates)
    effect = "read" if checked.operation == "query" else "write"
    return planned(connector.key, action.id, effect, call, dict(arguments.get("variables") or {}))


async def plan_hook(
    connector: Connector, action: Action, arguments: Mapping[str, Any], sender: Sender, schemas: ProviderSchemas
) -> tuple[PlannedCall, float | None] | None:
    """The call that a document of the caller's own leads to, and its points; None for a hook that only looks into the schema.

    Raises:
        EngineError: the schema cannot be read, or the document does not fit it.
    """
    if action.hook != "run_graphql":
        return None
    from linkwright.engine import graphql_hooks

    document = _document(arguments)
    schema = await schemas.get(connector, sender)
    checked = await asyncio.to_thread(graphql_hooks.check, schema, document, connector)
    return _call(connector, action, arguments, checked, sender), checked.complexity


def _document(arguments: Mapping[str, Any]) -> str:
    document = str(arguments.get("document", ""))
    if len(document) > MOST_DOCUMENT:
        raise InvalidArguments(f"The document has more than {MOST_DOCUMENT} characters.")
    return document


def effect_of(action: Action, payload: Mapping[str, Any]) -> str:
    """The effect that a call will have: that of the action, but for a document of the caller's own, which is looked into.

    `payload` is as callers send it, not yet checked; what cannot be read counts as what the action may do at most.
    """
    if action.hook != "run_graphql":
        return action.effect
    places: list[Any] = [payload, payload.get("body"), payload.get("query"), payload.get("path")]
    for place in places:
        if isinstance(place, Mapping):
            for name in ("document", "body_document", "query_document", "path_document"):
                text = place.get(name)
                if isinstance(text, str) and len(text) <= MOST_DOCUMENT:
                    return "read" if only_reads(text) else action.effect
    return action.effect


def only_reads(document: str) -> bool:
    """Whether a document holds queries alone; false for what cannot be parsed, or is too long to be looked at."""
    from linkwright.engine import graphql_hooks

    return len(document) <= MOST_DOCUMENT and graphql_hooks.only_reads(document)
