"""`make screens`: every view at 1280 and 360 px, light and dark, into build/screens; two of them into docs/pictures.

Beginnings of names choose views: `make screens ARGS="hub- run-"`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browser import stage as stages
from tests.browser import walk
from tests.browser.stage import Stage
from tests.browser.views import View, all_views

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "screens"
# What README and docs show, by view.
PICTURES = {"hub-key": "hub.png", "accounts-menu": "accounts.png"}
_SETTLED = "() => Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))"


def main(beginnings: list[str]) -> int:
    """Take them all from one hub with a few accounts and runs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    views = [
        view
        for name, view in all_views().items()
        if not beginnings or any(name.startswith(beginning) for beginning in beginnings)
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        walk.browser() as chrome,
        stages.raised(Path(folder), chrome) as stage,
    ):
        stages.sign_in(stage)
        stages.fill(stage)
        for view in views:
            for width in (1280, 360):
                _take(view, stage, width)
    sys.stdout.write(f"{4 * len(views)} pictures in build/screens\n")
    return 0


def _take(view: View, stage: Stage, width: int) -> None:
    with view.open(stage, width=width) as page:
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.evaluate(_SETTLED)
            # What lies over the page belongs to the window, not to the whole of the page.
            whole = page.locator("dialog[open], .menu, .drawer, .nav.open, .dropdown, .toast").count() == 0
            page.screenshot(path=FOLDER / f"{view.name}-{width}-{theme}.png", full_page=whole)
            if view.name in PICTURES and (width, theme) == (1280, "light"):
                page.screenshot(path=ROOT / "docs" / "pictures" / PICTURES[view.name], full_page=whole)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
