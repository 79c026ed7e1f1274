"""A sample of `make fuzz` in every run of the tests: a few inputs for each target, always the same ones."""

from __future__ import annotations

import warnings

import pytest

from tests.fuzz.target import Target, run
from tests.fuzz.targets import TARGETS

_FEW = {"connector-compiler": 4, "connector-yaml": 15, "graphql-binding": 15}


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
def test_no_changed_input_breaks_its_reader(target: Target) -> None:
    with warnings.catch_warnings():
        # The parsers of YAML and SVG warn about what they are given here.
        warnings.simplefilter("ignore")
        found = run(target, 60.0, first_seed=20261129, most=_FEW.get(target.name, 40))
    assert found.failures == []
    assert found.cases > 0


def test_a_target_that_breaks_is_told_with_the_smallest_input() -> None:
    def breaks(number: int) -> None:
        assert number < 1000

    from hypothesis import strategies as st

    found = run(Target("x", st.integers, breaks), 10.0, first_seed=1)
    assert len(found.failures) == 1
    assert "input: 1000" in found.failures[0]
