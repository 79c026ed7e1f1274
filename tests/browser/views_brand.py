"""What a project's brand looks like: in the console where it is chosen, and at the project's own address."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.views import view
from tests.browser.views_console import go
from tests.browser.views_hub import ANSWERED, heading, key_field


def settings(page: Page, stage: Stage) -> None:
    """The settings of the branded project."""
    page.add_init_script(f"localStorage.setItem('linkwright.project', '{stage.branded.id}')")
    go(page, stage, "settings", "Settings")
    expect(page.get_by_label("App name")).to_have_value("Fernhill Planner")


@view("settings-brand", alone=True)
def _settings(page: Page, stage: Stage) -> None:
    settings(page, stage)
    expect(page.locator(".brandview img").first).to_be_visible()


@view("settings-brand-colour", alone=True)
def _colour(page: Page, stage: Stage) -> None:
    settings(page, stage)
    page.get_by_label("Brand colour", exact=False).first.fill("#777777")
    expect(page.get_by_text("Buttons are #767676 instead")).to_be_visible()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()


@view("settings-logo-refused", alone=True, said=ANSWERED)
def _logo(page: Page, stage: Stage) -> None:
    settings(page, stage)
    page.get_by_role("button", name="Logo: take it from an address").click()
    page.get_by_label("Address of the picture").fill("http://169.254.169.254/latest/meta-data")
    page.get_by_role("button", name="Fetch it").click()
    expect(page.get_by_text("its address is link-local").first).to_be_visible()


@view("settings-address-refused", alone=True, said=ANSWERED)
def _address(page: Page, stage: Stage) -> None:
    settings(page, stage)
    page.get_by_label("The project’s own address").fill("http://link.example.com/hub")
    page.get_by_role("button", name="Save address").click()
    expect(page.get_by_text("This cannot be the project's own address").first).to_be_visible()


@view("brand-key", "anyone")
def _key(page: Page, stage: Stage) -> None:
    page.goto(stage.branded.link())
    key_field(page)
    expect(page.locator(".hub .top .tile img")).to_be_visible()


@view("brand-dead-link", "anyone", said=ANSWERED)
def _dead(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.branded.url}/link/lwl_nothing")
    heading(page, "This link no longer works")


@view("brand-guide", "anyone")
def _guide(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.branded.url}/connectors/linear/guides/link-account/api-key")
    heading(page, "Link Linear with an API key")
    expect(page.get_by_text("Fernhill Planner").first).to_be_visible()


@view("brand-nothing-here", "anyone", said=ANSWERED)
def _root(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.branded.url}/")
    heading(page, "Nothing to see here")
