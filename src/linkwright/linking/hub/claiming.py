"""Uses a session up, inside the transaction that stores the account: a link works once even if two people hold it."""

from __future__ import annotations

from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.linking import repository
from linkwright.linking.errors import LinkDead, SessionExpired
from linkwright.linking.hub.errors import AttemptEnded
from linkwright.linking.model import AUTHENTICATED, Attempt, HubSession
from linkwright.store.database import Tx


class Claiming:
    """Notes on a session that an account was linked through it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def claim(self, tx: Tx, hub: HubSession, account_id: str, attempt_id: str | None = None) -> None:
        """Note it, with the attempt that succeeded: the one that was begun, or a new one.

        Raises:
            SessionExpired: the session was revoked meanwhile. It may run out meanwhile: it was asked in time.
            LinkDead: its link was used meanwhile, for another account.
            AttemptEnded: the attempt was cancelled meanwhile.
        """
        session = await repository.locked(tx, hub.session.id)
        if session is None or session.revoked_at is not None:
            raise SessionExpired
        if HubSession(session, hub.by_link).may_only_touch() not in (None, account_id):
            raise LinkDead
        now = self._clock.now()
        await repository.mark_used(tx, session.id, account_id, now)
        attempt = Attempt(
            attempt_id or new_id("att"), session.project_id, session.id, AUTHENTICATED, account_id, None, None, now, now
        )
        if attempt_id is None:
            await repository.add_attempt(tx, attempt)
        elif not await repository.finish_attempt(tx, attempt):
            raise AttemptEnded
