"""The small things keep their word."""

from __future__ import annotations

import os
import pickle
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.kit.clock import FixedClock, iso
from linkwright.kit.ids import ALPHABET, is_id, new_id, new_row_id, new_token, token_hash
from linkwright.kit.logs import TextRenderer, redact
from linkwright.kit.secret import Secret
from linkwright.kit.words import did_you_mean, listed, nearest


@given(st.text(min_size=1))
def test_a_secret_shows_itself_nowhere_but_in_reveal(text: str) -> None:
    secret = Secret(text)
    assert secret.reveal() == text
    assert {repr(secret), str(secret), f"{secret}", f"{secret!r:>40}".strip()} <= {"Secret(**)", "**"}


def test_a_secret_cannot_be_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret("x"))


def test_a_short_secret_gives_away_no_last_characters() -> None:
    assert Secret("short").last() == ""
    assert Secret("a" * 40 + "w7Qx").last() == "w7Qx"


def test_ids_of_rows_do_not_repeat_and_sort_by_the_moment_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = {new_row_id("run") for _ in range(2000)}
    assert len(ids) == 2000
    assert all(is_id(name) and len(name) == 24 and set(name.removeprefix("run_")) <= set(ALPHABET) for name in ids)
    made = []
    for milliseconds in (0, 1, 61, 62, 3843, 3844, 1_764_460_800_000, 1_764_460_800_001, 3_000_000_000_000):
        monkeypatch.setattr(time, "time_ns", lambda at=milliseconds: at * 1_000_000)
        made.append(new_row_id("run"))
    assert made == sorted(made)


def test_a_process_that_was_forked_draws_other_ids_than_its_parent() -> None:
    new_row_id("run")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, new_row_id("run")[-13:].encode())
        os._exit(0)
    os.waitpid(child, 0)
    drawn = os.read(reading, 100).decode()
    os.close(reading)
    os.close(writing)
    assert len(drawn) == 13
    assert new_row_id("run")[-13:] != drawn


def test_ids_are_unreserved_and_do_not_repeat() -> None:
    ids = {new_id("acc") for _ in range(1000)}
    assert len(ids) == 1000
    assert all(set(name.removeprefix("acc_")) <= set(ALPHABET) for name in ids)


def test_a_token_has_forty_random_characters_and_is_looked_up_by_hash() -> None:
    token = new_token("lw_")
    assert len(token) == 43
    assert token_hash(token) == token_hash(str(token))
    assert token not in token_hash(token)


def test_a_time_is_written_with_milliseconds_and_z() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 6000, tzinfo=timezone(timedelta(hours=2)))
    assert iso(moment) == "2026-01-02T01:04:05.006Z"
    with pytest.raises(ValueError, match="zone"):
        iso(datetime(2026, 1, 2))  # noqa: DTZ001


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    before = clock.now()
    assert clock.now() == before
    clock.advance(90)
    assert (clock.now() - before).total_seconds() == 90
    assert clock.monotonic() == 90


def test_the_nearest_word_ignores_case_and_separators() -> None:
    assert nearest("Create-Issue", ["create_issue", "list_issues"]) == "create_issue"
    assert nearest("zzz", ["create_issue"]) is None
    assert did_you_mean("prot", ["port"]) == " Did you mean 'port'?"


def test_words_are_listed_as_people_do() -> None:
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")


@pytest.mark.parametrize(
    "text", ["key lw_" + "a" * 40, "Authorization: Basic " + "QUJD" * 6, "Bearer " + "x" * 20, "lin_api_" + "k" * 40]
)
def test_what_looks_like_a_secret_never_reaches_a_log_line(text: str) -> None:
    line = redact(None, "info", {"event": f"saw {text} here"})
    assert "***" in line["event"]
    assert text.rsplit(maxsplit=1)[-1] not in line["event"]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("/x\x1b[2J\x1b]0;owned\x07", r"/x\x1b[2J\x1b]0;owned\x07"),
        ("/x\n2026-11-30T00:00:00Z [info] forged", r"/x\n2026-11-30T00:00:00Z [info] forged"),
        ("/\u202e\u200b\x9b31m", r"/\u202e\u200b\x9b31m"),
        ("/Grüße 東京", "/Grüße 東京"),
    ],
)
def test_a_text_of_others_moves_no_terminal_and_forges_no_line(sent: str, shown: str) -> None:
    line = TextRenderer()(None, "info", {"event": "request", "path": sent, "status": 404})
    assert f"path={shown} " in f"{line} ".replace("'", "").replace("\\\\", "\\")
