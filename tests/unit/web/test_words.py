"""The sentences of the pages around the Hub: whole in every language, and in the reader's."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from linkwright.web.words import SENTENCES, Words, nearest


@pytest.mark.parametrize("language", [language for language in SENTENCES if language != "en"])
def test_every_language_has_every_sentence_with_the_same_slots(language: str) -> None:
    def slots(sentences: dict[str, str]) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in sentences.items()}

    assert slots(SENTENCES[language]) == slots(SENTENCES["en"])
    assert set(SENTENCES[language].values()) & set(SENTENCES["en"].values()) <= {" "}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr;q=0.9, ja;q=0.8, en;q=0.7", "ja"),
        ("en;q=0.1, de;q=0.2", "de"),
        ("de;q=0, en", "en"),
        ("de;q=much", "en"),
        ("*", "en"),
    ],
)
def test_the_browser_is_answered_in_the_language_it_likes_best(header: str | None, language: str) -> None:
    assert nearest(header) == language


def test_names_are_escaped_and_markup_of_ours_is_not() -> None:
    said = Words("de").say("asks", app="<script>", what="Linear")
    assert said == "<b>&lt;script&gt;</b> bittet Sie, Linear zu verbinden."


def test_a_day_is_written_as_the_reader_writes_it() -> None:
    moment = datetime(2026, 12, 7, 9, 41, tzinfo=UTC)
    assert [Words(one).day(moment) for one in ("en", "de", "ja")] == [
        "7 Dec 2026, 09:41 UTC",
        "7.12.2026, 09:41 UTC",
        "2026年12月7日 09:41 UTC",
    ]
