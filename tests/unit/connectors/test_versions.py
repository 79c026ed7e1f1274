"""Versions compare as numbers do, and a pin chooses the highest version that it admits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.connectors.versions import LATEST, Version, bump_between, choose, is_pin, matches, parse

NUMBERS = st.integers(0, 999)
VERSIONS = st.builds(lambda a, b, c: f"{a}.{b}.{c}", NUMBERS, NUMBERS, NUMBERS)
PINS = st.one_of(
    st.just(LATEST), NUMBERS.map(lambda a: f"{a}.x.x"), st.builds(lambda a, b: f"{a}.{b}.x", NUMBERS, NUMBERS), VERSIONS
)


@given(VERSIONS)
def test_a_version_is_read_and_written_alike(text: str) -> None:
    assert str(parse(text)) == text


@given(st.lists(VERSIONS, min_size=1, unique=True))
def test_latest_chooses_the_highest_by_numbers_not_by_letters(versions: list[str]) -> None:
    assert choose(LATEST, versions) == max(versions, key=lambda text: [int(part) for part in text.split(".")])


@given(PINS, st.lists(VERSIONS, max_size=20))
def test_what_is_chosen_is_there_fits_the_pin_and_is_not_lower_than_any_other_that_fits(
    pin: str, versions: list[str]
) -> None:
    chosen = choose(pin, versions)
    fitting = [one for one in versions if matches(pin, one)]
    assert (chosen is None) == (fitting == [])
    if chosen is not None:
        assert chosen in fitting
        assert all(parse(chosen) >= parse(one) for one in fitting)


@given(VERSIONS)
def test_a_version_is_fitted_by_its_own_pins_and_by_no_pin_beside_it(text: str) -> None:
    major, minor, patch = parse(text)
    for pin in (LATEST, f"{major}.x.x", f"{major}.{minor}.x", text):
        assert is_pin(pin)
        assert matches(pin, text)
    for pin in (f"{major + 1}.x.x", f"{major}.{minor + 1}.x", f"{major}.{minor}.{patch + 1}"):
        assert not matches(pin, text)


@pytest.mark.parametrize(
    "text",
    ["", "1", "1.2", "1.x", "x.x.x", "1.x.2", "^1.2.0", "~1.2.0", "01.2.0", "1.2.0 ", "1.2.0-beta", "v1.2.0", "٣.x.x"],
)
def test_anything_else_is_neither_pin_nor_version(text: str) -> None:
    assert not is_pin(text)
    with pytest.raises(ValueError, match="is not"):
        matches(text, "1.2.0")
    with pytest.raises(ValueError, match="is not a version"):
        parse(text)


@given(st.text(max_size=20))
def test_whatever_is_taken_for_a_pin_can_be_asked(text: str) -> None:
    if is_pin(text):
        matches(text, "1.2.3")


@given(VERSIONS, st.sampled_from(["major", "minor", "patch"]))
def test_the_step_to_a_bumped_version_has_the_size_of_the_bump(text: str, size: str) -> None:
    bumped = parse(text).bumped(size)  # type: ignore[arg-type]
    assert bumped > parse(text)
    assert bump_between(text, str(bumped)) == size
    assert bump_between(str(bumped), text) == "none"


def test_a_bump_sets_the_lower_numbers_to_zero() -> None:
    assert [str(Version(1, 2, 3).bumped(size)) for size in ("major", "minor", "patch", "none")] == [
        "2.0.0",
        "1.3.0",
        "1.2.4",
        "1.2.3",
    ]
