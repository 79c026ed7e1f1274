"""A person at the browser: Chromium, the console's owner, and the steps that several tests take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect, sync_playwright

from tests.check_machine import chromium
from tests.hub import RunningHub

# A busy machine is slow, not wrong.
expect.set_options(timeout=20_000)
PASSWORD = "a long enough pass phrase"
EMAIL = "ann@example.com"
_ARGUMENTS = [
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--no-first-run", "--disable-quic"),
    # One process draws all pages of a site and context, one after the other: starting it costs more than most pages.
    "--process-per-site",
]


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS)
        try:
            yield opened
        finally:
            opened.close()


def claim(page: Page, hub: RunningHub) -> None:
    """Use the one-time link that the first start printed."""
    page.goto(hub.claim_url)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Name", exact=True).fill("Ann Lee")
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/accounts*")
    expect(page.get_by_role("heading", name="Accounts")).to_be_visible()


def claimed(chrome: Browser, hub: RunningHub) -> BrowserContext:
    """A browser in which the owner has done so."""
    context = chrome.new_context(locale="en-GB")
    claim(context.new_page(), hub)
    return context


def begin_linking(page: Page, hub: RunningHub, owner: str, way: str) -> None:
    """Open the dialog for a test account of an owner, and choose the way."""
    page.goto(f"{hub.url}/console/accounts")
    page.get_by_role("button", name="Link account").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Owner id").fill(f"id-{owner}")
    dialog.get_by_label("Owner name").fill(owner)
    dialog.get_by_text("Test", exact=True).first.click()
    dialog.get_by_text(way, exact=True).click()


def link_with_test_key(place: Page | Frame) -> None:
    """In a Hub for a test account: use the test key, connect, and read the confirmation."""
    place.get_by_role("button", name="Use the test key").click()
    place.get_by_role("button", name=re.compile("^(Connect|Try again)$")).click()
    expect(place.get_by_role("heading", name="Linear is connected")).to_be_visible()


def hub_frame(page: Page) -> Frame:
    """The Hub inside the page, once it is there."""
    page.wait_for_selector("iframe")
    for _ in range(400):
        found = next((frame for frame in page.frames if frame.url.endswith("/embed")), None)
        if found:
            return found
        page.wait_for_timeout(50)
    raise AssertionError("no frame shows the Hub")
