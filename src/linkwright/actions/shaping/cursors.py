"""The hub's own cursors: the provider's page, and how far into it an answer went before it was cut."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linkwright.actions.errors import CursorInvalid
from linkwright.kit import jsons

_PREFIX = "lwc_"
_PLACES = ("query", "body", "path")
_NAMES = ("cursor", "page_size")
_SPELT = frozenset(name for base in _NAMES for name in (base, *(f"{place}_{base}" for place in _PLACES)))
_CURSORS = ("cursor", *(f"{place}_cursor" for place in _PLACES))
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Resumed:
    """Where an answer goes on.

    Attributes:
        action: of which it is the answer.
        page: the provider's cursor of the page, None for the first one.
        size: the size of the page as the caller chose it; None for the action's own.
        skip: items of the page that were given already.
        last: the id of the last one of them, in case the page has moved; None where items have none.
        tokens: the budget of the answer that was cut, for those that follow.
        fields: its fields, as dotted paths.
    """

    action: str
    page: str | None
    size: int | None
    skip: int
    last: str | int | None
    tokens: int
    fields: tuple[str, ...]

    def text(self) -> str:
        """The cursor."""
        parts = [self.action, self.page, self.size, self.skip, self.last, self.tokens, list(self.fields)]
        return _PREFIX + base64.urlsafe_b64encode(jsons.dumpb(parts)).decode().rstrip("=")

    def after(self, items: list[Any]) -> list[Any]:
        """The items that were not given yet. Where the last one given is found, those behind it, else by count."""
        for at, item in enumerate(items):
            if self.last is not None and isinstance(item, Mapping) and item.get("id") == self.last:
                return items[at + 1 :]
        return items[self.skip :]

    def payload(self, payload: Mapping[str, Any], paged: bool) -> dict[str, Any]:
        """The call that gives the page once more."""
        kept = {name: value for name, value in payload.items() if name not in _SPELT}
        for place in _PLACES:
            if isinstance(kept.get(place), Mapping):
                kept[place] = {name: value for name, value in kept[place].items() if name not in _NAMES}
        return {**kept, "cursor": self.page, "page_size": self.size} if paged else kept


def resumed(action: str, payload: Mapping[str, Any]) -> Resumed | None:
    """The hub's own cursor in a call; None, as nearly always, where there is none.

    Raises:
        CursorInvalid: it is damaged, or of another action.
    """
    text = _given(payload)
    if not isinstance(text, str) or not text.startswith(_PREFIX):
        return None
    found = _read(text)
    if found.action != action:
        raise CursorInvalid(f"The cursor belongs to an answer of {found.action[:100]}, not of {action}.")
    return found


def _given(payload: Mapping[str, Any]) -> Any:
    """The cursor of a call, wherever an input may stand."""
    for place in _PLACES:
        inner = payload.get(place)
        if isinstance(inner, dict) and inner.get("cursor"):
            return inner["cursor"]
    for name in _CURSORS:
        found = payload.get(name)
        if found:
            return found
    return None


def _read(text: str) -> Resumed:
    try:
        raw = text[len(_PREFIX) :]
        action, page, size, skip, last, tokens, fields = jsons.loads(
            base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
        )
        found = Resumed(action, page, size, skip, last, tokens, tuple(fields))
    except (binascii.Error, ValueError, TypeError):
        raise CursorInvalid from None
    if (
        not isinstance(action, str)
        or not isinstance(page, str | None)
        or not isinstance(size, int | None)
        or not isinstance(last, str | int | None)
        or not all(isinstance(one, str) for one in found.fields)
        or not all(type(one) is int and 0 <= one <= _MOST for one in (skip, tokens))
    ):
        raise CursorInvalid
    return found
