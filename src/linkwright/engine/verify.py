"""Tries a credential with one call, and tells whose account it opens."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from linkwright.connectors.compiled import Account, AuthMethod, Connector
from linkwright.connectors.refusals import walk
from linkwright.engine.account_limits import AccountLimits
from linkwright.engine.errors import ProviderFault
from linkwright.engine.plan import planned
from linkwright.engine.requests import planned_request
from linkwright.engine.results import Identity
from linkwright.engine.send import Sender
from linkwright.engine.waiting import Sleep
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import Transport

DEADLINE = 20.0
"""Seconds that a person waits for the answer, tries included."""


async def verify(
    connector: Connector,
    *,
    method: AuthMethod,
    credential: Mapping[str, Secret],
    transport: Transport,
    clock: Clock,
    deadline: float = DEADLINE,
    limits: AccountLimits | None = None,
    sleep: Sleep = asyncio.sleep,
) -> Identity:
    """Ask the provider who this is; `limits` are the account's, where there is one already.

    Raises:
        EngineError: the credential is refused, lacks the right to read, or the provider could not be asked.
    """
    account = connector.account
    sender = Sender(connector, method, credential, transport, clock, deadline, sleep, limits=limits)
    if account.request is not None:
        call = planned_request(connector.key, "", "read", account.request, {})
    else:
        call = planned(connector.key, "", "read", account.call, {})
    answer = await sender.answer(call, partial=False)
    identity = _identity(account, answer.data or {}, sender)
    if not identity.external_id:
        raise ProviderFault(f"{connector.name} did not say whose account this is.", calls=sender.calls)
    return identity


def _identity(account: Account, data: dict[str, Any], sender: Sender) -> Identity:
    teams = (walk(data, account.teams) or []) if account.teams else []
    info = walk(data, (*account.teams[:-1], "pageInfo")) or {} if account.teams else {}
    warnings = [f"The account sees more teams than the {len(teams)} named here."] if info.get("hasNextPage") else []
    return Identity(
        external_id=str(walk(data, account.external_id) or ""),
        workspace=_picked(data, account.workspace),
        person=_picked(data, account.person),
        teams=[_picked(team, account.team) for team in teams if isinstance(team, dict)],
        proven_scopes=account.proves,
        calls=sender.calls,
        warnings=warnings,
    )


def _picked(data: Any, paths: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {name: walk(data, path) for name, path in paths.items()}
