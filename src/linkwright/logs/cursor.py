"""Opaque cursors: where a page of the run log ended."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Any

from linkwright.kit import jsons
from linkwright.logs.errors import CursorInvalid
from linkwright.logs.filters import Order
from linkwright.store.types import moment

Position = tuple[Any, str]
_KINDS: dict[str, type | tuple[type, ...]] = {
    "eventDatetime": int,
    "status": int,
    "duration": (int, float),
    "provider": str,
    "service": str,
}
# What the columns can hold: a date of the year 9998, a status in 32 bits.
_MOST = {"status": 100_000}
_LATEST = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp() * 1000)


def write_cursor(order: Order, value: Any, run_id: str) -> str:
    """The cursor behind the run that has this sort value and id."""
    plain = int(value.timestamp() * 1000) if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(jsons.dumpb([order.by, order.descending, plain, run_id])).decode().rstrip("=")


def read_cursor(order: Order, text: str | None) -> Position | None:
    """The position of a cursor, None for the beginning.

    Raises:
        CursorInvalid: it was not made by this list, or for another order.
    """
    if text is None:
        return None
    try:
        by, descending, value, run_id = jsons.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, TypeError):
        raise CursorInvalid from None
    if by != order.by or descending is not order.descending:
        raise CursorInvalid("The order has changed since the page that gave this cursor.")
    if not isinstance(run_id, str) or "\x00" in run_id or not _fits(order, value):
        raise CursorInvalid
    return (moment(value), run_id) if order.by == "eventDatetime" else (value, run_id)


def _fits(order: Order, value: Any) -> bool:
    """Whether the sort column could hold the value."""
    if isinstance(value, bool) or not isinstance(value, _KINDS[order.by]):
        return False
    if isinstance(value, str):
        return "\x00" not in value
    number: Any = value
    return bool(0 <= number < _MOST.get(order.by, _LATEST))
