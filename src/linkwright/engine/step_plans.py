"""The requests of an action of several steps, as far as they can be known before the first one is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jmespath.parser import ParsedResult

from linkwright.connectors.compiled import Action, Connector, Step
from linkwright.engine.plan import put
from linkwright.engine.shown import shown
from linkwright.engine.steps import evaluated, planned_step


def planned_steps(connector: Connector, action: Action, arguments: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The requests of all steps, in order; `unknown` of each says what is known only when earlier ones have run."""
    defaults = {name: value for name, value in action.defaults if name not in arguments}
    known = {"inputs": {**arguments, **defaults}}
    later: list[str] = []
    for number, step in enumerate(action.steps, 1):
        for told in _of_step(connector, action, step, known, later):
            yield {"step": step.id or str(number), **told}
        if step.id:
            later.append(step.id)


def _of_step(
    connector: Connector, action: Action, step: Step, known: dict[str, Any], later: Sequence[str]
) -> list[dict[str, Any]]:
    """The requests of one step: none where it is known to be left out, one for each item where the items are known."""
    told: dict[str, Any] = {"unknown": []}
    if step.when is not None:
        if _waits(step.when, later):
            told["condition"] = "whether it is sent depends on what earlier steps give"
        elif not evaluated(step.when, known):
            return []
    if step.for_each is None:
        return [{**told, **_request(connector, action, step, known, later)}]
    if _waits(step.for_each, later):
        told["repeats"] = "once for each item that earlier steps give"
        return [{**told, **_request(connector, action, step, known, [*later, "item"])}]
    items = evaluated(step.for_each, known) or []
    return [{**told, **_request(connector, action, step, {**known, "item": item}, later)} for item in items]


def _request(
    connector: Connector, action: Action, step: Step, known: dict[str, Any], later: Sequence[str]
) -> dict[str, Any]:
    unknown = [".".join(map(str, path)) for path, expression in step.values if _waits(expression, later)]
    words = step.request
    if words is not None:
        parts = {"address": words.address, "headers": words.headers, "body": words.body}
        unknown += [name for name, one in parts.items() if one is not None and _waits(one, later)]
        unknown += [f"header {name}" for name, one in words.set_headers if _waits(one, later)]
    sentences = [f"{one} is known when earlier steps have run." for one in unknown]
    if not unknown:
        return {**shown(planned_step(connector, action, step, known)), "unknown": []}
    variables: dict[str, Any] = {}
    for path, expression in step.values:
        if not _waits(expression, later) and (value := evaluated(expression, known)) is not None:
            put(variables, path, value)
    told: dict[str, Any] = {"effect": step.effect, "unknown": sentences}
    if words is None:
        call = step.call
        told |= {"operation": call.operation, "method": "POST", "url": call.url, "document": call.document}
        return {**told, "variables": variables}
    return {**told, "operation": words.request.operation, "method": words.request.method, "url": None, **variables}


def _waits(expression: ParsedResult, later: Sequence[str]) -> bool:
    """Whether an expression names what is not there yet. A field of that name elsewhere in it counts too."""
    if not later:
        return False
    waiting: list[Any] = [expression.parsed]
    while waiting:
        node = waiting.pop()
        if node["type"] == "field" and node["value"] in later:
            return True
        waiting.extend(node.get("children", ()))
        if isinstance(node.get("value"), dict):
            waiting.append(node["value"])
    return False
