"""What log lines look like as text: nobody who gets a text into one can make another that looks like the hub's own."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from linkwright.kit.logs import TextRenderer, configure

# How every entry begins.
ENTRY = re.compile(r"\d{4}-\d\d-\d\dT\S+Z? \[")
FORGED = "2026-11-30T01:02:03.000000Z [info     ] member.signed_in  member=mem_1"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def _entries(text: str) -> list[str]:
    return [line for line in text.splitlines() if ENTRY.match(line)]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"])
def test_a_line_break_in_anything_that_is_logged_begins_no_entry(
    capsys: pytest.CaptureFixture[str], line_break: str
) -> None:
    configure("info", "text")
    bad = f"oops{line_break}{FORGED}"
    structlog.get_logger().info("request", path=bad)
    structlog.get_logger().warning(bad)
    logging.getLogger("some.library").error("it said %s", bad)
    try:
        raise ValueError(bad)
    except ValueError:
        structlog.get_logger().exception("broken")
        logging.getLogger("some.library").exception("broken there")
    said = capsys.readouterr().err
    assert len(_entries(said)) == 5, said
    assert "Traceback" in said
    # It is all there still, and marked where it goes on.
    assert said.count("member.signed_in") >= 5
    assert all(ENTRY.match(line) or line.startswith("  | ") for line in said.splitlines())


def test_nothing_that_is_logged_steers_the_terminal_it_is_read_on(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "text")
    structlog.get_logger().info("\x1b[2K\x1b[1A cleared", path="\x1b]0;title\x07")
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "\x07" not in said
    assert r"\x1b[2K" in said


def test_json_lines_are_single_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    structlog.get_logger().info(f"oops\n{FORGED}")
    logging.getLogger("some.library").error("it said\n%s", FORGED)
    lines = capsys.readouterr().err.splitlines()
    assert [FORGED in json.loads(line)["event"] for line in lines] == [True, True]


@given(st.text(), st.text())
def test_any_event_is_one_entry_without_control_characters(event: str, value: str) -> None:
    made = {"timestamp": "2026-11-30T01:02:03Z", "level": "info", "event": event, "value": value, "exception": value}
    said = TextRenderer()(None, "info", made)
    assert len(_entries(said)) <= 1
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", said)
    assert all(line.startswith("  | ") for line in said.split("\n")[1:])
