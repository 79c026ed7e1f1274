"""When tokens are renewed, and how long a provider that failed is left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.oauth.due import MARGIN, margin, renew_at, rest

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("dice", "hours"), [(0.0, 19.2), (0.5, 20.4), (1.0, 21.6)])
def test_a_token_of_a_day_is_renewed_after_19_to_22_hours(dice: float, hours: float) -> None:
    assert renew_at(NOW + timedelta(days=1), NOW, dice) == NOW + timedelta(hours=hours)


def test_a_token_without_an_end_is_never_due() -> None:
    assert renew_at(None, NOW, 0.5) is None


@given(st.floats(0.001, 1e8), st.floats(0, 1))
def test_a_token_is_due_while_calls_may_still_use_it(seconds: float, dice: float) -> None:
    life = timedelta(seconds=seconds)
    due = renew_at(NOW + life, NOW, dice)
    assert due is not None
    assert NOW <= due <= NOW + life - margin(life)


def test_the_margin_of_a_short_lived_token_is_a_fifth_of_its_life() -> None:
    assert margin(timedelta(hours=1)) == MARGIN == timedelta(minutes=1)
    assert margin(timedelta(seconds=50)) == timedelta(seconds=10)


@given(st.integers(0, 10_000), st.none() | st.floats(0, 1e9), st.floats(0, 1))
def test_a_rest_lasts_five_seconds_to_five_minutes_or_as_long_as_the_provider_asked_up_to_an_hour(
    failures: int, asked: float | None, dice: float
) -> None:
    pause = rest(failures, asked, dice)
    assert timedelta(seconds=5) <= pause <= timedelta(hours=1)
    if not asked or asked <= 300:
        assert pause <= timedelta(minutes=6)
    else:
        assert pause >= min(timedelta(seconds=asked), timedelta(hours=1))
