from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.catalog.linear.twin.limits import Bucket

pytestmark = pytest.mark.anyio
START = datetime(2026, 11, 24, 12, tzinfo=UTC)
MILLISECONDS = int(START.timestamp() * 1000)


async def test_every_reply_tells_the_limits_in_headers(desk: Any) -> None:
    answer = await desk.ask('{ user(id: "me") { name } }')
    assert answer.headers == {
        "content-type": "application/json; charset=utf-8",
        "x-complexity": "2",
        "x-ratelimit-requests-limit": "2500",
        "x-ratelimit-requests-remaining": "2499",
        "x-ratelimit-requests-reset": str(MILLISECONDS + 1440),
        "x-ratelimit-complexity-limit": "3000000",
        "x-ratelimit-complexity-remaining": "2999998",
        "x-ratelimit-complexity-reset": str(MILLISECONDS + 3),
    }


@pytest.mark.parametrize("key", ["suspended", "down", "rate_limited", None])
async def test_refusals_tell_them_too(desk: Any, key: str | None) -> None:
    answer = await desk.ask("{ viewer { name } }", key=key)
    assert answer.status != 200
    assert "x-ratelimit-requests-remaining" in answer.headers
    assert "x-ratelimit-complexity-reset" in answer.headers


async def test_too_many_requests_are_refused_with_http_400_until_the_bucket_refills(strict: Any) -> None:
    for _ in range(5):
        assert (await strict.ask("{ viewer { name } }")).status == 200
    answer = await strict.ask("{ viewer { name } }")
    assert answer.status == 400
    assert answer.error["message"] == "Rate limit exceeded"
    about = answer.error["extensions"]
    assert (about["type"], about["code"], about["statusCode"]) == ("ratelimited", "RATELIMITED", 429)
    assert answer.headers["x-ratelimit-requests-remaining"] == "0"
    strict.clock.advance(3600 / 5)
    assert (await strict.ask("{ viewer { name } }")).status == 200
    assert (await strict.ask("{ viewer { name } }")).status == 400


async def test_one_person_shares_a_limit_among_keys_and_another_has_an_own(strict: Any) -> None:
    for key in ("full", "read_only", "issues_only", "full", "read_only"):
        assert (await strict.ask("{ viewer { name } }", key=key)).status == 200
    assert (await strict.ask("{ viewer { name } }", key="issues_only")).status == 400
    assert (await strict.ask("{ viewer { name } }", key="member")).status == 200


async def test_points_run_out_too(strict: Any) -> None:
    heavy = "{ issues(first: 100) { nodes { id } } }"
    first = await strict.ask(heavy)
    assert (first.status, first.headers["x-complexity"]) == (200, "111")
    second = await strict.ask(heavy)
    assert (second.status, second.error["extensions"]["code"]) == (400, "RATELIMITED")
    assert second.error["extensions"]["meta"]["rateLimitResult"]["type"] == "complexity"


async def test_callers_without_a_key_have_a_small_limit(strict: Any) -> None:
    statuses = [(await strict.ask("{ __typename }", key=None)).status for _ in range(3)]
    assert statuses == [200, 200, 400]


async def test_searches_have_a_limit_of_their_own_that_headers_name(strict: Any) -> None:
    query = '{ searchIssues(term: "x", first: 5) { totalCount } }'
    first = await strict.ask(query)
    assert first.headers["x-ratelimit-endpoint-name"] == "searchIssues"
    assert first.headers["x-ratelimit-endpoint-requests-limit"] == "2"
    assert first.headers["x-ratelimit-endpoint-requests-remaining"] == "1"
    await strict.ask(query)
    third = await strict.ask(query)
    assert (third.status, third.error["extensions"]["code"]) == (400, "RATELIMITED")
    assert "x-ratelimit-endpoint-name" not in (await strict.ask("{ viewer { name } }")).headers
    strict.clock.advance(60)
    strict.twin.reset()
    assert (await strict.ask(query)).status == 200


async def test_the_limits_can_be_read_as_data(desk: Any) -> None:
    answer = await desk.ask("{ rateLimitStatus { kind limits { type allowedAmount remainingAmount period reset } } }")
    assert answer.data["rateLimitStatus"]["limits"][0] == {
        "type": "requests",
        "allowedAmount": 2500,
        "remainingAmount": 2499,
        "period": 3_600_000,
        "reset": MILLISECONDS + 1440,
    }


async def test_a_key_that_is_always_over_the_limit_stays_so(desk: Any) -> None:
    for _ in range(2):
        assert (await desk.ask("{ viewer { name } }", key="rate_limited")).says[1] == "RATELIMITED"
        desk.clock.advance(7200)


@given(st.lists(st.tuples(st.integers(1, 40), st.floats(0, 30)), max_size=30))
def test_a_bucket_never_gives_more_than_it_holds_and_what_came_back(draws: list[tuple[int, float]]) -> None:
    bucket, now, given_out = Bucket(100, 100.0), START, 0
    for amount, wait in draws:
        now += timedelta(seconds=wait)
        given_out += amount if bucket.take(amount, now) else 0
        assert 0 <= bucket.left(now) <= 100
    assert given_out <= 100 + (now - START).total_seconds() + 1


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    bucket = Bucket(10, 10.0)
    assert bucket.take(10, START)
    assert bucket.left(START - timedelta(hours=1)) == 0
