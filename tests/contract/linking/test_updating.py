"""PATCH of an account by the Hub: absent means keep, and no answer may look like success by mistake."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2
import pytest

from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import CredentialField
from linkwright.kit.clock import FixedClock
from linkwright.linking.hub.views import PLACEHOLDER
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.store.database import Database
from linkwright.store.tables import accounts, credentials
from tests.contract.linking import world as worlds
from tests.contract.linking.world import World, twin_of

pytestmark = pytest.mark.anyio


async def patch(world: World, token: str, account_id: str, credentials: Any = None, **body: Any) -> httpx2.Response:
    given = {} if credentials is None else {"credentials": credentials}
    return await world.hub(token, "PATCH", f"/accounts/{account_id}", json={"integration_id": "any", **given, **body})


async def test_what_is_absent_empty_or_redacted_is_kept_without_asking_the_provider(world: World) -> None:
    account = await world.linked()
    token = (await world.session(account_id=account["id"]))["token"]
    before, stored = twin_of("live").calls.count, await world.rows(credentials)
    for entered in (None, {}, {"api_key": ""}, {"api_key": PLACEHOLDER}, {"api_key": PLACEHOLDER + world.key()[-4:]}):
        answer = await patch(world, token, account["id"], entered)
        assert (answer.status_code, answer.json()["linkwright"]["updated"]) == (200, False), answer.text
    assert twin_of("live").calls.count == before
    assert await world.rows(credentials) == stored


async def test_a_new_key_takes_the_old_ones_place_after_it_was_tried(world: World, clock: FixedClock) -> None:
    account = await world.linked()
    clock.advance(60)
    token = (await world.session(account_id=account["id"]))["token"]
    answer = await patch(world, token, account["id"], {"api_key": f"Bearer {world.key('member')}"})
    body = answer.json()
    assert (answer.status_code, body["id"], body["linkwright"]["updated"]) == (200, account["id"], True)
    assert body["linkwright"]["credential"] == {
        "last4": world.key("member")[-4:],
        "stored_at": "2026-11-24T12:01:00.000Z",
    }
    assert body["linkwright"]["identity"]["person"] != account["linkwright"]["identity"]["person"]
    (row,) = await world.rows(credentials)
    assert row["version"] == 2
    place = {"project_id": world.project.id, "account_id": account["id"], "field": "api_key", "version": 2}
    assert (await world.services.vault.open(row["record"], **place)).reveal() == world.key("member")


async def test_typing_the_same_key_again_tries_it_and_mends_the_account(world: World) -> None:
    account = await world.linked()
    async with world.database.write() as tx:
        seen = (await world.services.accounts.find(tx, world.project.id, account["id"])).versions
        await world.services.accounts.refused(tx, world.project.id, account["id"], "Refused.", seen)
    token = (await world.session(account_id=account["id"]))["token"]
    assert (await patch(world, token, account["id"], {"api_key": world.key()})).status_code == 200
    assert (await world.api("GET", f"/accounts/{account['id']}")).json()["status"] == "active"


async def test_a_refused_key_changes_nothing_and_is_neither_401_nor_403(world: World) -> None:
    account = await world.linked()
    token = (await world.session(account_id=account["id"]))["token"]
    stored = await world.rows(credentials)
    for key, status, code in (
        (world.key("suspended"), 422, "credential_refused"),
        (world.key("other_workspace"), 422, "other_workspace"),
        (world.key("down"), 502, "provider_fault"),
        (world.key("slow"), 502, "upstream_unreachable"),
        (world.key("rate_limited"), 429, "provider_rate_limited"),
        ("nonsense", 422, "credential_malformed"),
    ):
        answer = await patch(world, token, account["id"], {"api_key": key})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    unknown = await patch(world, token, account["id"], {"apikey": world.key()})
    assert unknown.status_code == 422
    assert "Did you mean 'api_key'" in unknown.json()["message"]
    assert await world.rows(credentials) == stored
    assert (await world.api("GET", f"/accounts/{account['id']}")).json() == account


async def test_a_session_without_the_account_in_it_may_change_it_if_owner_and_provider_fit(world: World) -> None:
    account = await world.linked()
    fits = (await world.session(provider="linear"))["token"]
    assert (await patch(world, fits, account["id"], {"api_key": world.key("member")})).status_code == 200
    other = (await world.session(origin_owner_id="owner-2"))["token"]
    answer = await patch(world, other, account["id"], {"api_key": world.key()})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_in_session")


async def test_an_account_keeps_its_upstream_whatever_the_session_says(world: World) -> None:
    account = await world.linked(type="test")
    token = (await world.session(account_id=account["id"], type="production"))["token"]
    assert (await patch(world, token, account["id"], {"api_key": world.key()})).json()["code"] == "credential_refused"
    assert (await patch(world, token, account["id"], {"api_key": world.key("member", test=True)})).status_code == 200
    assert (await world.api("GET", f"/accounts/{account['id']}")).json()["linkwright"]["upstream"] == "twin"


async def test_an_account_whose_profile_is_off_is_not_changed(world: World) -> None:
    account = await world.linked()
    token = (await world.session(account_id=account["id"]))["token"]
    async with world.database.write() as tx:
        profile = await world.services.profiles.get(tx, world.project.id, account["linkwright"]["profile"]["id"])
        await world.services.profiles.update(tx, profile, enabled=False)
    answer = await patch(world, token, account["id"], {"api_key": world.key()})
    assert (answer.status_code, answer.json()["code"]) == (412, "profile_off")


async def test_a_session_that_is_revoked_meanwhile_is_410_on_a_change(world: World) -> None:
    account = await world.linked()
    session = await world.session(account_id=account["id"])
    live = twin_of("live")

    class Revoking:
        async def send(self, request: OutboundRequest) -> OutboundResponse:
            await world.api("POST", f"/connect_sessions/{session['id']}/revoke")
            return await live.send(request)

    world.ways.live = Revoking()  # type: ignore[assignment]
    answer = await patch(world, session["token"], account["id"], {"api_key": world.key("member")})
    assert (answer.status_code, answer.json()["code"]) == (410, "session_expired")
    assert [row["version"] for row in await world.rows(credentials)] == [1]


async def test_reconnecting_through_a_link_spends_it(world: World) -> None:
    account = await world.linked()
    session = await world.session(account_id=account["id"])
    link = session["auth_link_url"].rpartition("/")[2]
    token = (await world.http.post("/link/open", json={"token": link})).json()["token"]
    await patch(world, token, account["id"], {})
    assert (await world.http.post("/link/open", json={"token": link})).status_code == 200
    await patch(world, token, account["id"], {"api_key": world.key("member")})
    assert (await world.http.post("/link/open", json={"token": link})).status_code == 410


@pytest.fixture
async def two_fields(database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> World:
    """A Linear whose form also asks for a plain region and a second, optional secret."""
    linear = worlds.shipped().get("linear")
    assert linear is not None
    method = linear.auth["api_key"]
    plain = CredentialField("region", "Region", False, True, "text", "", "", "^[a-z]+$", "Only letters.", None)
    second = CredentialField("pin", "PIN", True, False, "password", "", "", "", "", None)
    richer = replace(linear, auth={"api_key": replace(method, fields=(*method.fields, plain, second))})
    monkeypatch.setattr(worlds, "shipped", lambda: Catalog([richer]))
    made = World(database, clock)
    await made.found()
    return made


async def test_each_field_has_its_own_version_and_fields_not_touched_keep_theirs(two_fields: World) -> None:
    world = two_fields
    token = (await world.session())["token"]
    entered = {"api_key": world.key(), "region": "eu", "pin": "a-long-enough-pin-1234"}
    body = {"integration_id": await world.profile_id(), "credentials": entered}
    account_id = (await world.hub(token, "POST", "/accounts", json=body)).json()["id"]
    shown = (await world.hub(token, "GET", f"/accounts/{account_id}")).json()
    assert shown["setupInformation"] == {"region": "eu"}
    assert shown["secrets"] == {"api_key": PLACEHOLDER + world.key()[-4:], "pin": PLACEHOLDER + "1234"}

    # The plain field comes back as it was: no change. A new region tries the kept key again.
    before = twin_of("live").calls.count
    await patch(world, token, account_id, {"region": "eu"})
    assert twin_of("live").calls.count == before
    changed = await patch(world, token, account_id, {"region": "us", "api_key": PLACEHOLDER})
    assert (changed.status_code, twin_of("live").calls.count) == (200, before + 1)
    assert {row["field"]: row["version"] for row in await world.rows(credentials)} == {
        "api_key": 1,
        "region": 2,
        "pin": 1,
    }
    assert (await world.hub(token, "GET", f"/accounts/{account_id}")).json()["setupInformation"] == {"region": "us"}
    assert (await patch(world, token, account_id, {"region": "EU!"})).json()["field"] == "region"

    # Linking again without the optional one destroys it; a version is never used twice.
    body["credentials"] = {"api_key": world.key("member"), "region": "us"}
    assert (await world.hub(token, "POST", "/accounts", json=body)).status_code == 200
    assert {row["field"]: row["version"] for row in await world.rows(credentials)} == {"api_key": 3, "region": 3}
    assert len(await world.rows(accounts)) == 1
    await world.http.aclose()
