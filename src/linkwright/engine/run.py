"""One action from checked arguments to its result."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from linkwright.connectors.compiled import Action, AuthMethod, Connector
from linkwright.connectors.refusals import walk
from linkwright.engine.errors import ProviderFault
from linkwright.engine.plan import plan
from linkwright.engine.project import project
from linkwright.engine.reading import Answer
from linkwright.engine.results import RunResult
from linkwright.engine.send import Sender, Sleep
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
    sleep: Sleep = asyncio.sleep,
) -> RunResult:
    """Run an action with arguments that `gather` has checked.

    `deadline` is in seconds, for the whole run with the repeats of a read; a write is sent once. `sleep` waits between
    tries, and is an argument so that tests need not wait.

    Raises:
        EngineError: with the upstream calls that were made in `calls`.
    """
    planned = plan(connector, action, arguments)
    sender = Sender(connector, method, credential, transport, clock, deadline, sleep)
    answer = await sender.answer(planned)
    return shaped(connector, action, answer, sender)


def shaped(connector: Connector, action: Action, answer: Answer, sender: Sender) -> RunResult:
    """The result that callers see, out of an answer that can be used.

    Raises:
        ProviderFault: the provider says that it did not do it, or the answer lacks what the action promises.
    """
    data = answer.data
    if action.require and walk(data, action.require) is not True:
        said = f"{connector.name} answered that it did not do this, and gave no reason."
        sender.calls[-1].error = said
        raise ProviderFault(said, calls=sender.calls)
    result = project(action, data or {})
    warnings = [f"{connector.name} left something out: {one.message or one.outcome}" for one in answer.failures]
    warnings += result.warnings
    if result.missing:
        said = f"{connector.name} answered without the expected data."
        sender.calls[-1].error = said
        raise ProviderFault(said, calls=sender.calls)
    return RunResult(result.data, result.next, sender.calls, warnings)
