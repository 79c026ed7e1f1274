"""Linking: try the credential with the provider, then store account, credential and the session's use at once.

A process that dies in between leaves nothing. Two that link the same owner at once end with one account: the later one
finds that it moved and starts over from the present state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import structlog

from linkwright.accounts import repository as accounts_repository
from linkwright.accounts.hosts import strange_hosts
from linkwright.accounts.model import Account
from linkwright.accounts.service import AccountService
from linkwright.accounts.storing import AccountMoved, AccountStore, NewAccount, Verified
from linkwright.connectors.credentials import Cleaned, clean
from linkwright.engine.results import Identity
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.words import listed
from linkwright.linking.errors import LinkDead
from linkwright.linking.hub.claiming import Claiming
from linkwright.linking.hub.entered import changed, filled
from linkwright.linking.hub.errors import AccountBusy, EnterAllAgain, OtherWorkspace
from linkwright.linking.hub.offers import Offer, Offers
from linkwright.linking.hub.sealing import Sealing, next_version
from linkwright.linking.hub.trying import Trying
from linkwright.linking.hub.views import Linked
from linkwright.linking.model import ConnectSession, HubSession
from linkwright.linking.narrowing import upstream_for
from linkwright.store.database import Database

_log = structlog.get_logger()
_TRIES = 8


@dataclass(frozen=True, slots=True)
class _Work:
    """What one linking knows so far; `tried` remembers the provider's answer by upstream across repetitions."""

    hub: HubSession
    offer: Offer
    cleaned: Cleaned
    tried: dict[str, Identity]

    @property
    def session(self) -> ConnectSession:
        return self.hub.session


