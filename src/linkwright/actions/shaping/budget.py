"""Makes an answer fit a budget of tokens: of a list fewer items, of long texts the first sentences, and what was cut is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.actions.shaping.reducing import CHARS_OF_ITEM, Reducing
from linkwright.connectors.figures import BYTES_PER_TOKEN
from linkwright.kit import jsons

CHARS_IN_LISTS = 400
"""Characters of a text in an item of a list that is over its budget."""

Cursor = Callable[[int], str]
"""The cursor of what comes after so many items."""


def tokens_of(answer: Mapping[str, Any]) -> int:
    """About how many tokens a model reads for it: one for four bytes of its JSON, rounded up."""
    return -(-len(jsons.dumpb(answer)) // BYTES_PER_TOKEN)


def within(answer: dict[str, Any], tokens: int, cursor: Cursor | None, begins: Mapping[str, int]) -> dict[str, Any]:
    """The answer, or as much of it as the budget holds; where even the least is more, that, with `over`.

    Without a `cursor` no item of a list is left out, since there would be no way to the rest. `begins` says where texts
    and lists begin that are not shown from their start.
    """
    if tokens_of(answer) <= tokens:
        return answer
    try:
        return _less(answer, tokens, cursor, begins)
    except RecursionError:
        over = "It is nested too deeply to be cut."
        return {**answer, "linkwright": {**answer.get("linkwright", {}), "over": over}}


def _less(answer: dict[str, Any], tokens: int, cursor: Cursor | None, begins: Mapping[str, int]) -> dict[str, Any]:
    data = answer["data"]
    if isinstance(data, list) and data and cursor is not None:
        return _list(answer, data, tokens, cursor)

    def reduced(chars: int) -> dict[str, Any]:
        reducing = Reducing(chars, begins=begins)
        smaller = reducing.items(data) if isinstance(data, list) else reducing.of(data)
        return _told(answer, smaller, reducing.cuts)

    return _smallest(reduced, _longest(data), tokens)


def _list(answer: dict[str, Any], items: list[Any], tokens: int, cursor: Cursor) -> dict[str, Any]:
    tries = [Reducing(CHARS_IN_LISTS, whole_lists=True) for _ in items]
    smaller = [one.items([item], at)[0] for at, (one, item) in enumerate(zip(tries, items, strict=True))]

    def first(count: int) -> dict[str, Any]:
        cuts = [cut for one in tries[:count] for cut in one.cuts]
        return _page(answer, items, smaller[:count], cuts, cursor)

    # Whole it needs no cursor, so it may fit where all but one do not.
    if tokens_of(first(len(items))) <= tokens:
        return first(len(items))
    fewest, most = 0, len(items) - 1
    while fewest < most:
        middle = (fewest + most + 1) // 2
        fewest, most = (middle, most) if tokens_of(first(middle)) <= tokens else (fewest, middle - 1)
    if fewest:
        return first(fewest)

    def alone(chars: int) -> dict[str, Any]:
        reducing = Reducing(chars)
        return _page(answer, items, reducing.items(items[:1]), reducing.cuts, cursor)

    return _smallest(alone, _longest(items[0]), tokens)


def _page(
    answer: dict[str, Any], items: list[Any], shown: list[Any], cuts: list[dict[str, Any]], cursor: Cursor
) -> dict[str, Any]:
    """The first items of a page, with the cursor of the rest of it."""
    left = len(items) - len(shown)
    if not left:
        return _told(answer, shown, cuts)
    told = _told(answer, shown, [{"path": "", "from": len(shown), "left": left}, *cuts])
    return {**told, "next": cursor(len(shown))}


def _smallest(reduced: Callable[[int], dict[str, Any]], longest: int, tokens: int) -> dict[str, Any]:
    """The first try that fits, with ever shorter texts and lists; the last one says that it does not."""
    chars = longest
    while chars:
        chars = chars * 3 // 4 if chars > CHARS_OF_ITEM // 2 else 0
        made = reduced(chars)
        if tokens_of(made) <= tokens:
            return made
    made = reduced(0)
    over = f"This is the least that can be shown. It takes about {tokens_of(made)} tokens; ask for fewer fields."
    return {**made, "linkwright": {**made.get("linkwright", {}), "over": over}}


def _told(answer: dict[str, Any], data: Any, cuts: list[dict[str, Any]]) -> dict[str, Any]:
    if not cuts:
        return {**answer, "data": data}
    return {**answer, "data": data, "linkwright": {**answer.get("linkwright", {}), "cut": cuts}}


def _longest(value: Any) -> int:
    """In characters, or in items counted as such, of the longest text or list in a value."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return max(map(_longest, value.values()), default=0)
    if isinstance(value, list):
        return max([len(value) * CHARS_OF_ITEM * 2, *map(_longest, value)], default=0)
    return 0
