"""Somebody begins a sign-in of their own and baits a stranger into finishing it, from a page of the hub itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser import walk
from tests.browser.views_consent import address, registered
from tests.hub import RunningHub, running_hub

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("bait"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub whose test accounts sign in at the twin."""
    with running_hub(tmp_path_factory.mktemp("bait") / "data") as running:
        made = running.call("POST", "/connector_profiles", {"connector_key": "linear", "auth_method": "oauth"})
        assert made.status == 201, made.body
        running.link(origin_owner_name="Example Bakery")
        yield running


@pytest.fixture(scope="module")
def member(chrome: Browser, hub: RunningHub) -> BrowserContext:
    """What the owner's browser keeps."""
    return walk.claimed(chrome, hub)


def _bait(hub: RunningHub) -> str:
    """The address of a sign-in that belongs to the attacker's own session."""
    listed = hub.call("GET", "/auth_configs").json()["data"]
    profile = next(one["id"] for one in listed if one["authentication_config_key"] == "oauth")
    token = hub.session(type="test", connector_profile_id=profile, origin_owner_id="attacker")["token"]
    begun = hub.hub_call(token, "POST", "/hub/sign_in", {"integration_id": profile})
    assert begun.status == 200, begun.body
    return str(begun.json()["url"])


@pytest.mark.promise("linking.oauth-asks-first")
def test_a_member_who_denies_a_client_is_not_led_into_somebodys_sign_in_unasked(
    chrome: Browser, member: BrowserContext, hub: RunningHub
) -> None:
    bait = _bait(hub)
    page = chrome.new_context(locale="en-GB", storage_state=member.storage_state()).new_page()
    page.goto(address(hub, registered(hub, "Bait", bait), bait))
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(lambda url: "/oauth/" not in url or "/twins/" in url)
    assert "/twins/" not in page.url
    expect(page.get_by_text("Example Bakery").first).to_be_visible()
    page.context.close()


@pytest.mark.promise("linking.oauth-asks-first")
def test_a_link_on_a_page_of_the_hub_leads_nobody_into_somebodys_sign_in_unasked(
    chrome: Browser, member: BrowserContext, hub: RunningHub
) -> None:
    bait = _bait(hub)
    page = chrome.new_context(locale="en-GB", storage_state=member.storage_state()).new_page()
    page.goto(f"{hub.url}/console/accounts")
    page.evaluate(
        "(to) => { const a = document.createElement('a'); a.href = to; a.textContent = 'Help'; document.body.append(a) }",
        bait,
    )
    page.get_by_role("link", name="Help", exact=True).click()
    page.wait_for_url(lambda url: "/console/" not in url)
    assert "/twins/" not in page.url
    page.context.close()
