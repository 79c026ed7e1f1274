"""The request tester and live runs, used as a member uses them, against a real hub."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.views_console import go
from tests.browser.views_runs import on_the_bench

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("screens"), pytest.mark.timeout(240)]


def _issues(stage: Stage, title: str) -> int:
    found = stage.hub.rpc(stage.accounts["Acme"], "linear_list_issues", query={"text_contains": title}).json()["data"]
    return len([one for one in found if one["title"] == title])


def _new(stage: Stage) -> Page:
    return stage.page(member=True)


@pytest.mark.promise("console.tester")
def test_a_read_runs_by_keyboard_alone_and_leads_to_its_run(stage: Stage) -> None:
    page = _new(stage)
    go(page, stage, f"tester?account={stage.accounts['Acme']}", "Request tester")
    page.get_by_label("Action", exact=True).focus()
    page.keyboard.type("list teams")
    expect(page.get_by_role("option", name=re.compile("linear_list_teams"))).to_be_visible()
    while page.get_by_role("option", selected=True).get_by_text("linear_list_teams").count() == 0:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="key")).to_be_visible()
    page.get_by_role("textbox", name="key").focus()
    page.keyboard.type("ENG")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("tokens of result")).to_be_visible()
    expect(page.get_by_role("treeitem").filter(has_text='"ENG"').first).to_be_visible()
    page.get_by_role("link", name="Open its run").click()
    expect(page.get_by_role("heading", level=1, name="linear_list_teams")).to_be_visible()
    expect(page.get_by_text("Console, ").first).to_be_visible()
    page.close()


@pytest.mark.promise("console.tester")
def test_a_write_is_sent_only_after_it_was_shown_and_confirmed(stage: Stage) -> None:
    title = "Written in the tester"
    page = _new(stage)
    on_the_bench(page, stage, "linear_create_issue")
    page.get_by_role("textbox", name="teamId").fill("ENG")
    page.get_by_role("textbox", name="title").fill(title)
    page.get_by_role("button", name="Review").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(title).first).to_be_visible()
    dialog.get_by_role("button", name="Back to the form").click()
    assert _issues(stage, title) == 0
    page.get_by_role("button", name="Review").click()
    dialog.get_by_role("button", name="Apply plan").click()
    expect(page.get_by_text("tokens of result")).to_be_visible()
    assert _issues(stage, title) == 1
    page.close()


def test_what_the_api_refuses_stands_at_its_field_and_goes_when_it_is_changed(stage: Stage) -> None:
    page = _new(stage)
    on_the_bench(page, stage, "linear_list_issues")
    page.get_by_role("button", name="more fields").click()
    field = page.get_by_role("textbox", name="page_size")
    field.fill("many")
    page.locator(".cardft").get_by_role("button", name="Run").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    field.fill("2")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    page.locator(".cardft").get_by_role("button", name="Run").click()
    expect(page.get_by_text("tokens of result")).to_be_visible()
    page.close()


def test_form_and_json_show_the_same(stage: Stage) -> None:
    page = _new(stage)
    on_the_bench(page, stage, "linear_list_issues")
    page.get_by_role("textbox", name="team", exact=True).fill("ENG")
    page.get_by_role("radio", name="JSON").click()
    written = page.get_by_label("Inputs as JSON")
    expect(written).to_have_value(re.compile('"team": "ENG"'))
    written.fill('{"query": {"team": "DES", "unassigned": true}}')
    page.get_by_role("radio", name="Form").click()
    expect(page.get_by_role("textbox", name="team", exact=True)).to_have_value("DES")
    expect(page.get_by_label("unassigned")).to_have_value("true")
    page.close()


def test_a_run_opens_in_the_tester_with_what_it_was_called_with(stage: Stage) -> None:
    page = _new(stage)
    go(page, stage, f"runs/{stage.runs['read']}", "linear_list_issues")
    page.get_by_role("button", name="Open in tester").click()
    expect(page.get_by_role("textbox", name="page_size")).to_have_value("5")
    page.close()


def test_live_tail_brings_new_runs_that_fit_the_filters_and_no_others(stage: Stage) -> None:
    page = _new(stage)
    acme = stage.accounts["Acme"]
    go(page, stage, f"runs?{urlencode({'account': acme, 'action': 'linear_get_viewer'})}", "Runs")
    before = page.locator("tr[data-row]").count()
    page.get_by_role("switch", name="Live tail").click()
    stage.hub.rpc(acme, "linear_list_teams")
    stage.hub.rpc(acme, "linear_get_viewer")
    expect(page.locator("tr[data-row]")).to_have_count(before + 1, timeout=10_000)
    expect(page.get_by_text("1 new since live tail began")).to_be_visible()
    page.close()
