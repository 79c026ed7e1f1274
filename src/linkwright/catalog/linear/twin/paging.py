"""Relay pages over rows, newest first."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, TypeAlias

from linkwright.catalog.linear.twin.refusals import invalid_argument
from linkwright.catalog.linear.twin.world import Row

DEFAULT = 50
LARGEST = 250
Place: TypeAlias = tuple[str, int]


def page(rows: list[Row], args: Mapping[str, Any]) -> dict[str, Any]:
    """One page as a connection: `nodes`, `edges`, `pageInfo`.

    Places are kept by time and order of making, so a walk meets each row once even while others are added.

    Raises:
        Refused: the size is out of bounds, both directions are asked for, or a cursor is not one of ours.
    """
    column = args.get("orderBy") or "createdAt"
    size, forward = _size(args)
    after, before = (_decode(name, args.get(name), column) for name in ("after", "before"))
    ordered = sorted(((_place(row, column), row) for row in rows), key=lambda pair: pair[0], reverse=True)
    window = [pair for pair in ordered if (after is None or pair[0] < after) and (before is None or pair[0] > before)]
    cut = window[:size] if forward else window[-size:]
    more = len(window) > len(cut)
    first, last = (ordered[0][0], ordered[-1][0]) if ordered else (None, None)
    return {
        "nodes": [row for _, row in cut],
        "edges": [{"node": row, "cursor": _encode(place, column)} for place, row in cut],
        "pageInfo": {
            "hasNextPage": more if forward else bool(cut and cut[-1][0] != last),
            "hasPreviousPage": bool(cut and cut[0][0] != first) if forward else more,
            "startCursor": _encode(cut[0][0], column) if cut else None,
            "endCursor": _encode(cut[-1][0], column) if cut else None,
        },
    }


def _size(args: Mapping[str, Any]) -> tuple[int, bool]:
    first, last = args.get("first"), args.get("last")
    if first is not None and last is not None:
        raise invalid_argument("first and last cannot be used together.")
    name, size = ("last", last) if last is not None else ("first", DEFAULT if first is None else first)
    if size < 1:
        raise invalid_argument(f"{name} must not be less than 1.")
    if size > LARGEST:
        raise invalid_argument(f"{name} must not be greater than {LARGEST}.")
    return size, name == "first"


def _place(row: Row, column: str) -> Place:
    return row[column], row["_n"]


def _encode(place: Place, column: str) -> str:
    return urlsafe_b64encode(f"{column}|{place[0]}|{place[1]}".encode()).decode().rstrip("=")


def _decode(name: str, cursor: str | None, column: str) -> Place | None:
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        kind, at, number = urlsafe_b64decode(padded.encode()).decode().split("|")
        place = at, int(number)
    except ValueError:
        raise invalid_argument(f"{name} is not a cursor of this list.") from None
    if kind != column:
        raise invalid_argument(f"{name} is a cursor of another order.")
    return place
