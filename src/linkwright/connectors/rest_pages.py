"""Pages of a request: by a cursor in the answer, by number, by offset, or by a `Link` header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from linkwright.connectors.binding import Mistake
from linkwright.connectors.derive import Schema, Underivable, derive, present
from linkwright.connectors.drafts import Draft
from linkwright.connectors.inputs import page_inputs
from linkwright.connectors.model import ActionPage, PageWords
from linkwright.connectors.places import Place, read_place

DIGITS = r"^[0-9]{1,9}$"
_LEADS = ("next", "more", "total", "pages")


@dataclass(frozen=True, slots=True)
class RestPaging:
    """How an action is paged: the lock's entry, the schema of one item, and the inputs that it takes."""

    entry: dict[str, Any]
    items: Schema
    inputs: list[dict[str, Any]]
    places: tuple[Place, ...]


Known = Callable[[Place], Schema]
"""The schema of a place in a request by its contract; raises a Mistake where the contract has no such place."""


def rest_paging(draft: Draft, schema: Schema, known: Known | None = None) -> RestPaging | None:
    """The paging of an action whose answer has this schema; None if it has none, or none that could be understood."""
    said = draft.words.page
    if said is None:
        return None
    page = said if isinstance(said, ActionPage) else ActionPage(at=said)
    try:
        return _paging(page, draft.header.page, schema, known)
    except Mistake as mistake:
        draft.add(str(mistake), "page")
        return None


def _paging(page: ActionPage, default: PageWords | None, schema: Schema, known: Known | None) -> RestPaging:
    by = page.by or (default.by if default else None)
    if by is None or by == "connection":
        raise Mistake(
            "A request is paged by cursor, number, offset or link; say which with `by`, here or in the header."
        )
    same = default if default and default.by == by else None
    leads = {name: getattr(page, name) or (getattr(same, name) if same else None) for name in _LEADS}
    cursor = page.cursor or (same.cursor if same else None)
    if cursor is None:
        raise Mistake(f"Pages by {by} need `cursor`, the parameter that takes the place to go on from.")
    if by == "cursor" and not leads["next"]:
        raise Mistake("Pages by cursor need `next`, the place of the next cursor in the answer.")
    size = page.size or (default.size if default else None)
    places = [read_place(cursor), *([read_place(size)] if size else [])]
    most = _most(page, default, places, known)
    sized = min(most, page.default or (default.default if default else 25))
    at = [] if page.at == "@" else page.at.split(".")
    items, _ = present(_found(page.at, schema, "page"))
    if items and items.get("type") != "array":
        raise Mistake(f"{page.at} is no list in the answer.")
    for name, path in leads.items():
        if path:
            _found(path, schema, name if getattr(page, name) else f"page.{name} of connector.yaml")
    entry = {
        "by": by,
        "items": at,
        "info": [],
        "size": sized if size else 0,
        "max": most,
        "cursor": list(places[0]),
        "sized": list(places[1]) if size else [],
        "first": (same.first if same else 1) if by == "number" else 0,
        **{name: path.split(".") if path else [] for name, path in leads.items()},
    }
    return RestPaging(entry, items.get("items", {}), _inputs(by, places, sized, most), tuple(places))


def _most(page: ActionPage, default: PageWords | None, places: list[Place], known: Known | None) -> int:
    """Most items of a page: what the author says, but never more than the contract takes."""
    most = page.max or (default.max if default else 250)
    if known is None:
        return most
    limits = [known(place) for place in places]
    limit = limits[1].get("maximum") if len(limits) > 1 else None
    if not isinstance(limit, int) or limit >= most:
        return most
    if page.max:
        raise Mistake(f"max is {page.max}; the contract takes {limit} at most.")
    return limit


def _found(path: str, schema: Schema, word: str) -> Schema:
    try:
        return derive(path, schema)
    except Underivable as mistake:
        more = f" Pick {path} with `returns`, if the contract has it." if word != "page" else ""
        raise Mistake(f"{word}: {mistake}{more}") from mistake


def _inputs(by: str, places: list[Place], default: int, most: int) -> list[dict[str, Any]]:
    cursor, *size = page_inputs("", "", default, most)
    cursor["paths"] = [list(places[0])]
    if by in ("number", "offset"):
        cursor["schema"] = {"type": "string", "pattern": DIGITS}
    if len(places) == 1:
        return [cursor]
    size[0]["paths"] = [list(places[1])]
    return [cursor, *size]
