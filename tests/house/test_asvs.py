"""The table of ASVS 5.0: every requirement of levels 1 and 2 once, with an answer, and with tests that are there."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.house.named import ROOT, absent, cells, named

PAGE = ROOT / "docs" / "security" / "asvs.md"
ANSWERS = ("met by test", "by design", "not applicable", "not met")
# The numbers of levels 1 and 2 in OWASP ASVS 5.0.0, by section; its level 3 is left out.
SECTIONS = """
    1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5
    3.7:1-2 4.1:1-3 4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4
    6.5:1-5 6.6:1-3 6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3
    9.2:1-4 10.1:1-2 10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4
    11.5:1 11.6:1 12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3
    15.1:1-3 15.2:1-3 15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1 17.2:1-4 17.3:1-2
"""
LEVELS = {"1": 70, "2": 183}
_ROW = re.compile(r"^\| \d+\.\d+\.\d+ \|")


def _rows() -> list[list[str]]:
    return [cells(line) for line in PAGE.read_text(encoding="utf-8").splitlines() if _ROW.match(line)]


def _numbers() -> list[str]:
    numbers = []
    for section in SECTIONS.split():
        name, _, spans = section.partition(":")
        for span in spans.split(","):
            first, _, last = span.partition("-")
            numbers += [f"{name}.{number}" for number in range(int(first), int(last or first) + 1)]
    return numbers


def test_every_requirement_stands_there_once_and_in_order() -> None:
    assert [row[0] for row in _rows()] == _numbers()
    assert Counter(row[1] for row in _rows()) == LEVELS


def test_every_row_says_what_is_asked_and_has_an_answer_with_its_reason() -> None:
    odd = [
        row[0]
        for row in _rows()
        if len(row) != 5 or row[3] not in ANSWERS or len(row[2]) < 4 or len(row[4].strip(". ")) < 5
    ]
    assert odd == []


def test_what_is_met_by_a_test_names_one_and_nothing_else_claims_it() -> None:
    without = [
        row[0]
        for row in _rows()
        if row[3] == "met by test" and not any(p.startswith("tests/") for p, _ in named(row[4]))
    ]
    assert without == []


def test_every_file_and_every_test_that_is_named_is_there() -> None:
    assert {row[0]: absent(row[4]) for row in _rows() if absent(row[4])} == {}
    assert [row[0] for row in _rows() if re.search(r"(?<!`)\btests/", row[4])] == [], "a test is named in backticks"


@pytest.mark.parametrize("answer", [*ANSWERS, ""])
def test_the_figures_at_the_top_are_those_of_the_rows(answer: str) -> None:
    head = PAGE.read_text(encoding="utf-8").split("\n## ", 1)[0]
    told = {row[0]: row[2] for row in map(cells, head.splitlines()) if len(row) == 3}
    counted = sum(1 for row in _rows() if answer in ("", row[3]))
    assert told[answer] == str(counted)
