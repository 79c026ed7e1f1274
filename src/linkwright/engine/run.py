"""One action from checked arguments to its result."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from linkwright.connectors.compiled import Action, AuthMethod, Connector
from linkwright.connectors.refusals import walk
from linkwright.engine.account_limits import AccountLimits
from linkwright.engine.errors import ProviderNotFound, ProviderRefusedInput
from linkwright.engine.files import Download
from linkwright.engine.hooks import run_hook
from linkwright.engine.names import NameCache, resolve_names
from linkwright.engine.own_ids import drawn
from linkwright.engine.plan import filled, plan
from linkwright.engine.project import project
from linkwright.engine.provider_schema import ProviderSchemas
from linkwright.engine.reading import Answer
from linkwright.engine.redaction import Redaction
from linkwright.engine.refuse import unusable
from linkwright.engine.requests import planned_request
from linkwright.engine.rest import project_rest
from linkwright.engine.results import RunResult
from linkwright.engine.send import Sender
from linkwright.engine.steps import run_steps
from linkwright.engine.waiting import Sleep
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import Transport


async def run(
    connector: Connector,
    action: Action,
    arguments: Mapping[str, Any],
    *,
    method: AuthMethod,
    credential: Mapping[str, Secret],
    transport: Transport,
    clock: Clock,
    deadline: float,
    names: NameCache | None = None,
    schemas: ProviderSchemas | None = None,
    account: str = "",
    limits: AccountLimits | None = None,
    redaction: Redaction | None = None,
    seed: str | None = None,
    sleep: Sleep = asyncio.sleep,
) -> RunResult:
    """Run an action with arguments that `gather` has checked.

    `deadline` is in seconds, for the whole run with the repeats of a read; a write is sent once. `names` keeps ids found
    for names, by `account`; `limits` keeps the account's limits; `redaction` takes what is confidential out of what is
    kept; `schemas` keeps providers' schemas for hooks. What is created gets ids drawn from `seed`, the same ones each time.

    Raises:
        EngineError: with the upstream calls that were made in `calls`.
    """
    sender = Sender(connector, method, credential, transport, clock, deadline, sleep, limits=limits)
    if action.confidential:
        sender.redaction = redaction or Redaction(action)
        sender.redaction.of(arguments)
    cache = names or NameCache(clock)
    if action.named:
        arguments = await resolve_names(connector, action, arguments, account, cache, sender)
    if action.hook:
        return await run_hook(connector, action, arguments, sender, schemas or ProviderSchemas(clock))
    if action.steps:
        return await run_steps(connector, action, arguments, sender)
    if action.request is not None:
        return await _requested(connector, action, arguments, sender)
    planned = plan(connector, action, arguments, drawn(action, arguments, seed))
    try:
        answer = await sender.answer(planned)
    except (ProviderNotFound, ProviderRefusedInput):
        # An id kept for a name may be what the provider no longer takes.
        if action.named:
            cache.forget(account)
        raise
    return shaped(connector, action, answer, sender)


async def _requested(connector: Connector, action: Action, arguments: Mapping[str, Any], sender: Sender) -> RunResult:
    variables = filled(action, arguments)
    assert action.request is not None  # the caller has looked
    planned = planned_request(connector.key, action.id, action.effect, action.request, variables)
    answer = await sender.answer(planned)
    if isinstance(answer.data, Download):
        return RunResult(answer.data.shown, None, sender.calls, [], answer.data)
    if action.require and walk(answer.data, action.require) is not True:
        raise unusable(connector, "answered that it did not do this, and gave no reason", sender.calls)
    result = project_rest(action, answer, variables)
    if result.missing:
        raise unusable(connector, "answered without the expected data", sender.calls)
    return RunResult(result.data, result.next, sender.calls, result.warnings)


def shaped(connector: Connector, action: Action, answer: Answer, sender: Sender) -> RunResult:
    """The result that callers see, out of an answer that can be used.

    Raises:
        ProviderFault: the provider says that it did not do it, or the answer lacks what the action promises.
    """
    data = answer.data
    if action.require and walk(data, action.require) is not True:
        raise unusable(connector, "answered that it did not do this, and gave no reason", sender.calls)
    result = project(action, data or {})
    warnings = [f"{connector.name} left something out: {one.message or one.outcome}" for one in answer.failures]
    warnings += result.warnings
    if result.missing:
        raise unusable(connector, "answered without the expected data", sender.calls)
    return RunResult(result.data, result.next, sender.calls, warnings)
