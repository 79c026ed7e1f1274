"""Linking by a person's yes at the provider, with Linear's twin in Linear's place."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from linkwright.linking.hub.connect import Linker
from linkwright.linking.hub.errors import AccountBusy
from linkwright.oauth.errors import TokenAddressFailed
from linkwright.oauth.tokens import TokenClient
from linkwright.store.tables import accounts, credentials, oauth_grants
from tests.contract.linking.browser import CALLBACK, Browser, attempt, sent_away, signed_in, with_app
from tests.contract.linking.world import PUBLIC, World

pytestmark = pytest.mark.anyio


@pytest.mark.promise("linking.sign-in")
async def test_a_person_signs_in_and_the_tokens_are_sealed_with_what_renews_them(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert (asked["redirect_uri"], asked["prompt"], asked["actor"]) == (PUBLIC + CALLBACK, "consent", "user")
    assert (asked["scope"], asked["code_challenge_method"]) == ("read,write", "S256")
    assert (await attempt(world, token, attempt_id))["status"] == "pending"
    done = await browser.go("GET", await browser.allow(address))
    assert done.status_code == 200
    assert "Fernhill" in done.text
    assert browser.cookies == {}
    ended = await attempt(world, token, attempt_id)
    assert ended["status"] == "authenticated"
    account = (await world.rows(accounts))[0]
    assert (account["id"], account["profile_id"], account["auth_method"]) == (ended["account"]["id"], profile, "oauth")
    stored = {row["field"]: row for row in await world.rows(credentials)}
    assert set(stored) == {"access_token", "refresh_token"}
    assert stored["access_token"]["expires_at"] == world.clock.now() + timedelta(seconds=86_399)
    assert stored["access_token"]["last4"] == ""
    grant = (await world.rows(oauth_grants))[0]
    assert grant["account_id"] == account["id"]
    assert set(grant["scopes"]) == {"read", "write"}
    assert world.clock.now() < grant["due_at"] < stored["access_token"]["expires_at"]
    shown = (await world.api("GET", f"/accounts/{account['id']}")).json()
    assert shown["status"] == "active"


async def test_rights_are_known_from_the_scopes_that_were_given(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    linked = await signed_in(world, token, profile)
    body = (await world.hub(token, "GET", f"/accounts/{linked['account']['id']}")).json()
    assert {one["scope"]: one["state"] for one in body["linkwright"]["rights"]} == {"read": "proven", "write": "proven"}


async def test_signing_in_again_renews_the_same_account_and_another_workspace_is_refused_in_words(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    first = await signed_in(world, token, profile)
    before = {row["field"]: row["version"] for row in await world.rows(credentials)}
    again = await signed_in(world, token, profile)
    assert again["account"] == first["account"]
    after = {row["field"]: row["version"] for row in await world.rows(credentials)}
    assert all(after[name] > before[name] for name in before)
    other = await signed_in(world, token, profile, workspace="other")
    assert (other["status"], other["error"]["code"]) == ("error", "other_workspace")
    assert "You signed in to Stonebridge. The account is linked to Fernhill." in other["error"]["description"]
    assert len(await world.rows(accounts)) == 1


async def test_as_a_new_account_or_with_several_allowed_another_workspace_is_linked_beside(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    await signed_in(world, token, profile)
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile, as_new=True)
    await browser.go("GET", await browser.allow(address, workspace="other"))
    assert (await attempt(world, token, attempt_id))["status"] == "authenticated"
    assert len(await world.rows(accounts)) == 2
    several = (await world.session(multiple=True, origin_owner_id="owner-2"))["token"]
    one, two = await signed_in(world, several, profile), await signed_in(world, several, profile, workspace="other")
    assert one["account"] != two["account"]


async def test_an_account_with_a_key_can_be_given_tokens_and_the_other_way_round(world: World) -> None:
    account = await world.linked()
    profile = await with_app(world)
    token = (await world.session())["token"]
    linked = await signed_in(world, token, profile)
    assert linked["account"]["id"] == account["id"]
    assert {row["field"] for row in await world.rows(credentials)} == {"access_token", "refresh_token"}
    await world.connect(token, world.key())
    assert {row["field"] for row in await world.rows(credentials)} == {"api_key"}
    assert await world.rows(oauth_grants) == []


async def test_a_session_for_one_account_reconnects_that_one_and_no_other_workspace(world: World) -> None:
    profile = await with_app(world)
    linked = await signed_in(world, (await world.session())["token"], profile)
    bound = (await world.session(account_id=linked["account"]["id"]))["token"]
    assert (await signed_in(world, bound, profile))["account"] == linked["account"]
    assert (await signed_in(world, bound, profile, workspace="other"))["error"]["code"] == "other_workspace"


async def test_a_profile_without_an_app_is_offered_for_test_accounts_only(world: World) -> None:
    made = await world.api("POST", "/connector_profiles", json={"connector_key": "linear", "auth_method": "oauth"})
    profile = made.json()["id"]
    assert made.json()["app"]["missing"] == ["client_id"]
    for wish, offered in (({}, False), ({"type": "test"}, True)):
        token = (await world.session(**wish))["token"]
        listed = (await world.hub(token, "GET", "/connectors")).json()["integrations"]
        assert (profile in {one["integration_id"] for one in listed}) is offered
        answer = await world.hub(token, "POST", "/sign_in", json={"integration_id": profile})
        assert answer.status_code == (200 if offered else 404), answer.text


async def test_a_test_account_signs_in_at_the_twins_own_page(world: World) -> None:
    made = await world.api("POST", "/connector_profiles", json={"connector_key": "linear", "auth_method": "oauth"})
    token = (await world.session(type="test"))["token"]
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, made.json()["id"])
    assert address.startswith(f"{PUBLIC}/twins/linear/oauth/authorize?")
    path = address.removeprefix(PUBLIC)
    page = await browser.go("GET", path)
    assert "This is the twin of Linear" in page.text
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    assert (await Browser(world).go("GET", path)).status_code == 400, "another browser is not shown it"
    assert (await browser.go("GET", path.replace("/authorize", "/token"))).status_code == 404
    back = await browser.go("POST", path.partition("?")[0], data={**fields, "decision": "allow"})
    assert back.status_code == 303, back.text
    await browser.go("GET", back.headers["location"].removeprefix(PUBLIC))
    assert (await attempt(world, token, attempt_id))["status"] == "authenticated"
    assert (await world.rows(accounts))[0]["upstream"] == "twin"


async def test_whoever_says_no_is_told_so_and_the_attempt_is_cancelled(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile)
    page = await browser.go("GET", await browser.allow(address, decision="deny"))
    assert "You did not let the app into Linear. Nothing was linked." in page.text
    ended = await attempt(world, token, attempt_id)
    assert (ended["status"], ended["error"]["code"]) == ("cancelled", "access_denied")
    assert await world.rows(accounts) == []


async def test_a_wrong_secret_of_the_app_ends_the_attempt_with_words_for_the_developer(world: World) -> None:
    profile = await with_app(world, client_secret="not-the-secret-of-this-app")
    token = (await world.session())["token"]
    ended = await signed_in(world, token, profile)
    assert (ended["status"], ended["error"]["code"]) == ("error", "app_refused")
    assert await world.rows(accounts) == []


async def test_an_attempt_that_is_cancelled_meanwhile_leaves_no_account(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile)
    back = await browser.allow(address)
    await world.hub(token, "DELETE", f"/connection_attempts/{attempt_id}")
    assert (await browser.go("GET", back)).status_code == 409
    assert await world.rows(accounts) == []
    assert (await attempt(world, token, attempt_id))["status"] == "cancelled"


async def test_a_process_that_was_killed_between_code_and_account_leaves_an_attempt_that_ends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile)
    back = await browser.allow(address)

    class Killed(BaseException):
        pass

    async def killed(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(world.services.linker, "link_granted", killed)
        with pytest.raises(Killed):
            await browser.go("GET", back)
    assert await world.rows(accounts) == []
    assert (await attempt(world, token, attempt_id))["status"] == "pending"
    world.clock.advance(91)
    ended = await attempt(world, token, attempt_id)
    assert (ended["status"], ended["error"]["code"]) == ("error", "sign_in_interrupted")
    assert (await browser.go("GET", back)).status_code == 400
    assert (await signed_in(world, token, profile))["status"] == "authenticated"


async def test_a_connector_that_takes_a_key_is_not_begun_and_one_that_signs_in_takes_no_form(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    begun = await world.hub(token, "POST", "/sign_in", json={"integration_id": await world.profile_id()})
    assert (begun.status_code, begun.json()["code"]) == (422, "no_sign_in")
    sent = await world.hub(token, "POST", "/accounts", json={"integration_id": profile, "credentials": {}})
    assert (sent.status_code, sent.json()["code"]) == (422, "sign_in_instead")
    config = (await world.hub(token, "GET", f"/connectors/{profile}")).json()["config"]
    assert (config["type"], config["grantType"], config["configFields"]) == ("oauth2", "authorization_code", [])


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of tokens that were given back to the provider, in their order."""
    kinds: list[str] = []
    revoke = TokenClient.revoke

    async def noted(self: TokenClient, *args: Any) -> None:
        await revoke(self, *args)
        kinds.append(args[-1])

    monkeypatch.setattr(TokenClient, "revoke", noted)
    return kinds


