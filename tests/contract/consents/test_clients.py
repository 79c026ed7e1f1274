"""Clients register themselves, within bounds, and are told where everything is."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.consents.work import sweep_consents
from tests.contract.consents.world import CALLBACK, World

pytestmark = pytest.mark.anyio


async def test_the_documents_tell_where_everything_is_to_pages_of_any_origin(world: World) -> None:
    for path in ("", "/mcp"):
        told = await world.http.get(f"/.well-known/oauth-protected-resource{path}")
        assert told.json()["resource"] == "https://hub.example/mcp"
        assert told.json()["authorization_servers"] == ["https://hub.example"]
        assert "offline_access" not in told.json()["scopes_supported"]
    for name in ("oauth-authorization-server", "openid-configuration"):
        answer = await world.http.get(f"/.well-known/{name}")
        assert answer.headers["access-control-allow-origin"] == "*"
        document = answer.json()
        assert document["code_challenge_methods_supported"] == ["S256"]
        assert document["client_id_metadata_document_supported"] is True
        assert document["registration_endpoint"] == "https://hub.example/oauth/register"
    for path in ("/.well-known/oauth-authorization-server", "/oauth/token", "/oauth/register"):
        asked = await world.http.options(path, headers={"origin": "https://app.example"})
        assert asked.status_code == 204
        assert "mcp-protocol-version" in asked.headers["access-control-allow-headers"]
        assert "access-control-allow-credentials" not in asked.headers


async def test_a_public_client_gets_an_id_and_no_secret(world: World) -> None:
    made = await world.register(grant_types=["authorization_code"], scope="whatever", client_uri="", jwks=None)
    assert made["client_id"].startswith("mcl_")
    assert "client_secret" not in made
    assert made["token_endpoint_auth_method"] == "none"


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"redirect_uris": []}, "invalid_redirect_uri"),
        ({}, "invalid_redirect_uri"),
        ({"redirect_uris": "https://client.example"}, "invalid_redirect_uri"),
        ({"redirect_uris": ["http://client.example/cb"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://client.example/cb#x"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["javascript:alert(1)"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["data:text/html,x"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://user@client.example/cb"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://*.client.example/cb"]}, "invalid_redirect_uri"),
        ({"redirect_uris": [CALLBACK] * 21}, "invalid_redirect_uri"),
        ({"redirect_uris": [CALLBACK], "client_name": "x" * 101}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "client_name": "a\u202eb"}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "client_name": 7}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "grant_types": ["password"]}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "response_types": ["token"]}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "token_endpoint_auth_method": "private_key_jwt"}, "invalid_client_metadata"),
        ([], "invalid_client_metadata"),
        ("x", "invalid_client_metadata"),
    ],
)
async def test_a_client_that_cannot_be_served_is_refused(world: World, told: Any, error: str) -> None:
    refused = await world.http.post("/oauth/register", json=told)
    assert (refused.status_code, refused.json()["error"]) == (400, error)


@pytest.mark.promise("mcp.registrations-bounded")
async def test_a_flood_of_registrations_is_stopped_by_place_and_by_number_and_ends_by_itself(world: World) -> None:
    wish = {"redirect_uris": [CALLBACK]}
    answers = [await world.http.post("/oauth/register", json=wish) for _ in range(11)]
    assert [one.status_code for one in answers] == [201] * 10 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert answers[-1].json()["error"] == "temporarily_unavailable"
    world.clock.advance(180)
    more = [(await world.http.post("/oauth/register", json=wish)).status_code for _ in range(3)]
    assert more == [201, 201, 429]
    world.clock.advance(86_401)
    await sweep_consents(world.hub.database, world.clock)
    assert (await world.http.post("/oauth/register", json=wish)).status_code == 201


async def test_a_registration_that_somebody_let_in_takes_no_place_and_is_kept(
    world: World, client: str, account: str
) -> None:
    await world.tokens(client, account)
    world.clock.advance(40 * 86_400)
    await sweep_consents(world.hub.database, world.clock)
    assert (await world.page(world.asking(client), await _signed_in(world))).status_code == 200


async def _signed_in(world: World) -> str:
    from linkwright.kit.secret import Secret

    return (await world.hub.members.sign_in("ann@example.com", Secret("a long enough pass phrase"))).token.reveal()
