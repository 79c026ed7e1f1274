from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.catalog.linear.twin.paging import page
from linkwright.catalog.linear.twin.refusals import Refused

PAGE = """query($first: Int, $after: String, $last: Int, $before: String, $by: PaginationOrderBy) {
  issues(first: $first, after: $after, last: $last, before: $before, orderBy: $by) {
    nodes { id createdAt updatedAt } edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


def rows(times: list[int]) -> list[dict[str, Any]]:
    return [
        {"id": str(n), "_n": n, "createdAt": f"2026-01-{t:02d}T00:00:00.000Z", "updatedAt": f"2026-02-{31 - t:02d}"}
        for n, t in enumerate(times)
    ]


many = st.lists(st.integers(1, 28), max_size=40)


@given(many, st.integers(1, 12), st.sampled_from(["createdAt", "updatedAt"]))
def test_walking_the_pages_meets_every_row_exactly_once_newest_first(times: list[int], size: int, by: str) -> None:
    walked: list[Any] = []
    after = None
    while True:
        part = page(rows(times), {"first": size, "after": after, "orderBy": by})
        assert part["pageInfo"]["hasPreviousPage"] == bool(walked and part["nodes"])
        walked += part["nodes"]
        after = part["pageInfo"]["endCursor"]
        if not part["pageInfo"]["hasNextPage"]:
            break
        assert len(part["nodes"]) == size
    assert sorted(row["_n"] for row in walked) == list(range(len(times)))
    assert [row[by] for row in walked] == sorted((row[by] for row in walked), reverse=True)


@given(many, st.integers(1, 12))
def test_walking_backwards_meets_the_same_rows(times: list[int], size: int) -> None:
    walked: list[Any] = []
    before = None
    while True:
        part = page(rows(times), {"last": size, "before": before})
        walked = part["nodes"] + walked
        before = part["pageInfo"]["startCursor"]
        if not part["pageInfo"]["hasPreviousPage"]:
            break
    assert [row["id"] for row in walked] == [row["id"] for row in page(rows(times), {"first": 250})["nodes"]]


@given(many.filter(len), st.integers(1, 5), st.data())
def test_a_walk_is_not_disturbed_by_rows_that_come_or_go(times: list[int], size: int, data: st.DataObject) -> None:
    there = rows(times)
    first = page(there, {"first": size})
    seen = {row["id"] for row in first["nodes"]}
    gone = data.draw(st.sampled_from(there))
    newer = {"id": "new", "_n": 999, "createdAt": "2026-12-31", "updatedAt": "2026-12-31"}
    rest = page([r for r in there if r is not gone] + [newer], {"first": 250, "after": first["pageInfo"]["endCursor"]})
    assert {row["id"] for row in rest["nodes"]} == {row["id"] for row in there} - seen - {gone["id"]}


@given(st.text(max_size=30))
def test_a_cursor_that_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        page(rows([1, 2]), {"after": text})
    assert refused.value.extensions["code"] == "INVALID_INPUT"


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [
        ({"first": 251}, "first must not be greater than 250."),
        ({"first": 0}, "first must not be less than 1."),
        ({"last": -1}, "last must not be less than 1."),
        ({"first": 1, "last": 1}, "first and last cannot be used together."),
    ],
)
@pytest.mark.anyio
async def test_a_page_size_out_of_bounds_is_refused(desk: Any, sizes: dict[str, int], reason: str) -> None:
    assert (await desk.ask(PAGE, **sizes)).says == (400, "INVALID_INPUT", reason)


@pytest.mark.anyio
async def test_the_default_page_has_fifty(desk: Any) -> None:
    for number in range(15):
        await desk.create(title=f"More {number}")
    part = (await desk.ask(PAGE)).data["issues"]
    assert len(part["nodes"]) == 50
    assert part["pageInfo"]["hasNextPage"]
    assert [edge["node"]["id"] for edge in part["edges"]] == [node["id"] for node in part["nodes"]]
    assert part["pageInfo"]["endCursor"] == part["edges"][-1]["cursor"]


@pytest.mark.anyio
@pytest.mark.parametrize("by", ["createdAt", "updatedAt"])
async def test_all_issues_are_met_once_over_the_wire(desk: Any, by: str) -> None:
    met: list[str] = []
    after = None
    for _ in range(10):
        part = (await desk.ask(PAGE, first=7, after=after, by=by)).data["issues"]
        met += [node["id"] for node in part["nodes"]]
        after = part["pageInfo"]["endCursor"]
        if not part["pageInfo"]["hasNextPage"]:
            break
    assert len(met) == len(set(met)) == 39


@pytest.mark.anyio
async def test_a_cursor_of_another_order_is_refused(desk: Any) -> None:
    cursor = (await desk.ask(PAGE, first=1, by="updatedAt")).data["issues"]["pageInfo"]["endCursor"]
    answer = await desk.ask(PAGE, first=1, after=cursor)
    assert answer.says == (400, "INVALID_INPUT", "after is a cursor of another order.")
