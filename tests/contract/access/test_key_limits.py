"""Keys that are limited to accounts or connector profiles, and projects that may be used from some networks only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa

from linkwright.access.keys import Limits
from linkwright.access.networks import admits, checked_networks
from linkwright.app.building import build_hub
from linkwright.errors import Unprocessable
from linkwright.kit.clock import FixedClock
from linkwright.kit.ids import new_id
from linkwright.settings import Settings
from linkwright.store.database import Database
from linkwright.store.tables import accounts, connector_profiles
from tests.contract.consents.world import COOKIES, JSON, PUBLIC, World

pytestmark = pytest.mark.anyio


@pytest.fixture
async def world(database: Database, clock: FixedClock, tmp_path: Any) -> AsyncIterator[World]:
    """A whole hub with an owner, two profiles and an account on each, `mine` and `other`."""
    # On SQLite the database lies in the data folder already.
    place = {} if database.dialect == "sqlite" else {"database_url": database.native}
    settings = Settings(data=tmp_path, public_url=PUBLIC, trusted_proxies=["127.0.0.1"], **place)
    hub = await build_hub(settings, clock)
    await hub.start()
    made = World(hub, clock)
    await made.found()
    yield made
    await made.http.aclose()
    await hub.close()


async def _account(world: World, owner: str, *, own_profile: bool = False) -> tuple[str, str]:
    """An account, on a profile of its own if wanted: its id and the profile's."""
    account_id = await world.put_account(owner)
    async with world.hub.database.write() as tx:
        row = (await tx.execute(sa.select(connector_profiles))).mappings().first()
        assert row is not None
        profile_id = row["id"]
        if own_profile:
            profile_id = new_id("prof")
            await tx.execute(
                sa.insert(connector_profiles).values({**row, "id": profile_id, "name": owner, "is_default": False})
            )
        await tx.execute(sa.update(accounts).where(accounts.c.id == account_id).values(profile_id=profile_id))
    return account_id, profile_id


async def _key(world: World, *, accounts: list[str] | None = None, profiles: list[str] | None = None) -> str:
    async with world.hub.database.write() as tx:
        project = (await tx.execute(sa.select(connector_profiles.c.project_id))).scalars().first()
        _, key = await world.hub.keys.create(tx, str(project), "limited", ["full"], None, Limits.of(accounts, profiles))
    return key.reveal()


@pytest.mark.promise("keys.limits")
@pytest.mark.parametrize("by", ["account", "profile", "both"])
async def test_a_limited_key_sees_and_touches_what_it_may_and_nothing_else(world: World, by: str) -> None:
    other, _ = await _account(world, "other")
    mine, profile = await _account(world, "mine", own_profile=True)
    key = await _key(
        world,
        accounts=[mine] if by != "profile" else None,
        profiles=[profile] if by != "account" else None,
    )
    listed = await world.api("GET", "/accounts", key=key)
    assert [one["id"] for one in listed.json()] == [mine]
    assert listed.headers["x-total-count"] == "1"
    assert (await world.api("GET", f"/accounts?account_ids={other}", key=key)).json() == []
    touching = [
        ("GET", "/accounts/{}", None),
        ("GET", "/accounts/{}/meta", None),
        ("PATCH", "/accounts/{}", {"label": "x"}),
        ("POST", "/accounts/{}/suspend", None),
        ("POST", "/accounts/{}/resume", None),
        ("POST", "/accounts/{}/convert", {"type": "test"}),
        ("GET", "/accounts/{}/provider_events", None),
    ]
    for method, path, body in touching:
        there = await world.api(method, path.format(mine), key=key, json=body)
        assert there.json().get("code") not in ("account_not_found", "forbidden"), (path, there.text)
        for hidden in (other, "acc_nobody"):
            refused = await world.api(method, path.format(hidden), key=key, json=body)
            assert (refused.status_code, refused.json()["code"]) == (404, "account_not_found"), (path, hidden)
    for method, path in (("DELETE", "/accounts/{}"), ("GET", "/accounts/{}/receipt"), ("POST", "/accounts/{}/check")):
        assert (await world.api(method, path.format(other), key=key)).status_code == 404
    assert (await world.api("GET", f"/accounts/{other}")).status_code == 200


