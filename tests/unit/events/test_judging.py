"""What follows from an attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from linkwright.events.judging import LONG, PAUSES, judge
from linkwright.events.model import Attempt, Endpoint
from linkwright.events.posting import TIMEOUT
from linkwright.settings import Settings, SettingsInvalid, load_settings

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def endpoint(*, enabled: bool = True, failing_since: datetime | None = None) -> Endpoint:
    return Endpoint(
        "whe_1", "prj_1", "https://a.example", None, ("*",), False, False, enabled, None, None, failing_since, AT, AT
    )


def attempt(status: int | None, retry_after: int | None = None) -> Attempt:
    fine = status is not None and 200 <= status < 300
    return Attempt(AT, 1.0, status, None if fine else "It did not work.", "", retry_after)


@pytest.mark.promise("webhooks.three-days")
def test_retries_end_within_three_days_and_not_long_before() -> None:
    now, tries = AT, 0
    while (outcome := judge(attempt(500), tries, endpoint(), now, 0.5)).due_at is not None:
        now, tries = outcome.due_at, outcome.tries
    assert outcome.status == "failed"
    assert timedelta(hours=70) < now - AT <= timedelta(days=3)
    assert tries == len(PAUSES)


@given(some.floats(0, 1), some.integers(0, len(PAUSES) - 1))
def test_a_pause_is_within_a_tenth_of_its_length(dice: float, tries: int) -> None:
    due = judge(attempt(None), tries, endpoint(), AT, dice).due_at
    assert due is not None
    assert abs((due - AT).total_seconds() - PAUSES[tries]) <= PAUSES[tries] * 0.1 + 1e-3


def test_what_failed_together_does_not_come_back_together() -> None:
    assert judge(attempt(500), 3, endpoint(), AT, 0.1).due_at != judge(attempt(500), 3, endpoint(), AT, 0.9).due_at


@pytest.mark.parametrize(("asked", "waited"), [(60, 60), (1, 5), (86_400, 3_600)])
def test_a_receiver_may_ask_to_wait_but_not_for_ever(asked: int, waited: float) -> None:
    due = judge(attempt(429, asked), 0, endpoint(), AT, 0.5).due_at
    assert due == AT + timedelta(seconds=waited)


def test_a_410_ends_the_delivery_and_the_endpoint_at_once() -> None:
    outcome = judge(attempt(410), 0, endpoint(), AT, 0.5)
    assert (outcome.status, outcome.due_at, outcome.disable) == ("failed", None, "gone")


def test_an_endpoint_is_switched_off_when_everything_failed_for_three_days() -> None:
    assert judge(attempt(500), 0, endpoint(failing_since=AT - LONG + timedelta(seconds=1)), AT, 0.5).disable is None
    outcome = judge(attempt(500), 0, endpoint(failing_since=AT - LONG), AT, 0.5)
    assert (outcome.status, outcome.due_at, outcome.disable) == ("pending", None, "failing")


def test_what_failed_while_its_endpoint_was_switched_off_waits() -> None:
    outcome = judge(attempt(500), 0, endpoint(enabled=False), AT, 0.5)
    assert (outcome.status, outcome.due_at, outcome.disable) == ("pending", None, None)
    assert judge(attempt(204), 0, endpoint(enabled=False), AT, 0.5).status == "delivered"


def test_the_pauses_are_those_of_the_settings_and_shorter_ones_are_kept_to() -> None:
    assert tuple(Settings().webhook_retries) == PAUSES
    assert Settings().webhook_timeout == TIMEOUT
    outcome = judge(attempt(500), 0, endpoint(), AT, 0.5, [0.2])
    assert outcome.due_at == AT + timedelta(seconds=0.2)
    assert judge(attempt(500), 1, endpoint(), AT, 0.5, [0.2]).status == "failed"


def test_a_pause_that_makes_no_sense_is_refused() -> None:
    for wrong in ("0", "-1", "1,x", "9999999", ","):
        with pytest.raises(SettingsInvalid, match="webhook_retries"):
            load_settings({"LINKWRIGHT_WEBHOOK_RETRIES": wrong})
    assert load_settings({"LINKWRIGHT_WEBHOOK_RETRIES": "0.5, 2"}).webhook_retries == [0.5, 2.0]
