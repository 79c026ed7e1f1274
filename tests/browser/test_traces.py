"""A key that was typed is nowhere afterwards, and people who want no movement get none."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.stage import Stage
from tests.browser.views import all_views
from tests.browser.views_hub import heading, submit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("screens"), pytest.mark.timeout(120)]

_EVERYWHERE = """async () => {
  const databases = await indexedDB.databases()
  return {
    page: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll('input, textarea, select')].map(one => one.value),
    address: location.href,
    state: history.state,
    name: window.name,
    local: {...localStorage},
    session: {...sessionStorage},
    cookies: document.cookie,
    databases: databases.map(one => one.name),
    caches: 'caches' in window && isSecureContext ? await caches.keys() : [],
    globals: Object.keys(window).filter(key => typeof window[key] === 'string').map(key => window[key]),
  }
}"""


class Traces:
    """Everything a page tells the outside: console lines, and addresses and referrers of its requests."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.told: list[str] = []
        page.on("console", lambda message: self.told.append(message.text))
        page.on("request", lambda request: self.told.append(request.url + str(request.headers)))
        page.on("framenavigated", lambda frame: self.told.append(frame.url))

    def left(self) -> dict[str, Any]:
        """Where something may have been left."""
        history = self.page.context.new_cdp_session(self.page).send("Page.getNavigationHistory")
        # What a person typed into the address bar is the browser's own, for no page to read.
        entries = [(entry["url"], entry["title"]) for entry in history["entries"]]
        return {**self.page.evaluate(_EVERYWHERE), "told": self.told, "history": entries}


def holding(places: dict[str, Any], secret: str) -> list[str]:
    """The places in which the secret stands, whole or in its telling part."""
    return [name for name, what in places.items() if secret in repr(what) or secret[8:40] in repr(what)]


@pytest.mark.promise("linking.key-nowhere")
def test_the_key_is_nowhere_once_the_account_is_linked(stage: Stage) -> None:
    page, key = stage.page(), stage.keys["full"]
    traces = Traces(page)
    page.goto(stage.link())
    page.get_by_label("API key", exact=True).fill(key)
    # While it is being typed it stands in the field, and nowhere else: not in the field's attribute either.
    assert holding(traces.left(), key) == ["fields"]
    page.get_by_role("button", name="Connect", exact=True).click()
    heading(page, "Linear is connected")
    assert holding(traces.left(), key) == []
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert holding(traces.left(), key) == []
    page.close()


def test_a_refused_key_is_kept_in_its_field_and_nowhere_else(stage: Stage) -> None:
    page, key = stage.page(), stage.keys["suspended"]
    traces = Traces(page)
    page.goto(stage.link())
    submit(page, key)
    expect(page.get_by_role("alert")).to_contain_text("did not accept this key")
    assert holding(traces.left(), key) == ["fields"]
    page.close()


def test_a_new_key_of_an_account_is_nowhere_once_it_is_saved(stage: Stage) -> None:
    account = stage.hub.link(stage.keys["full"], origin_owner_id="cus_traces", origin_owner_name="Traces")
    page, key = stage.page(), stage.keys["read_only"]
    traces = Traces(page)
    page.goto(stage.link(origin_owner_id="cus_traces", origin_owner_name="Traces", account_id=account))
    page.get_by_role("button", name="Replace").click()
    page.get_by_label("API key", exact=True).fill(key)
    page.get_by_role("button", name="Save changes").click()
    heading(page, "Linear is connected")
    assert holding(traces.left(), key) == []
    page.close()


def test_the_secret_part_of_a_link_leaves_the_address_and_the_history(stage: Stage) -> None:
    page, address = stage.page(), stage.link()
    page.goto(address)
    expect(page.get_by_label("API key", exact=True)).to_be_visible()
    left = Traces(page).left()
    secret = address.rsplit("/", 1)[1]
    # Kept for reloads of this tab, and in nothing that outlives it.
    assert [name for name, what in left.items() if secret in repr(what)] == ["session"]
    page.close()


def test_a_password_is_nowhere_once_its_member_is_in(stage: Stage) -> None:
    page = stage.page(locale="en-GB")
    traces = Traces(page)
    page.goto(f"{stage.hub.url}/console/sign-in")
    page.get_by_label("E-mail").fill(walk.EMAIL)
    page.get_by_label("Password", exact=True).fill(walk.PASSWORD)
    page.keyboard.press("Enter")
    heading(page, "Accounts")
    assert [name for name, what in traces.left().items() if walk.PASSWORD in repr(what)] == []
    page.context.close()


_MOVING = """() => document.getAnimations().filter(one => one.playState === 'running').map(one => {
  const frames = one.effect.getKeyframes()
  const moves = frames.some(frame => ['translate', 'transform', 'rotate', 'scale', 'top', 'left', 'right', 'bottom', 'width', 'height']
    .some(name => name in frame))
  return {name: one.animationName ?? one.transitionProperty, moves, endless: one.effect.getTiming().iterations === Infinity}
})"""


@pytest.mark.parametrize("name", ["hub-progress", "hub-loading"])
def test_nothing_moves_for_people_who_want_no_movement(stage: Stage, name: str) -> None:
    with all_views()[name].open(stage) as page:
        assert page.evaluate(_MOVING) == []
        page.emulate_media(reduced_motion="no-preference")
        assert [one for one in page.evaluate(_MOVING) if one["endless"]], "the view has nothing that could move"


def test_drawers_menus_and_dialogs_come_at_once_for_people_who_want_no_movement(stage: Stage) -> None:
    for name in ("account", "accounts-menu", "account-delete", "link"):
        with all_views()[name].open(stage) as page:
            assert page.evaluate(_MOVING) == []
            assert page.evaluate(
                "() => [...document.querySelectorAll('.drawer, .menu, dialog')].map(one => getComputedStyle(one).animationName)"
            ) == ["none"]
