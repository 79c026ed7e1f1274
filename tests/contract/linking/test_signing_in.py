"""Linking by a person's yes at the provider, with Linear's twin in Linear's place, and what attackers try with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx2
import pytest
from structlog.testing import capture_logs

from linkwright.kit.ids import token_hash
from linkwright.outbound.transport import OutboundRequest
from linkwright.store.tables import accounts, connection_attempts, credentials, oauth_grants, sign_in_flows
from tests.contract.linking.world import PUBLIC, World, twin_of

pytestmark = pytest.mark.anyio
CALLBACK = "/connect/oauth2/linear/callback"
OURS = {"sec-fetch-site": "same-origin"}
PAGE = "https://app.example"


class Browser:
    """One person's browser: keeps cookies, and says yes at the provider."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cookies: dict[str, str] = {}

    async def go(
        self, method: str, address: str, headers: Mapping[str, str] | None = None, **given: Any
    ) -> httpx2.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**(headers or {}), **({"cookie": cookie} if cookie else {})}
        self.world.http.cookies.clear()
        answer = await self.world.http.request(method, address, headers=sent, follow_redirects=False, **given)
        for line in answer.headers.get_list("set-cookie"):
            pair, _, rest = line.partition(";")
            name, _, value = pair.partition("=")
            if "Max-Age=0" in rest:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value.strip('"')
        self.world.http.cookies.clear()
        return answer

    async def allow(self, address: str, seed: str = "live", **form: str) -> str:
        """Say yes on the provider's page; where it sends the browser back to."""
        assert address.startswith("https://linear.app/oauth/authorize?"), address
        body = "&".join(f"{name}={value}" for name, value in {"decision": "allow", **form}.items()).encode()
        sent = {"content-type": "application/x-www-form-urlencoded"}
        answer = await twin_of(seed).send(OutboundRequest("POST", address, sent, body))
        assert answer.status == 302, answer.body
        return answer.headers["location"].removeprefix(PUBLIC)


