"""The very numbers of when a token is renewed and how long a provider is left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from linkwright.oauth.due import margin, renew_at, rest

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 5), (1, 5), (2, 10), (3, 20), (4, 40), (5, 80), (6, 160), (7, 300), (8, 300), (11, 300), (10_000, 300)],
)
def test_a_rest_doubles_with_each_failure_up_to_five_minutes_and_the_dice_add_a_fifth(
    failures: int, seconds: float
) -> None:
    assert rest(failures, None, 0.0) == timedelta(seconds=seconds)
    assert rest(failures, 0, 1.0) == timedelta(seconds=seconds * 1.2)
    assert rest(failures, 1, 0.5) == timedelta(seconds=seconds * 1.1)


@pytest.mark.parametrize(("asked", "seconds"), [(6, 6), (6.5, 6.5), (3600, 3600), (3601, 3600), (4, 5)])
def test_what_a_provider_asks_for_counts_up_to_an_hour_where_it_is_more(asked: float, seconds: float) -> None:
    assert rest(1, asked, 0.0) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("life", "before"), [(5, 1), (299, 59.8), (300, 60), (301, 60), (86_400, 60)])
def test_a_token_counts_as_ended_a_minute_before_or_a_fifth_of_a_short_life(life: float, before: float) -> None:
    assert margin(timedelta(seconds=life)) == timedelta(seconds=before)


@pytest.mark.parametrize(
    ("life", "dice", "after"), [(100, 0.0, 80), (100, 1.0, 80), (400, 0.0, 320), (400, 1.0, 340), (1000, 0.5, 850)]
)
def test_a_token_is_renewed_after_80_to_90_per_cent_of_its_life_and_never_within_the_margin(
    life: float, dice: float, after: float
) -> None:
    assert renew_at(NOW + timedelta(seconds=life), NOW, dice) == NOW + timedelta(seconds=after)
