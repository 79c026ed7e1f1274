"""Linking: try the credential with the provider, then store account, credential and the session's use at once.

A process that dies in between leaves nothing. Two that link the same owner at once end with one account: the later one
finds that it moved and starts over from the present state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import structlog

from linkwright.accounts import repository as accounts_repository
from linkwright.accounts.model import Account
from linkwright.accounts.service import AccountService
from linkwright.accounts.storing import AccountMoved, AccountStore, NewAccount, Verified
from linkwright.connectors.credentials import Cleaned, clean
from linkwright.connectors.given_hosts import strange_hosts
from linkwright.engine.results import Identity
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.kit.words import listed
from linkwright.linking.errors import LinkDead
from linkwright.linking.hub.claiming import Claiming
from linkwright.linking.hub.entered import changed, filled
from linkwright.linking.hub.errors import AccountBusy, EnterAllAgain, OtherWorkspace, SignInInstead
from linkwright.linking.hub.granting import TOKENS, Granting, due_at, needs_token, token_values
from linkwright.linking.hub.offers import Offer, Offers
from linkwright.linking.hub.sealing import Sealing, next_version
from linkwright.linking.hub.trying import Trying
from linkwright.linking.hub.views import Linked
from linkwright.linking.model import ConnectSession, HubSession
from linkwright.linking.narrowing import upstream_for
from linkwright.oauth import repository as grants
from linkwright.oauth.model import Grant
from linkwright.store.database import Database, Tx
from linkwright.store.errors import DatabaseUnavailable

_log = structlog.get_logger()
_TRIES = 8


@dataclass(frozen=True, slots=True)
class _Work:
    """What one linking knows so far; `tried` remembers the provider's answer by upstream across repetitions.

    `granted` holds the grant that tokens come from, by upstream; `attempt_id` is the attempt that was begun, if one was.
    """

    hub: HubSession
    offer: Offer
    cleaned: Cleaned
    tried: dict[str, Identity]
    granted: dict[str, Grant] = field(default_factory=dict)
    attempt_id: str | None = None

    def values(self, upstream: str) -> dict[str, Secret]:
        """The whole credential."""
        grant = self.granted.get(upstream)
        return {**self.cleaned.values, **(token_values(grant) if grant else {})}

    @property
    def session(self) -> ConnectSession:
        return self.hub.session


@dataclass(frozen=True, slots=True)
class Granted:
    """What a provider gave while an attempt was under way, and what the person had typed before."""

    grant: Grant
    upstream: str
    attempt_id: str
    typed: Mapping[str, str] = field(repr=False)


class Linker:
    """Links an account, or gives one that exists a new credential."""

    def __init__(
        self,
        database: Database,
        offers: Offers,
        accounts: AccountService,
        trying: Trying,
        sealing: Sealing,
        granting: Granting,
        clock: Clock,
    ) -> None:
        self._database = database
        self._offers = offers
        self._accounts = accounts
        self._trying = trying
        self._sealing = sealing
        self._granting = granting
        self._clock = clock
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
        if offer.method.by_consent:
            raise SignInInstead(f"{offer.connector.name} is linked by signing in there.")
        work = _Work(hub, offer, clean(offer.method, filled(entered), system=offer.connector.name), {})
        return await self._link(work, as_new=as_new)

    async def link_granted(
        self, hub: HubSession, offer: Offer, granted: Granted, *, account_id: str | None = None, as_new: bool = False
    ) -> Linked:
        """Link with tokens that a provider gave, or give them to the account that is named.

        Raises:
            AttemptEnded: it was cancelled meanwhile.
            LinkwrightError: as for `link`.
        """
        cleaned = clean(offer.method, granted.typed, system=offer.connector.name)
        given = {granted.upstream: granted.grant}
        return await self._link(_Work(hub, offer, cleaned, {}, given, granted.attempt_id), account_id, as_new=as_new)

    async def _link(self, work: _Work, account_id: str | None = None, *, as_new: bool) -> Linked:
        try:
            return await self._tried(work, account_id, as_new=as_new)
        except Exception:
            await self._give_back(work)
            raise

    async def _give_back(self, work: _Work) -> None:
        """End tokens that were got for nothing. Some providers end all that an app has from a person with any of them, so
        what an account of that workspace, or of one that is not known, may live by is left.
        """
        for upstream, grant in work.granted.items():
            known = work.tried.get(upstream)
            try:
                async with self._database.read() as tx:
                    kept = await accounts_repository.any_at(
                        tx, work.offer.profile.id, upstream, known.external_id if known else None
                    )
            except DatabaseUnavailable:
                # It may even have stored them.
                return
            if not kept:
                await self._granting.give_back(work.offer, upstream, grant, work.cleaned.values)

    async def _tried(self, work: _Work, account_id: str | None, *, as_new: bool) -> Linked:
        hub, offer = work.hub, work.offer
        for _ in range(_TRIES):
            async with self._database.read() as tx:
                present = (
                    await self._offers.present(tx, hub.session, offer)
                    if account_id is None
                    else await self._offers.account(tx, hub.session, account_id)
                )
            _check_link(hub, present)
            bound = hub.session.account_id is not None or account_id is not None
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
            typed = {one.key for one in offer.method.fields}
            kept_keys = [key for key in account.versions if key not in fresh and key in typed]
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
                return await self._renew(work, account, tried[seen], fresh=[*fresh, *TOKENS])
            except AccountMoved:
                continue
        raise AccountBusy

    async def _identity(self, work: _Work, upstream: str) -> Identity:
        if upstream in work.tried:
            return work.tried[upstream]
        if needs_token(work.offer.method) and upstream not in work.granted:
            work.granted[upstream] = await self._granting.without_consent(work.offer, upstream, work.cleaned.values)
        if work.granted and upstream not in work.granted:
            # The account was made meanwhile, at the other of provider and twin; these tokens say nothing there.
            raise AccountBusy
        work.tried[upstream] = await self._trying.identity(
            work.session, work.offer, upstream, work.values(upstream), work.attempt_id
        )
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
        values, grant = work.values(upstream), work.granted.get(upstream)
        new = _new_account(session, offer, upstream, only=only)
        place = (session.project_id, new.id)
        verified = await self._sealing.verified(
            place, offer, identity, values, version=1, fresh=list(values), grant=grant
        )
        async with self._database.write() as tx:
            await self._store.add(tx, new, verified)
            await self._note_grant(tx, place, offer, grant)
            await self._claiming.claim(tx, work.hub, new.id, work.attempt_id)
            shown = await self._accounts.get(tx, session.project_id, new.id)
        _log.info("account.linked", account=new.id, session=session.id, connector=new.connector_key)
        return Linked(shown, updated=False, notes=tuple(work.cleaned.notes))

    async def _renew(
        self, work: _Work, account: Account, identity: Identity, *, fresh: list[str] | None = None
    ) -> Linked:
        """Store the changed fields (all if `fresh` is None, and then nothing else is kept)."""
        values, grant = work.values(account.upstream), work.granted.get(account.upstream)
        place = (account.project_id, account.id)
        verified: Verified = await self._sealing.verified(
            place,
            work.offer,
            identity,
            values,
            version=next_version(account),
            fresh=[key for key in values if fresh is None or key in fresh],
            dropped=[key for key in account.versions if key not in values],
            grant=grant,
        )
        changes = _carried_over(work) if fresh is None else {}
        async with self._database.write() as tx:
            await self._store.renew(tx, account, verified, changes)
            await self._note_grant(tx, place, work.offer, grant)
            await self._claiming.claim(tx, work.hub, account.id, work.attempt_id)
            shown = await self._accounts.get(tx, account.project_id, account.id)
        _log.info("account.updated", account=account.id, session=work.session.id, fields=sorted(values))
        return Linked(shown, updated=True, notes=tuple(work.cleaned.notes))

    async def _note_grant(self, tx: Tx, place: tuple[str, str], offer: Offer, grant: Grant | None) -> None:
        """Keep what renews the tokens, in the transaction that stores them; or forget it with the way it came by."""
        if grant is None:
            await grants.drop(tx, place[1])
            return
        now = self._clock.now()
        await grants.put(tx, place, grant.scopes, due_at(grant, offer.method, now), now)


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
    what = "You signed in to" if work.offer.method.by_consent else f"This {work.offer.method.label} belongs to"
    return OtherWorkspace(
        f"{what} {theirs}. The account is linked to {ours}.",
        extra={"linkwright": {"workspace": theirs, "linked_workspace": ours, "account_id": account.id}},
    )
