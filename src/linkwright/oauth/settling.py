"""Writes down what came of a renewal: new tokens, the end of the grant, or a failure.

Between a provider's answer and the commit of what it gave, a process that dies takes the only copy with it. So nothing is
done in between that could be done before: the data key is at hand, and the transaction has four statements.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import structlog

from linkwright.accounts import announcing, states
from linkwright.accounts import repository as accounts
from linkwright.accounts.model import Account, StoredField
from linkwright.connectors.oauth import ACCESS_TOKEN, REFRESH_TOKEN
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.oauth import repository
from linkwright.oauth.claiming import Claim, Outcome, field_of, unrenewed
from linkwright.oauth.due import renew_at, rest
from linkwright.oauth.errors import AppMissing, AppRefused, TokenAddressLimited, TokenRefused
from linkwright.oauth.model import Grant
from linkwright.oauth.sources import sentence
from linkwright.outbound.errors import AddressRefused, RequestRefused
from linkwright.profiles.errors import SecretGivenElsewhere
from linkwright.store.database import Database, Tx
from linkwright.store.errors import DatabaseUnavailable
from linkwright.vault.vault import Sealer

_log = structlog.get_logger()
_random = random.SystemRandom()
# Tokens that are not written yet exist in this process only, so the database is asked for a long time.
_PATIENCE = 600.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
# After these the refresh token is as good as before. Where no answer came, or one that makes no sense, nobody knows.
_NOT_REDEEMED = (
    AppMissing,
    SecretGivenElsewhere,
    AppRefused,
    TokenRefused,
    TokenAddressLimited,
    AddressRefused,
    RequestRefused,
)
_TOLD = (AppRefused, AppMissing, SecretGivenElsewhere, TokenRefused)


class _NotAsLeft(Exception):
    """The rows are not as they were when the lease was taken."""


class Settling:
    """The end of a renewal."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        dice: Callable[[], float] = _random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`dice` gives numbers from 0 to 1; `sleep` waits between tries to reach the database."""
        self._database = database
        self._clock = clock
        self._dice = dice
        self._sleep = sleep

    async def store(self, claim: Claim, grant: Grant, sealer: Sealer) -> Outcome:
        """Store new tokens; `moved` if somebody else's are there already, `gone` if nobody needs them any more.

        Raises:
            DatabaseUnavailable: it stayed away for ten minutes.
        """
        pause, ends = _FIRST_PAUSE, self._clock.monotonic() + _PATIENCE
        while True:
            try:
                return await self._stored(claim, grant, sealer)
            except DatabaseUnavailable as away:
                if self._clock.monotonic() >= ends:
                    raise
                _log.warning("oauth.tokens_wait_for_the_database", account=claim.account.id, error=away.message)
            await self._sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _stored(self, claim: Claim, grant: Grant, sealer: Sealer) -> Outcome:
        now = self._clock.now()
        account = claim.account
        fields = _sealed(account, grant, sealer, now)
        try:
            async with self._database.write() as tx:
                await accounts.hold(tx, account.id)
                for field in fields:
                    await _swap(tx, account, field)
                if not await repository.finish(tx, account.id, claim.owner, claim.fence, self._renewed(grant, now)):
                    raise _NotAsLeft
        except _NotAsLeft:
            return await self._stored_late(claim, grant, sealer, fields)
        return Outcome("renewed")

    async def _stored_late(self, claim: Claim, grant: Grant, sealer: Sealer, before: list[StoredField]) -> Outcome:
        """Store new tokens though the lease has passed on or the fields have changed, if nobody else's would be lost by it.

        A provider that turns tokens over has ended the old one. If that is still what is stored, ours are the only ones
        that work, whoever holds the lease. If the lease is ours and newer ones are stored, an earlier holder was late,
        the provider has redeemed one token twice, and what it gave last is ours.
        """
        async with self._database.write() as tx:
            account = await accounts.find(tx, claim.account.project_id, claim.account.id, lock=True)
            row = await repository.find(tx, claim.account.id, lock=True)
            if account is None:
                return Outcome("gone")
            if row is None:
                return Outcome("moved")
            ours = {(field.field, field.record) for field in before}
            if ours <= {(field.field, field.record) for field in account.credentials}:
                # The commit before had arrived; only its answer had not.
                return Outcome("renewed")
            held = (row.lease_owner, row.lease_fence) == (claim.owner, claim.fence)
            if not held and _version(account) != _version(claim.account):
                _log.warning("oauth.tokens_came_too_late", account=account.id)
                return Outcome("moved")
            now = self._clock.now()
            for field in _sealed(account, grant, sealer, now):
                await accounts.put_credential(tx, (account.project_id, account.id), field)
            values = self._renewed(grant, now)
            if held:
                await repository.finish(tx, account.id, claim.owner, claim.fence, values)
            else:
                # Whoever holds the lease now has noted its own intent.
                del values["intent_version"], values["intent_at"]
                await repository.update(tx, account.id, values)
            await self._move(tx, account, states.revived(account.status, account.status_reasons), now)
        _log.warning("oauth.tokens_stored_late", account=claim.account.id)
        return Outcome("renewed")

    async def end(self, claim: Claim, said: str, code: str = states.GRANT_ENDED) -> Outcome:
        """Note that the grant has ended, or the credential behind it is refused, unless the account has moved on meanwhile."""
        async with self._database.write() as tx:
            account = await accounts.find(tx, claim.account.project_id, claim.account.id, lock=True)
            now = self._clock.now()
            if account is None:
                return Outcome("moved")
            if _version(account) != _version(claim.account):
                await repository.finish(tx, account.id, claim.owner, claim.fence, {})
                return Outcome("moved")
            over = {"due_at": None, "intent_version": None, "intent_at": None, "last_error": f"{code}: {said}"}
            if not await repository.finish(tx, account.id, claim.owner, claim.fence, over):
                # Whoever holds the lease now will see for itself.
                return Outcome("moved")
            why = states.reason(code, said, now)
            move = states.ended if code == states.GRANT_ENDED else states.refused
            await self._move(tx, account, move(account.status, account.status_reasons, why), now)
        _log.warning(f"oauth.{code}", account=claim.account.id, why=said)
        return Outcome("ended")

    async def fail(self, claim: Claim, error: LinkwrightError) -> Outcome:
        """Note a failure, after which the refresh token may or may not be spent; it is tried again with the same."""
        failures = claim.grant.failures + 1
        now = self._clock.now()
        pause = rest(failures, _asked(error), self._dice())
        values: dict[str, Any] = {"failures": failures, "last_error": sentence(error), "due_at": now + pause}
        if not claim.before and isinstance(error, _NOT_REDEEMED):
            values |= {"intent_version": None, "intent_at": None}
        async with self._database.write() as tx:
            if not await repository.finish(tx, claim.account.id, claim.owner, claim.fence, values):
                return Outcome("moved")
        _log.warning("oauth.renewal_failed", account=claim.account.id, code=error.code, error=error.message)
        limited = isinstance(error, TokenAddressLimited)
        hint = error.remedy if isinstance(error, _TOLD) else None
        refusal = unrenewed(error.message, limited=limited, hint=hint)
        refusal.headers = {"Retry-After": str(max(1, round(pause.total_seconds())))}
        return Outcome("failed", refusal)

    async def leave(self, claim: Claim) -> Outcome:
        """Give the lease back as if it had not been taken."""
        values = {name: getattr(claim.grant, name) for name in ("due_at", "intent_version", "intent_at")}
        async with self._database.write() as tx:
            await repository.finish(tx, claim.account.id, claim.owner, claim.fence, values)
        return Outcome("moved")

    def _renewed(self, grant: Grant, now: datetime) -> dict[str, Any]:
        values: dict[str, Any] = {
            "due_at": renew_at(grant.expires_at, now, self._dice()),
            "intent_version": None,
            "intent_at": None,
            "failures": 0,
            "last_error": None,
            "renewed_at": now,
        }
        return values if grant.scopes is None else {**values, "scopes": list(grant.scopes)}

    @staticmethod
    async def _move(tx: Tx, account: Account, state: states.State, now: datetime) -> None:
        status, reasons = state
        if (status, reasons) == (account.status, list(account.status_reasons)):
            return
        await accounts.update(tx, account.id, {"status": status, "status_reasons": reasons, "updated_at": now})
        written = await accounts.find(tx, account.project_id, account.id)
        assert written is not None  # the row is held
        await announcing.changed(tx, written, now, ["status", "status_reasons"], account.status)


async def _swap(tx: Tx, account: Account, field: StoredField) -> None:
    seen = field_of(account, field.field)
    if seen is None or not await accounts.swap_credential(tx, account.id, field, seen.version):
        raise _NotAsLeft


def _sealed(account: Account, grant: Grant, sealer: Sealer, now: datetime) -> list[StoredField]:
    """The fields to store, of a version that no field of the account has had."""
    version = max(account.versions.values()) + 1
    given = {ACCESS_TOKEN: grant.access_token}
    if grant.refresh_token is not None:
        given[REFRESH_TOKEN] = grant.refresh_token
    ends: Mapping[str, datetime | None] = {ACCESS_TOKEN: grant.expires_at}
    fields = []
    for name, secret in given.items():
        record = sealer.seal(secret, account_id=account.id, field=name, version=version)
        seen = field_of(account, name)
        last4 = secret.last() if seen and seen.last4 else ""
        fields.append(StoredField(name, version, record, last4, now, ends.get(name)))
    return fields


def _version(account: Account) -> int | None:
    """The version of the access token, which every renewal and every linking raises."""
    token = field_of(account, ACCESS_TOKEN)
    return token.version if token else None


def _asked(error: LinkwrightError) -> float | None:
    asked = error.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else None
