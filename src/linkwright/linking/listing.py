"""Connect sessions as they are looked through: their state, and who made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linkwright.access import repository as access
from linkwright.linking import repository
from linkwright.linking.filters import EXPIRED, OPEN, REVOKED, USED
from linkwright.linking.model import Attempt, ConnectSession
from linkwright.store.database import Tx


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A session with what is told beside its row.

    Attributes:
        state: `open`, `used` (its one account was linked), `expired` or `revoked`.
        maker: what the key or member that made it is called; None if that is gone.
        latest: its newest attempt.
    """

    session: ConnectSession
    state: str
    maker: str | None
    latest: Attempt | None


def state_of(session: ConnectSession, now: datetime) -> str:
    """How a session stands. One of several accounts stays open after its first use."""
    if session.revoked_at is not None:
        return REVOKED
    if session.link_spent:
        return USED
    return OPEN if session.expires_at > now else EXPIRED


async def shown(tx: Tx, sessions: Sequence[ConnectSession], now: datetime) -> list[ShownSession]:
    """The sessions as they are told."""
    makers = await access.names_of(tx, {one.created_by for one in sessions})
    latest = await repository.latest_attempts(tx, [one.id for one in sessions])
    return [ShownSession(one, state_of(one, now), makers.get(one.created_by), latest.get(one.id)) for one in sessions]
