"""When an account is looked at next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.accounts.health.judging import ASKED_AT_LEAST, PAUSES, counts, first_due, next_due
from linkwright.accounts.health.model import POSTPONED, REFUSED, UNREACHABLE, WORKING, CheckRow

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = 86_400.0


def seconds(due: datetime) -> float:
    return (due - AT).total_seconds()


@given(
    st.sampled_from([WORKING, REFUSED, UNREACHABLE, POSTPONED]),
    st.integers(0, 10),
    st.floats(0, 1e6),
    st.floats(60, 1e7),
    st.floats(0, 1),
)
def test_the_next_check_is_never_now_and_never_much_later_than_the_interval(
    outcome: str, faults: int, wait: float, interval: float, dice: float
) -> None:
    due = seconds(next_due(outcome, faults, wait, AT, interval, dice))
    assert 0 < due <= interval * 1.16


def test_accounts_that_were_checked_together_are_not_checked_together_again() -> None:
    assert seconds(next_due(WORKING, 0, 0, AT, DAY, 0)) == pytest.approx(DAY * 0.85)
    assert seconds(next_due(WORKING, 0, 0, AT, DAY, 1)) == pytest.approx(DAY * 1.15)
    assert [seconds(first_due(AT, DAY, dice)) for dice in (0, 0.5, 1)] == [0, DAY / 2, DAY]


def test_a_provider_that_cannot_be_asked_is_asked_again_ever_later_and_then_at_the_interval() -> None:
    dues = [seconds(next_due(UNREACHABLE, faults, 0, AT, DAY, 0.5)) for faults in range(1, 7)]
    assert dues == [*PAUSES, DAY, DAY]


def test_what_was_postponed_waits_until_the_limit_is_free_and_a_little_more() -> None:
    assert seconds(next_due(POSTPONED, 0, 1800, AT, DAY, 0)) == 1800
    assert seconds(next_due(POSTPONED, 0, 0, AT, DAY, 0.5)) == 60 + 300


@pytest.mark.parametrize(
    ("asked", "worked", "yes"),
    [
        (timedelta(hours=30), timedelta(hours=1), True),
        (timedelta(hours=30), timedelta(hours=25), False),
        (timedelta(hours=1), timedelta(hours=2), False),
        (timedelta(days=ASKED_AT_LEAST), timedelta(hours=1), False),
        (timedelta(hours=30), None, False),
        (None, timedelta(hours=1), False),
    ],
)
def test_a_recent_call_with_the_present_credential_takes_the_place_of_a_check_but_not_for_ever(
    asked: timedelta | None, worked: timedelta | None, yes: bool
) -> None:
    row = CheckRow("acc", "prj", None, None, AT - asked if asked is not None else None, None, None, 0, 0)
    assert counts(row, AT - worked if worked is not None else None, AT, DAY) is yes
