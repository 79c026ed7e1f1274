"""Finds out what a call would do: names looked up, the requests made ready, and the thing read that would change."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.compiled import Action, AuthMethod, Connector
from linkwright.engine.account_limits import AccountLimits
from linkwright.engine.current import address
from linkwright.engine.errors import EngineError, MissingRight, NotOnPlan
from linkwright.engine.names import NameCache
from linkwright.engine.planning import Prepared, prepare
from linkwright.engine.provider_schema import ProviderSchemas
from linkwright.engine.redaction import Redaction
from linkwright.engine.results import UpstreamCall
from linkwright.engine.run import run
from linkwright.engine.send import Sender
from linkwright.engine.waiting import Sleep
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import Transport


@dataclass(slots=True)
class Looked:
    """What was found out.

    Attributes:
        reader: the action that reads the thing; None if there is none, or it is not to be used.
        now: the thing as it is; None where it was not read.
        calls: the exchanges with the provider, none of which writes.
    """

    prepared: Prepared
    reader: Action | None
    now: dict[str, Any] | None = None
    calls: list[UpstreamCall] = field(default_factory=list)


async def look(
    connector: Connector,
    action: Action,
    arguments: Mapping[str, Any],
    *,
    reader: Action | None,
    method: AuthMethod,
    credential: Mapping[str, Secret],
    transport: Transport,
    clock: Clock,
    deadline: float,
    names: NameCache,
    schemas: ProviderSchemas,
    account: str,
    limits: AccountLimits | None = None,
    redaction: Redaction | None = None,
    sleep: Sleep = asyncio.sleep,
) -> Looked:
    """Find out what the call would send and what it would change; `deadline` is in seconds for all of it.

    Raises:
        EngineError: with the upstream calls that were made in `calls`.
    """
    began = clock.monotonic()
    sender = Sender(connector, method, credential, transport, clock, deadline, sleep, limits=limits)
    if action.confidential:
        sender.redaction = redaction or Redaction(action)
        sender.redaction.of(arguments)
    prepared = await prepare(connector, action, arguments, sender=sender, account=account, names=names, schemas=schemas)
    looked = Looked(prepared, reader, calls=sender.calls)
    if reader is None:
        return looked
    try:
        read = await run(
            connector,
            reader,
            {name: prepared.arguments[name] for name in address(reader)},
            method=method,
            credential=credential,
            transport=transport,
            clock=clock,
            deadline=deadline - (clock.monotonic() - began),
            names=names,
            schemas=schemas,
            account=account,
            limits=limits,
            sleep=sleep,
        )
    except (MissingRight, NotOnPlan) as refused:
        looked.calls = [*looked.calls, *refused.calls]
        prepared.unknown.append(f"The present values could not be read: {refused.message}")
        return looked
    except EngineError as failed:
        failed.calls = [*looked.calls, *failed.calls]
        raise
    looked.calls = [*looked.calls, *read.calls]
    looked.now = read.data if isinstance(read.data, dict) else None
    return looked
