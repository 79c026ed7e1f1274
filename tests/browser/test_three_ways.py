"""Linking by each of the three ways, in Chromium, against a real hub; then calls, and the runs in the console."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import walk
from tests.browser.pages import served
from tests.hub import RunningHub, running_hub

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("three-ways"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A fresh hub."""
    with running_hub(tmp_path_factory.mktemp("ways") / "data") as running:
        assert running.url, running.log
        yield running


@pytest.fixture(scope="module")
def console(chrome: Browser, hub: RunningHub) -> Iterator[Page]:
    """The owner's page, signed in by the one-time link."""
    context = chrome.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(30_000)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    walk.claim(page, hub)
    assert "/claim" not in page.url
    yield page
    context.close()
    assert said == []


def _row(console: Page, hub: RunningHub, owner: str) -> str:
    """The account stands on the Accounts page; its id."""
    console.goto(f"{hub.url}/console/accounts")
    expect(console.get_by_role("row").filter(has_text=owner).get_by_text("Active")).to_be_visible()
    found = hub.call("GET", f"/accounts?origin_owner_id=id-{owner}").json()
    assert [account["type"] for account in found] == ["test"]
    return str(found[0]["id"])


@pytest.mark.promise("linking.three-ways")
def test_an_auth_link_is_opened_by_the_customer_and_works_once(console: Page, chrome: Browser, hub: RunningHub) -> None:
    walk.begin_linking(console, hub, "Linked", "Send a link")
    console.get_by_role("button", name="Make the link").click()
    address = console.get_by_label("Auth link", exact=True).input_value()
    customer = chrome.new_context().new_page()
    customer.set_default_timeout(30_000)
    customer.goto(address)
    expect(customer.get_by_role("heading", name="Connect Linear")).to_be_visible()
    assert customer.url == f"{hub.url}/link"
    # A refused key stays in the field, beside the sentence that says what to do.
    bad = "lin_" + "api_" + "0" * 40
    customer.get_by_label("API key", exact=True).fill(bad)
    customer.get_by_role("button", name="Connect", exact=True).click()
    expect(customer.get_by_role("alert")).to_contain_text("did not accept this key")
    assert customer.get_by_label("API key", exact=True).input_value() == bad
    walk.link_with_test_key(customer)
    again = chrome.new_context().new_page()
    again.goto(address)
    expect(again.get_by_role("heading", name="This link no longer works")).to_be_visible()
    _row(console, hub, "Linked")


def test_the_hub_opens_inside_the_console(console: Page, hub: RunningHub) -> None:
    walk.begin_linking(console, hub, "Consoled", "Connect now")
    console.get_by_role("button", name="Open the Hub").click()
    walk.link_with_test_key(walk.hub_frame(console))
    console.get_by_role("button", name="Done").click()
    _row(console, hub, "Consoled")


def test_a_page_of_another_origin_embeds_the_hub(console: Page, chrome: Browser, hub: RunningHub) -> None:
    session = hub.session(origin_owner_id="id-Embedded", origin_owner_name="Embedded", type="test")
    with_script = (
        f'<!doctype html><title>App</title><h1>App</h1><script src="{hub.url}/embed.js"></script><script>'
        "window.linked = []; Linkwright.open({token: "
        f"{json.dumps(session['token'])}, onSuccess: (account) => window.linked.push(account)}})</script>"
    )
    with served(with_script) as app:
        page = chrome.new_context().new_page()
        page.set_default_timeout(30_000)
        page.goto(app)
        walk.link_with_test_key(walk.hub_frame(page))
        page.wait_for_function("window.linked.length === 1")
        told = page.evaluate("window.linked[0]")
    assert told == {"id": _row(console, hub, "Embedded"), "provider": "linear"}


def test_runs_by_rest_and_mcp_stand_in_the_console(console: Page, hub: RunningHub) -> None:
    account = hub.link(origin_owner_id="id-Running", origin_owner_name="Running")
    team = hub.rpc(account, "linear_list_teams").json()["data"][0]["id"]
    made = hub.rpc(account, "linear_create_issue", body={"teamId": team, "title": "From the test"})
    assert made.status == 200
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "linear_list_issues", "arguments": {}},
    }
    assert not hub.call("POST", "/mcp", call, headers={"x-account-id": account}).json()["result"]["isError"]
    console.goto(f"{hub.url}/console/runs")
    for action in ("linear_list_teams", "linear_create_issue", "linear_list_issues"):
        expect(console.get_by_text(action).first).to_be_visible()
    console.goto(f"{hub.url}/console/runs/{made.headers['x-linkwright-run-id']}")
    expect(console.get_by_text("linear_create_issue").first).to_be_visible()
    expect(console.get_by_text("issueCreate").first).to_be_visible()
    # Each call stands under the stage in which the provider was asked, however quick it was.
    rows = console.get_by_role("table", name="Waterfall").locator("tbody tr")
    names = [row.inner_text().split("\n")[0] for row in rows.all()]
    nested = [index for index, row in enumerate(rows.all()) if "in" in (row.get_attribute("class") or "").split()]
    assert nested == list(range(names.index("Run at Linear") + 1, names.index("Answer written"))), names


def test_suspending_stops_calls_and_deleting_names_what_it_deletes(console: Page, hub: RunningHub) -> None:
    account = hub.link(origin_owner_id="id-Leaving", origin_owner_name="Leaving")
    console.goto(f"{hub.url}/console/accounts")
    row = console.get_by_role("row").filter(has_text="Leaving")
    row.get_by_role("button").last.click()
    console.get_by_role("menuitem", name="Suspend").click()
    console.get_by_role("dialog").get_by_role("button", name="Suspend account").click()
    expect(row.get_by_text("Suspended", exact=True)).to_be_visible()
    assert hub.rpc(account, "linear_get_viewer").status == 412
    row.get_by_role("button").last.click()
    console.get_by_role("menuitem", name="Resume").click()
    expect(row.get_by_text("Active")).to_be_visible()
    assert hub.rpc(account, "linear_get_viewer").status == 200
    row.get_by_role("button").last.click()
    console.get_by_role("menuitem", name="Delete Leaving, Linear").click()
    dialog = console.get_by_role("alertdialog")
    expect(dialog).to_contain_text("Leaving")
    dialog.get_by_role("button", name="Delete account").click()
    expect(row).to_have_count(0)
    assert hub.call("GET", f"/accounts/{account}").status == 404
