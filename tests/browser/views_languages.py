"""The Hub in German, whose words are long, and in Japanese, which has no blanks. The browser says which."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.views import Reach, view
from tests.browser.views_hub import ANSWERED, edit_link, many_tools


def _submit(page: Page, key: str) -> None:
    page.locator("form input").first.fill(key)
    page.locator("button[type=submit]").click()


def _key(page: Page, stage: Stage) -> None:
    page.goto(stage.link(type="test"))
    expect(page.locator("form input").first).to_be_visible()


def _key_cut(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    page.locator("form input").first.fill("Bearer " + stage.keys["full"][:32])
    page.locator("form input").first.blur()
    expect(page.locator(".msg")).to_contain_text("32")


def _refused(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    _submit(page, stage.keys["suspended"])
    expect(page.get_by_role("alert")).to_be_visible()


def _limited(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    _submit(page, stage.keys["rate_limited"])
    expect(page.get_by_role("timer")).to_be_visible()


def _confirmation(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    _submit(page, stage.keys["full"])
    expect(page.locator(".idcard")).to_be_visible()


def _progress(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    _submit(page, stage.keys["slow"])
    expect(page.locator(".doing")).to_be_visible()


def _list(page: Page, stage: Stage) -> None:
    many_tools(page)
    page.goto(stage.link(origin_owner_id="cus_4100", origin_owner_name="Acme", provider=""))
    expect(page.locator(".cl .c").first).to_be_visible()


def _nothing_found(page: Page, stage: Stage) -> None:
    _list(page, stage)
    page.get_by_role("searchbox").fill("Schreibmaschine")
    expect(page.locator(".textlink")).to_be_visible()


def _edit(page: Page, stage: Stage) -> None:
    page.goto(edit_link(stage, "Acme"))
    expect(page.locator(".secret.ro button")).to_be_visible()


def _reconnect(page: Page, stage: Stage) -> None:
    page.goto(edit_link(stage, "Example Florist"))
    expect(page.locator(".note.bad")).to_be_visible()


def _disconnect(page: Page, stage: Stage) -> None:
    page.goto(edit_link(stage, "Acme"))
    page.locator("button.danger").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


def _forged(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/link/gone")
    expect(page.get_by_role("alert")).to_be_visible()


_REACHES: dict[str, tuple[Reach, str | None]] = {
    "key": (_key, None),
    "key-cut": (_key_cut, None),
    "refused": (_refused, ANSWERED),
    "limited": (_limited, ANSWERED),
    "confirmation": (_confirmation, None),
    "progress": (_progress, None),
    "list": (_list, None),
    "list-nothing-found": (_nothing_found, None),
    "edit": (_edit, None),
    "reconnect": (_reconnect, None),
    "disconnect": (_disconnect, None),
    "link-forged": (_forged, ANSWERED),
}
for _short, _locale in {"de": "de-DE", "ja": "ja-JP"}.items():
    for _name, (_reach, _said) in _REACHES.items():
        view(f"hub-{_short}-{_name}", "anyone", said=_said, locale=_locale)(_reach)
