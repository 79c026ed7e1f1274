"""What follows from an attempt: delivered, again later, given up, or the endpoint switched off. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linkwright.events.model import FAILING, GONE, Attempt, Endpoint

_MINUTE, _HOUR = 60, 3600
# Seconds from an attempt to the next one: eleven attempts within three days.
PAUSES = (5, _MINUTE, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR, 20 * _HOUR, 20 * _HOUR)
JITTER = 0.1
LONG = timedelta(days=3)
_MOST_ASKED = _HOUR


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a delivery becomes.

    Attributes:
        status: `pending`, `delivered` or `failed`.
        due_at: when to try again; None if it is over, or if its endpoint is off.
        tries: attempts of this round, this one included.
        disable: why the endpoint is to be switched off; None if it is not.
    """

    status: str
    due_at: datetime | None
    tries: int
    disable: str | None = None


def judge(
    attempt: Attempt, tries: int, endpoint: Endpoint, now: datetime, dice: float, pauses: Sequence[float] = PAUSES
) -> Outcome:
    """Decide over an attempt.

    Args:
        attempt: what came of it.
        tries: attempts of this round before it.
        endpoint: as it stands now.
        now: the present moment.
        dice: a random number from 0 to 1, so that what failed together does not come back together.
        pauses: seconds from an attempt to the next one.
    """
    if attempt.error is None:
        return Outcome("delivered", None, tries + 1)
    if attempt.status == 410:
        return Outcome("failed", None, tries + 1, GONE if endpoint.enabled else None)
    long = endpoint.failing_since is not None and now - endpoint.failing_since >= LONG
    disable = FAILING if long and endpoint.enabled else None
    if tries >= len(pauses):
        return Outcome("failed", None, tries + 1, disable)
    if disable or not endpoint.enabled:
        return Outcome("pending", None, tries + 1, disable)
    pause = pauses[tries] * (1 + JITTER * (2 * dice - 1))
    return Outcome(
        "pending", now + timedelta(seconds=max(pause, min(attempt.retry_after or 0, _MOST_ASKED))), tries + 1
    )
