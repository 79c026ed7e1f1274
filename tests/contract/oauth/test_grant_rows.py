"""The rows of grants, column by column: what a new grant ends, who may take a lease, and what is due, on both databases."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.oauth import repository
from linkwright.oauth.model import GrantRow
from linkwright.store.database import Database
from linkwright.store.tables import oauth_grants
from tests.grants import Grants

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
S = timedelta(seconds=1)


async def row(database: Database, account: str) -> GrantRow:
    async with database.read() as tx:
        found = await repository.find(tx, account)
    assert found is not None
    return found


async def put(desk: Grants, account: str, **changed: Any) -> None:
    async with desk.database.write() as tx:
        await repository.update(tx, account, changed)


async def take(desk: Grants, account: str, owner: str, at: datetime = NOW, lasts: timedelta = 10 * S) -> int:
    async with desk.database.write() as tx:
        return await repository.lease(tx, account, owner, at, at + lasts, {"intent_version": 4, "intent_at": at})


async def test_a_new_grant_ends_the_older_one_with_all_that_was_under_way(desk: Grants) -> None:
    account = await desk.linked()
    fence = (await row(desk.database, account)).lease_fence
    assert await take(desk, account, "own_1") == fence + 1
    await put(desk, account, failures=3, last_error="x: y", renewed_at=NOW)
    async with desk.database.write() as tx:
        await repository.put(tx, (desk.project_id, account), ("read", "write"), NOW + S, NOW + 2 * S)
    assert asdict(await row(desk.database, account)) == {
        "account_id": account,
        "project_id": desk.project_id,
        "scopes": ("read", "write"),
        "due_at": NOW + S,
        "lease_owner": None,
        "lease_fence": fence + 2,
        "lease_until": None,
        "intent_version": None,
        "intent_at": None,
        "failures": 0,
        "last_error": None,
        "granted_at": NOW + 2 * S,
        "renewed_at": None,
    }


async def test_a_first_grant_begins_with_fence_one_and_others_are_left_as_they_are(desk: Grants) -> None:
    account, other = await desk.linked(), await desk.linked()
    before = await row(desk.database, other)
    async with desk.database.write() as tx:
        await repository.drop(tx, account)
        assert await repository.find(tx, account) is None
        await repository.put(tx, (desk.project_id, account), None, None, NOW)
    made = await row(desk.database, account)
    assert (made.lease_fence, made.scopes, made.due_at, made.granted_at) == (1, None, None, NOW)
    assert await row(desk.database, other) == before


async def test_a_lease_is_one_owners_until_it_is_over_and_falls_due_at_once(desk: Grants) -> None:
    account = await desk.linked()
    first = await take(desk, account, "own_1")
    held = await row(desk.database, account)
    assert (held.lease_owner, held.lease_until, held.due_at) == ("own_1", NOW + 10 * S, NOW)
    assert (held.intent_version, held.intent_at) == (4, NOW)
    for at in (NOW, NOW + 9 * S, NOW + 10 * S):
        assert await take(desk, account, "own_2", at) == 0
    assert await row(desk.database, account) == held
    assert await take(desk, account, "own_2", NOW + 11 * S) == first + 1
    assert await take(desk, "acc_none", "own_1") == 0


async def test_only_who_holds_the_lease_writes_down_how_it_ended(desk: Grants) -> None:
    account, other = await desk.linked(), await desk.linked()
    fence = await take(desk, account, "own_1")
    await put(desk, other, lease_owner="own_1", lease_fence=fence, lease_until=NOW)
    before = await row(desk.database, other)
    async with desk.database.write() as tx:
        assert not await repository.finish(tx, account, "own_2", fence, {"failures": 9})
        assert not await repository.finish(tx, account, "own_1", fence + 1, {"failures": 9})
        assert not await repository.finish(tx, account, "own_1", fence - 1, {"failures": 9})
        assert await repository.finish(tx, account, "own_1", fence, {"failures": 2})
        assert not await repository.finish(tx, account, "own_1", fence, {"failures": 9})
    done = await row(desk.database, account)
    assert (done.lease_owner, done.lease_until, done.failures, done.lease_fence) == (None, None, 2, fence)
    assert await row(desk.database, other) == before


async def test_what_is_due_comes_in_its_order_and_only_what_nobody_holds(desk: Grants) -> None:
    late, later, held, over, not_yet, never = [await desk.linked() for _ in range(6)]
    for account, due, until in (
        (later, NOW, None),
        (late, NOW - S, None),
        (held, NOW - 5 * S, NOW),
        (over, NOW - 9 * S, NOW - S),
        (not_yet, NOW + S, None),
        (never, None, None),
    ):
        await put(desk, account, due_at=due, lease_until=until)
    async with desk.database.read() as tx:
        assert await repository.due(tx, NOW, 10) == [over, late, later]
        assert await repository.due(tx, NOW, 2) == [over, late]


async def test_a_grant_is_put_off_only_while_it_is_due_and_free(desk: Grants) -> None:
    due, held, not_yet, other = [await desk.linked() for _ in range(4)]
    for account, at, until in ((due, NOW, None), (held, NOW, NOW), (not_yet, NOW + S, None), (other, NOW, None)):
        await put(desk, account, due_at=at, lease_until=until)
    async with desk.database.write() as tx:
        for account in (due, held, not_yet):
            await repository.postpone(tx, account, NOW, NOW + 100 * S)
    found = [(await row(desk.database, account)).due_at for account in (due, held, not_yet, other)]
    assert found == [NOW + 100 * S, NOW, NOW + S, NOW]


async def test_taking_all_leases_back_counts_them_and_keeps_their_owners_noted(desk: Grants) -> None:
    one, two, free = [await desk.linked() for _ in range(3)]
    for account in (one, two):
        await take(desk, account, "own_1")
    async with desk.database.write() as tx:
        assert await repository.take_back(tx) == 2
        assert await repository.take_back(tx) == 0
    async with desk.database.read() as tx:
        rows = (await tx.execute(sa.select(oauth_grants.c.lease_owner, oauth_grants.c.lease_until))).all()
    assert sorted(rows, key=str) == [("own_1", None), ("own_1", None), (None, None)]
    assert (await row(desk.database, free)).lease_owner is None
