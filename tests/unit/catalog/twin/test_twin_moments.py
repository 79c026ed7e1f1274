from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.catalog.linear.twin.moments import day, is_plain_date, moment
from linkwright.kit.clock import iso

NOW = datetime(2026, 3, 31, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-P2W", "2026-03-17T10:30:00.000Z"),
        ("P1D", "2026-04-01T10:30:00.000Z"),
        ("+P1DT2H3M4S", "2026-04-01T12:33:04.000Z"),
        ("-P1M", "2026-02-28T10:30:00.000Z"),
        ("P1Y", "2027-03-31T10:30:00.000Z"),
        ("-PT90M", "2026-03-31T09:00:00.000Z"),
        ("2026-01-02", "2026-01-02T00:00:00.000Z"),
        ("2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05.000Z"),
        ("2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"),
    ],
)
def test_dates_times_and_spans_become_moments(text: str, expected: str) -> None:
    assert moment(text, NOW) == expected
    assert day(text, NOW) == expected[:10]


@pytest.mark.parametrize(
    "text", ["", "P", "-P", "PT", "P1DT", "soon", "2026-13-01", "P9999Y9999M", "-P999Y9999M9999W99999D", "P1X"]
)
def test_what_is_none_of_these_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        moment(text, NOW)


@given(st.integers(-4_000_000_000, 4_000_000_000), st.integers(0, 5000))
def test_days_are_added_and_taken_away_exactly(shift: int, days: int) -> None:
    now = NOW + timedelta(seconds=shift)
    assert moment(f"P{days}D", now) == iso(now + timedelta(days=days))
    assert moment(f"-P{days}D", now) == iso(now - timedelta(days=days))


@given(st.text(max_size=20))
def test_no_text_does_worse_than_a_value_error(text: str) -> None:
    try:
        assert moment(text, NOW).endswith("Z")
    except ValueError:
        pass
    assert is_plain_date(text) in (True, False)
