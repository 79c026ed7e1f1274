"""What an end user meets: the Hub behind an auth link."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.stage import Stage
from tests.browser.views import view

ANSWERED = "status of (4|5)"
_TOOLS = {
    "Linear": "Issues, projects and teams",
    "Brightdesk": "Tickets and customers of a help desk",
    "Harbour Mail": "Messages and addresses",
    "Northlight CRM": "Companies, people and deals",
    "Paperboat Files": "Files and folders",
    "Quiet Calendar": "Appointments and rooms",
    "Tally Books": "Invoices and payments",
}


def key_field(page: Page) -> None:
    """Wait for the form."""
    expect(page.get_by_label("API key", exact=True)).to_be_visible()


def submit(page: Page, key: str) -> None:
    """Paste a key and press Connect."""
    page.get_by_label("API key", exact=True).fill(key)
    page.get_by_role("button", name="Connect", exact=True).click()


def heading(page: Page, text: str) -> None:
    """Wait for a heading."""
    expect(page.get_by_role("heading", name=text, exact=True)).to_be_visible()


@view("hub-key", "anyone")
def _key(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    key_field(page)


@view("hub-test", "anyone")
def _test(page: Page, stage: Stage) -> None:
    page.goto(stage.link(type="test"))
    expect(page.get_by_role("button", name="Use the test key")).to_be_visible()


@view("hub-guide-open", "anyone")
def _guide_open(page: Page, stage: Stage) -> None:
    page.set_viewport_size({"width": 600, "height": 900})
    page.goto(stage.link())
    page.get_by_text("Where is it?").click()


@view("hub-key-empty", "anyone")
def _key_empty(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    key_field(page)
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.get_by_label("API key", exact=True)).to_have_attribute("aria-invalid", "true")


@view("hub-key-cut", "anyone")
def _key_cut(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    page.get_by_label("API key", exact=True).fill("Bearer " + stage.keys["full"][:32])
    page.get_by_label("API key", exact=True).blur()
    expect(page.get_by_text("has 32 characters")).to_be_visible()


@view("hub-refused", "anyone", said=ANSWERED)
def _refused(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    submit(page, stage.keys["suspended"])
    expect(page.get_by_role("alert")).to_contain_text("did not accept this key")


@view("hub-refused-details", "anyone", said=ANSWERED)
def _refused_details(page: Page, stage: Stage) -> None:
    _refused(page, stage)
    page.get_by_text("Details for support").click()


@view("hub-wrong-form", "anyone", said=ANSWERED)
def _wrong_form(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    submit(page, "something_else_that_is_long_enough_for_every_length_there_is")
    # The sentence of the connector itself, under the field that it is about.
    expect(page.get_by_text("Linear keys start with lin_api_").last).to_be_visible()
    expect(page.get_by_text("Correct the field that the message is about")).to_have_count(0)


@view("hub-provider-down", "anyone", said=ANSWERED)
def _down(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    submit(page, stage.keys["down"])
    heading(page, "Linear is not answering")


@view("hub-limited", "anyone", said=ANSWERED)
def _limited(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    submit(page, stage.keys["rate_limited"])
    heading(page, "Linear asks us to wait")


@view("hub-progress", "anyone")
def _progress(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    submit(page, stage.keys["slow"])
    heading(page, "Checking your key with Linear")


@view("hub-confirmation", "anyone")
def _confirmation(page: Page, stage: Stage) -> None:
    page.goto(stage.link())
    submit(page, stage.keys["full"])
    heading(page, "Linear is connected")


@view("hub-edit", "anyone")
def _edit(page: Page, stage: Stage) -> None:
    page.goto(edit_link(stage, "Acme"))
    expect(page.get_by_role("button", name="Replace")).to_be_visible()


@view("hub-edit-replacing", "anyone")
def _edit_replacing(page: Page, stage: Stage) -> None:
    page.goto(edit_link(stage, "Acme"))
    page.get_by_role("button", name="Replace").click()
    expect(page.get_by_role("button", name="Keep the old one")).to_be_visible()


@view("hub-edit-other-workspace", "anyone", said=ANSWERED)
def _edit_other(page: Page, stage: Stage) -> None:
    page.goto(edit_link(stage, "Acme"))
    page.get_by_role("button", name="Replace").click()
    page.get_by_label("API key", exact=True).fill(stage.keys["other_workspace"])
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("button", name="Link as a new account")).to_be_visible()


@view("hub-edit-suspended", "anyone")
def _edit_suspended(page: Page, stage: Stage) -> None:
    page.goto(edit_link(stage, "Northwind Studio"))
    expect(page.get_by_role("button", name="Replace")).to_be_visible()


@view("hub-reconnect", "anyone")
def _reconnect(page: Page, stage: Stage) -> None:
    page.goto(edit_link(stage, "Example Florist"))
    heading(page, "Reconnect Linear")


@view("hub-disconnect", "anyone")
def _disconnect(page: Page, stage: Stage) -> None:
    page.goto(edit_link(stage, "Acme"))
    page.get_by_role("button", name="Disconnect…").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


@view("hub-disconnected", "anyone")
def _disconnected(page: Page, stage: Stage) -> None:
    account = stage.hub.link(stage.keys["full"], origin_owner_id="cus_leaving", origin_owner_name="Leaving")
    page.goto(stage.link(origin_owner_id="cus_leaving", origin_owner_name="Leaving", account_id=account))
    page.get_by_role("button", name="Disconnect…").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Disconnect Linear").click()
    heading(page, "Linear is disconnected")


@view("hub-list", "anyone")
def _list(page: Page, stage: Stage) -> None:
    many_tools(page)
    page.goto(stage.link(origin_owner_id="cus_4100", origin_owner_name="Acme", provider=""))
    heading(page, "Connect your tools")


@view("hub-list-reconnect", "anyone")
def _list_reconnect(page: Page, stage: Stage) -> None:
    many_tools(page)
    page.goto(stage.link(origin_owner_id="cus_4105", origin_owner_name="Example Florist", provider=""))
    expect(page.get_by_text("Reconnect")).to_be_visible()


@view("hub-list-nothing-found", "anyone")
def _list_nothing(page: Page, stage: Stage) -> None:
    many_tools(page)
    page.goto(stage.link(provider=""))
    page.get_by_label("Search tools").fill("typewriter")
    expect(page.get_by_text("No tool called")).to_be_visible()


@view("hub-no-tools", "anyone")
def _no_tools(page: Page, stage: Stage) -> None:
    page.route("**/hub/connectors", lambda route: route.fulfill(json={"integrations": []}))
    page.goto(stage.link(provider=""))
    heading(page, "No tools yet")


@view("hub-loading", "anyone")
def _loading(page: Page, stage: Stage) -> None:
    page.route("**/hub/connectors", lambda route: None)
    page.goto(stage.link())
    expect(page.get_by_role("status").first).to_be_attached()
    expect(page.locator(".sk").nth(3)).to_be_visible()


@view("hub-broken", "anyone", said=ANSWERED)
def _broken(page: Page, stage: Stage) -> None:
    page.route("**/hub/settings", lambda route: route.fulfill(status=500, json={"code": "internal", "message": "x"}))
    page.goto(stage.link())
    heading(page, "Something broke on our side")


@view("hub-link-forged", "anyone", said=ANSWERED)
def _forged(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/link/gone")
    heading(page, "This link no longer works")


@view("hub-link-used", "anyone", said=ANSWERED)
def _used(page: Page, stage: Stage) -> None:
    address = stage.link()
    first = stage.page()
    first.goto(address)
    submit(first, stage.keys["full"])
    heading(first, "Linear is connected")
    first.close()
    page.goto(address)
    heading(page, "This link no longer works")


@view("hub-link-expired", "anyone", said=ANSWERED)
def _expired(page: Page, stage: Stage) -> None:
    made = stage.hub.session(origin_owner_id="cus_late", origin_owner_name="Late")
    ended = stage.hub.call("POST", f"/connect_sessions/{made['linkwright']['id']}/revoke", {})
    assert ended.status < 300, ended.body
    page.goto(made["auth_link_url"])
    heading(page, "This link no longer works")


@view("hub-session-ended", "anyone", said=ANSWERED)
def _session_ended(page: Page, stage: Stage) -> None:
    profile = stage.profiles["API key"]
    made = stage.hub.session(origin_owner_id="cus_slow", origin_owner_name="Slow", connector_profile_id=profile)
    page.goto(made["auth_link_url"])
    key_field(page)
    stage.hub.call("POST", f"/connect_sessions/{made['linkwright']['id']}/revoke", {})
    submit(page, stage.keys["full"])
    heading(page, "This page has ended")


@view("hub-landing-without-script", "anyone", said="ERR_FAILED")
def _landing(page: Page, stage: Stage) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(stage.link())
    heading(page, "Connect Linear")


def edit_link(stage: Stage, owner: str) -> str:
    """A link to an account that is there."""
    account = stage.hub.call("GET", f"/accounts/{stage.accounts[owner]}").json()
    return stage.link(
        origin_owner_id=account["origin_owner_id"],
        origin_owner_name=account["origin_owner_name"],
        account_id=account["id"],
    )


def many_tools(page: Page) -> None:
    """The catalogue has one tool so far; the list is shown with the answer that it will have with seven."""

    def answer(route: Route) -> None:
        found = route.fetch().json()
        only = found["integrations"][0]
        found["integrations"] = [
            {
                **only,
                "integration_id": only["integration_id"] if name == "Linear" else f"prf_{number}",
                "provider": re.sub(r"\W", "", name.lower()),
                "name": name,
                "logo_url": only.get("logo_url") if name == "Linear" else None,
                "linkwright": {"description": about, "categories": ["ticketing" if number < 2 else "documents"]},
            }
            for number, (name, about) in enumerate(_TOOLS.items())
        ]
        route.fulfill(json=found)

    page.route("**/hub/connectors", answer)
