"""Members as people meet them: invited, with a second step, removed; all against a real hub."""

from __future__ import annotations

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.stage import Stage
from tests.browser.views_console import go

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
EMAIL, PASSWORD = "dee@example.com", "four quite unrelated words"


def _invited(stage: Stage) -> str:
    """The link that an owner makes."""
    page = stage.page(member=True)
    go(page, stage, "members", "Members")
    page.get_by_role("button", name="Invite").click()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Role", exact=True).select_option("developer")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("The link", exact=True).input_value()
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_role("row").filter(has_text=EMAIL)).to_contain_text("Developer")
    page.close()
    # The settings of this hub name no address; it took a free port.
    return f"{stage.hub.url}/console/claim/{link.rsplit('/', 1)[1]}"


def _password(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/console/sign-in")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Dee").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()


@pytest.mark.promise("members.proof")
def test_a_deed_that_needs_a_fresh_sign_in_goes_on_by_itself_after_it(stage: Stage) -> None:
    page = stage.page(member=False, locale="en-GB")
    page.goto(f"{stage.hub.url}/console/sign-in")
    page.get_by_label("E-mail").fill(walk.EMAIL)
    page.get_by_label("Password", exact=True).fill(walk.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Accounts")).to_be_visible()
    go(page, stage, "you", "Your account")
    refused = {"statusCode": 403, "code": "sign_in_again", "message": "This needs a fresh sign-in."}
    # As if ten minutes were over, once.
    page.route("**/me/two_step/begin", lambda route: route.fulfill(status=403, json=refused), times=1)
    page.get_by_role("button", name="Set up…").click()
    asking = page.get_by_role("dialog", name="Show that it is you")
    expect(asking.get_by_label("E-mail")).to_have_value(walk.EMAIL)
    page.keyboard.press("Escape")
    expect(asking).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("fresh sign-in")
    page.route("**/me/two_step/begin", lambda route: route.fulfill(status=403, json=refused), times=1)
    page.get_by_role("button", name="Set up…").click()
    asking.get_by_label("Password", exact=True).fill(walk.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    expect(asking).to_have_count(0)
    page.context.close()


@pytest.mark.promise("members.invitations")
@pytest.mark.promise("members.two-step")
@pytest.mark.promise("members.removed")
def test_a_developer_is_invited_signs_in_with_two_steps_and_is_removed(stage: Stage) -> None:
    link = _invited(stage)
    page = stage.page(member=False, locale="en-GB")
    page.goto(link)
    expect(page.get_by_text("as Developer")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value(EMAIL)
    page.get_by_label("Name", exact=True).fill("Dee Doe")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Accounts")).to_be_visible()

    # What a developer may not do is not there.
    go(page, stage, "keys", "API keys")
    expect(page.get_by_role("button", name="Create key")).to_have_count(0)
    expect(page.get_by_role("link", name="Sign-in", exact=True)).to_have_count(0)

    go(page, stage, "you", "Your account")
    page.get_by_role("button", name="Set up…").click()
    secret = page.get_by_role("dialog").locator("code").inner_text().replace(" ", "")
    page.get_by_label("The code that the app shows").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Switch on").click()
    listed = page.get_by_label("Recovery codes").get_by_role("listitem")
    expect(listed).to_have_count(10)
    codes = listed.all_inner_texts()
    page.get_by_role("button", name="I have stored them").click()
    expect(page.get_by_text("10 recovery codes left")).to_be_visible()

    _sign_out(page)
    _password(page, stage)
    page.get_by_label("Code", exact=True).fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not fit")
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Accounts")).to_be_visible()
    go(page, stage, "you", "Your account")
    expect(page.get_by_text("9 recovery codes left")).to_be_visible()

    owner = stage.page(member=True)
    go(owner, stage, "members", "Members")
    owner.get_by_role("button", name="Actions for Dee Doe").click()
    owner.get_by_role("menuitem", name="Remove").click()
    owner.get_by_role("button", name="Remove", exact=True).click()
    expect(owner.get_by_role("row").filter(has_text=EMAIL)).to_have_count(0)
    owner.close()
    page.goto(f"{stage.hub.url}/console/accounts")
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    page.context.close()