async def with_app(world: World, **more: Any) -> str:
    """A profile of Linear that signs in, with the twin's app as the project's own; its id."""
    app = twin_of("live").oauth
    wish = {
        "connector_key": "linear",
        "auth_method": "oauth",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        **more,
    }
    answer = await world.api("POST", "/connector_profiles", json=wish)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def begin(world: World, token: str, profile_id: str, **more: Any) -> dict[str, Any]:
    answer = await world.hub(token, "POST", "/sign_in", json={"integration_id": profile_id, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def sent_away(world: World, browser: Browser, token: str, profile_id: str, **more: Any) -> tuple[str, str]:
    """The attempt, and the provider's address at which the browser is."""
    begun = await begin(world, token, profile_id, **more)
    away = await browser.go("GET", begun["url"].removeprefix(PUBLIC), OURS)
    assert away.status_code == 303, away.text
    return begun["connection_attempt_id"], away.headers["location"]


async def attempt(world: World, token: str, attempt_id: str) -> dict[str, Any]:
    return dict((await world.hub(token, "GET", f"/connection_attempts/{attempt_id}")).json())


async def signed_in(world: World, token: str, profile_id: str, **more: Any) -> dict[str, Any]:
    """The whole way; how the attempt ended."""
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile_id)
    await browser.go("GET", await browser.allow(address, **more))
    return await attempt(world, token, attempt_id)


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


async def test_a_forged_state_and_one_that_was_used_lead_nowhere(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile)
    back = await browser.allow(address)
    forged = await browser.go("GET", f"{CALLBACK}?code=lin_code_x&state={'f' * 40}")
    assert forged.status_code == 400
    assert (await browser.go("GET", f"{CALLBACK}?code=lin_code_x")).status_code == 400
    kept = dict(browser.cookies)
    assert (await browser.go("GET", back)).status_code == 200
    browser.cookies = kept
    replayed = await browser.go("GET", back)
    assert replayed.status_code == 400
    assert "has been finished" in replayed.text
    assert (await attempt(world, token, attempt_id))["status"] == "authenticated"
    assert len(await world.rows(accounts)) == 1


async def test_the_state_of_one_browser_is_worth_nothing_in_another_and_stays_good_in_the_first(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    attacker, victim = Browser(world), Browser(world)
    attempt_id, address = await sent_away(world, attacker, token, profile)
    back = await attacker.allow(address)
    page = await victim.go("GET", back)
    assert page.status_code == 400
    assert "begun in another browser" in page.text
    victim.cookies = {f"__Host-lw_sign_in_{'0' * 12}": "x"}
    assert (await victim.go("GET", back)).status_code == 400
    assert await world.rows(accounts) == []
    assert (await attacker.go("GET", back)).status_code == 200
    assert (await attempt(world, token, attempt_id))["status"] == "authenticated"


async def test_a_way_back_after_ten_minutes_is_too_late(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile)
    back = await browser.allow(address)
    world.clock.advance(601)
    assert (await browser.go("GET", back)).status_code == 400
    assert (await attempt(world, token, attempt_id))["status"] == "expired"
    assert await world.rows(accounts) == []


async def test_a_code_of_another_persons_way_is_refused_by_its_challenge(world: World) -> None:
    profile = await with_app(world)
    one, two = Browser(world), Browser(world)
    first = (await world.session())["token"]
    second = (await world.session(origin_owner_id="owner-2"))["token"]
    _, address_one = await sent_away(world, one, first, profile)
    attempt_two, address_two = await sent_away(world, two, second, profile)
    stolen = dict(parse_qsl(urlsplit(await one.allow(address_one)).query))["code"]
    state_two = dict(parse_qsl(urlsplit(address_two).query))["state"]
    await two.go("GET", f"{CALLBACK}?code={stolen}&state={state_two}")
    ended = await attempt(world, second, attempt_two)
    assert (ended["status"], ended["error"]["code"]) == ("error", "grant_refused")
    assert await world.rows(accounts) == []


async def test_two_owners_whose_ways_cross_get_each_their_own(world: World) -> None:
    profile = await with_app(world)
    browser = Browser(world)
    tokens = [(await world.session(origin_owner_id=f"owner-{n}"))["token"] for n in (1, 2)]
    ways = [await sent_away(world, browser, token, profile) for token in tokens]
    backs = [await browser.allow(ways[0][1]), await browser.allow(ways[1][1], workspace="other")]
    for back in reversed(backs):
        assert (await browser.go("GET", back)).status_code == 200
    found = {row["origin_owner_id"]: row["identity"]["workspace"]["name"] for row in await world.rows(accounts)}
    assert found == {"owner-1": "Fernhill", "owner-2": "Stonebridge"}
    crossed = await attempt(world, tokens[0], ways[1][0])
    assert crossed["status"] == "expired", "an attempt of another session is unknown here"


async def test_an_address_is_good_for_one_start(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    path = (await begin(world, token, profile))["url"].removeprefix(PUBLIC)
    browser = Browser(world)
    assert (await browser.go("GET", path, OURS)).status_code == 303
    for headers in (OURS, {}):
        assert (await browser.go("GET", path, headers)).status_code == 410


async def test_who_follows_a_link_is_asked_first_and_looking_uses_nothing_up(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    path = (await begin(world, token, profile))["url"].removeprefix(PUBLIC)
    victim = Browser(world)
    for site in ("none", "cross-site", "same-site"):
        page = await victim.go("GET", path, {"sec-fetch-site": site})
        assert page.status_code == 200
        assert "Acme Planner" in page.text
        assert "See issues, projects and teams" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "script-src" not in page.headers["content-security-policy"]
    # A page elsewhere can send a form here, but has not read this one.
    for wrong in ({}, {"confirm": "x"}, {"confirm": ""}):
        assert (await victim.go("POST", path, data=wrong)).status_code == 410
    assert (await Browser(world).go("POST", path, data={"confirm": ""})).status_code == 410
    confirm = re.search(r'name="confirm" value="(\w+)"', page.text)
    assert confirm
    away = await victim.go("POST", path, data={"confirm": confirm[1]})
    assert away.status_code == 303
    assert away.headers["location"].startswith("https://linear.app/oauth/authorize?")


async def published(world: World, token: str, origin: str | None = PAGE) -> str:
    headers = {"x-hub-session-token": token, **({"origin": origin} if origin else {})}
    made = await world.http.post("/hub/connection_attempts", headers=headers, json={"token": token})
    return str(made.json()["id"])


async def test_the_published_clients_window_goes_straight_on_if_its_own_page_opened_it(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    attempt_id = await published(world, token)
    path = f"/connect/oauth2/{profile}?redirect_uri={PAGE}/embedded&token={token}&connection_attempt_id={attempt_id}"
    browser = Browser(world)
    away = await browser.go("GET", path, {"referer": f"{PAGE}/"})
    assert away.status_code == 303
    page = await browser.go("GET", await browser.allow(away.headers["location"]))
    assert page.status_code == 200, "redirect_uri is never followed"
    assert "location" not in page.headers
    assert (await attempt(world, token, attempt_id))["status"] == "authenticated"
    assert (await browser.go("GET", path, {"referer": f"{PAGE}/"})).status_code == 410


@pytest.mark.parametrize(
    "referer", [None, "https://evil.example/", f"{PAGE}.evil.example/", "http://app.example/", "https://["]
)
async def test_the_published_clients_address_opened_from_elsewhere_asks_first_without_the_token(
    world: World, referer: str | None
) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    path = f"/connect/oauth2/{profile}?token={token}&connection_attempt_id={await published(world, token)}"
    on = await Browser(world).go("GET", path, {"referer": referer} if referer else {})
    assert on.status_code == 303
    assert on.headers["location"].startswith("/connect/start/")
    assert token not in on.headers["location"]


async def test_attempt_token_and_profile_of_the_published_client_belong_together(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    other = (await world.session(origin_owner_id="owner-2"))["token"]
    mine = await published(world, token)
    await world.add_project("side")
    theirs = (await world.session(as_="side-full"))["token"]
    for path, status in (
        (f"/connect/oauth2/{profile}?token={other}&connection_attempt_id={mine}", 410),
        (f"/connect/oauth2/{profile}?token={theirs}&connection_attempt_id={mine}", 410),
        (f"/connect/oauth2/{profile}?token=&connection_attempt_id={mine}", 401),
        (f"/connect/oauth2/{profile}?token={token}", 410),
        (f"/connect/oauth2/{profile}?token={token}&token={other}&connection_attempt_id={mine}", 400),
        (f"/connect/oauth2/{await world.profile_id()}?token={token}&connection_attempt_id={mine}", 422),
        (f"/connect/oauth2/prof_nothing?token={token}&connection_attempt_id={mine}", 404),
    ):
        answer = await Browser(world).go("GET", path, {"referer": f"{PAGE}/"})
        assert answer.status_code == status, (path, answer.text)
        assert "linear.app" not in answer.headers.get("location", "")
    assert (await attempt(world, other, mine))["status"] == "expired"


async def test_tokens_states_and_codes_stand_in_no_log_line_and_no_row(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    browser = Browser(world)
    with capture_logs() as lines:
        attempt_id = await published(world, token)
        path = f"/connect/oauth2/{profile}?token={token}&connection_attempt_id={attempt_id}"
        on = await browser.go("GET", path)
        start = on.headers["location"]
        address = (await browser.go("GET", start, OURS)).headers["location"]
        state = parse_qs(urlsplit(address).query)["state"][0]
        cookies = list(browser.cookies.values())
        back = await browser.allow(address)
        await browser.go("GET", back)
    assert any(line.get("path") == "/connect/start/***" for line in lines)
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    secrets = [token, state, code, start.rpartition("/")[2], *cookies]
    rows = str(await world.rows(sign_in_flows)) + str(await world.rows(connection_attempts))
    for secret in secrets:
        assert secret not in str(lines)
        assert secret not in rows
    assert token_hash(state) in rows


async def test_very_long_and_doubled_parameters_are_refused_and_use_nothing_up(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile)
    back = await browser.allow(address)
    assert (await browser.go("GET", f"{CALLBACK}?state={'s' * 9000}")).status_code == 413
    assert (await browser.go("GET", f"{CALLBACK}?state={'s' * 5000}")).status_code == 400
    assert (await browser.go("GET", f"{back}&code=another")).status_code == 400
    assert (await browser.go("GET", f"/connect/start/{'x' * 5000}")).status_code == 410
    assert (await browser.go("GET", "/connect/oauth2/nothing/callback?state=%00")).status_code == 400
    assert (await browser.go("GET", back)).status_code == 200
    assert (await attempt(world, token, attempt_id))["status"] == "authenticated"


async def test_an_error_of_the_provider_is_told_by_its_word_only(world: World) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile)
    state = parse_qs(urlsplit(address).query)["state"][0]
    words = "error=invalid_scope%3Cscript%3E&error_description=Call+0900+for+help"
    page = await browser.go("GET", f"{CALLBACK}?{words}&state={state}")
    assert "(invalid_scopescript)" in page.text
    assert "0900" not in page.text
    ended = await attempt(world, token, attempt_id)
    assert (ended["status"], ended["error"]["code"]) == ("error", "provider_refused")


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
