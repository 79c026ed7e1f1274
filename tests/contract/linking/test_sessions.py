"""Connect sessions over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.store.tables import connect_sessions
from tests.contract.linking.world import OWNER, PUBLIC, World

pytestmark = pytest.mark.anyio
# Wish, status, code, and a part of the sentence.
IMPOSSIBLE: list[tuple[dict[str, Any], int, str, str]] = [
    ({"provider": "linaer"}, 422, "unknown_connector", "Did you mean 'linear'?"),
    ({"provider": "Linear"}, 422, "unknown_connector", "Did you mean 'linear'?"),
    ({"connector_profile_id": "prof_none"}, 404, "unknown_profile", "prof_none"),
    ({"integration_id": "a\u00e9"}, 404, "unknown_profile", ""),
    ({"integration_id": "prof_a", "connector_profile_id": "prof_b"}, 422, "session_contradicts", "two profiles"),
    ({"account_id": "acc_none"}, 404, "account_not_found", ""),
    ({"account_id": "x y\u2028"}, 404, "account_not_found", ""),
    ({"categories": ["tiketing"]}, 422, "unprocessable", "Did you mean 'ticketing'?"),
    ({"categories": "ticketing"}, 422, "unprocessable", "categories"),
    ({"origin_owner_id": ""}, 422, "unprocessable", "origin_owner_id"),
    ({"origin_owner_name": " "}, 422, "unprocessable", "origin_owner_name"),
    ({"origin_owner_id": 5}, 422, "unprocessable", "origin_owner_id"),
    ({"origin_owner_id": "x" * 256}, 422, "unprocessable", "origin_owner_id"),
    ({"origin_owner_id": "a\u0000b"}, 422, "unprocessable", "control characters"),
    ({"label": "\ud800"}, 422, "unprocessable", "label"),
    ({"expires_in": 0}, 422, "unprocessable", "expires_in"),
    ({"expires_in": -5}, 422, "unprocessable", "expires_in"),
    ({"expires_in": 2_592_001}, 422, "unprocessable", "expires_in"),
    ({"expires_in": "600"}, 422, "unprocessable", "expires_in"),
    ({"expires_in": True}, 422, "unprocessable", "expires_in"),
    ({"multiple": "yes"}, 422, "unprocessable", "multiple"),
    ({"type": "sandbox"}, 422, "unprocessable", "type"),
    ({"metadata": [1]}, 422, "unprocessable", "metadata"),
    ({"metadata": {"k": "x" * 9000}}, 422, "unprocessable", "at most 8192"),
]
OLD_CLIENT = "speakeasy-sdk/typescript 4.28.0 2.7.1 1.0.0 @stackone/stackone-client-ts"


async def test_a_session_has_every_field_of_the_contract(world: World) -> None:
    answer = await world.api("POST", "/connect_sessions", json=OWNER)
    assert answer.status_code == 201
    body = answer.json()
    assert isinstance(body["id"], int)
    assert body["organization_id"] == "org_1"
    assert body["project_id"] == world.project.id
    assert body["auth_link_url"].startswith(f"{PUBLIC}/link/")
    assert body["created_at"] == "2026-11-24T12:00:00.000Z"
    nullable = (
        "categories provider origin_username account_id label metadata external_trigger_token type integration_id "
        "latest_connection_attempt"
    )
    assert {name: body[name] for name in nullable.split()} == dict.fromkeys(nullable.split())
    assert body["linkwright"]["id"].startswith("ses_")
    assert body["linkwright"]["expires_at"] == "2026-11-24T12:30:00.000Z"
    assert answer.headers["cache-control"] == "no-store"


async def test_neither_token_is_stored(world: World) -> None:
    made = await world.session()
    (row,) = await world.rows(connect_sessions)
    link = made["auth_link_url"].rpartition("/")[2]
    assert made["token"] not in str(row)
    assert link not in str(row)


async def test_everything_that_was_wished_is_kept(world: World) -> None:
    wish = {
        "provider": "linear",
        "categories": ["ticketing", "crm"],
        "origin_username": "ada",
        "label": "Work",
        "metadata": {"plan": "pro", "n": [1, None]},
        "type": "test",
        "multiple": True,
        "integration_id": await world.profile_id(),
        "expires_in": 600,
    }
    made = await world.session(**wish)
    assert {name: made[name] for name in wish if name != "expires_in"} == {
        name: value for name, value in wish.items() if name != "expires_in"
    }
    assert made["linkwright"]["expires_at"] == "2026-11-24T12:10:00.000Z"


async def test_fields_that_clients_send_beyond_the_contract_are_left_alone(world: World) -> None:
    wish = {"provider_version": "v1", "shared": True, "relink": False, "scopes": None, "expires_in": None, "foo": [1]}
    made = await world.session(**wish, provider=None, multiple=None, metadata=None, type=None, categories=None)
    assert made["linkwright"]["expires_at"] == "2026-11-24T12:30:00.000Z"


async def test_a_link_made_in_the_console_lasts_seven_days(world: World) -> None:
    made = await world.session(as_="mira")
    assert made["linkwright"]["expires_at"] == "2026-12-01T12:00:00.000Z"


async def test_old_releases_of_the_generated_client_get_the_organization_as_a_number(world: World) -> None:
    token = {"token": (await world.session())["token"]}
    for path, body in (("/connect_sessions", OWNER), ("/connect_sessions/authenticate", token)):
        old = await world.api("POST", path, json=body, headers={"user-agent": OLD_CLIENT})
        new = await world.api("POST", path, json=body)
        assert (old.json()["organization_id"], new.json()["organization_id"]) == (7, "org_1")


async def test_a_wish_that_cannot_be_met_is_refused_by_name(world: World) -> None:
    for wish, status, code, says in IMPOSSIBLE:
        # As an ASCII body, so that even a broken character gets as far as the server.
        content, headers = json.dumps({**OWNER, **wish}), {"content-type": "application/json"}
        answer = await world.api("POST", "/connect_sessions", content=content, headers=headers)
        body = answer.json()
        assert (answer.status_code, body["code"]) == (status, code), (wish, body)
        assert says in body["message"], (wish, body)
        assert body["statusCode"] == status
        assert body["timestamp"].endswith("Z")
    assert await world.rows(connect_sessions) == []


async def test_the_owner_must_be_named(world: World) -> None:
    for missing in OWNER:
        wish = {name: value for name, value in OWNER.items() if name != missing}
        answer = await world.api("POST", "/connect_sessions", json=wish)
        assert answer.status_code == 422
        assert missing in answer.json()["message"]


async def test_a_connector_that_the_project_switched_off_makes_no_session(world: World) -> None:
    async with world.database.write() as tx:
        profile = await world.services.profiles.get(tx, world.project.id, await world.profile_id())
        await world.services.profiles.update(tx, profile, enabled=False)
    for wish in ({"provider": "linear"}, {"integration_id": profile.id}):
        answer = await world.api("POST", "/connect_sessions", json={**OWNER, **wish})
        assert (answer.status_code, answer.json()["code"]) == (412, "profile_off")
    assert (await world.session())["provider"] is None


async def test_a_session_for_an_account_is_of_its_connector(world: World) -> None:
    account = await world.linked()
    made = await world.session(account_id=account["id"], integration_id=await world.profile_id())
    assert (made["account_id"], made["provider"]) == (account["id"], "linear")


async def test_a_session_of_the_other_type_than_the_owners_account_is_refused_where_it_is_made(world: World) -> None:
    await world.linked(type="test")
    for type_, status in (("production", 422), ("test", 201), (None, 201)):
        answer = await world.api("POST", "/connect_sessions", json={**OWNER, "provider": "linear", "type": type_})
        assert answer.status_code == status, answer.text
    answer = await world.api(
        "POST", "/connect_sessions", json={**OWNER, "provider": "linear", "type": "production", "multiple": True}
    )
    assert answer.status_code == 201


async def test_authenticate_tells_the_session_but_not_its_secrets(world: World) -> None:
    made = await world.session(provider="linear", label="Work")
    answer = await world.api("POST", "/connect_sessions/authenticate", json={"token": made["token"]})
    assert answer.status_code == 201
    body = answer.json()
    assert body == {name: value for name, value in made.items() if name not in {"token", "auth_link_url"}}


async def test_a_token_that_stands_for_nothing_is_told_as_an_ended_session(world: World) -> None:
    for token in ("", "lws_unknown", "x" * 512, "\u00e9\u6f22"):
        answer = await world.api("POST", "/connect_sessions/authenticate", json={"token": token})
        assert (answer.status_code, answer.json()["code"]) == (401, "session_expired")


async def test_a_session_ends_when_its_time_is_over(world: World, clock: FixedClock) -> None:
    made = await world.session(expires_in=60)
    clock.advance(59)
    assert (await world.hub(made["token"], "GET", "/settings")).status_code == 200
    clock.advance(1)
    assert (await world.hub(made["token"], "GET", "/settings")).status_code == 401
    answer = await world.api("POST", "/connect_sessions/authenticate", json={"token": made["token"]})
    assert answer.json()["code"] == "session_expired"


async def test_revoking_ends_session_and_link_by_either_id_and_twice_is_once(world: World, clock: FixedClock) -> None:
    for by in ("wire", "own"):
        made = await world.session()
        link = made["auth_link_url"].rpartition("/")[2]
        opened = (await world.http.post("/link/open", json={"token": link})).json()["token"]
        reference = made["id"] if by == "wire" else made["linkwright"]["id"]
        first = await world.api("POST", f"/connect_sessions/{reference}/revoke")
        clock.advance(5)
        second = await world.api("POST", f"/connect_sessions/{reference}/revoke")
        assert first.status_code == second.status_code == 200
        assert first.json()["linkwright"]["revoked_at"] == second.json()["linkwright"]["revoked_at"] is not None
        assert "token" not in first.json()
        for token in (made["token"], opened):
            assert (await world.hub(token, "GET", "/settings")).status_code == 401
        assert (await world.http.post("/link/open", json={"token": link})).status_code == 410


async def test_revoking_what_is_not_there_is_a_404(world: World) -> None:
    for reference in ("999999", "99999999999999999999", "ses_none", "-1", "%F0%9F%A6%8A"):
        answer = await world.api("POST", f"/connect_sessions/{reference}/revoke")
        assert (answer.status_code, answer.json()["code"]) == (404, "session_not_found")


async def test_a_key_that_may_only_read_makes_and_ends_no_sessions(world: World) -> None:
    made = await world.session()
    refused = await world.api("POST", "/connect_sessions", as_="reader", json=OWNER)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert (await world.api("POST", f"/connect_sessions/{made['id']}/revoke", as_="reader")).status_code == 403
    assert (await world.api("POST", "/connect_sessions", as_="nobody", json=OWNER)).status_code == 401


async def test_the_newest_attempt_stands_with_the_session(world: World, clock: FixedClock) -> None:
    made = await world.session()
    await world.connect(made["token"], world.key("suspended"))
    clock.advance(1)
    linked = await world.connect(made["token"], world.key())
    shown = (await world.api("POST", "/connect_sessions/authenticate", json={"token": made["token"]})).json()
    latest = shown["latest_connection_attempt"]
    assert latest["status"] == "authenticated"
    assert latest["account_secure_id"] == linked.json()["id"]
    assert (latest["oauth_error_code"], latest["oauth_error_description"]) == (None, None)
    assert shown["linkwright"]["linked_account_id"] == linked.json()["id"]
