"""Linking, and looking after accounts, with the keyboard alone: where the focus goes, and that it can be seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.views import all_views
from tests.browser.views_console import accounts

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("screens"), pytest.mark.timeout(120)]

# What has the focus: its name for people, and whether it can be seen: a ring on it or on the field around it, and not covered.
_FOCUS = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  const ringed = place => {
    const style = getComputedStyle(place)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || /inset/.test(style.boxShadow)
  }
  const label = one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText || one.name
  const box = one.getBoundingClientRect()
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20))
  const around = one.closest('.input, .way, .checkline, label')
  const uncovered = Boolean(at) && (one.contains(at) || at.contains(one) || Boolean(around?.contains(at)))
  return {
    name: (label || '').trim().split('\\n')[0],
    tag: one.tagName.toLowerCase(),
    ring: ringed(one) || [...(around?.querySelectorAll('*') ?? []), around].filter(Boolean).some(ringed),
    uncovered,
  }
}"""


def focus(page: Page) -> dict[str, Any]:
    """What has the focus."""
    found = page.evaluate(_FOCUS)
    assert found, "nothing has the focus"
    return dict(found)


def tab_to(page: Page, name: str, *, key: str = "Tab", most: int = 40) -> None:
    """Press Tab until a thing of that name has the focus; every stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press(key)
        here = focus(page)
        assert here["ring"], here
        assert here["uncovered"], here
        if re.search(name, here["name"]):
            return
    raise AssertionError(f"Tab never came to {name}")


def key_has_focus(page: Page) -> None:
    """The key's field has the focus."""
    expect(page.get_by_label("API key", exact=True)).to_be_focused()


@pytest.mark.promise("screens.keyboard")
@pytest.mark.parametrize("width", [1280, 360])
def test_an_account_is_linked_by_keyboard_alone(stage: Stage, width: int) -> None:
    page = stage.page(width=width)
    page.goto(stage.link())
    key_has_focus(page)
    page.keyboard.press("Enter")
    key_has_focus(page)
    expect(page.get_by_label("API key", exact=True)).to_have_attribute("aria-invalid", "true")
    page.keyboard.insert_text(stage.keys["suspended"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("did not accept this key")
    key_has_focus(page)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(stage.keys["full"])
    tab_to(page, "^Show for 30 seconds")
    tab_to(page, "^(Connect|Try again)$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Linear is connected")).to_be_focused()
    page.close()


def test_a_failure_that_takes_the_page_has_the_focus_and_gives_it_back(stage: Stage) -> None:
    page = stage.page()
    page.goto(stage.link())
    key_has_focus(page)
    page.keyboard.insert_text(stage.keys["down"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Linear is not answering")).to_be_focused()
    tab_to(page, "Back to the form")
    page.keyboard.press("Enter")
    key_has_focus(page)
    assert page.get_by_label("API key", exact=True).input_value() == stage.keys["down"]
    page.close()


def test_a_stored_key_is_replaced_or_kept_and_an_account_is_not_disconnected_by_chance(stage: Stage) -> None:
    with all_views()["hub-edit"].open(stage) as page:
        tab_to(page, "^Replace$")
        page.keyboard.press("Enter")
        key_has_focus(page)
        tab_to(page, "^Keep the old one")
        page.keyboard.press("Enter")
        assert focus(page)["name"] == "Replace"
        tab_to(page, "^Disconnect…")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alertdialog")).to_be_visible()
        assert focus(page)["name"] == "Keep it"
        page.keyboard.press("Escape")
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        assert focus(page)["name"] == "Disconnect…"


def test_tools_are_found_and_chosen_with_arrows(stage: Stage) -> None:
    with all_views()["hub-list"].open(stage) as page:
        expect(page.get_by_label("Search tools")).to_be_focused()
        page.keyboard.press("ArrowDown")
        first = focus(page)
        assert first["tag"] == "button"
        page.keyboard.press("ArrowDown")
        assert focus(page)["name"] != first["name"]
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(page.get_by_label("Search tools")).to_be_focused()
        page.keyboard.type("linear")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Linear")
        page.keyboard.press("Escape")
        expect(page.get_by_role("heading", name="Connect your tools")).to_be_visible()


def test_every_stop_of_every_page_of_the_console_can_be_seen(stage: Stage) -> None:
    for name in ("accounts", "runs", "run-read", "keys", "agents", "settings"):
        with all_views()[name].open(stage) as page:
            page.locator("h1").focus()
            stops = []
            for _ in range(60):
                page.keyboard.press("Tab")
                here = page.evaluate(_FOCUS)
                if here is None:
                    break
                stops.append(here)
            unseen = [(name, stop) for stop in stops if not (stop["ring"] and stop["uncovered"] and stop["name"])]
            assert stops
            assert unseen == []


def test_a_row_is_reached_its_menu_opened_and_its_deletion_called_off(stage: Stage) -> None:
    page = stage.page(member=True)
    accounts(page, stage)
    page.keyboard.press("j")
    row = focus(page)
    page.keyboard.press(".")
    expect(page.get_by_role("menu")).to_be_visible()
    assert focus(page)["name"].startswith("Edit")
    page.keyboard.press("End")
    assert focus(page)["name"].startswith("Delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog")).to_contain_text(row["name"])
    assert focus(page)["name"] == "Keep it"
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert focus(page)["name"].startswith("Actions for")
    page.close()


def test_a_link_is_made_by_keyboard_alone(stage: Stage) -> None:
    page = stage.page(member=True)
    accounts(page, stage)
    page.keyboard.press("c")
    expect(page.get_by_label("Owner id")).to_be_focused()
    page.keyboard.type("cus_keys")
    tab_to(page, "^Owner name")
    page.keyboard.type("Keyboard")
    tab_to(page, "^Production")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Test")).to_be_checked()
    tab_to(page, "^Send a link")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Connect now")).to_be_checked()
    page.keyboard.press("ArrowUp")
    tab_to(page, "^Make the link")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Auth link", exact=True)).to_be_visible()
    assert focus(page)["name"] == "Copy"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.close()


def test_pages_are_reached_by_letters_and_by_name(stage: Stage) -> None:
    page = stage.page(member=True)
    accounts(page, stage)
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", level=1, name="Runs")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("API")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="API keys")).to_be_focused()
    page.close()
