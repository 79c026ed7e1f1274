"""Takes the lease of a grant, and notes in the same transaction what is about to be redeemed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from linkwright.accounts import repository as accounts
from linkwright.accounts.model import Account, StoredField
from linkwright.connectors.oauth import ACCESS_TOKEN, REFRESH_TOKEN
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.oauth import repository
from linkwright.oauth.due import margin
from linkwright.oauth.errors import RenewalFailed, RenewalLimited, TokenAddressLimited
from linkwright.oauth.messages import TIMEOUT
from linkwright.oauth.model import GrantRow
from linkwright.store.database import Database

LEASE = timedelta(seconds=2 * TIMEOUT)
"""How long a renewal may take: the exchange with the provider, and as long again to write down what came of it."""
_STUCK = timedelta(hours=1)
# A suspension stops calls and can be lifted; what its owner granted must not rot meanwhile. Nor must that of an account
# in error, which a check may find well again.
_KEPT_ALIVE = frozenset({"active", "suspended", "error"})
Before = Literal["", "interrupted", "lost"]


@dataclass(frozen=True, slots=True)
class Want:
    """Why a grant is renewed: its token ends soon, or `refused` is the version that was refused, or it is just due."""

    refused: int | None = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt to renew.

    Attributes:
        kind: `renewed`; `good`, nothing to do; `moved`, look at the account again; `busy`, somebody else is at it;
            `failed` with `error`, to be tried again; `ended`; `stuck`, as there is nothing to renew it by; `gone`, the
            account was deleted meanwhile.
    """

    kind: Literal["renewed", "good", "moved", "busy", "failed", "ended", "stuck", "gone"]
    error: LinkwrightError | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A lease, and what it is about.

    Attributes:
        account: with the stored fields as they were when the lease was taken.
        grant: the row as it was before.
        until: the end of the lease.
        before: what an earlier attempt with the same refresh token left: `interrupted` if its process died in the
            middle, `lost` if the answer did not arrive; empty if there was none.
    """

    account: Account
    grant: GrantRow
    owner: str
    fence: int
    until: datetime
    before: Before

    def stored(self, field: str) -> StoredField | None:
        """A field as it was stored."""
        return field_of(self.account, field)


class Claims:
    """Takes leases for one process."""

    def __init__(self, database: Database, clock: Clock, lease: timedelta = LEASE) -> None:
        self._database = database
        self._clock = clock
        self._lease = lease
        self.owner = new_id("own")

    async def take(self, project_id: str, account_id: str, want: Want) -> Claim | Outcome:
        """The lease, or why it was not taken."""
        async with self._database.write() as tx:
            grant = await repository.find(tx, account_id, lock=True)
            # Read after the lock: whoever held the row before may have renewed just now.
            account = await accounts.find(tx, project_id, account_id)
            now = self._clock.now()
            refused = _refused(account, grant, want, now)
            if refused is not None or account is None or grant is None:
                return refused or Outcome("stuck")
            until = now + self._lease
            version = _redeemed(account)
            intent = {"intent_version": version, "intent_at": now}
            fence = await repository.lease(tx, account_id, self.owner, now, until, intent)
        return Claim(account, grant, self.owner, fence, until, _before(grant, version))

    async def postpone(self, account_id: str) -> None:
        """Leave a grant that cannot be renewed alone for a while."""
        now = self._clock.now()
        async with self._database.write() as tx:
            await repository.postpone(tx, account_id, now, now + _STUCK)


def field_of(account: Account, field: str) -> StoredField | None:
    """A stored field of an account."""
    return next((stored for stored in account.credentials if stored.field == field), None)


def resting(grant: GrantRow) -> LinkwrightError:
    """The refusal of a call while a provider that failed is left alone."""
    code, _, said = (grant.last_error or "").partition(": ")
    return unrenewed(said, limited=code == TokenAddressLimited.code)


def unrenewed(said: str, *, limited: bool = False, hint: str | None = None) -> RenewalFailed:
    """The refusal of a call that needed a renewal; `said` is what failed."""
    kind = RenewalLimited if limited else RenewalFailed
    return kind(f"The account's access token has ended and could not be renewed. {said}".strip(), hint=hint)


def _refused(account: Account | None, grant: GrantRow | None, want: Want, now: datetime) -> Outcome | None:
    if account is None:
        return Outcome("moved")
    token = field_of(account, ACCESS_TOKEN)
    if token is None or grant is None or account.status not in _KEPT_ALIVE:
        return Outcome("stuck")
    if _good(token, grant, want, now):
        return Outcome("good")
    if grant.lease_until is not None and grant.lease_until >= now:
        return Outcome("busy")
    if grant.failures and grant.due_at is not None and grant.due_at > now:
        error = resting(grant)
        error.headers = {"Retry-After": str(max(1, round((grant.due_at - now).total_seconds())))}
        return Outcome("failed", error)
    return None


def _good(token: StoredField, grant: GrantRow, want: Want, now: datetime) -> bool:
    if want.refused is not None:
        return token.version != want.refused
    if want.ahead:
        return grant.due_at is None or grant.due_at > now
    return token.expires_at is None or token.expires_at - now > margin(token.expires_at - token.stored_at)


def _redeemed(account: Account) -> int | None:
    refresh = field_of(account, REFRESH_TOKEN)
    return refresh.version if refresh else None


def _before(grant: GrantRow, version: int | None) -> Before:
    if version is None or grant.intent_version != version:
        return ""
    # Who fails gives the lease back; who dies does not.
    return "interrupted" if grant.lease_owner is not None else "lost"
