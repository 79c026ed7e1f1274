"""What signing in does to the session from before, what needs a fresh one, and which page may begin one, over HTTP."""

from __future__ import annotations

import pyotp
import pytest

from tests.contract.consents.world import PUBLIC, World

pytestmark = pytest.mark.anyio
ANN = {"email": "ann@example.com", "password": "a long enough pass phrase"}
ME, PROVIDER = "/console/api/me", "/console/api/sign-in/provider"


async def _sign_in(world: World) -> dict[str, str]:
    """Sign in as a browser does; the header that its changes carry."""
    answer = await world.http.post("/console/api/sign-in", json=ANN)
    assert answer.json()["stage"] == "in"
    return {"x-csrf-token": (await world.http.get(ME)).json()["csrf_token"]}


def _session(world: World) -> str:
    return str(world.http.cookies["__Host-lw_session"])


async def _opens(world: World, token: str) -> bool:
    world.http.cookies.clear()
    return (await world.http.get(ME, headers={"cookie": f"__Host-lw_session={token}"})).status_code == 200


@pytest.mark.promise("members.sessions")
async def test_signing_in_ends_the_session_that_the_browser_had_and_no_other(world: World) -> None:
    await _sign_in(world)
    first = _session(world)
    # Wrong words end nothing.
    await world.http.post("/console/api/sign-in", json={**ANN, "password": "not the pass phrase"})
    assert (await world.http.get(ME)).status_code == 200
    await _sign_in(world)
    second = _session(world)
    assert second != first
    assert not await _opens(world, first)
    assert await _opens(world, second)
    assert await _opens(world, world.cookie), "the one on another device"


@pytest.mark.promise("members.sessions")
async def test_with_two_steps_the_earlier_session_ends_when_the_second_is_done(world: World) -> None:
    csrf = await _sign_in(world)
    secret = (await world.http.post(f"{ME}/two_step/begin", headers=csrf)).json()["secret"]
    app = pyotp.TOTP(secret)
    at = world.clock.now()
    assert (await world.http.post(f"{ME}/two_step/confirm", headers=csrf, json={"code": app.at(at)})).status_code == 200
    world.clock.advance(60)
    first = _session(world)
    assert (await world.http.post("/console/api/sign-in", json=ANN)).json()["stage"] == "code"
    assert (await world.http.get(ME)).status_code == 200, "half a sign-in ends nothing"
    code = {"code": app.at(world.clock.now())}
    assert (await world.http.post("/console/api/sign-in/code", json=code)).status_code == 200
    assert not await _opens(world, first)


@pytest.mark.promise("members.proof")
@pytest.mark.parametrize("what", ["two_step/begin", "sessions/end_others", "sessions/one"])
async def test_what_outlasts_a_session_needs_a_sign_in_of_the_last_ten_minutes(world: World, what: str) -> None:
    csrf = await _sign_in(world)
    other = next(one["id"] for one in (await world.http.get(f"{ME}/sessions")).json() if not one["current"])
    method, path = ("DELETE", f"{ME}/sessions/{other}") if what == "sessions/one" else ("POST", f"{ME}/{what}")
    world.clock.advance(601)
    refused = await world.http.request(method, path, headers=csrf)
    assert (refused.status_code, refused.json()["code"]) == (403, "sign_in_again")
    assert len((await world.http.get(f"{ME}/sessions")).json()) == 2
    # Using the session does not make it fresh, signing in does.
    csrf = await _sign_in(world)
    world.clock.advance(599)
    assert (await world.http.request(method, path, headers=csrf)).status_code == 200


@pytest.mark.promise("members.proof")
async def test_how_everybody_signs_in_is_changed_by_a_fresh_sign_in_only(world: World) -> None:
    csrf, path = await _sign_in(world), "/console/api/sign-in-settings"
    world.clock.advance(601)
    refused = await world.http.put(path, headers=csrf, json={"default_role": "developer"})
    assert (refused.status_code, refused.json()["code"]) == (403, "sign_in_again")
    assert (await world.http.get(path)).json()["default_role"] != "developer"
    csrf = await _sign_in(world)
    answer = await world.http.put(path, headers=csrf, json={"default_role": "developer"})
    assert (answer.status_code, answer.json()["default_role"]) == (200, "developer")


@pytest.mark.promise("members.oidc-begun")
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": PUBLIC},
        {"sec-fetch-site": "none", "origin": PUBLIC},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"{PUBLIC}.evil.example"},
    ],
)
async def test_no_other_page_begins_a_sign_in_at_the_provider(world: World, headers: dict[str, str]) -> None:
    answer = await world.http.post(PROVIDER, json={"next": "/console"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_refused")
    assert "set-cookie" not in answer.headers
    # Nor does an address that is opened.
    assert (await world.http.get(PROVIDER)).status_code in {404, 405}


@pytest.mark.promise("members.oidc-begun")
@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": PUBLIC}])
async def test_the_consoles_own_page_does(world: World, headers: dict[str, str]) -> None:
    answer = await world.http.post(PROVIDER, json={"next": "/console"}, headers=headers)
    assert answer.json()["code"] == "no_provider"