@pytest.mark.promise("keys.limits")
@pytest.mark.parametrize("by", ["account", "profile"])
async def test_a_limited_key_runs_actions_where_it_may_on_every_face(world: World, by: str) -> None:
    other, _ = await _account(world, "other")
    mine, profile = await _account(world, "mine", own_profile=True)
    key = await _key(world, **({"accounts": [mine]} if by == "account" else {"profiles": [profile]}))

    async def codes(account: str) -> list[Any]:
        named = {"x-account-id": account}
        asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
        mcp = await world.api("POST", "/mcp", key=key, headers={**JSON, **named}, json=asked)
        rpc = await world.api("POST", "/actions/rpc", key=key, headers=named, json={"action": "linear_list_teams"})
        call = {"method": "GET", "path": "/"}
        proxied = await world.api("POST", "/unified/proxy", key=key, headers=named, json=call)
        search = await world.api("POST", "/actions/search", key=key, json={"query": "issues", "account_id": account})
        feedback = await world.api(
            "POST", "/ai/tool-feedback", key=key, json={"account_id": account, "tool_names": ["x"], "feedback": "x"}
        )
        return [rpc.json().get("code"), proxied.json().get("code"), search.status_code, mcp.text, feedback.status_code]

    refused = await codes(other)
    assert refused == ["account_not_found", "account_not_found", 404, refused[3], 404]
    assert "linear_list_issues" not in refused[3]
    assert await codes("acc_nobody") == [*refused[:3], refused[3], 404]
    allowed = await codes(mine)
    assert "account_not_found" not in allowed
    assert allowed[2] == 200
    assert "linear_list_issues" in allowed[3]
    found = await world.api("GET", f"/actions?account_ids={other},{mine}", key=key)
    assert [one["linkwright"]["account_id"] for one in found.json()["data"] if "linkwright" in one] in ([mine], [])
    assert other not in found.text


@pytest.mark.promise("keys.limits")
async def test_a_limited_key_reads_the_runs_of_its_accounts_only(world: World) -> None:
    other, _ = await _account(world, "other")
    mine, profile = await _account(world, "mine", own_profile=True)
    for account in (mine, other):
        await world.api("POST", "/actions/rpc", headers={"x-account-id": account}, json={"action": "linear_list_teams"})
    runs = {one["account_id"]: one["request_id"] for one in (await _runs(world, world.key))}
    assert set(runs) == {mine, other}
    for limits in ({"accounts": [mine]}, {"profiles": [profile]}):
        key = await _key(world, **limits)
        assert [one["account_id"] for one in await _runs(world, key)] == [mine]
        assert (await world.api("GET", f"/requests/logs/{runs[mine]}", key=key)).status_code == 200
        assert (await world.api("GET", f"/requests/logs/{runs[other]}", key=key)).status_code == 404


async def _runs(world: World, key: str) -> list[dict[str, Any]]:
    return list((await world.api("GET", "/requests/logs", key=key)).json()["data"])


@pytest.mark.promise("keys.limits")
async def test_a_limited_key_does_nothing_that_is_of_the_whole_project(world: World) -> None:
    _, others = await _account(world, "other")
    mine, profile = await _account(world, "mine", own_profile=True)
    by_account, by_profile = await _key(world, accounts=[mine]), await _key(world, profiles=[profile])
    wish = {"origin_owner_id": "x", "origin_owner_name": "x", "provider": "linear"}
    whole = [
        ("POST", "/connect_sessions", wish),
        ("GET", "/connect_sessions", None),
        ("GET", "/webhook_endpoints", None),
        ("PATCH", "/project", {"app_name": "x"}),
        ("GET", "/project", None),
        ("GET", "/usage", None),
        ("GET", "/mcp_clients", None),
        ("POST", f"/accounts/{mine}/reconnect_link", {}),
        ("GET", "/console/api/members", None),
        ("GET", "/console/api/keys", None),
        ("GET", "/console/api/project/networks", None),
    ]
    for key in (by_account, by_profile):
        for method, path, body in whole:
            refused = await world.api(method, path, key=key, json=body)
            assert refused.status_code == 403, (path, refused.text)
        assert (await world.api("GET", "/connectors/meta", key=key)).status_code == 200
    assert (await world.api("GET", "/connector_profiles", key=by_account)).status_code == 403
    listed = await world.api("GET", "/connector_profiles", key=by_profile)
    assert [one["id"] for one in listed.json()] == [profile]
    assert (await world.api("GET", "/auth_configs", key=by_profile)).json()["total"] == 1
    assert (await world.api("GET", f"/connector_profiles/{profile}", key=by_profile)).status_code == 200
    for hidden in (others, "prof_nobody"):
        refused = await world.api("GET", f"/connector_profiles/{hidden}", key=by_profile)
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    # An account cannot be moved into the reach of another key.
    moved = await world.api("PATCH", f"/accounts/{mine}", key=by_profile, json={"integration_id": others})
    assert moved.status_code == 404


