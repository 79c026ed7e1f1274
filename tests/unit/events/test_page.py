"""docs/webhooks.md tells the truth: every event with all its fields, and an example that verifies."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from linkwright.events.catalogue import EVENTS
from linkwright.events.signing import new_secret, signed_headers

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")


def _told() -> dict[str, tuple[str, dict[str, str]]]:
    """Every event of the page: what it says of it, and its table of fields."""
    found = {}
    for part in PAGE.split("\n## Events\n")[1].split("\n### ")[1:]:
        name, about = re.match(r"`([^`]+)`\n\n(.+)\n", part).groups()  # type: ignore[union-attr]
        found[name] = (about, dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", part, re.MULTILINE)))
    return found


@pytest.mark.promise("webhooks.documented")
def test_the_page_describes_every_event_with_all_its_fields_and_no_other() -> None:
    assert _told() == {name: (kind.about, kind.fields) for name, kind in EVENTS.items()}


@pytest.mark.promise("webhooks.documented")
def test_the_example_accepts_a_real_delivery_and_refuses_an_altered_or_an_old_one() -> None:
    [code] = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)
    made: dict[str, Any] = {}
    exec(code, made)
    new, old = new_secret(), new_secret()
    headers = signed_headers([new, old], "evt_1", AT, b"{}")
    with time_machine.travel(AT, tick=False):
        assert made["verify"](new.reveal(), headers, b"{}")
        assert made["verify"](old.reveal(), headers, b"{}")
        assert not made["verify"](new.reveal(), headers, b"{ }")
        assert not made["verify"](new_secret().reveal(), headers, b"{}")
    with time_machine.travel(AT.replace(hour=13), tick=False):
        assert not made["verify"](new.reveal(), headers, b"{}")
