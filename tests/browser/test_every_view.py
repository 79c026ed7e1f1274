"""Every view, wide and narrow, light and dark: what axe finds, what scrolls sideways, what the browser complains of."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page

from tests.browser import looking
from tests.browser.stage import Stage, viewport
from tests.browser.views import all_views

# With it a page hears of another theme or size, and only then its colours begin to fade.
_NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def _shares() -> list[object]:
    """Two groups, so that two workers look: the one with the other tests of the stage gets fewer views."""
    return [
        pytest.param(name, marks=pytest.mark.xdist_group("screens" if number % 3 == 0 else "views"))
        for number, name in enumerate(all_views())
    ]


@pytest.mark.promise("screens.accessible")
@pytest.mark.parametrize("name", _shares())
def test_the_view_is_for_everybody_at_every_size(stage: Stage, name: str) -> None:
    view = all_views()[name]
    complaints: list[looking.Complaints] = []
    found: dict[str, object] = {}

    def look(page: Page, width: int) -> None:
        found[f"{width} light"] = looking.against_axe(page)
        page.emulate_media(color_scheme="dark")
        page.evaluate(_NEXT_PICTURE)
        # A theme changes colours and nothing else.
        found[f"{width} dark"] = looking.against_axe(page, only=["color-contrast"])
        page.emulate_media(color_scheme="light")

    def listen(page: Page) -> None:
        complaints.append(looking.Complaints(page))

    with view.open(stage, before=listen) as page:
        look(page, 1280)
        if not view.closes:
            page.set_viewport_size(viewport(360))
            page.evaluate(_NEXT_PICTURE)
            look(page, 360)
            found["sideways"] = looking.too_wide(page)
        complaints[0].end()
    if view.closes:
        with view.open(stage, width=360, before=listen) as page:
            look(page, 360)
            found["sideways"] = looking.too_wide(page)
            complaints[1].end()
    found["browser"] = [
        told for one in complaints for told in one.told if view.said is None or not re.search(view.said, told)
    ]
    wrong = {where: what for where, what in found.items() if what}
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)
