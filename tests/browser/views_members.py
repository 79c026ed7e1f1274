"""Members, one's own account, and the second step of signing in."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser import walk
from tests.browser.stage import Stage
from tests.browser.views import view
from tests.browser.views_console import as_viewer, go
from tests.browser.views_hub import ANSWERED, heading

_CODES = [f"{one}BCD-EFGH-JKMN-PQRS-TVWX-YZ2{one}" for one in "ABCDEFGHJK"]
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#fff" d="M0 0h9v9h-9z"/><path d="M1 1h3v3h-3z"/></svg>'
_ANN = {"name": "Ann Lee", "email": "ann@example.com", "role": "owner", "two_step": True}
_OTHERS = [
    {"id": "mem_2", "name": "Bo Tran", "email": "bo@example.com", "role": "admin", "two_step": True},
    {
        "id": "mem_3",
        "name": "Maximilian Featherstonehaugh",
        "email": "max@a-rather-long-name.example.com",
        "role": "viewer",
    },
]
_WHEN = {"created_at": "2026-01-02T03:04:05.000Z", "last_used_at": None, "two_step": False}
_INVITED = [
    {
        "id": "inv_1",
        "role": "developer",
        "email": "dee@example.com",
        "created_by": "member:mem_2",
        "created_by_name": "Bo Tran",
    },
    {"id": "inv_2", "role": "owner", "email": None, "created_by": "server", "created_by_name": None},
]


def _answer(page: Page, pattern: str, body: Any, status: int = 200) -> None:
    page.route(pattern, lambda route: route.fulfill(status=status, json=body))


def _team(page: Page) -> None:
    """A team of three: the member who looks, and two others."""

    def members(route: Route) -> None:
        mine = route.fetch().json()[0]
        route.fulfill(json=[{**mine, **_ANN}, *({**_WHEN, **one} for one in _OTHERS)])

    page.route("**/console/api/members", members)
    ends = {"created_at": "2026-01-02T03:04:05.000Z", "expires_at": "2030-01-09T03:04:05.000Z"}
    _answer(page, "**/console/api/invitations", [{**one, **ends} for one in _INVITED])


@view("members")
def _members(page: Page, stage: Stage) -> None:
    _team(page)
    go(page, stage, "members", "Members")
    expect(page.get_by_text("Bo Tran").first).to_be_visible()


@view("members-to-read")
def _members_to_read(page: Page, stage: Stage) -> None:
    as_viewer(page)
    _team(page)
    go(page, stage, "members", "Members")
    expect(page.get_by_role("button", name="Invite")).to_have_count(0)
    expect(page.get_by_role("button", name="Actions for")).to_have_count(0)


@view("members-invite")
def _invite(page: Page, stage: Stage) -> None:
    go(page, stage, "members", "Members")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("dialog")).to_be_visible()


@view("members-invited")
def _invited(page: Page, stage: Stage) -> None:
    made = {**_INVITED[0], "created_at": "2026-01-02T03:04:05.000Z", "expires_at": "2030-01-09T03:04:05.000Z"}
    go(page, stage, "members", "Members")
    page.get_by_role("button", name="Invite").click()
    _answer(page, "**/console/api/invitations", {**made, "url": "https://hub.example.com/console/claim/" + "x" * 40})
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_text("It shows only now.")).to_be_visible()


@view("members-remove")
def _remove(page: Page, stage: Stage) -> None:
    _team(page)
    go(page, stage, "members", "Members")
    page.get_by_role("button", name="Actions for Bo Tran").click()
    page.get_by_role("menuitem", name="Remove").click()
    expect(page.get_by_text("API keys belong to the project and stay")).to_be_visible()


@view("members-last-owner", said=ANSWERED)
def _last_owner(page: Page, stage: Stage) -> None:
    go(page, stage, "members", "Members")
    page.get_by_role("button", name="Actions for").first.click()
    page.get_by_role("menuitem", name="Change role").click()
    page.get_by_label("Role", exact=True).select_option("viewer")
    page.get_by_role("button", name="Change role").click()
    expect(page.get_by_text("this is its last one")).to_be_visible()


@view("you")
def _you(page: Page, stage: Stage) -> None:
    go(page, stage, "you", "Your account")
    expect(page.get_by_text("this one", exact=True)).to_be_visible()


_AGAIN = {
    "statusCode": 403,
    "code": "sign_in_again",
    "message": "This needs a fresh sign-in.",
    "hint": "Sign in again.",
}


@view("you-show-it-is-you", said=ANSWERED, closes=True)
def _show_it_is_you(page: Page, stage: Stage) -> None:
    _answer(page, "**/me/two_step/begin", _AGAIN, 403)
    go(page, stage, "you", "Your account")
    page.get_by_role("button", name="Set up…").click()
    expect(page.get_by_role("dialog", name="Show that it is you")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_label("Password", exact=True)).to_be_visible()


@view("you-show-it-is-you-provider", said=ANSWERED, closes=True)
def _show_it_is_you_at_a_provider(page: Page, stage: Stage) -> None:
    _answer(page, "**/console/api/sign-in/ways", {"passwords": False, "provider": "id.example.com"})
    _answer(page, "**/me/two_step/begin", _AGAIN, 403)
    go(page, stage, "you", "Your account")
    page.get_by_role("button", name="Set up…").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Sign in with id.example.com")).to_be_visible()


@view("you-two-step")
def _two_step(page: Page, stage: Stage) -> None:
    # The session of the views may be older than setting up wants it.
    _answer(page, "**/me/two_step/begin", {"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "picture": _PICTURE})
    go(page, stage, "you", "Your account")
    page.get_by_role("button", name="Set up…").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()


@view("you-recovery-codes")
def _recovery_codes(page: Page, stage: Stage) -> None:
    _answer(page, "**/me/two_step/begin", {"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "picture": _PICTURE})
    _answer(page, "**/me/two_step/confirm", {"codes": _CODES})
    go(page, stage, "you", "Your account")
    page.get_by_role("button", name="Set up…").click()
    page.get_by_label("The code that the app shows").fill("123456")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text(_CODES[0])).to_be_visible()


@view("sign-in-code", "anyone")
def _code(page: Page, stage: Stage) -> None:
    _answer(page, "**/console/api/sign-in", {"ok": True, "stage": "code"})
    _password(page, stage)
    expect(page.get_by_label("Code", exact=True)).to_be_visible()


@view("sign-in-setup", "anyone")
def _setup(page: Page, stage: Stage) -> None:
    _answer(page, "**/console/api/sign-in", {"ok": True, "stage": "setup"})
    _answer(page, "**/console/api/sign-in/setup", {"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "picture": _PICTURE})
    _password(page, stage)
    expect(page.get_by_role("img", name="QR code")).to_be_visible()


@view("claim-invitation", "anyone")
def _claim_invitation(page: Page, stage: Stage) -> None:
    told = {"organization": "Acme Bakery", "role": "developer", "email": "dee@example.com", "new_only": True}
    _answer(page, "**/console/api/claim/look", told)
    page.goto(f"{stage.hub.url}/console/claim/x")
    heading(page, "Set your password")
    expect(page.get_by_text("You join Acme Bakery as Developer.")).to_be_visible()


def _password(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/console/sign-in")
    page.get_by_label("E-mail").fill(walk.EMAIL)
    page.get_by_label("Password", exact=True).fill(walk.PASSWORD)
    page.keyboard.press("Enter")


@view("key-limits")
def _key_limits(page: Page, stage: Stage) -> None:
    go(page, stage, "keys", "API keys")
    page.get_by_role("button", name="Create key").first.click()
    page.get_by_role("radio", name="Some accounts").check(force=True)
    expect(page.get_by_role("checkbox").first).to_be_visible()


@view("settings-networks-refused", said=ANSWERED)
def _networks_refused(page: Page, stage: Stage) -> None:
    go(page, stage, "settings", "Settings")
    page.get_by_label("Networks").fill("203.0.113.0/24")
    page.get_by_role("button", name="Save networks").click()
    expect(page.get_by_text("Your own address")).to_be_visible()


@view("sign-in-provider", "anyone")
def _provider(page: Page, stage: Stage) -> None:
    _answer(page, "**/console/api/sign-in/ways", {"passwords": True, "provider": "id.example.com"})
    page.goto(f"{stage.hub.url}/console/sign-in?problem=identity_refused")
    expect(page.get_by_role("button", name="Sign in with id.example.com")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_visible()


@view("sign-in-settings")
def _sign_in_settings(page: Page, stage: Stage) -> None:
    go(page, stage, "sign-in-settings", "Sign-in")
    page.get_by_label("People whom nobody invited may join").check()
    expect(page.get_by_label("They join as")).to_be_visible()


@view("sign-in-settings-refused", said=ANSWERED)
def _sign_in_settings_refused(page: Page, stage: Stage) -> None:
    go(page, stage, "sign-in-settings", "Sign-in")
    page.get_by_label("Issuer").fill("http://id.example.com")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("begins with https").first).to_be_visible()
