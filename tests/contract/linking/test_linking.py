"""Linking an account: what is stored, for whom, and how often."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from linkwright.store.tables import accounts, credentials
from tests.contract.linking.world import World, twin_of

pytestmark = pytest.mark.anyio


async def test_a_working_key_links_the_account_and_tells_whose_it_is(world: World) -> None:
    session = await world.session(provider="linear", label="Work", metadata={"plan": "pro"}, origin_username="ada")
    answer = await world.connect(session["token"], world.key())
    assert answer.status_code == 200
    body = answer.json()
    assert (body["provider"], body["linkwright"]["updated"]) == ("linear", False)
    assert body["linkwright"]["identity"]["workspace"]["name"] == "Fernhill"
    assert body["linkwright"]["identity"]["person"]["name"] == "Mira Holt"
    assert len(body["linkwright"]["identity"]["teams"]) == 3
    assert body["linkwright"]["credential"]["last4"] == world.key()[-4:]
    assert {right["scope"]: right["state"] for right in body["linkwright"]["rights"]} == {
        "read": "proven",
        "write": "on_first_use",
    }
    account = (await world.api("GET", f"/accounts/{body['id']}")).json()
    assert (account["status"], account["type"], account["linkwright"]["upstream"]) == ("active", "production", "live")
    assert (account["label"], account["origin_username"]) == ("Work", "ada")
    assert account["linkwright"]["metadata"] == {"plan": "pro"}


async def test_the_key_is_stored_sealed_and_opens_at_its_own_place_only(world: World) -> None:
    account = await world.linked()
    (row,) = await world.rows(credentials)
    assert (row["account_id"], row["field"], row["version"]) == (account["id"], "api_key", 1)
    assert world.key().encode() not in row["record"]
    place = {"project_id": world.project.id, "account_id": account["id"], "field": "api_key", "version": 1}
    assert (await world.services.vault.open(row["record"], **place)).reveal() == world.key()


async def test_no_answer_no_table_and_no_log_line_holds_the_key(world: World) -> None:
    key = world.key()
    with capture_logs() as lines:
        session = await world.session()
        answers = [await world.connect(session["token"], key)]
        account_id = answers[0].json()["id"]
        answers += [
            await world.hub(session["token"], "GET", f"/accounts/{account_id}"),
            await world.hub(session["token"], "GET", "/settings"),
            await world.api("GET", f"/accounts/{account_id}"),
            await world.api("GET", "/accounts"),
            await world.connect(session["token"], world.key("suspended")),
            await world.connect(session["token"], key[:-3]),
            await world.api("PATCH", f"/accounts/{account_id}", json={"credentials": {"api_key": key}}),
            await world.api("DELETE", f"/accounts/{account_id}"),
        ]
    assert {answer.status_code for answer in answers} == {200, 422}
    for text in [*(answer.text for answer in answers), str(lines)]:
        assert key[:-4] not in text
        assert world.key("suspended")[:-4] not in text
        assert session["token"] not in text
    events = [line["event"] for line in lines]
    assert {"session.created", "account.linked", "account.link_refused", "account.deleted"} <= set(events)


async def test_what_copying_adds_to_a_key_is_forgiven_and_said(world: World) -> None:
    token = (await world.session())["token"]
    assert (await world.connect(token, world.key())).json()["linkwright"]["notes"] == []
    for wrap in ("Bearer {}", "  {}\n", "“{}”", "Authorization: Bearer {}"):
        answer = await world.connect(token, wrap.format(world.key()))
        assert answer.status_code == 200
        assert answer.json()["linkwright"]["notes"]
        (row,) = await world.rows(credentials)
        assert row["last4"] == world.key()[-4:]


async def test_linking_the_same_owner_again_updates_the_account(world: World) -> None:
    first = await world.linked(label="Work", metadata={"a": 1})
    session = await world.session(label="Home")
    again = (await world.connect(session["token"], world.key("issues_only"))).json()
    assert (again["id"], again["linkwright"]["updated"]) == (first["id"], True)
    (row,) = await world.rows(accounts)
    assert (row["label"], row["metadata"]) == ("Home", {"a": 1})
    (stored,) = await world.rows(credentials)
    assert stored["version"] == 2
    assert stored["last4"] == world.key("issues_only")[-4:]


async def test_another_owner_id_or_name_is_another_account(world: World) -> None:
    ids = {
        (await world.linked())["id"],
        (await world.linked(origin_owner_id="owner-2"))["id"],
        (await world.linked(origin_owner_name="ACME"))["id"],
    }
    assert len(ids) == 3


async def test_a_session_for_several_makes_an_account_each_time(world: World) -> None:
    only = await world.linked()
    several = [await world.linked(multiple=True) for _ in range(2)]
    assert len({only["id"], *(one["id"] for one in several)}) == 3
    # The one that stands alone is still the one that is updated.
    assert (await world.linked("issues_only"))["id"] == only["id"]


async def test_a_session_for_an_account_updates_that_one_even_if_it_says_multiple(world: World) -> None:
    first, _ = await world.linked(multiple=True), await world.linked(multiple=True)
    session = await world.session(account_id=first["id"], multiple=True, origin_owner_name="Somebody else")
    linked = (await world.connect(session["token"], world.key("read_only"))).json()
    assert (linked["id"], linked["linkwright"]["updated"]) == (first["id"], True)
    assert (await world.api("GET", f"/accounts/{first['id']}")).json()["origin_owner_name"] == "Acme"
    assert len(await world.rows(accounts)) == 2


async def test_a_test_account_is_tried_with_the_twin_and_stays_with_it(world: World) -> None:
    before = twin_of("live").calls.count
    account = await world.linked(type="test")
    assert (account["type"], account["linkwright"]["upstream"]) == ("test", "twin")
    assert account["linkwright"]["identity"]["workspace"]["name"] == "Fernhill"
    assert twin_of("live").calls.count == before
    # Without a type the account that stands decides; its twin does not know Linear's own keys.
    answer = await world.connect((await world.session())["token"], world.key())
    assert answer.json()["code"] == "credential_refused"
    assert (await world.connect((await world.session())["token"], world.key(test=True))).status_code == 200


async def test_a_session_of_the_other_type_does_not_touch_the_owners_account(world: World) -> None:
    account = await world.linked(type="test")
    token = (await world.session(type="production"))["token"]
    answer = await world.connect(token, world.key())
    assert (answer.status_code, answer.json()["code"]) == (422, "other_upstream")
    assert account["id"] in answer.json()["message"]
    beside = await world.linked(type="production", multiple=True)
    assert beside["linkwright"]["upstream"] == "live"


async def test_linking_again_mends_an_account_in_error_but_lifts_no_suspension(world: World) -> None:
    account = await world.linked()
    async with world.database.write() as tx:
        seen = (await world.services.accounts.find(tx, world.project.id, account["id"])).versions
        assert await world.services.accounts.refused(tx, world.project.id, account["id"], "Refused.", seen)
    assert (await world.api("GET", f"/accounts/{account['id']}")).json()["status"] == "error"
    mended = await world.linked()
    assert (mended["status"], mended["status_reasons"]) == ("active", [])
    await world.api("POST", f"/accounts/{account['id']}/suspend")
    again = await world.linked()
    assert again["status"] == "suspended"


async def test_a_refusal_of_an_older_credential_does_not_blame_the_newer(world: World) -> None:
    account = await world.linked()
    async with world.database.read() as tx:
        seen = (await world.services.accounts.find(tx, world.project.id, account["id"])).versions
    await world.linked("issues_only")
    async with world.database.write() as tx:
        refused = world.services.accounts.refused
        assert not await refused(tx, world.project.id, account["id"], "Refused.", seen)
        assert not await refused(tx, world.project.id, "acc_none", "Refused.", {})
    assert (await world.api("GET", f"/accounts/{account['id']}")).json()["status"] == "active"


async def test_a_key_of_another_workspace_is_stopped_and_both_are_named(world: World) -> None:
    account = await world.linked()
    session = await world.session()
    answer = await world.connect(session["token"], world.key("other_workspace"))
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "other_workspace")
    assert body["message"] == "This API key belongs to Stonebridge. The account is linked to Fernhill."
    assert body["linkwright"] == {
        "workspace": "Stonebridge",
        "linked_workspace": "Fernhill",
        "account_id": account["id"],
    }
    (row,) = await world.rows(credentials)
    assert row["last4"] == world.key()[-4:]


async def test_a_key_of_another_workspace_can_become_an_account_of_its_own_once(world: World) -> None:
    account = await world.linked()
    session = await world.session()
    made = await world.connect(session["token"], world.key("other_workspace"), as_new=True)
    again = await world.connect(session["token"], world.key("other_workspace"), as_new=True)
    assert made.status_code == again.status_code == 200
    assert made.json()["id"] == again.json()["id"] != account["id"]
    assert (made.json()["linkwright"]["updated"], again.json()["linkwright"]["updated"]) == (False, True)


async def test_as_new_with_a_key_of_the_same_workspace_just_updates(world: World) -> None:
    account = await world.linked()
    answer = await world.connect((await world.session())["token"], world.key("member"), as_new=True)
    assert answer.json()["id"] == account["id"]


async def test_the_published_hubs_bare_body_is_enough(world: World) -> None:
    token = (await world.session())["token"]
    answer = await world.hub(token, "POST", "/accounts", json={"integration_id": await world.profile_id()})
    assert (answer.status_code, answer.json()["code"]) == (422, "credential_malformed")
    assert answer.json()["message"] == "API key is missing."
    assert answer.json()["field"] == "api_key"


async def test_disconnecting_ends_the_sessions_own_account_only(world: World) -> None:
    other = await world.linked(multiple=True)
    session = await world.session(multiple=True)
    refused = await world.hub(session["token"], "DELETE", f"/accounts/{other['id']}")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_in_session")
    mine = (await world.connect(session["token"], world.key())).json()["id"]
    gone = await world.hub(session["token"], "DELETE", f"/accounts/{mine}")
    assert (gone.status_code, gone.json()) == (200, {"id": mine, "provider": "linear"})
    assert [row["account_id"] for row in await world.rows(credentials)] == [other["id"]]
    assert (await world.hub(session["token"], "DELETE", f"/accounts/{mine}")).status_code == 404
    bound = await world.session(account_id=other["id"])
    assert (await world.hub(bound["token"], "DELETE", f"/accounts/{other['id']}")).status_code == 200
    assert await world.rows(accounts) == []
