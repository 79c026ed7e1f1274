"""Linking where a token is had for what was typed, or for the app's own secret: a small connector and a scripted provider."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from linkwright.catalog.catalog import Catalog
from linkwright.connectors.loading import load_connector
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.store.database import Database
from linkwright.store.tables import accounts, credentials, oauth_grants
from tests.contract.linking.world import World
from tests.desk import Desk
from tests.unit.connectors.workshop import Workshop

pytestmark = pytest.mark.anyio
_TYPED = """    type: header
    label: Token
    headers: {Authorization: "{credentials.token}"}
    guide: guide.md
    fields:
      token: {label: Token, secret: true}
"""
_AS_APP = """    type: oauth2
    label: App of the desk
    grant: client_credentials
    token_url: https://api.desk.example/token
    client_auth: post
    headers: {Authorization: "{credentials.access_token}"}
    guide: guide.md
"""
_OWN_APP = (
    _AS_APP.rstrip()
    + """
    fields:
      client_id: {label: Client id}
      client_secret: {label: Client secret, secret: true}
"""
)
_EXCHANGE = """    type: exchange
    label: Service key
    headers: {Authorization: "{credentials.access_token}"}
    guide: guide.md
    fields:
      key: {label: Service key, secret: true}
    exchange:
      - url: https://api.desk.example/token
        form: {grant_type: desk_key, client_secret: "{credentials.key}"}
        gives: {access_token: access_token}
        lifetime: expires_in
"""
SECRET = "a-secret-of-some-length"


@dataclass
class Provider:
    """A desk that gives tokens for one secret; each token is another."""

    desk: Desk = field(default_factory=Desk)
    asked: list[dict[str, str]] = field(default_factory=list)

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        if not request.url.endswith("/token"):
            given = {name.lower(): value for name, value in request.headers.items()}["authorization"]
            told = self.desk.answer(
                "desk-token-12345" if given == f"token-{len(self.asked)}" else "", jsons.loads(request.body or b"")
            )
            return OutboundResponse(200, {}, jsons.dumpb(told), 1.0)
        form = {name: values[0] for name, values in parse_qs((request.body or b"").decode()).items()}
        self.asked.append(form)
        if form.get("client_secret") != SECRET:
            return OutboundResponse(401, {}, b'{"error":"invalid_client"}', 1.0)
        told = {"access_token": f"token-{len(self.asked)}", "token_type": "bearer", "expires_in": 600, "scope": "read"}
        return OutboundResponse(200, {}, jsons.dumpb(told), 1.0)


@pytest.fixture
async def world(
    database: Database, clock: FixedClock, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[World]:
    """A project whose only connector is the desk, signed in to as the test says."""
    desk = Workshop(tmp_path / "desk")
    desk.spoil("header", _TYPED, request.param)
    made = World(database, clock, Catalog([load_connector(desk.compile().connector)]), Provider())
    await made.found()
    yield made
    await made.http.aclose()


async def _profile(world: World) -> str:
    listed = (await world.api("GET", "/auth_configs")).json()["data"]
    return str(listed[0]["id"])


async def _link(world: World, token: str, credentials: dict[str, str]) -> Any:
    body = {"integration_id": await _profile(world), "credentials": credentials}
    return await world.hub(token, "POST", "/accounts", json=body)


def provider(world: World) -> Provider:
    found: Any = world.ways.live
    assert isinstance(found, Provider)
    return found


@pytest.mark.parametrize("world", [_AS_APP], indirect=True)
async def test_an_account_is_linked_with_the_profiles_own_app_and_nothing_typed(world: World) -> None:
    token = (await world.session())["token"]
    assert (await world.hub(token, "GET", "/connectors")).json()["integrations"] == [], "there is no app yet"
    app = {"client_id": "desk-app", "client_secret": SECRET}
    changed = await world.api("PATCH", f"/connector_profiles/{await _profile(world)}", json=app)
    assert changed.json()["app"]["ready"] is True
    config = (await world.hub(token, "GET", f"/connectors/{await _profile(world)}")).json()["config"]
    assert (config["type"], config["grantType"]) == ("oauth2", "client_credentials")
    answer = await _link(world, token, {})
    assert answer.status_code == 200, answer.text
    assert provider(world).asked[0]["grant_type"] == "client_credentials"
    assert provider(world).asked[0]["client_id"] == "desk-app"
    stored = await world.rows(credentials)
    assert [(row["field"], row["expires_at"]) for row in stored] == [
        ("access_token", world.clock.now() + timedelta(minutes=10))
    ]
    assert (await world.rows(oauth_grants))[0]["due_at"] == world.clock.now() + timedelta(minutes=9)


@pytest.mark.parametrize("world", [_OWN_APP, _EXCHANGE], indirect=True)
async def test_what_was_typed_is_kept_beside_the_token_so_that_it_can_be_had_again(world: World) -> None:
    token = (await world.session())["token"]
    own = "client_id" in str(await _form(world, token))
    typed = {"client_id": "mine", "client_secret": SECRET} if own else {"key": SECRET}
    answer = await _link(world, token, typed)
    assert answer.status_code == 200, answer.text
    assert {row["field"] for row in await world.rows(credentials)} == {"access_token", *typed}
    assert (await world.rows(oauth_grants))[0]["due_at"] is not None
    account = answer.json()["id"]
    secret = "client_secret" if own else "key"
    changed = await world.hub(token, "PATCH", f"/accounts/{account}", json={"credentials": {secret: SECRET}})
    assert changed.status_code == 200, changed.text
    assert len(provider(world).asked) == 2


@pytest.mark.parametrize("world", [_OWN_APP, _EXCHANGE], indirect=True)
async def test_what_the_provider_does_not_take_is_refused_and_nothing_is_stored(world: World) -> None:
    token = (await world.session())["token"]
    own = "client_id" in str(await _form(world, token))
    wrong = "another-secret-of-length"
    answer = await _link(world, token, {"client_id": "mine", "client_secret": wrong} if own else {"key": wrong})
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in ("app_refused", "grant_refused")
    assert wrong not in answer.text
    assert await world.rows(accounts) == []
    assert await world.rows(credentials) == []


async def _form(world: World, token: str) -> list[dict[str, Any]]:
    config = (await world.hub(token, "GET", f"/connectors/{await _profile(world)}")).json()["config"]
    return list(config["configFields"])
