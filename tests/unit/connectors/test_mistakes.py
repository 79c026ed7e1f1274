"""Every feature of the language tells its mistakes in sentences that were read by a person, and stay as they were."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.unit.connectors.mistakes import FOLDER, all_mistakes, connector, told

MISTAKES = all_mistakes()
NAMES = [path.relative_to(FOLDER).with_suffix("").as_posix() for path in MISTAKES]


@pytest.mark.parametrize("mistake", MISTAKES, ids=NAMES)
def test_a_mistake_is_told_as_it_was_read(mistake: Path, tmp_path: Path) -> None:
    expected = mistake.with_suffix(".txt").read_text(encoding="utf-8")
    assert expected.strip()
    assert told(mistake, tmp_path) == expected, "look at the difference, and run `make golden` if it reads well"


def test_the_connector_that_is_spoilt_has_no_mistakes_by_itself(tmp_path: Path) -> None:
    assert connector(tmp_path).findings() == []


def test_every_feature_has_at_least_five_mistakes_and_no_text_is_left_over() -> None:
    assert {feature: n for feature, n in Counter(path.parent.name for path in MISTAKES).items() if n < 5} == {}
    assert {path.with_suffix(".yaml") for path in FOLDER.glob("*/*.txt")} == set(MISTAKES)
