"""Sentences that must not go stale, and places where a person has to be led."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.views import all_views
from tests.browser.views_console import accounts, row_menu
from tests.browser.views_hub import heading, key_field, submit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("screens"), pytest.mark.timeout(120)]


def test_the_end_of_a_link_is_told_in_the_readers_own_zone(stage: Stage) -> None:
    page = stage.page(timezone_id="Asia/Tokyo", locale="en-GB")
    page.goto(stage.link())
    key_field(page)
    time = page.locator(".asks time")
    end = datetime.fromisoformat(time.get_attribute("datetime") or "").astimezone(ZoneInfo("Asia/Tokyo"))
    expect(time).to_have_text(f"{end.day} {end:%b}, {end:%H:%M}")
    page.context.close()


def test_nothing_asks_to_connect_what_is_connected(stage: Stage) -> None:
    page = stage.page()
    page.goto(stage.link())
    expect(page.get_by_text("This link works once")).to_be_visible()
    submit(page, stage.keys["full"])
    heading(page, "Linear is connected")
    expect(page.get_by_text("This link works once")).to_be_hidden()
    page.close()


def test_support_reads_what_the_provider_said_and_not_our_advice_again(stage: Stage) -> None:
    page = stage.page()
    all_views()["hub-refused-details"].reach(page, stage)
    expect(page.locator(".details dd").last).to_have_text(
        "Linear did not accept the credential. Linear says: You need to authenticate to access this operation."
    )
    page.close()


def test_a_refused_form_leads_to_its_first_wrong_field(stage: Stage) -> None:
    page = stage.page(member=True, width=360)
    all_views()["link-lacking"].reach(page, stage)
    expect(page.get_by_label("Owner id")).to_be_focused()
    page.close()


def test_an_ended_sign_in_is_said_once_and_not_as_a_missing_api_key(stage: Stage) -> None:
    with all_views()["signed-out"].open(stage) as page:
        expect(page.get_by_text("Your sign-in has ended")).to_be_visible()
        expect(page.get_by_text("API key that is known")).to_have_count(0)


def test_the_pointer_takes_the_mark_of_a_menu_along(stage: Stage) -> None:
    page = stage.page(member=True)
    accounts(page, stage)
    menu = row_menu(page, "Acme")
    expect(menu.get_by_role("menuitem", name="Edit")).to_be_focused()
    menu.get_by_role("menuitem", name="Show runs").hover()
    expect(menu.get_by_role("menuitem", name="Show runs")).to_be_focused()
    page.close()
