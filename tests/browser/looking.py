"""What is looked for on a page: rules of axe-core, sideways scrolling, and what the browser complains of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

AXE = Path(__file__).resolve().parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
# Contrast is measured on pixels as they are now: fades must have ended.
_SETTLED = "() => Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))"
_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_RUN = """async (runOnly) => (await axe.run(document, {
  resultTypes: ['violations'],
  runOnly,
  iframes: false,
})).violations.map(one => ({rule: one.id, help: one.help, nodes: one.nodes.map(node => ({
  html: node.html.slice(0, 240), why: node.failureSummary,
}))}))"""
_TOO_WIDE = """() => {
  const page = document.scrollingElement
  if (page.scrollWidth <= page.clientWidth) return []
  const wide = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > page.clientWidth + 0.5)
  return [`${page.scrollWidth} of ${page.clientWidth}`, ...wide.slice(0, 5).map(one => one.outerHTML.slice(0, 120))]
}"""


def against_axe(page: Page, only: list[str] | None = None) -> list[Any]:
    """Violations on the page and in the frames of our own within it; of all rules for A, AA and best practice, or only of some.

    The rules run by the debugger's protocol, which no content security policy of the page concerns.
    """
    page.evaluate(_SETTLED)
    rules = _RULES if only is None else {"type": "rule", "values": only}
    return [found for frame in page.frames if frame.url.startswith("http") for found in _in_frame(frame, rules)]


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return list(page.evaluate(_TOO_WIDE))


def _in_frame(frame: Frame, rules: dict[str, Any]) -> list[Any]:
    if not frame.evaluate("() => 'axe' in window"):
        frame.evaluate(AXE.read_text(encoding="utf-8"))
    return list(frame.evaluate(_RUN, rules))


class Complaints:
    """Collects what the browser writes to the console of a page, and every breach of its content security policy."""

    def __init__(self, page: Page) -> None:
        self.told: list[str] = []
        self._page = page
        page.on("console", self._console)
        page.on("pageerror", self._error)

    def end(self) -> None:
        """Listen no more: the page goes elsewhere."""
        self._page.remove_listener("console", self._console)
        self._page.remove_listener("pageerror", self._error)

    def _error(self, error: Any) -> None:
        self.told.append(f"pageerror: {error}")

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.told.append(f"{message.type}: {message.text}")
