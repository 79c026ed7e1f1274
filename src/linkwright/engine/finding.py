"""Finds again what a create made whose answer was lost, by the id that the hub chose for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from linkwright.connectors.compiled import Action, AuthMethod, Connector
from linkwright.connectors.refusals import walk
from linkwright.engine.account_limits import AccountLimits
from linkwright.engine.errors import ProviderNotFound
from linkwright.engine.own_ids import drawn
from linkwright.engine.plan import given_ids, planned
from linkwright.engine.reading import Answer
from linkwright.engine.redaction import Redaction
from linkwright.engine.results import RunResult
from linkwright.engine.run import shaped
from linkwright.engine.send import Sender
from linkwright.engine.waiting import Sleep
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import Transport


async def find_made(
    connector: Connector,
    action: Action,
    arguments: Mapping[str, Any],
    seed: str,
    *,
    method: AuthMethod,
    credential: Mapping[str, Secret],
    transport: Transport,
    clock: Clock,
    deadline: float,
    limits: AccountLimits | None = None,
    redaction: Redaction | None = None,
    sleep: Sleep = asyncio.sleep,
) -> RunResult | None:
    """The result that the create would have given; None if the provider has no such thing, so that it never happened.

    The action must have a `lookup`. Raises EngineError where the provider could not be asked.
    """
    assert action.lookup is not None  # the caller has looked
    sender = Sender(connector, method, credential, transport, clock, deadline, sleep, limits=limits)
    if action.confidential:
        sender.redaction = redaction or Redaction(action)
        sender.redaction.of(arguments)
    id_ = given_ids(action, arguments, drawn(action, arguments, seed))[0]
    try:
        answer = await sender.answer(
            planned(connector.key, action.id, "read", action.lookup, {"id": id_}), partial=False
        )
    except ProviderNotFound:
        return None
    made = walk(answer.data, (action.lookup.root,))
    if made is None:
        return None
    data: dict[str, Any] = {action.result[0]: {action.result[1]: made}}
    if action.require:
        data[action.require[0]][action.require[1]] = True
    return shaped(connector, action, Answer(data, ()), sender)
