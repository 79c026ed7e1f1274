"""One action of one account, ready to go out: everything that the engine needs, held together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.compiled import Action, AuthMethod, Connector
from linkwright.engine.account_limits import AccountLimits
from linkwright.engine.finding import find_made
from linkwright.engine.names import NameCache
from linkwright.engine.provider_schema import ProviderSchemas
from linkwright.engine.redaction import Redaction
from linkwright.engine.results import RunResult
from linkwright.engine.run import run
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import Transport

_LEAST = 1.0
"""Seconds that a search for what was made gets at least."""


@dataclass(slots=True)
class ProviderCall:
    """What a call is made of; `deadline` is in seconds, for everything that is sent of it."""

    connector: Connector
    action: Action
    arguments: Mapping[str, Any]
    account: str
    method: AuthMethod
    credential: Mapping[str, Secret] = field(repr=False)
    transport: Transport
    clock: Clock
    deadline: float
    names: NameCache
    schemas: ProviderSchemas
    limits: AccountLimits | None
    redaction: Redaction | None
    _ends: float = 0.0

    def __post_init__(self) -> None:
        """The time runs from here."""
        self._ends = self.clock.monotonic() + self.deadline

    async def send(self, seed: str | None = None) -> RunResult:
        """Send it; what it creates gets ids drawn from the seed.

        Raises:
            linkwright.engine.errors.EngineError: it failed.
        """
        return await run(
            self.connector,
            self.action,
            self.arguments,
            method=self.method,
            credential=self.credential,
            transport=self.transport,
            clock=self.clock,
            deadline=self._left(),
            names=self.names,
            schemas=self.schemas,
            account=self.account,
            limits=self.limits,
            redaction=self.redaction,
            seed=seed,
        )

    async def find(self, seed: str) -> RunResult | None:
        """What an earlier try with that seed made; None if it made nothing.

        Raises:
            linkwright.engine.errors.EngineError: the provider could not be asked.
        """
        return await find_made(
            self.connector,
            self.action,
            self.arguments,
            seed,
            method=self.method,
            credential=self.credential,
            transport=self.transport,
            clock=self.clock,
            deadline=max(_LEAST, self._left()),
            limits=self.limits,
            redaction=self.redaction,
        )

    def _left(self) -> float:
        return self._ends - self.clock.monotonic()
