"""Linking by signing in at the provider: the Hub's screens, and the pages of the window."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.views import Reach, view
from tests.browser.views_console import go
from tests.browser.views_hub import ANSWERED, heading


def _start(page: Page, stage: Stage, **wish: object) -> None:
    page.goto(stage.link(connector_profile_id=stage.profiles["Sign in"], **wish))
    expect(page.locator(".main .btn.primary")).to_be_visible()


def _press(page: Page) -> None:
    page.locator(".main .btn.primary").click()


def _pressed(page: Page) -> Page:
    """The window that the button opens."""
    with page.expect_popup() as opened:
        _press(page)
    opened.value.wait_for_url("**/oauth/**")
    return opened.value


def _ask(page: Page, stage: Stage) -> None:
    _start(page, stage)


def _test(page: Page, stage: Stage) -> None:
    page.goto(stage.link(connector_profile_id=stage.profiles["Not set up"], type="test"))
    expect(page.locator(".main .btn.primary")).to_be_visible()


def _waiting(page: Page, stage: Stage) -> None:
    _start(page, stage)
    _pressed(page)
    expect(page.get_by_role("status").filter(has=page.locator("h2"))).to_be_visible()


def _blocked(page: Page, stage: Stage) -> None:
    page.add_init_script("window.open = () => null")
    _start(page, stage)
    _press(page)
    expect(page.locator("a.btn.primary[target=_blank]")).to_be_visible()


def _closed(page: Page, stage: Stage) -> None:
    _start(page, stage)
    _pressed(page).close()
    expect(page.locator(".main .btn.primary")).to_be_visible()
    expect(page.locator(".main .btn")).to_have_count(2)


def _declined(page: Page, stage: Stage) -> None:
    _start(page, stage)
    _pressed(page).get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _late(page: Page, stage: Stage) -> None:
    late = '{"status": "expired", "account": null, "error": null}'
    page.route("**/hub/connection_attempts/*", lambda route: route.fulfill(body=late, content_type="application/json"))
    _start(page, stage)
    _pressed(page)
    expect(page.get_by_role("alert")).to_be_visible()


def _failed(page: Page, stage: Stage) -> None:
    told = {"code": "app_refused", "description": "The provider does not accept the app of this connector profile."}
    body = {"status": "error", "account": None, "error": told}
    page.route("**/hub/connection_attempts/*", lambda route: route.fulfill(json=body))
    _start(page, stage)
    _pressed(page)
    expect(page.get_by_role("alert")).to_be_visible()


def _confirmed(page: Page, stage: Stage) -> None:
    _start(page, stage)
    _pressed(page).get_by_role("button", name="Authorize").click()
    expect(page.locator(".idcard")).to_be_visible()


_STATES: dict[str, Reach] = {
    "ask": _ask,
    "test": _test,
    "waiting": _waiting,
    "blocked": _blocked,
    "closed": _closed,
    "declined": _declined,
    "late": _late,
    "failed": _failed,
    "confirmation": _confirmed,
}
for _name, _reach in _STATES.items():
    view(f"hub-sign-in-{_name}", "anyone", said=ANSWERED, spent=True)(_reach)
    for _language in ("de", "ja"):
        if _name in {"ask", "waiting", "blocked", "declined", "confirmation"}:
            view(f"{_language}-hub-sign-in-{_name}", "anyone", locale=_language, spent=True)(_reach)


@view("hub-sign-in-again", "anyone", said=ANSWERED, spent=True)
def _again(page: Page, stage: Stage) -> None:
    owner = {"origin_owner_id": "cus_4900", "origin_owner_name": "Example Signer"}
    wish = {"connector_profile_id": stage.profiles["Sign in"], **owner}
    page.goto(str(stage.hub.session(**wish)["auth_link_url"]))
    page.wait_for_selector(".main .btn.primary")
    if page.get_by_role("button", name="Sign in with Linear").count():
        _pressed(page).get_by_role("button", name="Authorize").click()
        expect(page.locator(".idcard")).to_be_visible()
        page.goto(str(stage.hub.session(**wish)["auth_link_url"]))
    expect(page.get_by_role("button", name="Sign in again")).to_be_visible()


@view("hub-sign-in-other-workspace", "anyone", said=ANSWERED, spent=True)
def _other_workspace(page: Page, stage: Stage) -> None:
    _again(page, stage)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Sign in again").click()
    opened.value.wait_for_url("**/oauth/**")
    opened.value.get_by_label("Workspace").select_option("other")
    opened.value.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("button", name="Link as a new account")).to_be_visible()


def _begun(stage: Stage) -> str:
    """A one-time address, as somebody might be sent it."""
    profile = stage.profiles["Sign in"]
    token = stage.hub.session(connector_profile_id=profile, origin_owner_name="Example Bakery")["token"]
    return str(stage.hub.hub_call(token, "POST", "/hub/sign_in", {"integration_id": profile}).json()["url"])


def _asked_first(page: Page, stage: Stage) -> None:
    page.goto(_begun(stage))
    expect(page.locator("form button")).to_be_visible()


def _ended(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/connect/oauth2/linear/callback?state=nothing")
    expect(page.locator("h1")).to_be_visible()


def _refused(page: Page, stage: Stage) -> None:
    page.goto(_begun(stage))
    page.locator("form button").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".glyph")).to_be_visible()


def _done(page: Page, stage: Stage) -> None:
    page.goto(_begun(stage))
    page.locator("form button").click()
    page.get_by_role("button", name="Authorize").click()
    expect(page.locator(".glyph.ok")).to_be_visible()


for _page_name, _page in {"asked-first": _asked_first, "unknown": _ended, "declined": _refused, "done": _done}.items():
    view(f"window-{_page_name}", "anyone", said=ANSWERED, alone=True)(_page)
view("de-window-asked-first", "anyone", locale="de")(_asked_first)
view("ja-window-asked-first", "anyone", locale="ja")(_asked_first)


@view("guide-set-up", "anyone")
def _guide(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/connectors/linear/guides/set-up/oauth")
    heading(page, "Set up signing in with Linear")


@view("profile-sign-in")
def _profile_sign_in(page: Page, stage: Stage) -> None:
    go(page, stage, f"connectors/linear/{stage.profiles['Sign in']}", "Sign in")
    expect(page.get_by_role("heading", name="How to set it up")).to_be_visible()


@view("profile-no-app")
def _profile_no_app(page: Page, stage: Stage) -> None:
    go(page, stage, f"connectors/linear/{stage.profiles['Not set up']}", "Not set up")
    page.get_by_label("Client id").fill("4f1c0a7e")
    expect(page.get_by_text("Nobody can be linked yet.")).to_be_visible()


@view("profile-new", closes=True)
def _profile_new(page: Page, stage: Stage) -> None:
    go(page, stage, "connectors/linear", "Linear")
    page.get_by_role("button", name="New profile").click()
    expect(page.get_by_role("dialog")).to_be_visible()
