"""Pages that the server renders, and what stands before signing in."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.stage import Stage
from tests.browser.views import view
from tests.browser.views_hub import ANSWERED, heading

GUIDE = "/connectors/linear/guides/link-account/api-key"


@view("guide", "anyone")
def _guide(page: Page, stage: Stage) -> None:
    page.goto(stage.hub.url + GUIDE)


@view("sign-in", "anyone", said=ANSWERED)
def _sign_in(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/console/accounts")
    heading(page, "Sign in")


@view("sign-in-wrong", "anyone", said=ANSWERED)
def _sign_in_wrong(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/console/sign-in")
    page.get_by_label("E-mail").fill(walk.EMAIL)
    page.get_by_label("Password", exact=True).fill("not the pass phrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()


@view("claim", "anyone")
def _claim(page: Page, stage: Stage) -> None:
    page.goto(_member_link(stage))
    heading(page, "Set your password")


@view("claim-short-password", "anyone")
def _claim_short(page: Page, stage: Stage) -> None:
    page.goto(_member_link(stage))
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Password", exact=True).fill("short")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


@view("claim-again", "anyone")
def _claim_again(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/console/claim")
    heading(page, "Open your link again")


@view("claim-ended", "anyone", said=ANSWERED)
def _claim_ended(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/console/claim/gone")
    heading(page, "This link no longer works")


def _member_link(stage: Stage) -> str:
    # The command tells the address that the settings name; this hub took a free port.
    token = stage.hub.cli("members", "link")["url"].rsplit("/", 1)[1]
    return f"{stage.hub.url}/console/claim/{token}"
