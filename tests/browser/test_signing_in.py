"""Signing in as people do it: by keyboard, in a frame of another origin, with a provider that says no, with the twin alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser import walk
from tests.browser.pages import served
from tests.hub import RunningHub, running_hub

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("signing-in"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A fresh hub with no app at the provider, whose test accounts sign in at the twin inside it."""
    with running_hub(tmp_path_factory.mktemp("signing") / "data") as running:
        made = running.call("POST", "/connector_profiles", {"connector_key": "linear", "auth_method": "oauth"})
        assert made.status == 201, made.body
        yield running


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    context = chrome.new_context(locale="en-GB")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def _session(hub: RunningHub, owner: str) -> dict[str, str]:
    listed = hub.call("GET", "/auth_configs").json()["data"]
    profile = next(one["id"] for one in listed if one["authentication_config_key"] == "oauth")
    made = hub.session(type="test", connector_profile_id=profile, origin_owner_id=owner)
    return {"token": made["token"], "link": made["auth_link_url"]}


def _allow(page: Page, hub_page: Page | Frame) -> None:
    with page.expect_popup() as opened:
        hub_page.get_by_role("button", name="Sign in with Linear").press("Enter")
    # Our own Hub opened the window, so nobody is asked twice: it is at the provider at once.
    opened.value.wait_for_url("**/twins/linear/oauth/authorize**")
    with opened.value.expect_event("close"):
        opened.value.get_by_role("button", name="Authorize").press("Enter")


def test_by_keyboard_and_without_an_app_a_test_account_is_linked(page: Page, hub: RunningHub) -> None:
    page.goto(_session(hub, "by-keyboard")["link"])
    _allow(page, page)
    expect(page.get_by_role("heading", name="Linear is connected")).to_be_visible()
    expect(page.get_by_text("Mira Holt")).to_be_visible()
    account = hub.call("GET", "/accounts?origin_owner_id=by-keyboard").json()[0]
    assert hub.rpc(account["id"], "linear_list_issues", query={"page_size": 1}).status == 200


def test_within_a_frame_of_another_origin_the_window_opens_and_the_host_hears_of_the_account(
    page: Page, hub: RunningHub
) -> None:
    token = _session(hub, "framed")["token"]
    host = f"""<!doctype html><title>App</title><script src="{hub.url}/embed.js"></script>
      <linkwright-hub token="{token}" language="en"></linkwright-hub><p id="heard"></p><script>
      document.querySelector('linkwright-hub').addEventListener('success', (event) => {{
        document.getElementById('heard').textContent = event.detail.id }})</script>"""
    with served(host) as app:
        page.goto(app)
        frame = walk.hub_frame(page)
        _allow(page, frame)
        expect(frame.get_by_role("heading", name="Linear is connected")).to_be_visible()
        expect(page.locator("#heard")).to_have_text(hub.call("GET", "/accounts?origin_owner_id=framed").json()[0]["id"])


def test_whoever_cancels_at_the_provider_can_start_again(page: Page, hub: RunningHub) -> None:
    page.goto(_session(hub, "undecided")["link"])
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Sign in with Linear").click()
    opened.value.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was connected")
    expect(page.get_by_role("button", name="Try again")).to_be_focused()
    assert hub.call("GET", "/accounts?origin_owner_id=undecided").json() == []


def test_without_a_script_the_window_works_from_end_to_end(chrome: Browser, hub: RunningHub) -> None:
    session = _session(hub, "no-script")
    profile = hub.hub_call(session["token"], "GET", "/hub/connectors").json()["integrations"][0]["integration_id"]
    begun = hub.hub_call(session["token"], "POST", "/hub/sign_in", {"integration_id": profile}).json()
    context = chrome.new_context(locale="en-GB", java_script_enabled=False)
    try:
        window = context.new_page()
        window.goto(begun["url"])
        window.get_by_role("button", name="Continue to Linear").click()
        window.get_by_role("button", name="Authorize").click()
        expect(window.get_by_role("heading", name="Linear is linked")).to_be_visible()
        expect(window.get_by_text("You can close this window.")).to_be_visible()
    finally:
        context.close()
    attempt = hub.hub_call(session["token"], "GET", f"/hub/connection_attempts/{begun['connection_attempt_id']}")
    assert attempt.json()["status"] == "authenticated"


@pytest.mark.promise("brand.own-address-sign-in")
def test_at_a_projects_own_address_the_way_to_the_provider_and_back_stays_there(page: Page, hub: RunningHub) -> None:
    own = hub.url.replace("127.0.0.1", "localhost")
    hub.cli("projects", "create", "fern")
    key = hub.cli("keys", "create", "--name", "server", "--project", "fern")["key"]
    assert hub.call("PATCH", "/project", {"app_name": "Fern", "public_url": own}, key=key).status == 200
    made = hub.call("POST", "/connector_profiles", {"connector_key": "linear", "auth_method": "oauth"}, key=key).json()
    assert made["app"]["redirect_url"] == f"{own}/connect/oauth2/linear/callback"
    body = {"origin_owner_id": "at-fern", "origin_owner_name": "Oak", "provider": "linear", "type": "test"}
    session = hub.call("POST", "/connect_sessions", {**body, "connector_profile_id": made["id"]}, key=key).json()
    assert session["auth_link_url"].startswith(own)
    page.goto(session["auth_link_url"])
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Sign in with Linear").press("Enter")
    seen: list[str] = []
    opened.value.on("framenavigated", lambda frame: seen.append(frame.url))
    opened.value.wait_for_url(f"{own}/twins/linear/oauth/authorize**")
    with opened.value.expect_event("close"):
        opened.value.get_by_role("button", name="Authorize").press("Enter")
    expect(page.get_by_role("heading", name="Linear is connected")).to_be_visible()
    assert all(url.startswith((own, "about:")) for url in seen), seen
    account = hub.call("GET", "/accounts?origin_owner_id=at-fern", key=key).json()[0]
    assert account["status"] == "active"
