"""What attackers try with signing in, and what comes of it: nothing."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from structlog.testing import capture_logs

from linkwright.kit.ids import token_hash
from linkwright.store.tables import accounts, connection_attempts, sign_in_flows
from tests.contract.linking.browser import CALLBACK, OURS, Browser, attempt, begin, sent_away, with_app
from tests.contract.linking.world import PAGE, PUBLIC, World

pytestmark = pytest.mark.anyio


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
    elsewhere = [{"sec-fetch-site": site, "referer": f"{PUBLIC}/link"} for site in ("none", "cross-site", "same-site")]
    # Another page of the hub, which may hold a link of somebody's making, or be led away by a client's address.
    others = [{"referer": f"{PUBLIC}{one}"} for one in ("/connectors/linear/guides/link-account/key", "/oauth/consent")]
    for headers in (*elsewhere, *({"sec-fetch-site": "same-origin", **one} for one in ({}, *others))):
        page = await victim.go("GET", path, headers)
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
    assert on.headers["location"].startswith(f"{PUBLIC}/connect/start/")
    assert token not in on.headers["location"]


@pytest.mark.promise("linking.oauth-asks-first")
@pytest.mark.parametrize("page", ["https://evil.example", "http://127.0.0.1:3000", "https://app.example:8443"])
async def test_a_page_that_begins_an_attempt_with_a_token_of_its_own_cannot_send_somebody_away_unasked(
    world: World, page: str
) -> None:
    profile = await with_app(world)
    token = (await world.session())["token"]
    path = f"/connect/oauth2/{profile}?token={token}&connection_attempt_id={await published(world, token, page)}"
    on = await Browser(world).go("GET", path, {"referer": f"{page}/"})
    assert on.status_code == 303
    assert on.headers["location"].startswith(f"{PUBLIC}/connect/start/")
    assert "set-cookie" not in on.headers


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
