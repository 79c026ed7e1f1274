"""One account over the API: read, change, stop, convert, delete."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from linkwright.kit.clock import FixedClock
from linkwright.store.tables import accounts, credentials
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


async def patch(world: World, account_id: str, **wish: Any) -> httpx2.Response:
    return await world.api("PATCH", f"/accounts/{account_id}", json={"type": "production", **wish})


async def test_an_account_has_every_field_of_the_contract(world: World) -> None:
    account = await world.linked()
    assert account["id"].startswith("acc_")
    assert (account["provider"], account["provider_name"]) == ("linear", "Linear")
    assert (account["origin_owner_id"], account["origin_owner_name"]) == ("owner-1", "Acme")
    assert (account["status"], account["status_reasons"]) == ("active", [])
    assert (account["credentials"], account["setup_information"]) == ({}, {})
    assert (account["type"], account["shared"], account["label"]) == ("production", True, None)
    assert account["created_at"] == account["updated_at"] == "2026-11-24T12:00:00.000Z"
    extra = account["linkwright"]
    assert extra["auth_method"] == {"key": "api_key", "label": "API key"}
    assert extra["profile"] == {"id": await world.profile_id(), "name": "Linear"}


async def test_meta_tells_the_kind_in_the_contracts_words(world: World) -> None:
    account = await world.linked()
    answer = await world.api("GET", f"/accounts/{account['id']}/meta")
    assert answer.json() == {"provider": "linear", "category": "ticketing", "models": {}}


async def test_what_is_not_there_is_a_404_on_every_path(world: World) -> None:
    for account_id in ("acc_none", "x%20y", "%F0%9F%A6%8A", "x" * 300):
        for method, path, body in (
            ("GET", "", None),
            ("GET", "/meta", None),
            ("PATCH", "", {"label": "x"}),
            ("DELETE", "", None),
            ("POST", "/suspend", None),
            ("POST", "/resume", None),
            ("POST", "/convert", {"type": "test"}),
        ):
            answer = await world.api(method, f"/accounts/{account_id}{path}", json=body)
            assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")


async def test_a_patch_changes_what_it_names_and_nothing_else(world: World, clock: FixedClock) -> None:
    account = await world.linked(label="Work", metadata={"a": 1})
    clock.advance(5)
    answer = await patch(world, account["id"], label="Home", origin_username="ada")
    assert answer.status_code == 200
    assert answer.json() == {
        **account,
        "label": "Home",
        "origin_username": "ada",
        "updated_at": "2026-11-24T12:00:05.000Z",
    }
    cleared = (await patch(world, account["id"], label=None, metadata=None)).json()
    assert (cleared["label"], cleared["linkwright"]["metadata"]) == (None, None)


async def test_a_patch_that_changes_nothing_does_not_count_as_a_change(world: World, clock: FixedClock) -> None:
    account = await world.linked(type="test")
    clock.advance(5)
    same = {name: account[name] for name in ("origin_owner_id", "origin_owner_name", "provider", "label", "shared")}
    for wish in (
        {},
        same,
        {"credentials": {}, "secrets": None, "unknown": 1},
        {"integration_id": await world.profile_id()},
    ):
        answer = await patch(world, account["id"], **wish)
        assert (answer.status_code, answer.json()) == (200, account)


async def test_a_patch_that_carries_credentials_is_sent_to_linking(world: World) -> None:
    account = await world.linked()
    for wish in ({"credentials": {"api_key": "x"}}, {"secrets": {"a": 1}}, {"setup_information": {"a": "b"}}):
        answer = await patch(world, account["id"], **wish)
        assert (answer.status_code, answer.json()["code"]) == (422, "credentials_by_linking")
        assert "connect session" in answer.json()["hint"]


async def test_a_patch_of_what_is_fixed_or_malformed_is_refused_by_name(world: World) -> None:
    account = await world.linked()
    for wish, code in (
        ({"provider": "jira"}, "field_fixed"),
        ({"shared": False}, "field_fixed"),
        ({"environment": "sandbox"}, "field_fixed"),
        ({"authentication_config_key": "oauth2"}, "field_fixed"),
        ({"type": "test"}, "field_fixed"),
        ({"label": {"a": 1}}, "unprocessable"),
        ({"label": 5}, "unprocessable"),
        ({"label": "x" * 256}, "unprocessable"),
        ({"origin_owner_id": ""}, "unprocessable"),
        ({"shared": "yes"}, "unprocessable"),
        ({"metadata": {"k": "x" * 9000}}, "unprocessable"),
        ({"metadata": "x"}, "unprocessable"),
    ):
        answer = await patch(world, account["id"], **wish)
        assert (answer.status_code, answer.json()["code"]) == (422, code), (wish, answer.text)
    assert (await patch(world, account["id"], integration_id="prof_none")).status_code == 404
    assert (await world.api("GET", f"/accounts/{account['id']}")).json() == account


async def test_an_owner_cannot_get_a_second_account_by_renaming(world: World) -> None:
    await world.linked()
    other = await world.linked(origin_owner_id="owner-2")
    answer = await patch(world, other["id"], origin_owner_id="owner-1")
    assert (answer.status_code, answer.json()["code"]) == (409, "owner_taken")
    assert (await patch(world, other["id"], origin_owner_id="owner-3")).status_code == 200
    several = await world.linked(multiple=True)
    assert (await patch(world, several["id"], origin_owner_id="owner-3")).status_code == 200


async def test_an_account_can_move_to_another_profile_of_its_connector(world: World) -> None:
    account = await world.linked()
    async with world.database.write() as tx:
        from linkwright.profiles import repository

        first = dict(await repository.find(tx, world.project.id, await world.profile_id()) or {})
        fitting = {**first, "id": "prof_bots", "name": "Bots", "is_default": False, "actions": "read"}
        await repository.add(tx, fitting)
        await repository.add(tx, {**fitting, "id": "prof_jira", "name": "Jira", "connector_key": "jira"})
        await repository.add(tx, {**fitting, "id": "prof_oauth", "name": "OAuth", "auth_method": "oauth2"})
    for other in ("prof_jira", "prof_oauth"):
        answer = await patch(world, account["id"], integration_id=other)
        assert (answer.status_code, answer.json()["code"]) == (422, "field_fixed")
    moved = (await patch(world, account["id"], integration_id="prof_bots")).json()
    assert moved["linkwright"]["profile"] == {"id": "prof_bots", "name": "Bots"}
    # The rights follow the actions of the profile.
    assert [right["scope"] for right in moved["linkwright"]["rights"]] == ["read"]


async def test_suspending_and_resuming_says_who_and_when(world: World, clock: FixedClock) -> None:
    account = await world.linked()
    clock.advance(5)
    stopped = await world.api("POST", f"/accounts/{account['id']}/suspend", as_="mira")
    assert stopped.status_code == 200
    assert stopped.json()["status"] == "suspended"
    assert stopped.json()["status_reasons"] == [
        {"code": "suspended", "description": "Suspended by a member (Mira).", "timestamp": "2026-11-24T12:00:05.000Z"}
    ]
    clock.advance(5)
    again = await world.api("POST", f"/accounts/{account['id']}/suspend")
    assert again.json() == stopped.json()
    resumed = (await world.api("POST", f"/accounts/{account['id']}/resume")).json()
    assert (resumed["status"], resumed["status_reasons"]) == ("active", [])
    assert (await world.api("POST", f"/accounts/{account['id']}/resume")).json() == resumed


async def test_an_account_in_error_is_not_resumed_but_reconnected(world: World) -> None:
    account = await world.linked()
    async with world.database.write() as tx:
        seen = (await world.services.accounts.find(tx, world.project.id, account["id"])).versions
        await world.services.accounts.refused(tx, world.project.id, account["id"], "Linear refused the key.", seen)
    answer = await world.api("POST", f"/accounts/{account['id']}/resume")
    assert (answer.status_code, answer.json()["code"]) == (409, "account_status")
    assert "reconnects" in answer.json()["hint"]
    await world.api("POST", f"/accounts/{account['id']}/suspend")
    back = (await world.api("POST", f"/accounts/{account['id']}/resume")).json()
    assert (back["status"], [one["code"] for one in back["status_reasons"]]) == ("error", ["credential_refused"])


async def test_converting_changes_the_label_but_not_what_is_called(world: World, clock: FixedClock) -> None:
    account = await world.linked(type="test")
    clock.advance(5)
    answer = await world.api("POST", f"/accounts/{account['id']}/convert", json={"type": "production"})
    converted = answer.json()
    assert (converted["type"], converted["linkwright"]["upstream"]) == ("production", "twin")
    assert converted["updated_at"] == "2026-11-24T12:00:05.000Z"
    clock.advance(5)
    same = await world.api("POST", f"/accounts/{account['id']}/convert", json={"type": "production"})
    assert same.json() == converted
    for body in ({}, {"type": "sandbox"}, {"type": None}):
        assert (await world.api("POST", f"/accounts/{account['id']}/convert", json=body)).status_code == 422


async def test_deleting_destroys_the_credential_and_answers_what_was_deleted(world: World) -> None:
    account, other = await world.linked(), await world.linked(origin_owner_id="owner-2")
    answer = await world.api("DELETE", f"/accounts/{account['id']}")
    gone = answer.json()
    receipt = gone["linkwright"].pop("receipt")
    assert (answer.status_code, gone) == (200, account)
    assert (receipt["account_id"], receipt["destroyed_fields"]) == (account["id"], ["api_key"])
    assert [row["id"] for row in await world.rows(accounts)] == [other["id"]]
    assert [row["account_id"] for row in await world.rows(credentials)] == [other["id"]]
    assert (await world.api("DELETE", f"/accounts/{account['id']}")).status_code == 404


async def test_a_key_that_may_only_read_changes_nothing(world: World) -> None:
    account = await world.linked()
    for method, path, body in (
        ("PATCH", "", {"label": "x"}),
        ("DELETE", "", None),
        ("POST", "/suspend", None),
        ("POST", "/resume", None),
        ("POST", "/convert", {"type": "test"}),
    ):
        answer = await world.api(method, f"/accounts/{account['id']}{path}", as_="reader", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await world.api("GET", f"/accounts/{account['id']}", as_="reader")).json() == account


async def test_two_projects_do_not_see_each_other(world: World) -> None:
    account = await world.linked()
    session = await world.session()
    await world.add_project("other")
    for method, path, body in (
        ("GET", f"/accounts/{account['id']}", None),
        ("GET", f"/accounts/{account['id']}/meta", None),
        ("PATCH", f"/accounts/{account['id']}", {"label": "x"}),
        ("DELETE", f"/accounts/{account['id']}", None),
        ("POST", f"/accounts/{account['id']}/suspend", None),
        ("POST", f"/accounts/{account['id']}/resume", None),
        ("POST", f"/accounts/{account['id']}/convert", {"type": "test"}),
        ("POST", f"/connect_sessions/{session['id']}/revoke", None),
        ("POST", f"/connect_sessions/{session['linkwright']['id']}/revoke", None),
        ("POST", "/connect_sessions", {"origin_owner_id": "o", "origin_owner_name": "O", "account_id": account["id"]}),
        (
            "POST",
            "/connect_sessions",
            {"origin_owner_id": "o", "origin_owner_name": "O", "integration_id": await world.profile_id()},
        ),
    ):
        answer = await world.api(method, path, as_="other-full", json=body)
        assert answer.status_code == 404, (method, path, answer.text)
    assert (await world.api("GET", "/accounts", as_="other-full")).json() == []
    listed = await world.api("GET", f"/accounts?account_ids={account['id']}", as_="other-full")
    assert (listed.json(), listed.headers["x-total-count"]) == ([], "0")
    told = await world.api("POST", "/connect_sessions/authenticate", as_="other-full", json={"token": session["token"]})
    assert told.status_code == 401
    # The same owner there is another owner: nothing is connected, the account is out of reach, linking makes a new one.
    theirs = (await world.session(as_="other-full"))["token"]
    settings = (await world.hub(theirs, "GET", "/settings")).json()
    assert settings["linkwright"]["connected"] == []
    assert (await world.hub(theirs, "GET", f"/accounts/{account['id']}")).status_code == 404
    assert (await world.hub(theirs, "PATCH", f"/accounts/{account['id']}", json={})).status_code == 404
    (offered,) = (await world.hub(theirs, "GET", "/connectors")).json()["integrations"]
    body = {"integration_id": offered["integration_id"], "credentials": {"api_key": world.key()}}
    linked = await world.hub(theirs, "POST", "/accounts", json=body)
    assert linked.json()["id"] != account["id"]
    assert (await world.connect(theirs, world.key())).json()["code"] == "not_offered"
    assert (await world.api("GET", f"/accounts/{account['id']}")).json() == account
