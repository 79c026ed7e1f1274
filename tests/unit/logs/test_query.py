"""Filters, order and cursors of the run log, as they come in an address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.logs.cursor import read_cursor, write_cursor
from linkwright.logs.errors import CursorInvalid, FilterInvalid
from linkwright.logs.filters import ORDERS, Filters, Order, read_query


@pytest.mark.parametrize("form", ["{}", "filter[{}]", "filter[{}][]", "{}[]"])
def test_a_filter_works_at_the_top_level_and_in_brackets(form: str) -> None:
    pairs = [(form.format("account_ids"), "a, b,,a"), (form.format("account_ids"), "c")]
    assert read_query(pairs).filters == Filters(account_ids=("a", "b", "c"))


def test_every_filter_is_read() -> None:
    query = read_query(
        [
            ("request_ids", "run_1"),
            ("actions", "linear_create_issue"),
            ("providers", "linear"),
            ("source_types", "MCP"),
            ("source_values", "planner"),
            ("source_ids", "key_1"),
            ("status_codes", "404,5xx"),
            ("success", "false"),
            ("start_date", "2026-11-24T09:30:00.000Z"),
            ("end_date", "2026-11-25"),
            ("http_methods", "post"),
            ("something_new", "x"),
        ]
    )
    assert query.filters == Filters(
        request_ids=("run_1",),
        actions=("linear_create_issue",),
        providers=("linear",),
        source_types=("mcp",),
        source_values=("planner",),
        source_ids=("key_1",),
        status_ranges=((404, 404), (500, 599)),
        success=False,
        start=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        end=datetime(2026, 11, 25, tzinfo=UTC),
    )


def test_nothing_given_means_the_latest_25() -> None:
    query = read_query([("success", ""), ("next", " "), ("order_by", "")])
    assert (query.filters, query.order, query.size, query.next) == (Filters(), Order(), 25, None)
    assert not query.steps


@pytest.mark.parametrize(
    "given", [("services", "x"), ("resources", "x"), ("sub_resources", "x"), ("http_methods", "GET")]
)
def test_a_filter_on_what_no_run_has_matches_nothing(given: tuple[str, str]) -> None:
    assert read_query([given]).filters.nothing


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page_size", "0"),
        ("page_size", "-1"),
        ("page_size", "ten"),
        ("page_size", "²"),
        ("status_codes", "abc"),
        ("status_codes", "9xx"),
        ("status_codes", "40"),
        ("success", "maybe"),
        ("start_date", "yesterday"),
        ("start_date", "9999-12-31T23:59:59-23:00"),
        ("end_date", "2026-13-01"),
        ("order_by", "name"),
        ("order_direction", "up"),
        ("include", "step_log"),
        ("account_ids", ",".join(map(str, range(300)))),
    ],
)
def test_a_value_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(FilterInvalid, match=name):
        read_query([(name, value)])


def test_a_large_page_is_cut_to_the_most_there_is() -> None:
    assert read_query([("page_size", "99999999999999999999")]).size == 200


def test_a_plus_in_a_zone_may_arrive_as_a_blank() -> None:
    found = read_query([("start_date", "2026-11-24T10:30:00 01:00")]).filters.start
    assert found == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@given(st.lists(st.tuples(st.sampled_from(["page_size", "start_date", "status_codes", "success", "next"]), st.text())))
def test_any_query_is_read_or_refused_politely(pairs: list[tuple[str, str]]) -> None:
    try:
        read_query(pairs)
    except FilterInvalid as refused:
        assert refused.status == 400


SORTED: dict[str, Any] = {
    "eventDatetime": datetime(2026, 11, 24, 12, 0, 0, 5000, tzinfo=UTC),
    "status": 404,
    "duration": 12.345678901234,
    "provider": "linear",
    "service": "",
}


@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("descending", [True, False])
def test_a_cursor_comes_back_as_the_position_it_was_made_of(by: Any, descending: bool) -> None:
    order = Order(by, descending)
    assert read_cursor(order, write_cursor(order, SORTED[by], "run_1")) == (SORTED[by], "run_1")


def test_a_cursor_of_another_order_is_refused() -> None:
    cursor = write_cursor(Order(), SORTED["eventDatetime"], "run_1")
    for order in (Order("status"), Order("eventDatetime", descending=False)):
        with pytest.raises(CursorInvalid, match="order has changed"):
            read_cursor(order, cursor)


def test_no_cursor_is_the_beginning() -> None:
    assert read_cursor(Order(), None) is None


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")), st.sampled_from(ORDERS))
def test_no_text_whatsoever_is_more_than_refused(text: str, by: Any) -> None:
    with pytest.raises(CursorInvalid):
        read_cursor(Order(by), text)


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.sampled_from(ORDERS))
def test_no_forged_value_gets_further_than_a_column_could_hold(value: Any, by: Any) -> None:
    order = Order(by)
    try:
        cursor = write_cursor(order, value, "run_1")
        position = read_cursor(order, cursor)
    except (CursorInvalid, TypeError):
        return
    assert position is not None
    kept = position[0]
    if isinstance(kept, datetime):
        assert timedelta(0) <= kept - datetime(1970, 1, 1, tzinfo=UTC)
    else:
        assert isinstance(kept, str) or 0 <= kept < 10**15