async def test_a_key_is_limited_to_what_the_project_has(world: World) -> None:
    mine, _ = await _account(world, "mine")
    for limits in ({"accounts": [mine, "acc_nobody"]}, {"profiles": ["prof_nobody"]}, {"accounts": []}):
        with pytest.raises(Unprocessable):
            await _key(world, **limits)


async def _console(world: World, method: str, path: str, address: str, **given: Any) -> httpx2.Response:
    """A member's call, as a proxy at 127.0.0.1 hands it on."""
    headers = {"cookie": f"{COOKIES.session}={world.cookie}", "x-forwarded-for": address}
    me = await world.http.get("/console/api/me", headers=headers)
    return await world.http.request(method, path, headers={**headers, "x-csrf-token": me.json()["csrf_token"]}, **given)


@pytest.mark.promise("projects.networks")
async def test_a_project_is_used_from_its_networks_only_by_keys_mcp_and_members(world: World) -> None:
    inside, outside = "203.0.113.7", "198.51.100.7"
    networks = {"networks": ["203.0.113.0/24", "2001:db8::/32"]}
    path = "/console/api/project/networks"
    locked = await _console(world, "PUT", path, outside, json=networks)
    assert (locked.status_code, locked.json()["code"]) == (409, "would_lock_out")
    assert outside in locked.json()["message"]
    kept = await _console(world, "PUT", path, inside, json=networks)
    assert kept.json() == {**networks, "your_address": inside}

    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    calls: list[tuple[str, str, Any]] = [
        ("GET", "/accounts", None),
        ("POST", "/actions/rpc", {"action": "x"}),
        ("POST", "/unified/proxy", {"method": "GET", "path": "/"}),
        ("POST", "/mcp", asked),
    ]
    for address, refused in ((outside, True), ("2001:db9::1", True), (inside, False), ("2001:db8::1", False)):
        for method, where, body in calls:
            sent = {**JSON, "x-forwarded-for": address}
            async with asyncio.timeout(5):
                while True:
                    answer = await world.api(method, where, headers=sent, json=body)
                    told = "may not be used from" in answer.text
                    if told == refused:
                        break
            assert not refused or (answer.status_code == 403 and address in answer.text), (where, answer.text)
        seen = await _console(world, "GET", "/accounts", address)
        assert (seen.status_code == 403) == refused
    cleared = await _console(world, "PUT", path, inside, json={"networks": []})
    assert cleared.json()["networks"] == []
    assert (await _console(world, "GET", "/accounts", outside)).status_code == 200


async def test_networks_are_written_as_networks() -> None:
    networks = checked_networks([" 10.0.0.0/8 ", "192.0.2.1", "2001:db8::/32", "10.0.0.0/8"])
    assert [str(one) for one in networks] == ["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32"]
    for address, allowed in (
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("2001:db8::1%eth0", True),
        ("11.0.0.1", False),
        ("::1", False),
        ("", False),
        ("unix:", False),
    ):
        assert admits(networks, address) is allowed, address
    for wrong in ("10.0.0.1/8", "everywhere", "10.0.0.0/33", "", "0x7f.1"):
        with pytest.raises(Unprocessable):
            checked_networks([wrong])
