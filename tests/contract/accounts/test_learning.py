"""What calls show of a credential is written off the path, once, and by whoever learns it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from linkwright.accounts.hot import AccountRow, AccountRows
from linkwright.accounts.learning import RightsBook
from linkwright.engine.results import RunResult, UpstreamCall
from linkwright.store.hot import open_hot_rows
from tests.contract.linking.world import World, shipped

pytestmark = pytest.mark.anyio
LINEAR = shipped().get("linear")
assert LINEAR is not None
UPDATE = LINEAR.actions["linear_update_issue"]
WEBHOOK = LINEAR.actions["linear_create_webhook"]


async def row(world: World, account_id: str) -> AccountRow:
    hot = open_hot_rows(world.database)
    await hot.start()
    found = await AccountRows(hot).get(account_id)
    await hot.close()
    assert found is not None
    return found


def worked(world: World) -> RunResult:
    return RunResult({}, None, [UpstreamCall("POST", "https://x", "q", 200, world.clock.now(), 1.0)])


async def rights(world: World, account_id: str) -> dict[str, tuple[str, str | None]]:
    shown: dict[str, Any] = (await world.api("GET", f"/accounts/{account_id}")).json()
    return {one["scope"]: (one["state"], one["source"]) for one in shown["linkwright"]["rights"]}


async def test_what_two_processes_learn_comes_together(world: World) -> None:
    account = (await world.linked())["id"]
    assert await rights(world, account) == {"read": ("proven", "linking"), "write": ("on_first_use", None)}
    seen = await row(world, account)
    one, other = RightsBook(world.database, world.clock), RightsBook(world.database, world.clock)
    one.worked(LINEAR, seen, UPDATE, worked(world))
    other.lacked(LINEAR, seen, WEBHOOK, ["admin"], "No.")
    await asyncio.gather(one.flush(), other.flush())
    assert await rights(world, account) == {"read": ("proven", "linking"), "write": ("proven", "call")}
    after = await row(world, account)
    assert one.standing(LINEAR, after).lacking == {"admin"}
    assert one.standing(LINEAR, after) == other.standing(LINEAR, after)


async def test_what_is_known_is_not_written_again(world: World) -> None:
    account = (await world.linked())["id"]
    seen = await row(world, account)
    for _ in range(2):
        # The second process has not heard of the first one's change yet.
        book = RightsBook(world.database, world.clock)
        book.worked(LINEAR, seen, UPDATE, worked(world))
        await book.flush()
        world.clock.advance(60)
        now = await row(world, account)
        assert '"at":"2026-11-24T12:00:00.000Z"' in now.rights.replace(" ", "")
        assert "12:01" not in now.rights
    told: list[str] = []
    book = RightsBook(world.database, world.clock, more=lambda: told.append("more"))
    book.worked(LINEAR, now, UPDATE, worked(world))
    assert told == []


@pytest.mark.promise("rights.start-anew")
async def test_what_an_earlier_credential_showed_says_nothing_of_the_one_linked_since(world: World) -> None:
    account = (await world.linked())["id"]
    seen = await row(world, account)
    book = RightsBook(world.database, world.clock)
    book.lacked(LINEAR, seen, UPDATE, ["write"], "No.")
    await book.flush()
    assert await rights(world, account) == {"read": ("proven", "linking"), "write": ("missing", "call")}
    book.lacked(LINEAR, await row(world, account), UPDATE, ["write"], "Late.")
    await world.linked("member")
    await book.flush()
    assert await rights(world, account) == {"read": ("proven", "linking"), "write": ("on_first_use", None)}
    assert book.standing(LINEAR, await row(world, account)).lacking == {"admin"}  # Jonas is no administrator


async def test_an_account_that_is_gone_is_left_alone(world: World) -> None:
    account = (await world.linked())["id"]
    book = RightsBook(world.database, world.clock)
    book.lacked(LINEAR, await row(world, account), UPDATE, ["write"], "No.")
    await world.api("DELETE", f"/accounts/{account}")
    await book.flush()
    assert (await world.api("GET", f"/accounts/{account}")).status_code == 404
