"""A developer sets webhooks up in the console, and a real receiver gets what the screens say."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

from tests.acceptance.receiver import Got
from tests.browser.stage import HOOKS, Stage
from tests.browser.views_console import go
from tests.browser.views_webhooks import menu, provider_events

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("screens"), pytest.mark.timeout(240)]
_PATH = "/clicked"


def _got(stage: Stage, count: int) -> list[Got]:
    got = stage.receiver.wait(lambda all_: len([one for one in all_ if one.path == _PATH]) >= count)
    return [one for one in got if one.path == _PATH]


def _shown_secret(page: Page) -> str:
    secret = page.get_by_role("textbox", name="The signing secret").input_value()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="I have stored it").click()
    return secret


def _latest(page: Page, status: str) -> None:
    expect(page.get_by_role("row").filter(has_text="test").first).to_contain_text(status)


@pytest.mark.promise("console.webhooks")
def test_an_endpoint_is_made_tried_rotated_switched_and_deleted_in_the_console(stage: Stage) -> None:
    page = stage.page(member=True)
    go(page, stage, "webhooks", "Webhooks")
    page.get_by_role("button", name="Add endpoint").click()
    page.get_by_label("Address").fill(HOOKS + _PATH)
    page.get_by_label("Description").fill("Clicked together")
    page.get_by_role("dialog").get_by_role("button", name="Add endpoint").click()
    old = _shown_secret(page)
    assert old.startswith("whsec_")
    expect(page.get_by_role("heading", name=HOOKS + _PATH)).to_be_visible()

    page.get_by_role("button", name="Send test event").click()
    [first] = _got(stage, 1)
    assert Webhook(old).verify(first.body, first.headers)["type"] == "test"
    _latest(page, "Received")
    page.get_by_role("link", name="test", exact=True).first.click()
    panel = page.get_by_role("complementary", name="Delivery")
    expect(panel.get_by_text("Answered 204")).to_be_visible()
    expect(panel.get_by_role("region", name="body")).to_contain_text('"type": "test"')
    panel.get_by_role("radio", name="Headers").click()
    expect(panel.get_by_role("region", name="headers")).to_contain_text(first.id)

    panel.get_by_role("button", name="Redeliver").click()
    assert _got(stage, 2)[1].id == first.id
    expect(panel.get_by_text("Answered 204")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)

    page.get_by_role("button", name="Redeliver a range").click()
    page.get_by_role("dialog").get_by_label("Which").select_option("delivered")
    page.get_by_role("button", name="Redeliver 1 event").click()
    assert _got(stage, 3)[2].id == first.id

    menu(page, "Rotate")
    page.get_by_role("button", name="Make a new secret").click()
    new = _shown_secret(page)
    expect(page.get_by_text("2 secrets")).to_be_visible()
    page.get_by_role("button", name="Send test event").click()
    latest = _got(stage, 4)[3]
    assert new != old
    for secret in (old, new):
        assert Webhook(secret).verify(latest.body, latest.headers)["type"] == "test"

    menu(page, "Switch off")
    expect(page.get_by_text("This endpoint is switched off.")).to_be_visible()
    expect(page.get_by_role("button", name="Send test event")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("This endpoint is switched off.")).to_have_count(0)

    menu(page, "Edit")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Some events").click()
    dialog.get_by_label("run.failed").check()
    dialog.get_by_label("In order").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    kept = [one for one in stage.hub.call("GET", "/webhook_endpoints").json() if one["url"] == HOOKS + _PATH]
    assert [(one["events"], one["ordered"]) for one in kept] == [(["run.failed"], True)]

    menu(page, "Delete")
    page.get_by_role("button", name="Delete endpoint").click()
    expect(page.get_by_role("group", name="Endpoints").get_by_text(_PATH)).to_have_count(0)
    assert old not in page.content()
    page.close()


def test_a_failing_receiver_is_seen_failing_and_the_filters_find_it(stage: Stage) -> None:
    page = stage.page(member=True)
    go(page, stage, f"webhooks/{stage.endpoints['/fails']}", "Webhooks")
    expect(page.get_by_role("button", pressed=True)).to_contain_text("Failing since")
    page.get_by_role("button", name="Status", exact=True).click()
    page.get_by_role("menuitemradio", name="Pending").click()
    page.get_by_role("button", name="Event", exact=True).click()
    page.get_by_role("menuitemradio", name="run.failed").click()
    expect(page.get_by_role("row").filter(has_text="account.created")).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="run.failed").first).to_be_visible()
    page.get_by_role("row").filter(has_text="run.failed").first.get_by_role("link").click()
    panel = page.get_by_role("complementary", name="Delivery")
    expect(panel.get_by_text("by itself")).to_be_visible()
    expect(panel.get_by_text("Answered 503").first).to_be_visible()
    page.close()


def test_provider_events_are_switched_on_and_off_and_arrive(stage: Stage) -> None:
    page = stage.page(member=True)
    account = stage.hub.link(origin_owner_id="cus_4900", origin_owner_name="Example Mill")
    stage.accounts["Example Mill"] = account
    provider_events(page, stage, "Example Mill")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("Registered, nothing came yet")).to_be_visible()
    team = stage.hub.rpc(account, "linear_list_teams").json()["data"][0]["id"]
    stage.hub.rpc(account, "linear_create_issue", body={"teamId": team, "title": "Grind flour"})
    stage.receiver.wait(lambda got: any(one.told.get("type") == "linear.issue.created" for one in got))
    page.get_by_role("button", name="Close", exact=True).last.click()
    page.get_by_role("complementary").get_by_role("button", name="Provider events").click()
    expect(page.get_by_text("Events arrive")).to_be_visible()
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("button", name="Switch on")).to_be_visible()
    stage.hub.call("DELETE", f"/accounts/{stage.accounts.pop('Example Mill')}")
    page.close()
