"""Takes what providers post, and sends it on as events, each once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from typing import Any

import structlog

from linkwright.accounts import repository as accounts
from linkwright.accounts.model import Account
from linkwright.catalog.source import CatalogSource
from linkwright.errors import LinkwrightError
from linkwright.events.outbox import Event, emit
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id
from linkwright.profiles.service import ProfileService
from linkwright.receiving import repository
from linkwright.receiving.errors import EventReplayed, SubscriptionUnknown
from linkwright.receiving.model import Subscription
from linkwright.receiving.sealing import SubscriptionSealing
from linkwright.receiving.verifying import Posted, verified
from linkwright.store.database import Database, Tx
from linkwright.store.faults import RowRefused

_log = structlog.get_logger()
PATH = "/provider_events/"
# Whoever suspends an account wants nothing of it.
_SILENT = frozenset({"suspended", "archived"})
MOST_BYTES = 524_288
"""Largest body that is taken."""


class Receiving:
    """Checks posts and emits events. `public` is the hub's address, by which a twin's posts are known as ours."""

    def __init__(
        self,
        database: Database,
        catalogs: CatalogSource,
        profiles: ProfileService,
        sealing: SubscriptionSealing,
        clock: Clock,
        public: str,
    ) -> None:
        self._database = database
        self._catalogs = catalogs
        self._profiles = profiles
        self._sealing = sealing
        self._clock = clock
        self._public = public
        self._from_twins: set[asyncio.Task[None]] = set()

    async def receive(self, subscription_id: str, headers: Mapping[str, str], body: bytes) -> str:
        """Take a post; what became of it: `sent`, `repeated` (taken before), or `ignored` (nobody asked for it).

        Raises:
            SubscriptionUnknown: nobody listens at this address.
            SignatureWrong, BodyMalformed, EventStale, EventForeign: see `verified`.
            EventReplayed: the body was taken before, under another id.
        """
        async with self._database.read() as tx:
            found = await repository.find(tx, subscription_id) if is_id(subscription_id) else None
            account = await accounts.find(tx, found.project_id, found.account_id) if found else None
            if found is None or account is None:
                raise SubscriptionUnknown
            profile = await self._profiles.get(tx, account.project_id, account.profile_id)
        catalog = await self._catalogs.of(account.project_id)
        connector = catalog.get(account.connector_key, profile.version)
        if connector is None or connector.events is None:
            raise SubscriptionUnknown
        secret = await self._sealing.open(found)
        posted = verified(connector.events, headers, body, secret, account.external_id or "", self._clock.now())
        try:
            async with self._database.write() as tx:
                return await self._take(tx, found, account, posted, hashlib.sha256(body).hexdigest())
        except RowRefused:
            # The same post at the same moment, of which one was first; or the account is being deleted.
            return "repeated"

    def from_twin(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Take what a twin of this process posts. It is ours if it goes to us; a twin posts nowhere else."""
        if url.startswith(self._public + PATH):
            task = asyncio.create_task(self._quietly(url.removeprefix(self._public + PATH), headers, body))
            self._from_twins.add(task)
            task.add_done_callback(self._from_twins.discard)

    async def close(self) -> None:
        """Finish what twins have posted."""
        await asyncio.gather(*self._from_twins)

    async def _quietly(self, subscription_id: str, headers: Mapping[str, str], body: bytes) -> None:
        try:
            await self.receive(subscription_id, headers, body)
        except LinkwrightError as refused:
            _log.info("provider_event.refused", subscription=subscription_id, code=refused.code)

    async def _take(self, tx: Tx, found: Subscription, account: Account, posted: Posted, digest: str) -> str:
        now = self._clock.now()
        by_id, by_body = f"id:{posted.delivery}", f"body:{digest}"
        known = await repository.known(tx, found.id, (by_id, by_body))
        if by_id in known:
            return "repeated"
        if by_body in known:
            raise EventReplayed
        await repository.note(tx, found.id, (by_id, by_body), now)
        await repository.update(tx, found.id, {"received_at": now})
        silent = account.status in _SILENT
        if posted.kind not in found.kinds or posted.done is None or silent:
            return "ignored"
        name = f"{account.connector_key}.{posted.kind}.{posted.done}"
        data = {**_owner(account), "delivery_id": posted.delivery, "kind": posted.kind, "action": posted.done}
        if found.include_body:
            data["body"] = posted.body
        await emit(tx, now, Event(account.project_id, name, data, account.id))
        return "sent"


def _owner(account: Account) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "provider": account.connector_key,
        "origin_owner_id": account.origin_owner_id,
        "origin_owner_name": account.origin_owner_name,
        "origin_username": account.origin_username,
        "workspace_id": account.external_id,
    }
