"""Tries a credential with the provider (or the project's twin of it), and keeps a record of what was refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import structlog

from linkwright.catalog.transports import Transports
from linkwright.engine.errors import EngineError
from linkwright.engine.results import Identity
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.linking import repository
from linkwright.linking.hub.offers import Offer
from linkwright.linking.hub.refusals import while_linking
from linkwright.linking.model import ERROR, Attempt, ConnectSession
from linkwright.store.database import Database

_log = structlog.get_logger()
Verify = Callable[..., Awaitable[Identity]]


class Trying:
    """Asks whose account a credential opens. Nothing is stored but the attempt, if it fails."""

    def __init__(self, database: Database, transports: Transports, verify: Verify, clock: Clock) -> None:
        self._database = database
        self._transports = transports
        self._verify = verify
        self._clock = clock

    async def identity(
        self,
        session: ConnectSession,
        offer: Offer,
        upstream: str,
        values: Mapping[str, Secret],
        attempt_id: str | None = None,
    ) -> Identity:
        """Whose account it is. `attempt_id` names the attempt that is under way; without one, a failure makes one.

        Raises:
            LinkwrightError: it was refused, or could not be tried; see `refusals.py`.
            linkwright.catalog.transports.NoTwin: the session is for a test account and the connector has no twin.
        """
        twin = upstream == "twin"
        transport = self._transports.twin(offer.connector, session.project_id) if twin else self._transports.live
        try:
            return await self._verify(
                offer.connector, method=offer.method, credential=values, transport=transport, clock=self._clock
            )
        except EngineError as error:
            reference = attempt_id or new_id("att")
            refusal = while_linking(error, offer, reference)
            if attempt_id is None:
                await self._note(session, reference, refusal.code, refusal.message)
            _log.info("account.link_refused", session=session.id, attempt=reference, code=refusal.code)
            raise refusal from error

    def for_tests(self, offer: Offer) -> str:
        """Where the calls of a test account go.

        Raises:
            linkwright.catalog.transports.NoTwin: the connector can have no test accounts.
        """
        return self._transports.for_tests(offer.connector)

    async def _note(self, session: ConnectSession, reference: str, code: str, message: str) -> None:
        now = self._clock.now()
        attempt = Attempt(reference, session.project_id, session.id, ERROR, None, code, message, now, now)
        async with self._database.write() as tx:
            await repository.add_attempt(tx, attempt)
