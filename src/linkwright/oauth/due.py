"""When a token is renewed: well before its end, and after a failure not at once again."""

from __future__ import annotations

from datetime import datetime, timedelta

MARGIN = timedelta(seconds=60)
"""A call does not set out with a token that ends sooner than this."""
_EARLIEST, _SPREAD = 0.8, 0.1
_FIRST_REST, _LONGEST_REST = timedelta(seconds=5), timedelta(minutes=5)
_LONGEST_ASKED = timedelta(hours=1)
_MOST_DOUBLINGS = 10


def renew_at(ends: datetime | None, now: datetime, dice: float) -> datetime | None:
    """When a token given now is renewed ahead of need: after 80 to 90 % of its life. None if it has no known end.

    `dice` is a number from 0 to 1 and spreads accounts that were linked together.
    """
    if ends is None:
        return None
    return min(now + (ends - now) * (_EARLIEST + _SPREAD * dice), ends - margin(ends - now))


def margin(life: timedelta) -> timedelta:
    """How long before its end a token of that life counts as ended; a short-lived one must not be renewed by every call."""
    return min(MARGIN, life / 5)


def rest(failures: int, asked: float | None, dice: float) -> timedelta:
    """How long to leave a provider alone after so many failures in a row: 5 seconds, doubled each time, at most 5 minutes.

    `asked` are the seconds for which the provider asked, which count up to an hour; `dice` spreads by a fifth.
    """
    grown = min(_FIRST_REST * (1 << min(max(failures - 1, 0), _MOST_DOUBLINGS)), _LONGEST_REST)
    wished = min(timedelta(seconds=asked or 0), _LONGEST_ASKED)
    return max(grown * (1 + dice / 5), wished)
