"""What a member says of answers: screening, budgets, and calls beside the actions."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.views import view
from tests.browser.views_console import go


@view("settings-answers")
def _settings_answers(page: Page, stage: Stage) -> None:
    go(page, stage, "settings", "Settings")
    mode = page.get_by_label("Text that is meant for a model")
    expect(mode).to_have_value("annotate")
    mode.select_option("Block")
    page.get_by_label("Most tokens of an answer to an agent").fill("12")
    expect(page.get_by_text("Type a whole number from 50 to 1,000,000")).to_be_visible()
    page.get_by_role("button", name="Save answers").scroll_into_view_if_needed()


@view("profile-proxy")
def _profile_proxy(page: Page, stage: Stage) -> None:
    profile = stage.hub.call("GET", "/auth_configs").json()["data"][0]["id"]
    told = stage.hub.call("GET", f"/connector_profiles/{profile}").json()
    page.route("**/connector_profiles/*", lambda route: route.fulfill(json={**told, "proxy": True, "proxy_on": True}))
    go(page, stage, f"connectors/linear/{profile}", "Linear")
    proxy = page.get_by_label("Calls beside the actions")
    expect(proxy).to_have_value("on")
    proxy.scroll_into_view_if_needed()
