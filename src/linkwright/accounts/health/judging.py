"""When an account is looked at next. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from linkwright.accounts.health.model import POSTPONED, UNREACHABLE, CheckRow

PAUSES = (5 * 60, 30 * 60, 2 * 3600, 6 * 3600)
"""Seconds after a try at which the provider could not be asked; then the interval."""
JITTER = 0.15
_LEAST_WAIT, _MORE_WAIT = 60, 600
ASKED_AT_LEAST = 7
"""Intervals after which the provider is asked although calls work, so that a renamed workspace is noticed."""


def next_due(outcome: str, faults: int, wait: float, now: datetime, interval: float, dice: float) -> datetime:
    """When the next check falls due.

    Args:
        outcome: of this one.
        faults: tries in a row at which the provider could not be asked, this one included.
        wait: seconds to wait, where it was postponed.
        now: the present moment.
        interval: seconds between two checks of an account.
        dice: a random number from 0 to 1, so that accounts linked together are not looked at together.
    """
    if outcome == UNREACHABLE and 0 < faults <= len(PAUSES):
        return now + timedelta(seconds=min(interval, PAUSES[faults - 1]) * (1 + JITTER * (2 * dice - 1)))
    if outcome == POSTPONED:
        return now + timedelta(seconds=min(interval, max(_LEAST_WAIT, wait) + _MORE_WAIT * dice))
    return now + timedelta(seconds=interval * (1 + JITTER * (2 * dice - 1)))


def first_due(now: datetime, interval: float, dice: float) -> datetime:
    """When an account that nobody planned for falls due first: anywhere within the interval."""
    return now + timedelta(seconds=interval * dice)


def counts(check: CheckRow, worked_at: datetime | None, now: datetime, interval: float) -> bool:
    """Whether a call that worked at that moment takes the place of a check."""
    if worked_at is None or check.asked_at is None or worked_at <= check.asked_at:
        return False
    recent = worked_at > now - timedelta(seconds=interval)
    return recent and now - check.asked_at < timedelta(seconds=interval * ASKED_AT_LEAST)
