"""What the Hub reads, and disconnecting. Linking itself is in `connect.py`, because it spans calls to the provider."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from linkwright.accounts.service import AccountService
from linkwright.accounts.shown import ShownAccount
from linkwright.catalog.transports import NoTwin, Transports
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.linking import repository
from linkwright.linking.errors import OtherUpstream, SessionContradicts
from linkwright.linking.hub import forms, views
from linkwright.linking.hub.errors import Interrupted, NotInSession
from linkwright.linking.hub.offers import Offer, Offers
from linkwright.linking.model import CANCELLED, ERROR, EXPIRED, PENDING, Attempt, ConnectSession, HubSession
from linkwright.linking.narrowing import upstream_for
from linkwright.linking.service import SessionService
from linkwright.projects.service import ProjectService
from linkwright.settings import Settings
from linkwright.store.database import Tx

_log = structlog.get_logger()
_ATTEMPT_LIFETIME = timedelta(minutes=10)
# A token request, trying the token with all its tries, and storing it.
_LONGEST_LINKING = timedelta(seconds=90)
_LONGEST_ORIGIN = 255


class HubService:
    """Everything that the Hub asks for while a person looks at it."""

    def __init__(
        self,
        offers: Offers,
        accounts: AccountService,
        projects: ProjectService,
        sessions: SessionService,
        transports: Transports,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._offers = offers
        self._accounts = accounts
        self._projects = projects
        self._sessions = sessions
        self._transports = transports
        self._public = settings.public()
        self._clock = clock

    async def settings(self, tx: Tx, hub: HubSession) -> dict[str, Any]:
        """The app, the session, and what is connected already."""
        project = await self._projects.get(tx, hub.session.project_id)
        return views.settings_view(hub.session, project, await self._offers.accounts(tx, hub.session))

    async def connectors(self, tx: Tx, hub: HubSession, provider: str | None) -> dict[str, Any]:
        """What the session offers, of one provider if asked."""
        offers = await self._offers.all(tx, hub.session)
        return views.integrations_view([one for one in offers if provider in (None, "", one.connector.key)])

    async def connector(self, tx: Tx, hub: HubSession, profile_id: str) -> dict[str, Any]:
        """The form of one connector.

        Raises:
            linkwright.linking.hub.errors.NotOffered: the session does not offer it.
        """
        offer = await self._offers.one(tx, hub.session, profile_id)
        project = await self._projects.get(tx, hub.session.project_id)
        present = await self._offers.present(tx, hub.session, offer)
        try:
            upstream = upstream_for(
                hub.session.type,
                present,
                bound=hub.session.account_id is not None,
                for_tests=lambda: self._transports.for_tests(offer.connector),
            )
        except (OtherUpstream, NoTwin):
            # Said when the form is sent; until then it shows what the session is for.
            upstream = "twin" if hub.session.type == "test" else "live"
        test = self._test_credentials(hub.session, offer) if upstream == "twin" else None
        notices = forms.notices(offer, present, test)
        return {
            "config": forms.config_view(offer, project, self._public, notices),
            "hub_settings": {},
            "linkwright": forms.form_extra(offer, project, self._public, test),
        }

    async def account(self, tx: Tx, hub: HubSession, account_id: str) -> ShownAccount:
        """An account that the session reaches.

        Raises:
            NotInSession: it does not.
        """
        return await self._accounts.shown(tx, await self._offers.account(tx, hub.session, account_id))

    async def may_disconnect(self, tx: Tx, hub: HubSession, account_id: str) -> ShownAccount:
        """The session's own account, which its owner may have deleted.

        Raises:
            NotInSession: the session was not made for that account, nor was it linked through it.
        """
        if account_id not in (hub.session.account_id, hub.session.linked_account_id):
            raise NotInSession("This session may not disconnect that account.")
        return await self.account(tx, hub, account_id)

    async def begin_attempt(self, tx: Tx, hub: HubSession, token: Secret, page_origin: str | None = None) -> Attempt:
        """A new attempt of the session; the token in the body must stand for the session in the header.

        `page_origin` is the origin of the page that asks; the window that it opens is known by it.

        Raises:
            SessionContradicts: it stands for another.
            linkwright.linking.errors.SessionExpired: it stands for none.
        """
        if (await self._sessions.of_token(tx, token)).session.id != hub.session.id:
            raise SessionContradicts(
                "The token in the body and the one in the header are of two sessions.",
                hint="Send the same token in both places.",
            )
        now = self._clock.now()
        origin = page_origin if page_origin and len(page_origin) <= _LONGEST_ORIGIN else None
        attempt = Attempt(
            new_id("att"), hub.session.project_id, hub.session.id, PENDING, None, None, None, now, now, origin
        )
        await repository.add_attempt(tx, attempt)
        return attempt

    async def attempt(self, tx: Tx, hub: HubSession, attempt_id: str) -> dict[str, Any]:
        """How an attempt stands. One that is unknown, or that nobody finished in ten minutes, is expired.

        One whose answer came back from the provider and was not carried through, since the process was killed, failed.
        """
        found = await repository.attempt(tx, hub.session.id, attempt_id) if attempt_id.isprintable() else None
        status = found.status if found else EXPIRED
        if found and status == PENDING and found.created_at + _ATTEMPT_LIFETIME <= self._clock.now():
            status = EXPIRED
        elif found and status == PENDING and await self._interrupted(tx, attempt_id):
            stopped = Interrupted()
            status, found = ERROR, replace(found, error_code=stopped.code, error_description=stopped.message)
        return views.attempt_view(found, status)

    async def cancel_attempt(self, tx: Tx, hub: HubSession, attempt_id: str) -> None:
        """Cancel a pending attempt; whatever else it is stays."""
        if attempt_id.isprintable():
            await repository.end_attempt(tx, hub.session.id, attempt_id, CANCELLED, self._clock.now())

    async def _interrupted(self, tx: Tx, attempt_id: str) -> bool:
        returned_at = await repository.returned_at(tx, attempt_id)
        return returned_at is not None and returned_at + _LONGEST_LINKING <= self._clock.now()

    def _test_credentials(self, session: ConnectSession, offer: Offer) -> dict[str, str] | None:
        if offer.method.by_consent:
            return {}
        try:
            return self._transports.twin(offer.connector, session.project_id).credentials()
        except NoTwin:
            # The form still opens; sending it says why it cannot work.
            return None