async def test_tokens_that_were_got_for_nothing_are_given_back_to_the_provider(world: World, ended: list[str]) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    await signed_in(world, token, profile)
    assert ended == []
    refused = await signed_in(world, token, profile, workspace="other")
    assert refused["error"]["code"] == "other_workspace"
    assert ended == ["refresh_token", "access_token"]


async def test_a_failed_linking_leaves_alone_what_another_account_of_that_workspace_may_live_by(
    world: World, ended: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = await with_app(world)
    await signed_in(world, (await world.session())["token"], profile)

    async def fails(*_args: Any, **_more: Any) -> None:
        raise AccountBusy

    monkeypatch.setattr(Linker, "_add", fails)
    second = await signed_in(world, (await world.session(origin_owner_id="owner-2"))["token"], profile)
    assert second["error"]["code"] == "account_busy"
    assert ended == []
    other = (await world.session(origin_owner_id="owner-3"))["token"]
    assert (await signed_in(world, other, profile, workspace="other"))["status"] == "error"
    assert ended == ["refresh_token", "access_token"]


async def test_a_provider_that_cannot_end_tokens_does_not_hide_why_linking_failed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_args: Any) -> None:
        raise TokenAddressFailed("The token could not be revoked.")

    monkeypatch.setattr(TokenClient, "revoke", fails)
    profile = await with_app(world)
    token = (await world.session())["token"]
    await signed_in(world, token, profile)
    assert (await signed_in(world, token, profile, workspace="other"))["error"]["code"] == "other_workspace"
