"""The contrast guard: what a customer's colour becomes can be read, and the server and the browser agree on it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.projects.colors import ENOUGH, MODES, Mode, contrast, findings, guarded

# What the browser's guard makes of the same colours is held to this table by ui/tests/contrast.test.ts.
TABLE = json.loads((Path(__file__).parents[2] / "contrast.json").read_text(encoding="utf-8"))
SURFACES = {"light": "#ffffff", "dark": "#1a1a18"}
ANY_COLOR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize("mode", MODES)
@given(color=ANY_COLOR)
def test_whatever_the_colour_text_reaches_what_wcag_aa_asks(mode: Mode, color: str) -> None:
    found = guarded(color, mode)
    assert contrast(found.on_fill, found.fill) >= ENOUGH
    assert contrast(found.on_fill, found.fill_hover) >= ENOUGH
    assert contrast(found.on_accent, found.accent) >= ENOUGH
    for ground in (SURFACES[mode], found.accent_soft):
        assert contrast(found.accent, ground) >= ENOUGH


@pytest.mark.parametrize("color", list(TABLE))
def test_the_server_and_the_browser_make_the_same_of_a_colour(color: str) -> None:
    assert {mode: asdict(guarded(color, mode)) for mode in MODES} == TABLE[color]


def test_what_the_guard_did_is_said_with_its_figures() -> None:
    (button, links) = findings("#f26b21")
    assert button == "White on #f26b21 reaches 3.04 : 1, and 4.5 is needed. The button text is dark instead."
    assert links.endswith("so they are #b64902 in the light theme.")
    assert "so buttons are #767676 instead" in findings("#777777")[0]
    assert "close to the red of failures" in findings("#b0241c")[-1]


def test_only_the_themes_that_a_colour_is_for_are_spoken_of() -> None:
    assert findings("#0b5c8f", ["light"]) == []
    assert "dark theme" in findings("#0b5c8f", ["dark"])[0]
