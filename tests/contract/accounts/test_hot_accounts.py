"""The hot path's reading of accounts: no SQLAlchemy, and true at once after every change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from linkwright.accounts.hot import AccountRow, AccountRows
from linkwright.errors import Unprocessable
from linkwright.profiles.service import ProfileService
from linkwright.store.hot import open_hot_rows
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio


@pytest.fixture
async def rows(world: World) -> AsyncIterator[AccountRows]:
    """A reader over the world's database."""
    hot = open_hot_rows(world.database)
    await hot.start()
    yield AccountRows(hot)
    await hot.close()


async def becomes(rows: AccountRows, account_id: str, true: Callable[[AccountRow | None], bool]) -> AccountRow | None:
    """The row once it is as expected; PostgreSQL's word of a change takes a moment."""
    async with asyncio.timeout(5):
        while not true(found := await rows.get(account_id)):
            await asyncio.sleep(0)
    return found


async def test_an_account_is_read_with_profile_and_sealed_credential(world: World, rows: AccountRows) -> None:
    account = await world.linked(type="test")
    found = await rows.get(account["id"])
    assert found is not None
    assert (found.id, found.project_id, found.connector_key) == (account["id"], world.project.id, "linear")
    assert (found.connector_version, found.auth_method) == ("1.0.0", "api_key")
    assert (found.status, found.status_reasons, found.upstream) == ("active", (), "twin")
    assert (found.origin_owner_id, found.origin_owner_name) == ("owner-1", "Acme")
    assert (found.profile_id, found.profile_enabled, found.profile_actions) == (await world.profile_id(), True, "core")
    ((field, version, record),) = found.credentials
    assert (field, version) == ("api_key", 1)
    place = {"project_id": found.project_id, "account_id": found.id, "field": field, "version": version}
    assert (await world.services.vault.open(record, **place)).reveal() == world.key(test=True)
    assert str(record) not in repr(found)
    assert rows.peek(account["id"]) == found


async def test_what_is_not_there_is_none_and_is_found_once_it_is_there(world: World, rows: AccountRows) -> None:
    assert await rows.get("acc_none") is None
    assert rows.peek("acc_none") is None
    account = await world.linked()
    assert await rows.get(account["id"]) is not None


async def test_every_change_is_seen_by_the_next_reading(world: World, rows: AccountRows) -> None:
    account = await world.linked()
    assert await rows.get(account["id"]) is not None
    await world.api("POST", f"/accounts/{account['id']}/suspend")
    stopped = await becomes(rows, account["id"], lambda row: row is not None and row.status == "suspended")
    assert stopped is not None
    assert stopped.status_reasons[0]["code"] == "suspended"
    await world.linked("member")
    renewed = await becomes(rows, account["id"], lambda row: row is not None and row.credentials[0][1] == 2)
    assert renewed is not None
    async with world.database.write() as tx:
        profiles: ProfileService = world.services.profiles
        profile = await profiles.get(tx, world.project.id, await world.profile_id())
        await profiles.update(tx, profile, enabled=False, actions=["linear_list_issues"])
    off = await becomes(rows, account["id"], lambda row: row is not None and not row.profile_enabled)
    assert off is not None
    assert off.profile_actions == ("linear_list_issues",)
    await world.api("DELETE", f"/accounts/{account['id']}")
    assert await becomes(rows, account["id"], lambda row: row is None) is None


async def test_what_the_profile_says_of_the_proxy_is_read_with_the_account(world: World, rows: AccountRows) -> None:
    account = await world.linked()
    found = await rows.get(account["id"])
    assert found is not None and found.profile_proxy is None
    for said in (True, False):
        answer = await world.api("PATCH", f"/connector_profiles/{found.profile_id}", json={"proxy": said})
        assert answer.status_code == 200, answer.text
        await becomes(rows, account["id"], lambda row, said=said: row is not None and row.profile_proxy is said)  # type: ignore[misc]


async def test_screening_is_as_the_account_says_or_else_as_its_project(world: World, rows: AccountRows) -> None:
    account = await world.linked()
    found = await rows.get(account["id"])
    assert found is not None
    assert found.screening == "annotate"
    async with world.database.write() as tx:
        await world.services.projects.update(tx, world.project.id, {"screening": "block"})
    assert await becomes(rows, account["id"], lambda one: one is not None and one.screening == "block")
    changed = await world.api("PATCH", f"/accounts/{account['id']}", json={"screening": "off"})
    assert (changed.status_code, changed.json()["linkwright"]["screening"]) == (200, "off")
    assert await becomes(rows, account["id"], lambda one: one is not None and one.screening == "off")
    back = await world.api("PATCH", f"/accounts/{account['id']}", json={"screening": None})
    assert back.json()["linkwright"]["screening"] is None
    assert await becomes(rows, account["id"], lambda one: one is not None and one.screening == "block")
    refused = await world.api("PATCH", f"/accounts/{account['id']}", json={"screening": "paranoid"})
    assert refused.status_code in (400, 422)
    with pytest.raises(Unprocessable, match="off, annotate"):
        async with world.database.write() as tx:
            await world.services.projects.update(tx, world.project.id, {"screening": "paranoid"})
