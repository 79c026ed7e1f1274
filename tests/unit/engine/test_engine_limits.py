"""What the headers say of the provider's limits is read, however odd it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.connectors.compiled import Budget
from linkwright.engine.limits import read_limits, retry_after
from linkwright.kit.clock import FixedClock
from tests.unit.engine.pretend import LINEAR, RATE


def test_the_limit_of_a_single_field_is_kept_too(clock: FixedClock) -> None:
    headers = {"x-ratelimit-endpoint-requests-limit": "30", "x-ratelimit-endpoint-requests-remaining": "29"}
    assert read_limits(LINEAR, headers, clock.now()) == {"endpoint": {"remaining": 29, "limit": 30}}


def test_no_headers_mean_nothing_is_known(clock: FixedClock) -> None:
    assert read_limits(LINEAR, {}, clock.now()) == {}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12),
        ({"retry-after": "0"}, 1),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 60),
        ({}, 60),
        ({"retry-after": "99999999"}, 86_400),
    ],
)
def test_the_wait_is_what_is_said_within_reason(clock: FixedClock, headers: dict[str, str], seconds: int) -> None:
    assert retry_after({}, headers, clock.now()) == seconds


def test_the_wait_is_until_every_empty_budget_is_filled_again(clock: FixedClock) -> None:
    now = clock.now().timestamp() * 1000
    limits = {
        "requests": {"remaining": 0, "reset": now + 10_000},
        "complexity": {"remaining": 0, "reset": now + 20_000},
        "endpoint": {"remaining": 3, "reset": now + 90_000},
        "cost": 4,
    }
    assert retry_after(limits, {}, clock.now()) == 20


def test_a_reset_in_the_past_still_waits_a_second(clock: FixedClock) -> None:
    assert retry_after({"requests": {"remaining": 0, "reset": 5}}, {}, clock.now()) == 1


@pytest.mark.parametrize(
    ("unit", "text"), [("epoch_ms", "1795521610000"), ("epoch_s", "1795521610"), ("seconds", "10")]
)
def test_every_unit_of_a_reset_becomes_epoch_milliseconds(clock: FixedClock, unit: str, text: str) -> None:
    from dataclasses import replace

    connector = replace(LINEAR, budgets=(Budget("all", "l", "r", "t", unit),))
    found = read_limits(connector, {"r": "1", "t": text}, clock.now())
    assert (
        found["all"]["reset"] == 1795521610000
        if unit != "seconds"
        else found["all"]["reset"] == int(clock.now().timestamp() * 1000) + 10_000
    )


@given(
    st.fixed_dictionaries(
        {}, optional={name: st.text(max_size=12) | st.sampled_from(["nan", "inf", "-1", "1e999"]) for name in RATE}
    )
)
def test_no_header_can_break_a_call(headers: dict[str, str]) -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert 1 <= retry_after(read_limits(LINEAR, headers, now), headers, now) <= 86_400
