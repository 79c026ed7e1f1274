"""A run: what goes out, what comes back, and what is tried again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linkwright.engine.errors import (
    AddressBlocked,
    CredentialRefused,
    DeadlineExceeded,
    EngineError,
    ProviderFault,
    ProviderRateLimited,
)
from linkwright.engine.run import run
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.outbound.errors import AddressRefused, AnswerTooLarge, UpstreamTimeout, UpstreamUnreachable
from tests.unit.engine.pretend import KEY, LINEAR, Naps, Provider, action, answer, call, refused

pytestmark = pytest.mark.anyio
GET: tuple[str, dict[str, Any]] = ("get_issue", {"id": "ENG-1"})
UPDATE: tuple[str, dict[str, Any]] = ("update_issue", {"id": "ENG-1", "title": "T"})


def issue(**more: Any) -> dict[str, Any]:
    def page(nodes: list[Any], more_there: bool = False) -> dict[str, Any]:
        return {"nodes": nodes, "pageInfo": {"hasNextPage": more_there}}

    return {
        "id": "u1",
        "identifier": "ENG-1",
        "labels": page([{"id": "l"}]),
        "children": page([]),
        "attachments": page([]),
        **more,
    }


GOOD = answer({"data": {"issue": issue()}})
DONE = answer({"data": {"issueUpdate": {"success": True, "issue": issue()}}})


async def test_a_read_gives_its_object_with_nested_pages_as_lists(clock: FixedClock) -> None:
    result = await call(Provider(GOOD), clock, *GET)
    assert isinstance(result.data, dict)
    assert result.data["labels"] == [{"id": "l"}]
    assert result.data["children"] == []
    assert (result.next, result.warnings) == (None, [])


async def test_a_nested_list_that_was_cut_is_said(clock: FixedClock) -> None:
    cut = {"nodes": [{"id": "l"}], "pageInfo": {"hasNextPage": True}}
    result = await call(Provider(answer({"data": {"issue": issue(labels=cut)}})), clock, *GET)
    assert result.warnings == ["labels shows the first 50; there are more."]


async def test_a_page_has_its_records_and_the_cursor_of_the_next(clock: FixedClock) -> None:
    page = {"nodes": [issue(), issue()], "pageInfo": {"hasNextPage": True, "endCursor": "abc"}}
    result = await call(Provider(answer({"data": {"issues": page}})), clock, "list_issues", {})
    assert isinstance(result.data, list)
    assert (len(result.data), result.next) == (2, "abc")


async def test_the_last_page_has_no_next_even_if_the_provider_names_a_cursor(clock: FixedClock) -> None:
    page = {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": "abc"}}
    result = await call(Provider(answer({"data": {"issues": page}})), clock, "list_issues", {})
    assert (result.data, result.next) == ([], None)


async def test_the_key_goes_out_bare_in_its_header_and_nowhere_else(clock: FixedClock) -> None:
    provider = Provider(GOOD)
    result = await call(provider, clock, *GET)
    sent = provider.requests[0]
    assert sent.headers["Authorization"] == KEY
    assert sent.headers["content-type"] == "application/json"
    assert KEY.encode() not in (sent.body or b"")
    assert KEY not in sent.url
    assert KEY not in repr(result)


async def test_the_call_is_recorded_for_the_log(clock: FixedClock) -> None:
    made = (await call(Provider(GOOD), clock, *GET)).calls[0]
    assert (made.method, made.url, made.operation) == ("POST", "https://api.linear.app/graphql", "query issue")
    assert (made.status, made.duration_ms, made.response_bytes) == (200, 12.5, len(GOOD.body))
    assert made.request is not None
    assert made.request["variables"] == {"id": "ENG-1"}
    made.keep(wanted=True)
    assert made.response_excerpt == GOOD.body.decode()
    assert made.started_at == clock.now()
    assert made.error is None
    assert made.limits == {
        "requests": {"remaining": 2499, "limit": 2500, "reset": 1795521660000},
        "complexity": {"remaining": 2999990, "limit": 3000000, "reset": 1795521660000},
        "cost": 14,
    }


async def test_a_long_answer_is_kept_in_part_only(clock: FixedClock) -> None:
    big = answer({"data": {"issue": issue(description="é" * 50_000)}})
    made = (await call(Provider(big), clock, *GET)).calls[0]
    made.keep(wanted=True)
    assert 2000 < len(made.response_excerpt) <= 4096
    assert made.response_bytes == len(big.body)


async def test_a_write_that_the_provider_did_not_do_is_an_error(clock: FixedClock) -> None:
    with pytest.raises(ProviderFault, match="did not do this"):
        await call(Provider(answer({"data": {"issueUpdate": {"success": False, "issue": None}}})), clock, *UPDATE)


async def test_a_write_with_data_and_errors_is_an_error(clock: FixedClock) -> None:
    both = refused("Half done", 200, data={"issueUpdate": {"success": True, "issue": issue()}}, type="other")
    with pytest.raises(ProviderFault, match="Half done"):
        await call(Provider(both), clock, *UPDATE)


async def test_a_read_with_data_and_errors_gives_the_data_and_a_warning(clock: FixedClock) -> None:
    both = refused("No access to labels", 200, data={"issue": issue()}, type="forbidden")
    result = await call(Provider(both), clock, *GET)
    assert result.data is not None
    assert result.warnings == ["Linear left something out: No access to labels"]


async def test_a_read_whose_root_is_null_is_an_error_and_not_a_warning(clock: FixedClock) -> None:
    with pytest.raises(EngineError):
        await call(
            Provider(refused("Entity not found: Issue", 200, data={"issue": None}, code="INPUT_ERROR")), clock, *GET
        )


async def test_an_answer_without_the_expected_data_is_the_providers_fault(clock: FixedClock) -> None:
    with pytest.raises(ProviderFault, match="without the expected data"):
        await call(Provider(answer({"data": {"issue": None}})), clock, *GET)


SAFE = [
    UpstreamUnreachable(),
    answer(b"oops", 503),
    refused("Lock timeout", 400, type="lock timeout"),
    refused("Internal", 500, type="internal error"),
]


@pytest.mark.parametrize("failure", SAFE, ids=["unreachable", "503", "lock", "500"])
async def test_a_read_is_tried_again_after_a_failure_that_may_pass(clock: FixedClock, failure: Any) -> None:
    naps = Naps(clock)
    provider = Provider(failure, failure, GOOD)
    result = await call(provider, clock, *GET, naps=naps)
    assert len(result.calls) == 3
    assert [made.error is None for made in result.calls] == [False, False, True]
    assert naps.taken == [0.2, 0.8]


@pytest.mark.parametrize("failure", SAFE, ids=["unreachable", "503", "lock", "500"])
async def test_a_read_is_given_up_after_three_tries(clock: FixedClock, failure: Any) -> None:
    provider = Provider(failure)
    with pytest.raises(ProviderFault) as caught:
        await call(provider, clock, *GET)
    assert len(provider.requests) == 3
    assert len(caught.value.calls) == 3


@pytest.mark.parametrize("failure", SAFE, ids=["unreachable", "503", "lock", "500"])
async def test_a_write_is_sent_once_whatever_happens(clock: FixedClock, failure: Any) -> None:
    provider = Provider(failure, DONE)
    with pytest.raises(ProviderFault):
        await call(provider, clock, *UPDATE)
    assert len(provider.requests) == 1


@pytest.mark.parametrize(
    "failure", [refused("no", 400, code="FORBIDDEN"), refused("slow", 400, code="RATELIMITED"), answer(b"", 200)]
)
async def test_what_a_repeat_cannot_cure_is_not_repeated(clock: FixedClock, failure: Any) -> None:
    provider = Provider(failure, GOOD)
    with pytest.raises(EngineError):
        await call(provider, clock, *GET)
    assert len(provider.requests) == 1


async def test_no_try_begins_after_the_deadline(clock: FixedClock) -> None:
    provider = Provider(UpstreamUnreachable(), clock=clock, takes=0.7)
    with pytest.raises(ProviderFault):
        await call(provider, clock, *GET, deadline=1.5)
    assert len(provider.requests) == 2
    assert [round(sent.timeout, 2) for sent in provider.requests] == [1.5, 0.6]


async def test_a_timeout_is_our_deadline(clock: FixedClock) -> None:
    provider = Provider(UpstreamTimeout())
    with pytest.raises(DeadlineExceeded) as caught:
        await call(provider, clock, *GET, deadline=5)
    assert caught.value.status == 408
    assert caught.value.message == "Linear did not answer in 5 seconds."
    assert len(provider.requests) == 1


async def test_no_time_at_all_means_nothing_is_sent(clock: FixedClock) -> None:
    provider = Provider(GOOD)
    with pytest.raises(DeadlineExceeded):
        await call(provider, clock, *GET, deadline=0)
    assert provider.requests == []


async def test_an_address_that_the_guard_forbids_is_told(clock: FixedClock) -> None:
    with pytest.raises(AddressBlocked) as caught:
        await call(Provider(AddressRefused()), clock, *GET)
    assert "was not called" in caught.value.message
    assert len(caught.value.calls) == 1


async def test_an_answer_that_is_too_large_is_told_with_a_remedy(clock: FixedClock) -> None:
    with pytest.raises(ProviderFault) as caught:
        await call(Provider(AnswerTooLarge()), clock, "list_issues", {})
    assert "smaller page" in caught.value.remedy


async def test_only_hosts_of_the_connector_are_called(clock: FixedClock) -> None:
    provider = Provider(GOOD)
    chosen = action("get_issue")
    elsewhere = replace(chosen, call=replace(chosen.call, url="https://evil.example/graphql", host="evil.example"))
    with pytest.raises(AddressBlocked):
        await run(
            LINEAR,
            elsewhere,
            {"id": "x"},
            method=LINEAR.auth["api_key"],
            credential={"api_key": Secret(KEY)},
            transport=provider,
            clock=clock,
            deadline=9,
        )
    assert provider.requests == []


@pytest.mark.parametrize("value", [None, "", "a\r\nX-Evil: 1", "schlüssel"])
async def test_a_credential_that_cannot_stand_in_a_header_is_not_sent(clock: FixedClock, value: str | None) -> None:
    provider = Provider(GOOD)
    credential = {} if value is None else {"api_key": Secret(value)}
    with pytest.raises(CredentialRefused):
        await run(
            LINEAR,
            action("get_issue"),
            {"id": "x"},
            method=LINEAR.auth["api_key"],
            credential=credential,
            transport=provider,
            clock=clock,
            deadline=9,
        )
    assert provider.requests == []


async def test_being_rate_limited_says_how_long_to_wait(clock: FixedClock) -> None:
    reset = int(clock.now().timestamp() * 1000) + 90_500
    headers = {
        "x-ratelimit-requests-remaining": "0",
        "x-ratelimit-requests-reset": str(reset),
        "x-ratelimit-complexity-remaining": "5",
        "x-ratelimit-complexity-reset": str(reset + 10**6),
    }
    limited = replace(refused("Rate limit exceeded", 400, code="RATELIMITED"), headers=headers)
    for name, payload in (GET, UPDATE):
        with pytest.raises(ProviderRateLimited) as caught:
            await call(Provider(limited), clock, name, payload)
        assert caught.value.headers == {"Retry-After": "91"}
        assert "in 91 seconds" in caught.value.message


@pytest.mark.parametrize("labels", [None, {}, {"nodes": []}, {"nodes": [], "pageInfo": None}, [], "x"])
async def test_a_nested_page_that_is_odd_breaks_nothing(clock: FixedClock, labels: Any) -> None:
    result = await call(Provider(answer({"data": {"issue": issue(labels=labels)}})), clock, *GET)
    assert isinstance(result.data, dict)
    assert result.warnings == []


async def test_a_page_with_a_null_among_its_records_breaks_nothing(clock: FixedClock) -> None:
    page = {"nodes": [None, issue()], "pageInfo": None}
    result = await call(Provider(answer({"data": {"issues": page}})), clock, "list_issues", {})
    assert isinstance(result.data, list)
    assert result.next is None