class Linker:
    """Links an account, or gives one that exists a new credential."""

    def __init__(
        self,
        database: Database,
        offers: Offers,
        accounts: AccountService,
        trying: Trying,
        sealing: Sealing,
        clock: Clock,
    ) -> None:
        self._database = database
        self._offers = offers
        self._accounts = accounts
        self._trying = trying
        self._sealing = sealing
        self._store = AccountStore(clock)
        self._claiming = Claiming(clock)

    async def link(
        self, hub: HubSession, profile_id: str, entered: Mapping[str, str], *, as_new: bool = False
    ) -> Linked:
        """Link with what was entered. `as_new`: a credential of another workspace makes an account of its own.

        Raises:
            linkwright.linking.hub.errors.NotOffered: the session does not offer that connector.
            linkwright.connectors.errors.CredentialMalformed: a field has the wrong shape.
            OtherWorkspace: the account that stands is of another workspace, and `as_new` was not asked.
            LinkDead: the auth link was used already.
            LinkwrightError: the credential was refused, or could not be tried; see `refusals.py`.
        """
        async with self._database.read() as tx:
            offer = await self._offers.one(tx, hub.session, profile_id)
        work = _Work(hub, offer, clean(offer.method, filled(entered), system=offer.connector.name), {})
        for _ in range(_TRIES):
            async with self._database.read() as tx:
                present = await self._offers.present(tx, hub.session, offer)
            _check_link(hub, present)
            bound = hub.session.account_id is not None
            upstream = upstream_for(
                hub.session.type, present, bound=bound, for_tests=partial(self._trying.for_tests, offer)
            )
            identity = await self._identity(work, upstream)
            found = await self._that_fits(work, present, identity, as_new=as_new)
            try:
                if found is None:
                    return await self._add(work, identity, upstream, only=present is None and not hub.session.multiple)
                return await self._renew(work, found, identity)
            except AccountMoved:
                continue
        raise AccountBusy

    async def update(self, hub: HubSession, account_id: str, entered: Mapping[str, str]) -> Linked:
        """Change the credential of an account; a field that is absent, empty or redacted is kept.

        Raises:
            linkwright.linking.hub.errors.NotInSession: the session does not reach the account.
            linkwright.linking.errors.ProfileOff: the account's profile is switched off.
            OtherWorkspace: the new credential opens another workspace.
            EnterAllAgain: the connector calls other hosts than the kept fields were given for.
            LinkwrightError: as for `link`.
        """
        tried: dict[tuple[tuple[str, int], ...], Identity] = {}
        for _ in range(_TRIES):
            async with self._database.read() as tx:
                account = await self._offers.account(tx, hub.session, account_id)
                offer = await self._offers.of_account(tx, account)
                shown = await self._accounts.shown(tx, account)
            _check_link(hub, account)
            fresh = changed(account, entered)
            if not fresh:
                return Linked(shown, updated=False)
            kept_keys = [key for key in account.versions if key not in fresh]
            if kept_keys and (strange := strange_hosts(offer.connector, account.hosts)):
                raise EnterAllAgain(
                    f"{offer.connector.name} calls {listed(strange)} now, and what is stored was not given for that."
                )
            kept = await self._sealing.opened(account, kept_keys)
            cleaned = clean(offer.method, {**kept, **fresh}, system=offer.connector.name)
            # Kept fields may have changed with the versions; only the same credential need not be tried twice.
            seen = tuple(sorted(account.versions.items())) if kept else ()
            known = {account.upstream: tried[seen]} if seen in tried else {}
            work = _Work(hub, offer, cleaned, known)
            tried[seen] = await self._identity(work, account.upstream)
            if account.external_id not in (None, tried[seen].external_id):
                raise _other_workspace(work, account, tried[seen])
            try:
                return await self._renew(work, account, tried[seen], fresh=list(fresh))
            except AccountMoved:
                continue
        raise AccountBusy

    async def _identity(self, work: _Work, upstream: str) -> Identity:
        if upstream not in work.tried:
            work.tried[upstream] = await self._trying.identity(work.session, work.offer, upstream, work.cleaned.values)
        return work.tried[upstream]

    async def _that_fits(
        self, work: _Work, present: Account | None, identity: Identity, *, as_new: bool
    ) -> Account | None:
        """The account that this credential belongs to; None if a new one is to be made."""
        if present is None or present.external_id in (None, identity.external_id):
            return present
        if not as_new:
            raise _other_workspace(work, present, identity)
        session = work.session
        async with self._database.read() as tx:
            others = await accounts_repository.of_owner(
                tx, session.project_id, session.origin_owner_id, session.origin_owner_name, work.offer.connector.key
            )
        # Sent twice, "as a new account" must not make two.
        fits = (one for one in others if (one.external_id, one.upstream) == (identity.external_id, present.upstream))
        return next(fits, None)

    async def _add(self, work: _Work, identity: Identity, upstream: str, *, only: bool) -> Linked:
        session, offer = work.session, work.offer
        values = work.cleaned.values
        new = _new_account(session, offer, upstream, only=only)
        verified = await self._sealing.verified(
            (session.project_id, new.id), offer, identity, values, version=1, fresh=list(values)
        )
        async with self._database.write() as tx:
            await self._store.add(tx, new, verified)
            await self._claiming.claim(tx, work.hub, new.id)
            shown = await self._accounts.get(tx, session.project_id, new.id)
        _log.info("account.linked", account=new.id, session=session.id, connector=new.connector_key)
        return Linked(shown, updated=False, notes=tuple(work.cleaned.notes))

    async def _renew(
        self, work: _Work, account: Account, identity: Identity, *, fresh: list[str] | None = None
    ) -> Linked:
        """Store the changed fields (all if `fresh` is None, and then nothing else is kept)."""
        values = work.cleaned.values
        verified: Verified = await self._sealing.verified(
            (account.project_id, account.id),
            work.offer,
            identity,
            values,
            version=next_version(account),
            fresh=[key for key in values if fresh is None or key in fresh],
            dropped=[key for key in account.versions if key not in values],
        )
        changes = _carried_over(work) if fresh is None else {}
        async with self._database.write() as tx:
            await self._store.renew(tx, account, verified, changes)
            await self._claiming.claim(tx, work.hub, account.id)
            shown = await self._accounts.get(tx, account.project_id, account.id)
        _log.info("account.updated", account=account.id, session=work.session.id, fields=sorted(values))
        return Linked(shown, updated=True, notes=tuple(work.cleaned.notes))


def _check_link(hub: HubSession, account: Account | None) -> None:
    left = hub.may_only_touch()
    if left is not None and (account is None or account.id != left):
        raise LinkDead


def _new_account(session: ConnectSession, offer: Offer, upstream: str, *, only: bool) -> NewAccount:
    return NewAccount(
        id=new_id("acc"),
        project_id=session.project_id,
        profile_id=offer.profile.id,
        connector_key=offer.connector.key,
        auth_method=offer.method.key,
        origin_owner_id=session.origin_owner_id,
        origin_owner_name=session.origin_owner_name,
        origin_username=session.origin_username,
        only=only,
        label=session.label,
        type=session.type or "production",
        upstream=upstream,
        metadata=session.metadata,
        shared=session.shared is not False,
    )


def _carried_over(work: _Work) -> dict[str, object]:
    """What a session says of an account that is linked again; what it leaves open stays as it is."""
    session = work.session
    said = {name: getattr(session, name) for name in ("origin_username", "label", "metadata", "shared")}
    kept = {name: value for name, value in said.items() if value is not None}
    return {**kept, "profile_id": work.offer.profile.id, "auth_method": work.offer.method.key}


def _other_workspace(work: _Work, account: Account, identity: Identity) -> OtherWorkspace:
    theirs = identity.workspace.get("name") or identity.external_id
    ours = account.workspace or account.external_id
    return OtherWorkspace(
        f"This {work.offer.method.label} belongs to {theirs}. The account is linked to {ours}.",
        extra={"linkwright": {"workspace": theirs, "linked_workspace": ours, "account_id": account.id}},
    )
