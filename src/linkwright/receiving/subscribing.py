"""Switches a provider's events on and off for an account, at the provider too where its credential may."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from linkwright.access import scopes
from linkwright.access.principals import Principal
from linkwright.accounts.model import Account
from linkwright.accounts.service import AccountService
from linkwright.actions.runner import ActionRunner
from linkwright.connectors.compiled import ProviderEvents
from linkwright.connectors.provider_events import filled_in
from linkwright.connectors.refusals import walk
from linkwright.engine.errors import MissingRight
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.kit.words import did_you_mean
from linkwright.receiving import repository
from linkwright.receiving.errors import NoProviderEvents, ProviderPostsNothing, SubscriptionMoved, UnknownKinds
from linkwright.receiving.model import API, BY_HAND, Subscription
from linkwright.receiving.schemas import SubscriptionRequest
from linkwright.receiving.sealing import SubscriptionSealing
from linkwright.receiving.service import PATH
from linkwright.store.database import Database
from linkwright.store.faults import RowRefused

_log = structlog.get_logger()
_FACE = "rest"
_LEAVING_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A subscription with what its connector says, its address, and a secret to be shown this once."""

    found: Subscription
    events: ProviderEvents
    url: str
    secret: Secret | None = field(default=None, repr=False)


class Subscribing:
    """Makes, shows and ends subscriptions. Calls to the provider are made outside of transactions."""

    def __init__(
        self,
        database: Database,
        accounts: AccountService,
        runner: ActionRunner,
        sealing: SubscriptionSealing,
        clock: Clock,
        public: str,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._runner = runner
        self._sealing = sealing
        self._clock = clock
        self._public = public

    async def get(self, principal: Principal, account_id: str) -> Shown:
        """The account's subscription.

        Raises:
            linkwright.accounts.errors.AccountNotFound: the project has no such account.
            ProviderPostsNothing: the connector says nothing of events.
            NoProviderEvents: its events are not switched on.
        """
        account, told, found = await self._look(principal, account_id)
        events = _posting(account, told)
        if found is None:
            raise NoProviderEvents
        return self._shown(found, events)

    async def put(self, principal: Principal, account_id: str, wish: SubscriptionRequest) -> Shown:
        """Switch events on, or change what is wanted of them.

        One that was registered through the API is made anew, and the old one ends when the new one stands: for a moment both
        exist, so that nothing is missed; what happens just then may be told twice. A webhook that a person made keeps its
        address; its signing secret is the one given, or one that is made and shown this once.

        Raises:
            linkwright.accounts.errors.AccountNotFound: the project has no such account.
            ProviderPostsNothing: the connector says nothing of events.
            UnknownKinds: there are no events of such things.
            SubscriptionMoved: somebody else switched them on or off at the same time.
            LinkwrightError: the provider refused for another reason than a missing right.
        """
        account, told, before = await self._look(principal, account_id)
        events = _posting(account, told)
        kinds = _checked(wish.kinds, events)
        by_hand = wish.how == "by_hand" or wish.secret is not None
        if before is not None and before.how == BY_HAND and by_hand:
            return await self._changed(before, events, kinds, wish)
        secret = Secret(wish.secret) if wish.secret is not None else self._sealing.fresh()
        made = await self._made(account, kinds, wish, secret, BY_HAND if by_hand else API)
        if by_hand:
            await self._swap(principal, events, before, made)
            return self._shown(made, events, None if wish.secret is not None else secret)
        if before is None:
            # The provider may try the address at once, so the row is there first.
            await self._swap(principal, events, None, made)
        return await self._registered(principal, before, made, events, secret)

    async def delete(self, principal: Principal, account_id: str) -> Shown:
        """Switch events off, and end them at the provider where the hub registered them: as well as that goes.

        Raises:
            linkwright.accounts.errors.AccountNotFound: the project has no such account.
            NoProviderEvents: they are not switched on.
        """
        shown = await self.get(principal, account_id)
        await self._end(principal, shown.found, shown.events)
        return shown

    async def leave(self, principal: Principal, account_id: str) -> None:
        """End events at the provider before an account is deleted, while its credential is there. Never fails."""
        try:
            async with asyncio.timeout(_LEAVING_SECONDS):
                await self.delete(principal, account_id)
        except (LinkwrightError, TimeoutError):
            return

    def url(self, found: Subscription) -> str:
        """Where the provider posts."""
        return f"{self._public}{PATH}{found.id}"

    async def _look(
        self, principal: Principal, account_id: str
    ) -> tuple[Account, ProviderEvents | None, Subscription | None]:
        async with self._database.read() as tx:
            shown = await self._accounts.get(tx, principal.project_id, account_id)
            found = await repository.of_account(tx, principal.project_id, shown.account.id)
        return shown.account, shown.connector.events if shown.connector else None, found

    async def _made(
        self, account: Account, kinds: tuple[str, ...], wish: SubscriptionRequest, secret: Secret, how: str
    ) -> Subscription:
        made_id = new_id("pev")
        record = await self._sealing.seal(secret, account.project_id, made_id, 1)
        return Subscription(
            id=made_id,
            project_id=account.project_id,
            account_id=account.id,
            connector_key=account.connector_key,
            how=how,
            kinds=kinds,
            include_body=wish.include_body,
            upstream_id=None,
            version=1,
            record=record,
            reason=None,
            created_at=self._clock.now(),
            received_at=None,
        )

    async def _swap(
        self, principal: Principal, events: ProviderEvents, before: Subscription | None, made: Subscription
    ) -> None:
        """Have `made` stand in place of `before`, and end what the provider still has of that.

        Raises:
            SubscriptionMoved: something else stands there by now; nothing is changed.
        """
        try:
            async with self._database.write() as tx:
                if before is not None and not await repository.delete(tx, before.id):
                    raise SubscriptionMoved
                await repository.add(tx, made)
        except RowRefused:
            raise SubscriptionMoved from None
        if before is not None:
            await self._end_upstream(principal, before, events)

    async def _registered(
        self,
        principal: Principal,
        before: Subscription | None,
        made: Subscription,
        events: ProviderEvents,
        secret: Secret,
    ) -> Shown:
        """Have the provider post to the address; by hand, if the credential may not say so. `made` stands if `before` is None."""
        theirs = [name for name, ours in events.types.items() if ours in made.kinds]
        payload = filled_in(events.arguments, url=self.url(made), secret=secret.reveal(), types=theirs)
        try:
            result = await self._run(principal, made, events.register, payload)
        except MissingRight as refused:
            return self._shown(
                await self._settled(principal, before, made, events, {"how": BY_HAND, "reason": refused.message}),
                events,
                secret,
            )
        except BaseException:
            if before is None:
                async with self._database.write() as tx:
                    await repository.delete(tx, made.id)
            raise
        upstream_id = str(walk(result, events.registered) or "") or None
        try:
            settled = await self._settled(principal, before, made, events, {"upstream_id": upstream_id})
        except LinkwrightError:
            await self._end_upstream(principal, replace(made, upstream_id=upstream_id), events)
            raise
        _log.info("provider_events.on", account=made.account_id, by=principal.reference)
        return self._shown(settled, events)

    async def _settled(
        self,
        principal: Principal,
        before: Subscription | None,
        made: Subscription,
        events: ProviderEvents,
        values: dict[str, Any],
    ) -> Subscription:
        settled = replace(made, **values)
        if before is None:
            await self._write(made, values)
        else:
            await self._swap(principal, events, before, settled)
        return settled

    async def _changed(
        self, before: Subscription, events: ProviderEvents, kinds: tuple[str, ...], wish: SubscriptionRequest
    ) -> Shown:
        values: dict[str, Any] = {"kinds": list(kinds), "include_body": wish.include_body}
        if wish.secret is not None:
            version = before.version + 1
            record = await self._sealing.seal(Secret(wish.secret), before.project_id, before.id, version)
            values |= {"version": version, "record": record}
        await self._write(before, values)
        return self._shown(replace(before, **{**values, "kinds": kinds}), events)

    async def _end(self, principal: Principal, found: Subscription, events: ProviderEvents) -> None:
        async with self._database.write() as tx:
            await repository.delete(tx, found.id)
        await self._end_upstream(principal, found, events)
        _log.info("provider_events.off", account=found.account_id, by=principal.reference)

    async def _end_upstream(self, principal: Principal, found: Subscription, events: ProviderEvents) -> None:
        if found.upstream_id is not None:
            try:
                await self._run(principal, found, events.remove, {"id": found.upstream_id})
            except LinkwrightError as left:
                # It goes on posting to an address at which nobody listens, until the provider gives up.
                _log.warning("provider_events.left_behind", account=found.account_id, code=left.code)

    async def _write(self, found: Subscription, values: dict[str, Any]) -> None:
        async with self._database.write() as tx:
            if not await repository.update(tx, found.id, values):
                raise SubscriptionMoved

    async def _run(
        self, principal: Principal, found: Subscription, action: str, payload: Mapping[str, Any]
    ) -> dict[str, Any]:
        # Whoever may change the account may have this done, whichever actions the profile offers to callers.
        able = replace(principal, scopes=principal.scopes | {scopes.ACTIONS_EXECUTE}, effects=None)
        name = f"{found.connector_key}_{action}"
        outcome = await self._runner.run(able, found.account_id, name, payload, _FACE, offered_only=False)
        if outcome.error is not None:
            raise outcome.error
        data = jsons.loads(outcome.body).get("data")
        return data if isinstance(data, dict) else {}

    def _shown(self, found: Subscription, events: ProviderEvents, secret: Secret | None = None) -> Shown:
        return Shown(found, events, self.url(found), secret)


def _posting(account: Account, events: ProviderEvents | None) -> ProviderEvents:
    if events is None:
        raise ProviderPostsNothing(f"The connector {account.connector_key} does not say how its provider posts events.")
    return events


def _checked(kinds: list[str] | None, events: ProviderEvents) -> tuple[str, ...]:
    known = list(dict.fromkeys(events.types.values()))
    for kind in kinds or ():
        if kind not in known:
            raise UnknownKinds(f"There are no events of '{kind}'.{did_you_mean(kind, known)}", extra={"field": "kinds"})
    return tuple(kind for kind in known if kinds is None or kind in kinds)
