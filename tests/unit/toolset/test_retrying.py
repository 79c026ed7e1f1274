"""What is sent again, when, and under which key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial

import pytest

from linkwright.toolset import Conflict, HubError, HubFault, HubUnreachable, InvalidInput, RateLimited, ToolsetError
from linkwright.toolset.retrying import Retries, retry_after
from linkwright.toolset.wire import Response
from tests.unit.toolset.fake import FakeHub, async_toolset, refused, said, toolset

GOOD = said(200, {"data": {"id": "1"}, "next": None}, x_linkwright_run_id="run_1")
LOST = HubUnreachable("The hub is away.", retryable=True)


@pytest.mark.promise("toolset.retries")
@pytest.mark.parametrize(
    "bad", [LOST, *(refused(status, "not_ready") for status in (429, 502, 503, 504)), Response(502, {}, b"<html>")]
)
def test_a_call_that_may_succeed_later_is_sent_again_under_the_same_key(bad: Response | Exception) -> None:
    hub = FakeHub(calls=[bad, bad, GOOD])
    assert toolset(hub, "acc_1").call("linear_create_comment", {"body": "x"}).run_id == "run_1"
    assert hub.pauses == [0.5, 1.0]
    keys = hub.keys()
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert keys[0]


@pytest.mark.anyio
async def test_it_is_the_same_in_an_event_loop() -> None:
    hub = FakeHub(calls=[LOST, refused(503, "not_ready"), GOOD])
    assert (await async_toolset(hub, "acc_1").call("linear_create_comment")).run_id == "run_1"
    assert hub.pauses == [0.5, 1.0]
    assert len(set(hub.keys())) == 1


def test_each_call_has_a_key_of_its_own_unless_one_is_given() -> None:
    hub = FakeHub()
    tools = toolset(hub, "acc_1")
    tools.call("linear_create_comment")
    tools.call("linear_create_comment")
    tools.call("linear_create_comment", idempotency_key="order-7")
    assert len(set(hub.keys())) == 3
    assert hub.keys()[2] == "order-7"


@pytest.mark.promise("toolset.retries")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 409, 412, 422, 500])
def test_nothing_else_is_sent_again(status: int) -> None:
    hub = FakeHub(calls=[refused(status, "some_code"), GOOD])
    with pytest.raises(HubError) as error:
        toolset(hub, "acc_1").call("linear_create_comment")
    assert error.value.status == status
    assert len(hub.runs) == 1


def test_what_fails_every_time_is_not_tried_again() -> None:
    hub = FakeHub(calls=[refused(502, "connector_bug"), GOOD])
    with pytest.raises(HubFault) as error:
        toolset(hub, "acc_1").call("linear_list_teams")
    assert not error.value.retryable
    assert hub.pauses == []


def test_pauses_double_up_to_a_limit_and_end() -> None:
    hub = FakeHub(calls=[LOST])
    with pytest.raises(HubUnreachable):
        toolset(hub, "acc_1").call("linear_list_teams")
    assert hub.pauses == [0.5, 1.0, 2.0, 4.0, 8.0]
    assert len(hub.runs) == 6


def test_half_of_a_pause_is_left_to_chance() -> None:
    assert [Retries(chance=partial(float, chance)).pause(1) for chance in (0.0, 0.5, 1.0)] == [0.5, 0.75, 1.0]


def test_no_try_begins_after_the_time_for_the_call() -> None:
    hub = FakeHub(calls=[LOST])
    with pytest.raises(HubUnreachable):
        toolset(hub, "acc_1", timeout=2.0).call("linear_list_teams")
    assert hub.pauses == [0.5, 1.0]


def test_the_hubs_own_pause_is_kept_and_a_long_one_is_handed_to_the_caller() -> None:
    hub = FakeHub(calls=[refused(429, "rate_limited", retry_after="7"), GOOD])
    toolset(hub, "acc_1").call("linear_list_teams")
    assert hub.pauses == [7.0]
    hub = FakeHub(calls=[refused(429, "rate_limited", retry_after="31"), GOOD])
    with pytest.raises(RateLimited):
        toolset(hub, "acc_1").call("linear_list_teams")
    hub = FakeHub(calls=[refused(429, "rate_limited", retry_after="3600"), GOOD])
    with pytest.raises(RateLimited) as error:
        toolset(hub, "acc_1").call("linear_list_teams")
    assert hub.pauses == []
    assert (error.value.retry_after, error.value.retryable) == (3600.0, True)


def test_a_pause_may_be_told_as_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert 90 < (retry_after(Response(429, {"retry-after": later}, b"")) or 0) <= 100
    assert retry_after(Response(429, {"retry-after": "soon"}, b"")) is None
    assert retry_after(Response(429, {}, b"")) is None


def test_no_retries_means_none() -> None:
    hub = FakeHub(calls=[LOST])
    with pytest.raises(HubUnreachable):
        toolset(hub, "acc_1", retries=Retries(most=0)).call("linear_list_teams")
    assert len(hub.runs) == 1


def test_a_plan_has_no_key_since_it_writes_nothing() -> None:
    hub = FakeHub()
    toolset(hub, "acc_1").call("linear_create_comment", mode="plan")
    assert hub.keys() == [None]
    assert hub.bodies[0]["mode"] == "plan"


@pytest.mark.promise("toolset.errors")
def test_an_error_says_what_happened_what_to_do_and_which_run_it_was() -> None:
    bad = refused(409, "write_in_progress", "It is under way.", x_linkwright_run_id="run_9")
    with pytest.raises(Conflict) as error:
        toolset(FakeHub(calls=[bad]), "acc_1").call("linear_create_comment")
    told = error.value
    assert (told.status, told.code, told.run_id, told.retryable) == (409, "write_in_progress", "run_9", True)
    assert str(told) == "It is under way. Do."
    assert isinstance(told, ToolsetError)
    with pytest.raises(InvalidInput) as refusal:
        toolset(FakeHub(calls=[refused(400, "invalid_arguments")]), "acc_1").call("linear_create_comment")
    assert not refusal.value.retryable
