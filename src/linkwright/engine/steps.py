"""Runs an action of several calls, one after the other, each fed by the inputs and by what came before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from linkwright.connectors.compiled import Action, Connector, Step, StepRequest
from linkwright.connectors.refusals import walk
from linkwright.engine import progress
from linkwright.engine.errors import EngineError, InvalidArguments, ProviderFault, ProviderRateLimited
from linkwright.engine.files import Download
from linkwright.engine.plan import PlannedCall, planned, put
from linkwright.engine.project import unfolded
from linkwright.engine.refuse import unusable
from linkwright.engine.requests import planned_request
from linkwright.engine.results import RunResult
from linkwright.engine.send import Sender

MOST_ROUNDS = 50


async def run_steps(connector: Connector, action: Action, arguments: Mapping[str, Any], sender: Sender) -> RunResult:
    """Run the steps in order and make the result of what they gave.

    Raises:
        EngineError: a step failed; where an earlier one wrote, `steps_done` says so, since that stays.
    """
    defaults = {name: value for name, value in action.defaults if name not in arguments}
    known: dict[str, Any] = {"inputs": {**arguments, **defaults}}
    done: list[str] = []
    warnings: list[str] = []
    total = len(action.steps)
    for number, step in enumerate(action.steps, 1):
        try:
            value = await _step(connector, action, step, known, sender, done, warnings, number)
        except EngineError as failed:
            if done:
                failed.extra = {**failed.extra, "steps_done": done, "failed_step": step.id or str(number)}
                if isinstance(failed, ProviderRateLimited):
                    failed.remedy = "Earlier steps were done and stay: see steps_done. Do the rest after Retry-After."
            raise
        if step.id:
            known[step.id] = value
        progress.done(number, min(number + 1, total), total, _last(sender))
    data = evaluated(action.expression, known) if action.expression else None
    if isinstance(data, Download):
        return RunResult(data.shown, None, sender.calls, warnings, data)
    return RunResult(data, None, sender.calls, warnings)


async def _step(
    connector: Connector,
    action: Action,
    step: Step,
    known: dict[str, Any],
    sender: Sender,
    done: list[str],
    warnings: list[str],
    number: int,
) -> Any:
    if step.when is not None and not evaluated(step.when, known):
        return None
    if step.for_each is None:
        return await _call(connector, action, step, known, sender, done, warnings)
    items = evaluated(step.for_each, known) or []
    if len(items) > MOST_ROUNDS:
        raise InvalidArguments(
            f"{action.id} would call {connector.name} {len(items)} times; {MOST_ROUNDS} is the most."
        )
    values = []
    for at, item in enumerate(items, 1):
        values.append(await _call(connector, action, step, {**known, "item": item}, sender, done, warnings))
        if at < len(items):
            before = number - 1
            progress.done(
                before + at / len(items), before + (at + 1) / len(items), len(action.steps), f"{at} of {len(items)}"
            )
    return values


def _last(sender: Sender) -> str:
    return sender.calls[-1].operation if sender.calls else ""


async def _call(
    connector: Connector,
    action: Action,
    step: Step,
    known: dict[str, Any],
    sender: Sender,
    done: list[str],
    warnings: list[str],
) -> Any:
    answer = await sender.answer(planned_step(connector, action, step, known))
    data = answer.data if answer.data is not None else {}
    if isinstance(data, Download):
        return data
    if step.require and walk(data, step.require) is not True:
        raise unusable(connector, "answered that it did not do this, and gave no reason", sender.calls)
    if step.effect != "read":
        done.append(sender.calls[-1].operation)
    warnings += [f"{connector.name} left something out: {one.message or one.outcome}" for one in answer.failures]
    warnings += unfolded(step.collapse, [data])
    return evaluated(step.result, data)


def planned_step(connector: Connector, action: Action, step: Step, known: Mapping[str, Any]) -> PlannedCall:
    """The call of one step; pure. A value that is null is not sent."""
    variables: dict[str, Any] = {}
    for path, expression in step.values:
        value = evaluated(expression, known)
        if value is not None:
            put(variables, path, value)
    if step.request is not None:
        return _planned_request(connector, action, step, step.request, variables, known)
    return planned(connector.key, action.id, step.effect, step.call, variables)


def _planned_request(
    connector: Connector,
    action: Action,
    step: Step,
    words: StepRequest,
    variables: dict[str, Any],
    known: Mapping[str, Any],
) -> PlannedCall:
    if words.body is not None:
        variables["body"] = evaluated(words.body, known)
    headers = _headers(evaluated(words.headers, known)) if words.headers is not None else {}
    for name, expression in words.set_headers:
        headers[name] = str(evaluated(expression, known))
    address = ""
    if words.address is not None:
        address = evaluated(words.address, known)
        if not isinstance(address, str):
            raise ProviderFault(f"{connector.name} gave no address to go on with.")
    return planned_request(
        connector.key,
        action.id,
        step.effect,
        words.request,
        variables,
        address=address,
        headers=headers,
        auth=words.auth,
    )


def _headers(value: Any) -> dict[str, str]:
    """Headers as an object, or as a list of `{key, value}`, as some providers give them for an upload."""
    if isinstance(value, Mapping):
        return {str(name).lower(): str(one) for name, one in value.items()}
    pairs = [one for one in value or () if isinstance(one, Mapping)] if isinstance(value, list) else []
    return {str(one.get("key")).lower(): str(one.get("value")) for one in pairs}


def evaluated(expression: ParsedResult, known: Any) -> Any:
    """The expression's value.

    Raises:
        ProviderFault: the provider's answer has another shape than its contract says.
    """
    try:
        return expression.search(known)
    except JMESPathError as misfit:
        raise ProviderFault(f"The answer does not have the expected shape: {misfit}.") from misfit
