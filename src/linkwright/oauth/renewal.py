"""Keeps access tokens good: for a call that needs one now, and ahead of need.

A provider that turns refresh tokens over takes each of them once. So a renewal is made by one process at a time, under a
lease on the row of the grant; everybody else waits for that row to change. docs/reliability.md tells what holds when
a process dies in the middle.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from linkwright.accounts import states
from linkwright.accounts.hot import AccountRow, AccountRows
from linkwright.accounts.model import Account
from linkwright.connectors.oauth import ACCESS_TOKEN, REFRESH_TOKEN
from linkwright.errors import Internal, LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.oauth.claiming import LEASE, Before, Claim, Claims, Outcome, Want
from linkwright.oauth.due import MARGIN
from linkwright.oauth.errors import GrantRefused, RenewalPending
from linkwright.oauth.model import Grant
from linkwright.oauth.settling import Settling
from linkwright.oauth.sources import Source, Sources, renews_by_token
from linkwright.store.database import Database
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
_random = random.SystemRandom()
MARGIN_MS = int(MARGIN.total_seconds() * 1000)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 1.0
# A token that is good for some seconds yet is used rather than waited for.
_PATIENCE_WHILE_GOOD = 3.0
_WHY: dict[Before, str] = {
    "": "The provider has ended the grant: it takes the refresh token no longer.",
    "interrupted": "The hub was stopped, or cut off from its database, between the provider's answer to a renewal and its "
    "own commit: the new tokens are lost, and the provider takes the old refresh token no longer.",
    "lost": "The provider's answer to an earlier renewal did not arrive, so new tokens may be lost, and the provider "
    "takes the old refresh token no longer.",
}
_NO_WAY = "The access token has ended, and the provider gave none to renew it with."


class Renewal:
    """Renews the tokens of accounts; one for each process."""

    def __init__(
        self,
        database: Database,
        accounts: AccountRows,
        sources: Sources,
        vault: Vault,
        clock: Clock,
        *,
        lease: timedelta = LEASE,
        dice: Callable[[], float] = _random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the collaborators. `lease` is how long one renewal may take; `sleep` waits for others."""
        self._accounts = accounts
        self._sources = sources
        self._vault = vault
        self._clock = clock
        self._sleep = sleep
        self._claims = Claims(database, clock, lease)
        self._settling = Settling(database, clock, dice=dice, sleep=sleep)
        self._lease = lease
        self._running: dict[str, asyncio.Task[Outcome]] = {}

    @property
    def owner(self) -> str:
        """By which name this process holds leases."""
        return self._claims.owner

    async def ensure(self, account: AccountRow, seconds: float) -> AccountRow | None:
        """The account with a token that is good for a while, renewed within so many seconds if need be.

        What comes back may be an account that cannot be used any more; None if it is gone.

        Raises:
            RenewalFailed: the token has ended and could not be renewed now.
            RenewalPending: somebody else is renewing it, and the time is over.
        """
        return await self._until(account, seconds, Want(), lambda row: not ends_soon(row, self._clock.now()))

    async def refused(self, account: AccountRow, seconds: float) -> AccountRow | None:
        """The account with another token than the one that the provider just refused; the same row if there is no other.

        Raises:
            RenewalFailed, RenewalPending: as `ensure`.
        """
        seen = version_of(account)
        if seen is None:
            return account
        return await self._until(account, seconds, Want(refused=seen), lambda row: version_of(row) != seen)

    async def ahead(self, account_id: str) -> Outcome | None:
        """Renew a grant that is due, if nobody else does; None if the account is gone."""
        row = await self._accounts.read(account_id)
        outcome = await self._attempt(row, Want(ahead=True)) if row is not None else None
        if outcome is not None and outcome.kind == "stuck":
            await self._claims.postpone(account_id)
        return outcome

    async def close(self) -> None:
        """Wait for what is under way: it holds tokens that nobody else has."""
        while self._running:
            await asyncio.wait(self._running.values())

    async def _until(
        self, account: AccountRow, seconds: float, want: Want, good: Callable[[AccountRow], bool]
    ) -> AccountRow | None:
        ends = self._clock.monotonic() + seconds
        pause = _FIRST_PAUSE
        while True:
            row = await self._accounts.read(account.id)
            if row is None or row.status != "active" or good(row):
                return row
            outcome = await self._attempt(row, want, ends)
            usable = want.refused is None and not _ended(row, self._clock.now())
            match outcome.kind:
                case "good" | "renewed" if want.refused is None:
                    return await self._accounts.read(account.id)
                case "stuck":
                    return row
                case "failed" if not usable and outcome.error is not None:
                    raise _copy(outcome.error)
                case "failed":
                    return row
                case "busy":
                    left = ends - self._clock.monotonic()
                    if usable and left < seconds - _PATIENCE_WHILE_GOOD:
                        return row
                    if left <= 0:
                        raise RenewalPending
                    await self._sleep(min(pause, left))
                    pause = min(pause * 1.6, _LONGEST_PAUSE)

    async def _attempt(self, account: AccountRow, want: Want, ends: float | None = None) -> Outcome:
        """One attempt; calls of this process that want the same account share it, whoever of them goes away."""
        task = self._running.get(account.id)
        if task is None:
            task = asyncio.create_task(self._whole(account, want), name=f"renewal {account.id}")
            self._running[account.id] = task
            task.add_done_callback(lambda _: self._running.pop(account.id, None))
        left = None if ends is None else max(0.0, ends - self._clock.monotonic())
        done, _ = await asyncio.wait([task], timeout=left)
        return task.result() if done else Outcome("busy")

    async def _whole(self, account: AccountRow, want: Want) -> Outcome:
        try:
            return await self._renew(account, want)
        except LinkwrightError as error:
            # The database is away: what is not noted now is found again when the lease is over.
            return Outcome("failed", error)

    async def _renew(self, account: AccountRow, want: Want) -> Outcome:
        stuck = await self._stuck(account, want)
        if stuck is not None:
            return stuck
        claim = await self._claims.take(account.project_id, account.id, want)
        if isinstance(claim, Outcome):
            return claim
        try:
            secrets = await self._opened(claim.account)
            source = await self._sources.of(account, secrets)
            sealer = await self._vault.sealer(account.project_id)
            if source.renews_by_token and REFRESH_TOKEN not in secrets:
                return await self._settling.end(claim, _NO_WAY)
            if self._clock.now() > claim.until - self._lease / 2:
                # Held up for so long that the lease may be over before an answer comes.
                return await self._settling.leave(claim)
            grant = await source.ask(self._clock, secrets, claim.grant)
        except GrantRefused as refused:
            return await self._refused(claim, source, refused)
        except LinkwrightError as error:
            return await self._settling.fail(claim, error)
        except Exception:
            _log.exception("oauth.renewal_broke", account=account.id)
            return await self._settling.fail(claim, Internal("Something broke on our side; the log tells more."))
        outcome = await self._settling.store(claim, grant, sealer)
        if outcome.kind == "gone":
            await self._give_back(source, grant)
        return outcome

    async def _refused(self, claim: Claim, source: Source, refused: GrantRefused) -> Outcome:
        if source.method.exchange is not None:
            return await self._settling.end(claim, refused.message, states.CREDENTIAL_REFUSED)
        if not source.renews_by_token:
            # An app asks for itself: there is nobody who could connect anew.
            return await self._settling.fail(claim, refused)
        return await self._settling.end(claim, _WHY[claim.before])

    async def _give_back(self, source: Source, grant: Grant) -> None:
        """End tokens that came after their account was deleted, and with it its older ones."""
        if not source.revokes:
            return
        given = {REFRESH_TOKEN: grant.refresh_token, ACCESS_TOKEN: grant.access_token}
        for name, token in given.items():
            if token is not None:
                with suppress(LinkwrightError):
                    await source.revoke(self._clock, token, name)

    async def _stuck(self, account: AccountRow, want: Want) -> Outcome | None:
        """Why an account cannot be renewed at all, unless its token has ended, which must be noted then."""
        method = await self._sources.method(account)
        if method is None:
            return Outcome("stuck")
        held = any(name == REFRESH_TOKEN for name, _, _ in account.credentials)
        over = want.refused is None and _ended(account, self._clock.now())
        return Outcome("stuck") if renews_by_token(method) and not held and not over else None

    async def _opened(self, account: Account) -> dict[str, Secret]:
        found = {}
        for stored in account.credentials:
            # Of an exchange it is all that was typed.
            if stored.field != ACCESS_TOKEN:
                place = {"project_id": account.project_id, "account_id": account.id, "field": stored.field}
                found[stored.field] = await self._vault.open(stored.record, **place, version=stored.version)
        return found


def version_of(account: AccountRow) -> int | None:
    """The version of the stored access token."""
    return next((version for name, version, _ in account.credentials if name == ACCESS_TOKEN), None)


def ends_soon(account: AccountRow, now: datetime) -> bool:
    """Whether a call must not set out with the stored token."""
    return account.ends is not None and account.ends - now.timestamp() * 1000 < MARGIN_MS


def _copy(error: LinkwrightError) -> LinkwrightError:
    """The same error for each call that shared the attempt, since whoever answers adds to it."""
    return type(error)(error.message, hint=error.remedy, headers=error.headers, extra=error.extra)


def _ended(account: AccountRow, now: datetime) -> bool:
    return account.ends is not None and account.ends <= now.timestamp() * 1000
