"""Forms of text that Linear takes: full times, plain dates, ISO 8601 spans counted from now, and UUIDs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from linkwright.kit.clock import iso

_SPAN = re.compile(
    r"(?P<sign>[+-]?)P(?!$)(?:(?P<y>\d{1,3})Y)?(?:(?P<mo>\d{1,4})M)?(?:(?P<w>\d{1,4})W)?(?:(?P<d>\d{1,5})D)?"
    r"(?:T(?!$)(?:(?P<h>\d{1,6})H)?(?:(?P<mi>\d{1,7})M)?(?:(?P<s>\d{1,8})S)?)?"
)
_MONTHS = 12
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def moment(text: str, now: datetime) -> str:
    """A time, date or span as ISO text with milliseconds and Z.

    Raises:
        ValueError: it is none of these, or out of range.
    """
    span = _SPAN.fullmatch(text)
    if span:
        return iso(_shift(now, span))
    parsed = datetime.fromisoformat(text)
    return iso(parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC))


def day(text: str, now: datetime) -> str:
    """The same, cut to the day: YYYY-MM-DD."""
    return moment(text, now)[:10]


def is_uuid(text: str) -> bool:
    """Whether the text has the form of a UUID."""
    return _UUID.fullmatch(text) is not None


def is_plain_date(text: str) -> bool:
    """Whether the text is a date of the form YYYY-MM-DD that exists."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _shift(now: datetime, span: re.Match[str]) -> datetime:
    amount = {name: int(value or 0) for name, value in span.groupdict().items() if name != "sign"}
    sign = -1 if span["sign"] == "-" else 1
    months = now.year * _MONTHS + now.month - 1 + sign * (amount["y"] * _MONTHS + amount["mo"])
    year, month = divmod(months, _MONTHS)
    try:
        moved = _same_day(now, year, month + 1)
        return moved + sign * timedelta(
            weeks=amount["w"], days=amount["d"], hours=amount["h"], minutes=amount["mi"], seconds=amount["s"]
        )
    except OverflowError as error:
        raise ValueError("the span leads out of the calendar") from error


def _same_day(now: datetime, year: int, month: int) -> datetime:
    """The same day of another month, or that month's last."""
    for back in range(4):
        try:
            return now.replace(year=year, month=month, day=now.day - back)
        except ValueError:
            if now.day - back <= 28:
                raise
    raise ValueError("no such month")
