"""Connector files are read with places, and nothing that is no such file breaks the reader."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.connectors.findings import Finding
from linkwright.connectors.source import MOST_BYTES, Source, parse_source, read_source

TEXT = "a: 1\nb:\n  - x\n  - y: |\n      one\n      two\n    z: plain\n"


def test_every_key_and_item_knows_its_line() -> None:
    source = parse_source(TEXT, "f.yaml")
    assert isinstance(source, Source)
    assert [source.line("a"), source.line("b"), source.line("b", 1), source.line("b", 1, "z")] == [1, 2, 4, 7]


def test_a_place_that_is_not_there_has_the_line_of_the_nearest_outer_one() -> None:
    source = parse_source(TEXT, "f.yaml")
    assert isinstance(source, Source)
    assert source.line("b", 9, "q") == 2


def test_the_text_of_a_block_begins_on_the_line_after_its_key() -> None:
    source = parse_source(TEXT, "f.yaml")
    assert isinstance(source, Source)
    assert source.text_line("b", 1, "y") == 5
    assert source.text_line("b", 1, "z") == 7


def test_yes_and_no_stay_words() -> None:
    source = parse_source("a: no\nb: on\nc: true\n", "f.yaml")
    assert isinstance(source, Source)
    assert source.data == {"a": "no", "b": "on", "c": True}


def test_a_key_that_stands_twice_is_a_finding() -> None:
    found = parse_source("a: 1\na: 2\n", "f.yaml")
    assert isinstance(found, Finding)
    assert found.line == 2


def test_files_that_cannot_be_read_are_findings(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"a: \xff\n")
    (tmp_path / "big.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    for name in ("absent.yaml", "latin.yaml", "big.yaml"):
        assert isinstance(read_source(tmp_path / name, name), Finding)


@given(st.text(alphabet=" \n:-[]{}&*!|>'\"#%@`ab1,?\t", max_size=60))
def test_any_text_is_a_source_or_a_finding(text: str) -> None:
    assert isinstance(parse_source(text, "f.yaml"), Source | Finding)


def test_aliases_that_grow_without_end_are_a_finding_and_not_a_full_memory() -> None:
    lines = [f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]" for before, one in pairwise("abcdefgh")]
    found = parse_source("\n".join(["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]", *lines]), "x.yaml")
    assert isinstance(found, Finding)
    assert "aliases" in found.message


@pytest.mark.parametrize("text", ["a: &a {b: *a}", "a: &a [*a, *a]", "a: &a [1]\nb: *a"])
def test_other_aliases_do_no_harm(text: str) -> None:
    assert isinstance(parse_source(text, "x.yaml"), Source)


def test_a_fault_of_the_parser_itself_is_a_finding() -> None:
    found = parse_source("a: !!omap [a: 1, a: 2]", "x.yaml")
    assert isinstance(found, Finding)
    assert found.message == "Not valid YAML: it cannot be read (AssertionError)."
