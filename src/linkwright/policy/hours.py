"""The part of the week in which a rule holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from linkwright.policy.errors import RulesInvalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PARTS = frozenset({"days", "from", "to", "zone", "outside"})
_ALL_DAY = time(0)


@dataclass(frozen=True, slots=True)
class Hours:
    """Days and hours in a time zone.

    Attributes:
        days: of the week, 0 for Monday.
        begins, ends: of each; `ends` is not part of it. Where it is not later than `begins`, it is of the next day.
        outside: the rule holds at all other times instead.
    """

    days: frozenset[int]
    begins: time
    ends: time
    zone: ZoneInfo
    outside: bool

    def hold(self, at: datetime) -> bool:
        """Whether the moment is one of these."""
        there = at.astimezone(self.zone)
        clock, day = there.time().replace(tzinfo=None), there.weekday()
        if self.begins < self.ends:
            inside = day in self.days and self.begins <= clock < self.ends
        else:
            # Over midnight: what began yesterday goes on today.
            yesterday = (there - timedelta(days=1)).weekday()
            inside = (day in self.days and clock >= self.begins) or (yesterday in self.days and clock < self.ends)
        return inside != self.outside


def read_hours(said: Any) -> Hours | None:
    """The hours out of a rule; None for all.

    Raises:
        RulesInvalid: they mean nothing.
    """
    if said is None:
        return None
    if not isinstance(said, Mapping) or not set(said) <= _PARTS:
        raise RulesInvalid("hours has days, from, to, zone and outside.")
    days = said.get("days") or list(DAYS)
    if not isinstance(days, list) or not all(one in DAYS for one in days):
        raise RulesInvalid(f"days holds some of {', '.join(DAYS)}.")
    zone = said.get("zone") or "UTC"
    try:
        where = ZoneInfo(zone)
    except Exception:  # whatever a name like this makes of a folder of files
        raise RulesInvalid(f"There is no time zone '{str(zone)[:60]}'.", hint="Write it like Europe/Berlin.") from None
    outside = said.get("outside", False)
    if not isinstance(outside, bool):
        raise RulesInvalid("outside is true or false.")
    begins, ends = _clock(said, "from"), _clock(said, "to")
    return Hours(frozenset(map(DAYS.index, days)), begins, ends, where, outside)


def _clock(said: Mapping[str, Any], name: str) -> time:
    text = said.get(name) or "00:00"
    if text == "24:00":
        return _ALL_DAY
    try:
        if not isinstance(text, str) or len(text) != len("09:00"):
            raise ValueError
        return time.fromisoformat(text)
    except ValueError:
        raise RulesInvalid(f"{name} is a time of day like 09:00.") from None
