"""Gives tokens back: ends them at the provider when an account is deleted. Best effort, and what came of it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import structlog

from linkwright.accounts.hot import AccountRow
from linkwright.connectors.oauth import ACCESS_TOKEN, REFRESH_TOKEN
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.oauth.sources import Source, Sources
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
SECONDS = 10.0
"""How long the provider is given for all of it."""
_APP = frozenset({"client_id", "client_secret"})


@dataclass(frozen=True, slots=True)
class Revoked:
    """What came of it, for the receipt of a deletion.

    Attributes:
        outcome: `revoked`; `not_supported`, as the account has no tokens or the provider no place to end them; `failed`.
        detail: why it failed, for a person; else empty.
    """

    outcome: Literal["revoked", "not_supported", "failed"]
    detail: str = ""


class GrantRevoking:
    """Ends the tokens of an account at the provider."""

    def __init__(self, sources: Sources, vault: Vault, clock: Clock, *, seconds: float = SECONDS) -> None:
        self._sources = sources
        self._vault = vault
        self._clock = clock
        self._seconds = seconds

    async def revoke(self, account: AccountRow) -> Revoked:
        """End refresh token and access token, the refresh token first; never raises. Call it outside a transaction."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._revoked(account)
        except TimeoutError:
            return Revoked("failed", f"The provider did not answer within {self._seconds:g} seconds.")
        except LinkwrightError as error:
            return Revoked("failed", error.message)
        except Exception:
            _log.exception("oauth.revoking_broke", account=account.id)
            return Revoked("failed", "Something broke on our side; the log tells more.")

    async def _revoked(self, account: AccountRow) -> Revoked:
        method = await self._sources.method(account)
        if method is None or method.oauth is None or not method.oauth.revoke_url:
            return Revoked("not_supported")
        secrets = await self._opened(account)
        source = await self._sources.of(account, {name: secrets[name] for name in secrets.keys() & _APP})
        given = [name for name in (REFRESH_TOKEN, ACCESS_TOKEN) if name in secrets]
        problems = [problem for name in given if (problem := await self._end(source, name, secrets))]
        return Revoked("failed", problems[0]) if problems else Revoked("revoked")

    async def _end(self, source: Source, name: str, secrets: Mapping[str, Secret]) -> str:
        # One that cannot be ended must not keep the other alive.
        try:
            await source.revoke(self._clock, secrets[name], name)
        except LinkwrightError as error:
            return error.message
        return ""

    async def _opened(self, account: AccountRow) -> dict[str, Secret]:
        found = {}
        for name, version, record in account.credentials:
            if name in (REFRESH_TOKEN, ACCESS_TOKEN) or name in _APP:
                place = {"project_id": account.project_id, "account_id": account.id, "field": name}
                found[name] = await self._vault.open(record, **place, version=version)
        return found
