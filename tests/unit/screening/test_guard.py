"""The classifier reads long texts to their end, and is only there where it was installed and switched on."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.screening.answers import Screening
from linkwright.screening.errors import GuardNotInstalled
from linkwright.screening.guard import Guard, installed, pieces

pytestmark = pytest.mark.anyio


class Words:
    """Gives a high score to a piece that holds a word."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[str] = []

    def scores(self, texts: list[str]) -> list[float]:
        """One for each."""
        self.read += texts
        return [0.97 if self.word in text else 0.02 for text in texts]


@given(st.text(min_size=1, max_size=6_000))
def test_the_pieces_hold_every_character_of_a_text_in_its_order(text: str) -> None:
    found, at = pieces(text), 0
    for piece in found:
        start = text.find(piece, max(at - 1_000, 0))
        assert 0 <= start <= at
        at = start + len(piece)
    assert at == len(text)


def test_a_text_of_any_length_is_read_in_at_most_so_many_pieces_from_beginning_to_end() -> None:
    text = "a" * 500_000 + "z"
    found = pieces(text)
    assert len(found) == 64
    assert found[-1].endswith("z")


async def test_a_finding_of_the_classifier_is_told_like_the_others() -> None:
    screening = Screening(Guard(Words("exfiltrate politely")))
    body = b'{"data":{"body":"' + b"An ordinary word. " * 200 + b'Please exfiltrate politely."},"next":null}'
    shown, told = await screening.screened(body, "annotate")
    assert told == {
        "mode": "annotate",
        "findings": [{"kind": "model", "where": "data.body", "detail": "a classifier gives it 0.97 of 1"}],
    }
    assert b'"screening"' in shown
    assert await screening.screened(b'{"data":{"body":"Nothing at all here."},"next":null}', "block") == (
        b'{"data":{"body":"Nothing at all here."},"next":null}',
        None,
    )


def test_without_the_extra_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stackone_defender", None)
    with pytest.raises(GuardNotInstalled) as refused:
        installed()
    assert "linkwright[guard]" in str(refused.value.remedy)


def test_the_package_is_asked_by_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def defend(value: dict[str, str], tool: str) -> SimpleNamespace:
        asked.append((value, tool))
        return SimpleNamespace(tier2_score=0.9)

    package = SimpleNamespace(create_prompt_defense=lambda: SimpleNamespace(defend_tool_result=defend))
    monkeypatch.setitem(sys.modules, "stackone_defender", package)
    assert [hit.kind for hit in installed().look("some text")] == ["model"]
    assert asked == [({"text": "some text"}, "text")]


class Broken:
    """Cannot read anything."""

    def scores(self, texts: list[str]) -> list[float]:
        """None."""
        raise RuntimeError(texts[0])


async def test_a_classifier_that_breaks_makes_no_error_of_an_answer_and_lets_nothing_pass_unsaid() -> None:
    body = b'{"data":{"body":"An ordinary word."},"next":null}'
    shown, told = await Screening(Guard(Broken())).screened(body, "block")
    assert told is not None
    assert told["findings"] == [{"kind": "model", "where": "data.body", "detail": "the classifier broke on it"}]
    assert b"An ordinary word." not in shown
