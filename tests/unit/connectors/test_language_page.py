"""The page for authors tells the truth about the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from linkwright.connectors import model
from linkwright.connectors.checking import checked
from linkwright.connectors.guide_blocks import MARKERS, VALUES, check_guide
from linkwright.connectors.refusals import OUTCOMES
from linkwright.connectors.source import Source, parse_source

PAGE = (Path(__file__).parents[3] / "docs" / "connector-language.md").read_text(encoding="utf-8")
YAML = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def parsed(start: str) -> Source:
    text = next(block for block in YAML if block.startswith(start))
    source = parse_source(text, "page")
    assert isinstance(source, Source)
    return source


def test_the_example_of_an_action_is_one() -> None:
    assert isinstance(checked(model.ActionWords, parsed("create_issue:"), "create_issue"), model.ActionWords)


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (model.ScopeWords, ("scopes", "read")),
        (model.AuthWords, ("auth", "api_key")),
        (model.AccountWords, ("account",)),
        (model.LimitWords, ("limits",)),
    ],
)
def test_the_example_of_a_header_has_the_right_words(kind: type[BaseModel], path: tuple[str, ...]) -> None:
    found = checked(kind, parsed("hub: 1"), *path)
    assert isinstance(found, kind), found


@pytest.mark.parametrize("name", ["create_ticket", "list_events"])
def test_the_examples_of_rest_are_actions(name: str) -> None:
    assert isinstance(checked(model.ActionWords, parsed(f"{name}:"), name), model.ActionWords)


def test_the_example_of_an_error_table_is_one() -> None:
    assert isinstance(checked(model.ErrorWords, parsed("errors:"), "errors"), model.ErrorWords)


def test_every_word_of_the_header_is_on_the_page() -> None:
    source = parsed("hub: 1")
    shown = set(source.data) | {"errors", "page", "describe", "names", "openapi", "confidential", "events"}
    assert set(model.Header.model_fields) == shown


def test_every_word_of_an_action_and_of_an_input_is_on_the_page() -> None:
    for word in (*model.ActionWords.model_fields, *model.InputWords.model_fields):
        assert f"`{word}`" in PAGE or f"{word}," in PAGE or f"{word}:" in PAGE, word


def test_every_outcome_marker_and_value_is_on_the_page_and_no_other() -> None:
    outcomes = re.findall(r"^\| `([a-z_]+)` \| (?:\d{3})", PAGE, re.MULTILINE)
    assert set(outcomes) == set(OUTCOMES)
    assert set(re.findall(r"^\| `::: ([a-z-]+)", PAGE, re.MULTILINE)) == set(MARKERS)
    assert all(f"{{{value}}}" in PAGE for value in VALUES)


def test_the_example_of_a_guide_has_no_mistakes() -> None:
    guide = re.findall(r"^```markdown\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]
    assert check_guide(guide, ["issues:create"]) == []
