"""Limits kept in advance, on the way of a call: what counts, who waits, and what those are told who cannot."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from linkwright.engine.account_limits import AccountLimits
from linkwright.engine.errors import ProviderFault, ProviderRateLimited
from linkwright.engine.rates import RateLimits
from linkwright.kit.clock import FixedClock
from linkwright.outbound.transport import OutboundResponse
from tests.unit.engine.pretend import LINEAR, RATE, Hours, Provider, action, answer, call

pytestmark = pytest.mark.anyio
FOUND = answer({"data": {"searchIssues": {"nodes": [], "pageInfo": {"hasNextPage": False}, "totalCount": 0}}})
TEAMS = answer({"data": {"teams": {"nodes": [], "pageInfo": {"hasNextPage": False}}}})
SEARCH: tuple[str, dict[str, Any]] = ("search_issues", {"term": "x"})
LIST: tuple[str, dict[str, Any]] = ("list_teams", {})


@pytest.fixture
def limits(clock: FixedClock) -> AccountLimits:
    return RateLimits(clock).of(LINEAR, "u1")


def told(clock: FixedClock, seconds: float, left: int = 0, budget: str = "requests") -> OutboundResponse:
    """An answer whose headers say what is left of a budget, which is full again in so many seconds."""
    prefix = f"x-ratelimit-{budget}"
    reset = str(int((clock.now().timestamp() + seconds) * 1000))
    body = FOUND.body if "endpoint" in budget else TEAMS.body
    return answer(
        body, headers={**RATE, f"{prefix}-limit": "100", f"{prefix}-remaining": str(left), f"{prefix}-reset": reset}
    )


async def test_the_searches_of_linear_count_and_nothing_else_does() -> None:
    counted = {one.name: one.call.rates for one in LINEAR.actions.values() if one.call.rates}
    counted |= {one.name: step.call.rates for one in LINEAR.actions.values() for step in one.steps if step.call.rates}
    assert counted == {
        "search_issues": ("searchIssues",),
        "search_projects": ("searchProjects",),
        "search_documents": ("searchDocuments",),
        "semantic_search": ("semanticSearch",),
    }
    assert {(rate.calls, rate.per) for rate in LINEAR.rates.values()} == {(30, 60)}


async def test_thirty_searches_go_and_the_next_one_waits_its_minute(clock: FixedClock, limits: AccountLimits) -> None:
    provider, hours = Provider(FOUND), Hours(clock)
    tasks = [
        asyncio.create_task(call(provider, clock, *SEARCH, limits=limits, naps=hours.sleep, deadline=120))
        for _ in range(31)
    ]
    await hours.go_by(59)
    assert (len(provider.requests), tasks[30].done()) == (30, False)
    await hours.go_by(1)
    assert (await tasks[30]).data == []
    assert len(provider.requests) == 31


async def test_a_call_that_cannot_wait_is_refused_at_once_with_the_time_and_the_cause(
    clock: FixedClock, limits: AccountLimits
) -> None:
    provider = Provider(FOUND)
    for _ in range(30):
        await call(provider, clock, *SEARCH, limits=limits)
    clock.advance(20)
    with pytest.raises(ProviderRateLimited) as caught:
        await call(provider, clock, *SEARCH, limits=limits, deadline=40)
    error = caught.value
    free = error.extra["limit"]["free_at"]
    assert (error.status, error.code, error.headers) == (429, "provider_rate_limited", {"Retry-After": "40"})
    assert error.message == (
        "Linear takes 30 calls of searchIssues in a minute, and this account has made them. The call was not sent. "
        f"It is free again at {free}, in 40 seconds."
    )
    assert error.extra["limit"] == {
        "name": "search", "fields": ["searchIssues"], "calls": 30, "per": 60, "free_at": free, "sent": False,
    }  # fmt: skip
    assert len(provider.requests) == 30
    assert (await call(provider, clock, *SEARCH, limits=limits, deadline=41)).data == []


async def test_each_search_field_has_its_own_count_and_other_calls_do_not_wait(
    clock: FixedClock, limits: AccountLimits
) -> None:
    for _ in range(30):
        await call(Provider(FOUND), clock, *SEARCH, limits=limits)
    found = answer({"data": {"searchProjects": {"nodes": [], "pageInfo": {"hasNextPage": False}}}})
    await call(Provider(found), clock, "search_projects", {"term": "x"}, limits=limits, deadline=2)
    await call(Provider(TEAMS), clock, *LIST, limits=limits, deadline=2)
    assert clock.monotonic() == 0


async def test_tries_of_one_call_count_too(clock: FixedClock, limits: AccountLimits) -> None:
    for _ in range(29):
        await call(Provider(FOUND), clock, *SEARCH, limits=limits)
    provider = Provider(answer(b"oops", 503))
    with pytest.raises(ProviderFault) as caught:
        await call(provider, clock, *SEARCH, limits=limits)
    assert len(provider.requests) == 1, "the second try had no turn before the deadline"
    assert "HTTP 503" in caught.value.message


async def test_an_account_does_not_wait_for_another_and_two_of_one_person_share(clock: FixedClock) -> None:
    known = RateLimits(clock)
    for _ in range(30):
        await call(Provider(FOUND), clock, *SEARCH, limits=known.of(LINEAR, "u1"))
    await call(Provider(FOUND), clock, *SEARCH, limits=known.of(LINEAR, "u2"), deadline=2)
    with pytest.raises(ProviderRateLimited):
        await call(Provider(FOUND), clock, *SEARCH, limits=known.of(LINEAR, "u1"), deadline=2)


async def test_a_budget_that_the_headers_say_is_empty_holds_every_call_of_the_account(
    clock: FixedClock, limits: AccountLimits
) -> None:
    await call(Provider(told(clock, 3600)), clock, *LIST, limits=limits)
    provider = Provider(TEAMS)
    with pytest.raises(ProviderRateLimited, match="limit of requests is used up") as caught:
        await call(provider, clock, *LIST, limits=limits, deadline=30)
    # Linear refills evenly: a hundredth of the hour is enough to try again.
    assert caught.value.headers == {"Retry-After": "36"}
    assert caught.value.extra["limit"]["name"] == "requests"
    assert provider.requests == []
    await call(provider, clock, *LIST, limits=limits, deadline=60)
    assert clock.monotonic() == pytest.approx(36)


async def test_headers_that_say_there_is_something_again_let_calls_go(clock: FixedClock, limits: AccountLimits) -> None:
    hours = Hours(clock)
    limits.heed((), {"requests": {"remaining": 0, "limit": 100, "reset": clock.now().timestamp() * 1000 + 3.6e6}})
    waiting = asyncio.create_task(call(Provider(TEAMS), clock, *LIST, limits=limits, naps=hours.sleep, deadline=60))
    await hours.settle()
    assert not waiting.done()
    limits.heed((), {"requests": {"remaining": 7, "limit": 100}})
    await hours.settle()
    assert (await waiting).data == []


async def test_the_budget_of_a_search_field_holds_that_search_alone(clock: FixedClock, limits: AccountLimits) -> None:
    await call(Provider(told(clock, 1000, budget="endpoint-requests")), clock, *SEARCH, limits=limits)
    assert limits.held == {}
    await call(Provider(TEAMS), clock, *LIST, limits=limits, deadline=2)
    with pytest.raises(ProviderRateLimited, match="searchIssues"):
        await call(Provider(FOUND), clock, *SEARCH, limits=limits, deadline=5)


async def test_a_reset_in_the_past_holds_nobody(clock: FixedClock, limits: AccountLimits) -> None:
    await call(Provider(told(clock, -5)), clock, *LIST, limits=limits)
    assert limits.held == {}


async def test_accounts_that_called_least_lately_are_forgotten_but_not_while_a_call_is_under_way(
    clock: FixedClock,
) -> None:
    known = RateLimits(clock, most=2)
    busy = known.of(LINEAR, "busy")
    async with busy.turn(["searchIssues"], 100, Hours(clock).sleep):
        for number in range(5):
            known.of(LINEAR, f"u{number}")
        assert known.of(LINEAR, "busy") is busy
    for number in range(5):
        known.of(LINEAR, f"v{number}")
    assert known.of(LINEAR, "busy") is not busy


async def test_an_action_without_a_rate_does_not_ask_for_a_turn(
    clock: FixedClock, limits: AccountLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(AccountLimits, "turn", fail)
    assert action("list_teams").call.rates == ()
    await call(Provider(TEAMS), clock, *LIST, limits=limits)
