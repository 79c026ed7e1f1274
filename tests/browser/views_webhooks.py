"""The console's webhooks: endpoints, deliveries, and what can be done to them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.stage import HOOKS, Stage
from tests.browser.views import view
from tests.browser.views_console import go, in_empty_project
from tests.browser.views_hub import ANSWERED


def webhooks(page: Page, stage: Stage, path: str = "/planner") -> None:
    """One endpoint and its deliveries, loaded."""
    go(page, stage, f"webhooks/{stage.endpoints[path]}", "Webhooks")
    expect(page.get_by_role("heading", name=HOOKS + path)).to_be_visible()


def menu(page: Page, item: str) -> None:
    """Choose from the menu of the chosen endpoint."""
    page.get_by_role("button", name="Actions for https").click()
    page.get_by_role("menuitem", name=item).click()


@view("webhooks")
def _webhooks(page: Page, stage: Stage) -> None:
    webhooks(page, stage)
    expect(page.get_by_role("row").filter(has_text="account.created").first).to_be_visible()


@view("webhooks-failing")
def _failing(page: Page, stage: Stage) -> None:
    webhooks(page, stage, "/fails")
    expect(page.get_by_role("row").filter(has_text="Retrying").first).to_be_visible()


@view("webhooks-gone")
def _gone(page: Page, stage: Stage) -> None:
    webhooks(page, stage, "/gone")
    expect(page.get_by_text("This endpoint is switched off.")).to_be_visible()


@view("webhooks-empty", alone=True)
def _empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "webhooks", "Webhooks")
    expect(page.get_by_text("No webhook endpoints yet")).to_be_visible()


@view("webhooks-nothing-matches")
def _nothing(page: Page, stage: Stage) -> None:
    go(page, stage, f"webhooks/{stage.endpoints['/planner']}?event=linear.cycle.deleted", "Webhooks")
    expect(page.get_by_text("Nothing matches")).to_be_visible()


@view("webhooks-failed", said=ANSWERED)
def _failed(page: Page, stage: Stage) -> None:
    page.route(
        "**/webhook_endpoints", lambda route: route.fulfill(status=500, json={"statusCode": 500, "message": "Broken."})
    )
    page.goto(f"{stage.hub.url}/console/webhooks")
    expect(page.get_by_text("Could not load webhook endpoints")).to_be_visible()


@view("webhooks-loading")
def _loading(page: Page, stage: Stage) -> None:
    page.route("**/webhook_endpoints", lambda route: None)
    page.goto(f"{stage.hub.url}/console/webhooks")
    expect(page.get_by_text("Loading webhook endpoints")).to_be_attached()


@view("webhooks-filter", closes=True)
def _filter(page: Page, stage: Stage) -> None:
    _webhooks(page, stage)
    page.get_by_role("button", name="Status", exact=True).click()


@view("webhooks-menu", closes=True)
def _menu(page: Page, stage: Stage) -> None:
    _webhooks(page, stage)
    page.get_by_role("button", name="Actions for https").click()


@view("webhook-delivery")
def _delivery(page: Page, stage: Stage) -> None:
    _webhooks(page, stage)
    page.get_by_role("link", name="account.created").first.click()
    expect(page.get_by_role("complementary", name="Delivery").get_by_text("Attempts")).to_be_visible()


@view("webhook-delivery-failing")
def _delivery_failing(page: Page, stage: Stage) -> None:
    _failing(page, stage)
    page.get_by_role("row").filter(has_text="Retrying").get_by_role("link").first.click()
    expect(page.get_by_role("complementary", name="Delivery").get_by_text("Answered 503").first).to_be_visible()


@view("webhook-add")
def _add(page: Page, stage: Stage) -> None:
    webhooks(page, stage)
    page.get_by_role("button", name="Add endpoint").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Some events").click()
    dialog.get_by_label("account.*").check()
    expect(dialog.get_by_label("account.created")).to_be_checked()


@view("webhook-add-lacking")
def _add_lacking(page: Page, stage: Stage) -> None:
    webhooks(page, stage)
    page.get_by_role("button", name="Add endpoint").click()
    page.get_by_role("dialog").get_by_role("button", name="Add endpoint").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


@view("webhook-add-refused", said=ANSWERED)
def _add_refused(page: Page, stage: Stage) -> None:
    webhooks(page, stage)
    page.get_by_role("button", name="Add endpoint").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Address").fill("http://app.example.com/hooks")
    dialog.get_by_role("button", name="Add endpoint").click()
    expect(dialog.get_by_text("https addresses only")).to_be_visible()


@view("webhook-secret", said=ANSWERED)
def _secret(page: Page, stage: Stage) -> None:
    made = stage.hub.call("GET", f"/webhook_endpoints/{stage.endpoints['/planner']}").json()
    # Made up, so that no picture holds a secret and no endpoint comes of it.
    answer = {**made, "secret": "whsec_" + "A" * 43 + "="}
    page.route("**/rotate", lambda route: route.fulfill(status=200, json=answer))
    _rotate(page, stage)
    page.get_by_role("button", name="Make a new secret").click()
    expect(page.get_by_role("textbox", name="The signing secret")).to_be_visible()


@view("webhook-rotate")
def _rotate(page: Page, stage: Stage) -> None:
    webhooks(page, stage)
    menu(page, "Rotate")
    expect(page.get_by_role("dialog")).to_be_visible()


@view("webhook-delete")
def _delete(page: Page, stage: Stage) -> None:
    webhooks(page, stage)
    menu(page, "Delete")
    expect(page.get_by_role("alertdialog")).to_be_visible()


@view("webhook-range")
def _range(page: Page, stage: Stage) -> None:
    webhooks(page, stage)
    page.get_by_role("button", name="Redeliver a range").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Which").select_option("all")
    expect(dialog.get_by_text("will be sent again")).to_be_visible()


def provider_events(page: Page, stage: Stage, owner: str) -> None:
    """The provider events of an account."""
    go(page, stage, f"accounts/{stage.accounts[owner]}", "Accounts")
    page.get_by_role("complementary").get_by_role("button", name="Provider events").click()
    expect(page.get_by_role("dialog")).to_be_visible()


@view("provider-events-off", said=ANSWERED)
def _provider_events_off(page: Page, stage: Stage) -> None:
    provider_events(page, stage, "Acme")
    expect(page.get_by_role("button", name="Switch on")).to_be_visible()


@view("provider-events-by-hand", said=ANSWERED)
def _provider_events_by_hand(page: Page, stage: Stage) -> None:
    stage.hub.call("PUT", f"/accounts/{stage.accounts['Example Bakery']}/provider_events", {})
    provider_events(page, stage, "Example Bakery")
    expect(page.get_by_label("Signing secret of the provider")).to_be_visible()


@view("provider-events-on", said=ANSWERED)
def _provider_events_on(page: Page, stage: Stage) -> None:
    stage.hub.call("PUT", f"/accounts/{stage.accounts['Example Clinic']}/provider_events", {})
    provider_events(page, stage, "Example Clinic")
    expect(page.get_by_role("button", name="Switch off")).to_be_visible()
