"""A member lets an MCP client in, in a real browser: sent by another site, with no script, and from signing in on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.acceptance.person import told_in
from tests.browser import walk
from tests.browser.pages import served
from tests.browser.views_consent import address, registered
from tests.hub import RunningHub, running_hub

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("consent"), pytest.mark.timeout(240)]
CALLBACK = "http://127.0.0.1:3030/callback"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub with one test account."""
    with running_hub(tmp_path_factory.mktemp("consent") / "data") as running:
        running.link(origin_owner_name="Example Bakery")
        yield running


@pytest.fixture(scope="module")
def member(chrome: Browser, hub: RunningHub) -> BrowserContext:
    """What the owner's browser keeps."""
    return walk.claimed(chrome, hub)


def _open(chrome: Browser, member: BrowserContext | None, **more: object) -> Page:
    kept = member.storage_state() if member else None
    context = chrome.new_context(locale="en-GB", storage_state=kept, **more)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.route("http://127.0.0.1:3030/**", lambda route: route.fulfill(body="done", content_type="text/plain"))
    return page


@pytest.mark.promise("mcp.consent-without-script")
def test_sent_by_another_site_and_without_a_script_a_member_lets_a_client_in(
    chrome: Browser, member: BrowserContext, hub: RunningHub
) -> None:
    asked = address(hub, registered(hub, "Desk Assistant", CALLBACK), CALLBACK)
    link = asked.replace("&", "&amp;")
    page = _open(chrome, member, java_script_enabled=False)
    with served(f'<!doctype html><a href="{link}">Connect</a>') as site:
        page.goto(site)
        page.get_by_role("link", name="Connect").click()
        page.wait_for_url("**/oauth/consent?**")
    expect(page.get_by_role("heading", name="Let Desk Assistant in?")).to_be_visible()
    expect(page.get_by_label("Example Bakery", exact=False)).to_be_checked()
    page.get_by_label("Read and write", exact=False).check()
    page.get_by_role("button", name="Let it in").click()
    page.wait_for_url(f"{CALLBACK}?code=*")
    assert set(told_in(page.url)) == {"code", "state", "iss"}
    (listed,) = hub.call("GET", "/mcp_clients").json()
    assert (listed["client_name"], listed["extent"]) == ("Desk Assistant", "write")
    page.context.close()


def test_who_denies_goes_back_with_that(chrome: Browser, member: BrowserContext, hub: RunningHub) -> None:
    page = _open(chrome, member)
    page.goto(address(hub, registered(hub, "Desk Assistant", CALLBACK), CALLBACK))
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(f"{CALLBACK}?error=access_denied*")
    page.context.close()


def test_who_is_not_signed_in_signs_in_and_comes_back_to_the_page(
    chrome: Browser, member: BrowserContext, hub: RunningHub
) -> None:
    page = _open(chrome, None)
    page.goto(address(hub, registered(hub, "Desk Assistant", CALLBACK), CALLBACK))
    page.get_by_label("E-mail").fill(walk.EMAIL)
    page.get_by_label("Password", exact=True).fill(walk.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Let Desk Assistant in?")).to_be_visible()
    page.context.close()


def test_the_page_shows_nothing_in_a_frame(chrome: Browser, member: BrowserContext, hub: RunningHub) -> None:
    asked = address(hub, registered(hub, "Desk Assistant", CALLBACK), CALLBACK).replace("&", "&amp;")
    page = _open(chrome, member)
    with served(f'<!doctype html><iframe src="{asked}"></iframe>') as site:
        page.goto(site)
        expect(page.frame_locator("iframe").get_by_role("button", name="Let it in")).to_have_count(0)
        assert all("/oauth/consent" not in frame.url for frame in page.frames)
    page.context.close()


def test_a_form_on_another_site_lets_nobody_in(chrome: Browser, member: BrowserContext, hub: RunningHub) -> None:
    before = hub.call("GET", "/mcp_clients").json()
    fields = {"decision": "allow", "extent": "all", "days": "365", "confirm": "0" * 64}
    inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    page = _open(chrome, member)
    with served(f'<!doctype html><form method="post" action="{hub.url}/oauth/consent">{inputs}<button>Go') as site:
        page.goto(site)
        page.get_by_role("button", name="Go").click()
        page.wait_for_url(f"{hub.url}/oauth/consent")
    expect(page.get_by_role("heading", name="This client cannot be let in")).to_be_visible()
    assert hub.call("GET", "/mcp_clients").json() == before
    page.context.close()


def test_a_client_is_shut_out_in_the_console(chrome: Browser, member: BrowserContext, hub: RunningHub) -> None:
    page = _open(chrome, member)
    page.goto(address(hub, registered(hub, "Passing Client", CALLBACK), CALLBACK))
    page.get_by_role("button", name="Let it in").click()
    page.wait_for_url(f"{CALLBACK}?code=*")
    page.goto(f"{hub.url}/console/clients")
    page.get_by_role("button", name="Shut out Passing Client").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Shut out").click()
    expect(page.get_by_role("row").filter(has_text="Passing Client")).to_have_count(0)
    assert "Passing Client" not in [one["client_name"] for one in hub.call("GET", "/mcp_clients").json()]
    page.context.close()
