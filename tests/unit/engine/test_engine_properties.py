"""What holds for every value and every list: binding puts each value where it belongs, paging gives each item once."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.connectors.compiled import Page, Request
from linkwright.engine.errors import InvalidArguments
from linkwright.engine.plan import put
from linkwright.engine.reading import Answer
from linkwright.engine.requests import planned_request
from linkwright.engine.rest import following, kept
from linkwright.kit import jsons
from tests.unit.examples.brightdesk import Desk

NAMES = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=5)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@given(st.dictionaries(st.lists(NAMES, min_size=3, max_size=3).map(tuple), VALUES, max_size=12))
def test_every_value_that_is_bound_is_found_at_its_place_and_nothing_else_is(
    wanted: dict[tuple[str, ...], Any],
) -> None:
    target: dict[str, Any] = {}
    for path, value in wanted.items():
        put(target, path, value)
    found = {(a, b, c): target[a][b][c] for a in target for b in target[a] for c in target[a][b]}
    assert found == wanted


@given(st.lists(VALUES, min_size=1, max_size=6), NAMES)
def test_positions_of_a_list_are_filled_in_whatever_order(values: list[Any], name: str) -> None:
    for order in (range(len(values)), reversed(range(len(values)))):
        target: dict[str, Any] = {}
        for place in order:
            put(target, ("or", place, name, "eq"), values[place])
        assert [at(target, ("or", place, name, "eq")) for place in range(len(values))] == values


def request(url: tuple[tuple[str, str], ...], joins: dict[str, str] | None = None) -> Request:
    return Request("GET /x", "GET", url, "api.example", False, joins or {}, True, "json")


@given(
    TEXTS, st.dictionaries(NAMES, TEXTS | st.lists(TEXTS.filter(lambda text: "," not in text), min_size=1, max_size=4))
)
def test_what_goes_into_an_address_comes_out_of_it_as_it_was(name: str, query: dict[str, Any]) -> None:
    sent = request((("https://api.example/v1/things/", "name"), ("/parts", "")), {"a": ","})
    variables = {"path": {"name": name}, "query": query}
    if name.strip() in ("", ".", ".."):
        with pytest.raises(InvalidArguments):
            planned_request("x", "x", "read", sent, variables)
        return
    address = urlsplit(planned_request("x", "x", "read", sent, variables).url)
    assert address.netloc == "api.example"
    assert [unquote(part) for part in address.path.split("/")[1:]] == ["v1", "things", name, "parts"]
    said: list[tuple[str, str]] = []
    for key, value in query.items():
        joined = isinstance(value, list) and key == "a"
        said += (
            [(key, ",".join(value))]
            if joined
            else [(key, one) for one in (value if isinstance(value, list) else [value])]
        )
    assert parse_qsl(address.query, keep_blank_values=True) == said


TREES = st.recursive(st.just(True), lambda inner: st.dictionaries(NAMES, inner, max_size=3), max_leaves=6)
ANYTHING = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)


def names_in(value: Any, shape: Any) -> bool:
    """Whether the value has no name that the shape has not."""
    if shape is True or not isinstance(value, dict | list):
        return True
    if isinstance(value, list):
        return all(names_in(one, shape) for one in value)
    return value.keys() <= shape.keys() and all(names_in(one, shape[name]) for name, one in value.items())


@given(ANYTHING, TREES)
def test_nothing_beyond_the_shape_is_kept_and_keeping_twice_is_keeping_once(value: Any, shape: Any) -> None:
    once = kept(value, shape)
    assert names_in(once, shape)
    assert kept(once, shape) == once


def walked(by: str, total: int, size: int, first: int, told: dict[str, tuple[str, ...]]) -> list[int]:
    """All items of a list of so many, read page by page from a server that pages in that way."""
    page = Page(("items",), (), size, 100, by, ("query", "at"), ("query", "size"), first, **told)
    found: list[int] = []
    cursor: str | None = None
    for _ in range(total + 3):
        start = (int(cursor) if by == "offset" else (int(cursor) - first) * size) if cursor is not None else 0
        items = list(range(total))[start : start + size]
        data = {"items": items, "total": total, "pages": -(-total // size), "more": start + size < total}
        variables = {"query": {"size": size, **({"at": cursor} if cursor is not None else {})}}
        found += items
        cursor = following(page, Answer(data, ()), items, variables)
        if cursor is None:
            return found
    raise AssertionError("the pages never ended")


@given(
    st.sampled_from(["number", "offset"]),
    st.integers(0, 60),
    st.integers(1, 20),
    st.integers(0, 1),
    st.sampled_from([{}, {"total": ("total",)}, {"pages": ("pages",)}, {"more": ("more",)}]),
)
def test_pages_by_number_and_offset_give_each_item_once_and_end(
    by: str, total: int, size: int, first: int, told: dict[str, tuple[str, ...]]
) -> None:
    if by == "offset":
        first, told = 0, {} if "pages" in told else told
    assert walked(by, total, size, first, told) == list(range(total))


@given(st.integers(1, 50), st.sampled_from(["list_tickets", "list_customers", "list_events", "list_comments"]))
def test_pages_of_any_size_give_the_same_items_through_the_whole_engine(size: int, action: str) -> None:
    more = {"ticket_id": 1001} if action == "list_comments" else {}

    async def both() -> tuple[list[Any], list[Any]]:
        desk = Desk()
        return await desk.walk(action, **more, page_size=size), await desk.walk(action, **more, page_size=50)

    some, all_of_them = asyncio.run(both())
    assert jsons.dumpb(some) == jsons.dumpb(all_of_them)


@given(st.text(max_size=60))
def test_any_link_header_is_read_without_harm(text: str) -> None:
    page = Page((), (), 10, 100, "link", ("query", "page"))
    found = following(page, Answer([], (), {"link": text}), [], {})
    assert found is None or isinstance(found, str)
