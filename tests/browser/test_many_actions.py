"""Hundreds of actions: folded, found, chosen and saved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.views import all_views
from tests.browser.views_console import go

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("screens"), pytest.mark.timeout(120)]


def test_hundreds_of_actions_stand_in_folded_groups(stage: Stage) -> None:
    total = stage.hub.call("GET", "/connectors/meta/linear").json()["linkwright"]["actions"]
    assert total > 300
    with all_views()["connector"].open(stage) as page:
        expect(page.get_by_text(f"{total} actions")).to_be_visible()
        assert page.locator(".ar").count() == 0
        sizes = [int(text) for text in page.locator(".ag .small").all_inner_texts()]
        assert sum(sizes) == total
        page.get_by_role("button", name=re.compile("^Issues")).click()
        assert 0 < page.locator(".ar").count() < 60


def test_an_action_is_found_by_words_in_any_order_and_by_what_it_does(stage: Stage) -> None:
    with all_views()["connector"].open(stage) as page:
        page.get_by_label("Search actions").fill("ISSUE create")
        expect(page.get_by_text("linear_create_issue", exact=True)).to_be_visible()
        page.get_by_role("radio", name="Read").click()
        expect(page.get_by_text("linear_create_issue", exact=True)).to_have_count(0)
        page.get_by_label("Search actions").fill("typewriter")
        expect(page.get_by_text("No action has all of these words")).to_be_visible()


def test_a_profile_is_narrowed_to_what_was_ticked(stage: Stage) -> None:
    project = stage.empty_project
    page = stage.page(member=True, locale="en-GB")
    page.add_init_script(f"localStorage.setItem('linkwright.project', '{project}')")
    go(page, stage, "connectors/linear", "Linear")
    page.get_by_role("region", name="Profiles").get_by_role("link").click()
    page.get_by_role("radiogroup", name="Which actions").get_by_role("radio", name="Read").click()
    page.get_by_label("Search actions").fill("archive")
    page.get_by_role("checkbox", name="linear_archive_issue", exact=True).check()
    expect(page.get_by_role("radio", name="Own choice")).to_be_checked()
    page.get_by_role("button", name="Save actions").click()
    expect(page.get_by_text("Actions saved")).to_be_visible()
    expect(page.get_by_role("button", name="Save actions")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("radio", name="Own choice")).to_be_checked()
    page.get_by_label("Search actions").fill("archive")
    expect(page.get_by_role("checkbox", name="linear_archive_issue", exact=True)).to_be_checked()
    page.context.close()


def test_runs_of_an_action_are_found_by_a_few_of_its_letters(stage: Stage) -> None:
    with all_views()["runs"].open(stage) as page:
        box = page.get_by_label("Filter by action")
        box.press_sequentially("create iss")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("action=linear_create_issue$"))
        expect(page.locator("tbody tr").first).to_contain_text("linear_create_issue")
        expect(page.get_by_text("linear_list_issues")).to_have_count(0)
