"""What the Hub reads: settings, connectors, forms, accounts, attempts."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.kit.clock import FixedClock
from tests.contract.linking.world import World, twin_of

pytestmark = pytest.mark.anyio


async def read(world: World, token: str, path: str) -> dict[str, Any]:
    answer = await world.hub(token, "GET", path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_settings_tell_app_session_and_what_is_connected(world: World) -> None:
    async with world.database.write() as tx:
        brand = {"support_url": "https://acme.example/help", "color": "#0B5C8F", "hide_brand": True}
        await world.services.projects.update(tx, world.project.id, brand)
    token = (await world.session(provider="linear", multiple=True))["token"]
    settings = await read(world, token, "/settings")
    assert settings == {
        "enabled_features": [],
        "linkwright": {
            "app": {
                "name": "Acme Planner",
                "logo_url": None,
                "logo_dark_url": None,
                "support_url": "https://acme.example/help",
                "home_url": None,
                "terms_url": None,
                "privacy_url": None,
                "hide_brand": True,
                "color": "#0B5C8F",
                "color_dark": None,
                "corner": None,
                "mode": "auto",
            },
            "session": {
                "origin_owner_name": "Acme",
                "type": None,
                "provider": "linear",
                "expires_at": "2026-11-24T12:30:00.000Z",
                "multiple": True,
            },
            "connected": [],
            "return_url": None,
        },
    }


async def test_only_the_owners_own_accounts_count_as_connected(world: World) -> None:
    mine = await world.linked()
    await world.linked(origin_owner_id="owner-2")
    await world.linked(origin_owner_name="Other")
    settings = await read(world, (await world.session())["token"], "/settings")
    assert settings["linkwright"]["connected"] == [
        {"account_id": mine["id"], "provider": "linear", "status": "active", "workspace": "Fernhill"}
    ]
    assert "existing_account_id" not in settings


async def test_a_session_for_an_account_names_it_until_it_is_gone(world: World) -> None:
    account = await world.linked()
    token = (await world.session(account_id=account["id"]))["token"]
    settings = await read(world, token, "/settings")
    assert settings["existing_account_id"] == account["id"]
    assert [one["account_id"] for one in settings["linkwright"]["connected"]] == [account["id"]]
    await world.api("DELETE", f"/accounts/{account['id']}")
    assert "existing_account_id" not in await read(world, token, "/settings")
    assert (await world.hub(token, "GET", f"/accounts/{account['id']}")).status_code == 404
    assert (await world.connect(token, world.key())).status_code == 404


async def test_the_list_holds_what_the_published_hub_needs_of_each_connector(world: World) -> None:
    listed = await read(world, (await world.session())["token"], "/connectors")
    (linear,) = listed["integrations"]
    assert linear["active"] is True
    assert (linear["name"], linear["provider"], linear["type"]) == ("Linear", "linear", "ticketing")
    assert linear["integration_id"] == await world.profile_id()
    assert linear["logo_url"].startswith("data:image/svg+xml;base64,")
    assert linear["linkwright"]["categories"] == ["ticketing"]
    assert all(isinstance(value, str) for name, value in linear.items() if name not in {"active", "linkwright"})


async def test_the_session_narrows_the_list(world: World) -> None:
    offered = {
        "linear": {"provider": "linear"},
        "ticketing": {"categories": ["ticketing", "crm"]},
        "profile": {"connector_profile_id": await world.profile_id()},
    }
    for wish in offered.values():
        token = (await world.session(**wish))["token"]
        assert len((await read(world, token, "/connectors"))["integrations"]) == 1
    token = (await world.session(categories=["crm"]))["token"]
    assert (await read(world, token, "/connectors")) == {"integrations": []}
    refused = await world.hub(token, "GET", f"/connectors/{await world.profile_id()}")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_offered")
    assert (await world.connect(token, world.key())).json()["code"] == "not_offered"


async def test_the_list_can_be_asked_for_one_provider(world: World) -> None:
    token = (await world.session())["token"]
    assert len((await read(world, token, "/connectors?provider=linear"))["integrations"]) == 1
    assert (await read(world, token, "/connectors?provider=jira%2Fx"))["integrations"] == []
    assert len((await read(world, token, "/connectors?provider="))["integrations"]) == 1


async def test_a_profile_that_is_switched_off_is_not_there(world: World) -> None:
    token = (await world.session())["token"]
    async with world.database.write() as tx:
        profile = await world.services.profiles.get(tx, world.project.id, await world.profile_id())
        await world.services.profiles.update(tx, profile, enabled=False)
    assert (await read(world, token, "/connectors")) == {"integrations": []}
    assert (await world.hub(token, "GET", f"/connectors/{profile.id}")).json()["code"] == "not_offered"


async def test_a_form_for_a_real_account_offers_no_test_key(world: World) -> None:
    form = await read(world, (await world.session())["token"], f"/connectors/{await world.profile_id()}")
    assert form["config"]["configNotices"] == []
    assert form["linkwright"]["test_credentials"] is None
    assert form["hub_settings"] == {}


async def test_a_form_for_a_test_account_shows_the_twins_key_to_both_hubs(world: World) -> None:
    form = await read(world, (await world.session(type="test"))["token"], f"/connectors/{await world.profile_id()}")
    assert form["linkwright"]["test_credentials"] == twin_of("test").credentials()
    (notice,) = form["config"]["configNotices"]
    assert world.key(test=True) in notice["description"]


async def test_the_form_of_a_test_account_stays_one_when_the_session_does_not_say(world: World) -> None:
    account = await world.linked(type="test")
    for wish in ({}, {"account_id": account["id"]}, {"account_id": account["id"], "type": "production"}):
        form = await read(world, (await world.session(**wish))["token"], f"/connectors/{await world.profile_id()}")
        assert form["linkwright"]["test_credentials"] is not None
    # Sending this one will be refused; the form shows what the session is for.
    token = (await world.session(type="production"))["token"]
    form = await read(world, token, f"/connectors/{await world.profile_id()}")
    assert form["linkwright"]["test_credentials"] is None


async def test_a_connector_without_twin_shows_a_form_and_refuses_the_test_account(world: World) -> None:
    world.ways.without_twin = True
    token = (await world.session(type="test"))["token"]
    form = await read(world, token, f"/connectors/{await world.profile_id()}")
    assert form["linkwright"]["test_credentials"] is None
    answer = await world.connect(token, world.key())
    assert (answer.status_code, answer.json()["code"]) == (422, "no_twin")


async def test_the_form_of_an_account_in_error_says_why(world: World) -> None:
    account = await world.linked()
    async with world.database.write() as tx:
        seen = (await world.services.accounts.find(tx, world.project.id, account["id"])).versions
        await world.services.accounts.refused(tx, world.project.id, account["id"], "Linear refused the key.", seen)
    token = (await world.session(account_id=account["id"]))["token"]
    form = await read(world, token, f"/connectors/{await world.profile_id()}")
    (notice,) = form["config"]["configNotices"]
    assert (notice["type"], notice["description"]) == ("warning", "Linear refused the key.")


async def test_an_account_is_shown_for_editing_without_its_secret(world: World) -> None:
    account = await world.linked()
    token = (await world.session(account_id=account["id"]))["token"]
    answer = await world.hub(token, "GET", f"/accounts/{account['id']}")
    body = answer.json()
    assert world.key() not in answer.text
    assert body["secrets"] == {"api_key": f"__secretvalue:**redacted**{world.key()[-4:]}"}
    assert (body["secureId"], body["provider"]) == (account["id"], "linear")
    assert body["integrationId"] == await world.profile_id()
    assert body["setupInformation"] == {}
    extra = body["linkwright"]
    assert (extra["status"], extra["status_reasons"]) == ("active", [])
    assert extra["credential"] == {"last4": world.key()[-4:], "stored_at": "2026-11-24T12:00:00.000Z"}
    assert extra["identity"] == account["linkwright"]["identity"]
    assert extra["rights"] == account["linkwright"]["rights"]


async def test_a_session_reaches_its_owners_accounts_and_no_others(world: World) -> None:
    mine, other = await world.linked(), await world.linked(origin_owner_id="owner-2")
    renamed = await world.linked(origin_owner_name="Acme Inc")
    token = (await world.session())["token"]
    assert (await world.hub(token, "GET", f"/accounts/{mine['id']}")).status_code == 200
    bound = (await world.session(account_id=mine["id"]))["token"]
    for by, account_id in (
        (token, other["id"]),
        (token, renamed["id"]),
        (token, "acc_none"),
        (bound, other["id"]),
    ):
        answer = await world.hub(by, "GET", f"/accounts/{account_id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_in_session")


async def test_a_session_bound_to_one_account_does_not_reach_the_owners_other(world: World) -> None:
    first, second = await world.linked(multiple=True), await world.linked(multiple=True)
    token = (await world.session(account_id=first["id"]))["token"]
    assert (await world.hub(token, "GET", f"/accounts/{second['id']}")).status_code == 404


async def test_without_a_living_session_reads_and_posts_are_401_and_changes_410(
    world: World, clock: FixedClock
) -> None:
    made = await world.session(expires_in=5)
    clock.advance(6)
    reads = ["/settings", "/connectors", f"/connectors/{await world.profile_id()}", "/accounts/acc_1"]
    for token in (made["token"], "", "lws_forged", "\u00e9"):
        headers = {"x-hub-session-token": token.encode("utf-8")}
        for path in [*reads, "/connection_attempts/att_1"]:
            answer = await world.http.get(f"/hub{path}", headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "session_expired")
        body = {"integration_id": "prof_1", "credentials": {"api_key": "x"}}
        assert (await world.http.post("/hub/accounts", headers=headers, json=body)).status_code == 401
        assert (await world.http.delete("/hub/accounts/acc_1", headers=headers)).status_code == 401
        patched = await world.http.patch("/hub/accounts/acc_1", headers=headers, json=body)
        assert (patched.status_code, patched.json()["code"]) == (410, "session_expired")
    assert (await world.http.get("/hub/settings")).status_code == 401


async def test_an_api_key_opens_no_door_of_the_hub(world: World) -> None:
    assert (await world.api("GET", "/hub/settings")).status_code == 401


async def test_any_page_may_call_the_hub_even_when_it_is_refused(world: World) -> None:
    answer = await world.http.get("/hub/settings", headers={"origin": "https://acme.example"})
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == "https://acme.example"
