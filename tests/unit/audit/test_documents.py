"""The page on the record knows every event that there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from linkwright.audit.vocabulary import EVENTS

_PAGE = Path(__file__).resolve().parents[3] / "docs" / "audit.md"


def test_the_page_lists_every_event_with_what_it_says() -> None:
    table = _PAGE.read_text(encoding="utf-8").partition("## Events")[2]
    assert dict(re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", table, re.MULTILINE)) == EVENTS


def test_every_event_that_code_names_is_in_the_vocabulary() -> None:
    source = _PAGE.parents[1] / "src" / "linkwright"
    named = set()
    for path in (source / "audit").rglob("*.py"):
        named |= set(re.findall(r'"((?:action|proxy|access|audit)\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    assert named - set(EVENTS) == set()
    assert {event for event in EVENTS if event.startswith(("action.", "proxy.", "access.", "audit."))} <= named
