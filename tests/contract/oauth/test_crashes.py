"""What is left when a process dies, is late, or loses its database in the middle of a renewal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.oauth.claiming import LEASE
from linkwright.oauth.errors import RenewalFailed, RenewalPending
from linkwright.oauth.renewal import Renewal
from linkwright.oauth.work import Renewer
from linkwright.outbound.errors import UpstreamDropped
from linkwright.store.database import Database, Tx
from linkwright.store.errors import DatabaseUnavailable
from tests.grants import Grants, Held

pytestmark = pytest.mark.anyio
PAST = LEASE.total_seconds() + 1


async def no_wait(_seconds: float) -> None:
    await asyncio.sleep(0)


def later(desk: Grants, seconds: float) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(seconds)


async def under_way(desk: Grants, account: str, *, after: bool) -> tuple[Renewal, asyncio.Task[Any], Held]:
    """A process that waits for the provider, which has carried the redemption out already, or has not."""
    held = desk.provider.held(after=after)
    renewal = desk.renewal()
    task = asyncio.create_task(renewal.ensure(await desk.row(account), 60))
    await held.arrived.wait()
    return renewal, task, held


async def dies(renewal: Renewal, task: asyncio.Task[Any]) -> None:
    for one in [*renewal._running.values(), task]:
        one.cancel()
    await asyncio.gather(task, *renewal._running.values(), return_exceptions=True)


async def check_good(desk: Grants, account: str) -> None:
    assert desk.provider.alive((await desk.tokens(account))["refresh_token"])
    row = await desk.row(account)
    assert (row.status, row.status_reasons) == ("active", ())


async def test_what_died_before_the_provider_was_asked_is_renewed_when_its_lease_is_over(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    renewal, task, _ = await under_way(desk, account, after=False)
    await dies(renewal, task)
    with pytest.raises(RenewalPending):
        later(desk, 5)
        await desk.renewal(sleep=no_wait).ensure(await desk.row(account), 0)
    later(desk, PAST)
    await desk.renewal().ensure(await desk.row(account), 5)
    await check_good(desk, account)


@pytest.mark.promise("oauth.lost-only-in-the-window")
async def test_what_died_between_the_answer_and_the_commit_is_tried_once_more_and_ends_with_the_true_reason(
    desk: Grants,
) -> None:
    account = await desk.linked(lives=5)
    token = (await desk.tokens(account))["refresh_token"]
    renewal, task, _ = await under_way(desk, account, after=True)
    await dies(renewal, task)
    later(desk, PAST)
    row = await desk.renewal().ensure(await desk.row(account), 5)
    assert row is not None
    assert row.status == "expired"
    assert row.status_reasons[0]["code"] == "grant_ended"
    assert row.status_reasons[0]["description"].startswith("The hub was stopped, or cut off from its database, between")
    assert desk.provider.presented[token] == 2
    # And that was all: nobody asks again.
    await desk.renewal().ensure(await desk.row(account), 5)
    assert desk.provider.presented[token] == 2


async def test_a_provider_with_a_grace_gives_the_lost_tokens_to_that_one_retry(desk: Grants) -> None:
    desk.provider.grace = True
    account = await desk.linked(lives=5)
    renewal, task, _ = await under_way(desk, account, after=True)
    await dies(renewal, task)
    later(desk, PAST)
    await desk.renewal().ensure(await desk.row(account), 5)
    await check_good(desk, account)


async def test_an_answer_that_was_lost_on_the_way_is_tried_once_more_and_ends_with_that_reason(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    later(desk, 5)
    desk.provider.lost(after=True, error=UpstreamDropped("cut"))
    with pytest.raises(RenewalFailed):
        await desk.renewal().ensure(await desk.row(account), 5)
    assert (await desk.row(account)).status == "active"
    later(desk, 60)
    row = await desk.renewal().ensure(await desk.row(account), 5)
    assert row is not None
    assert row.status == "expired"
    assert "answer to an earlier renewal did not arrive" in row.status_reasons[0]["description"]


async def test_who_is_late_may_store_what_nobody_else_has(desk: Grants) -> None:
    """The lease has passed on and the next one found the token spent: the late tokens are the only ones that work."""
    account = await desk.linked(lives=5)
    _, task, held = await under_way(desk, account, after=True)
    later(desk, PAST)
    row = await desk.renewal().ensure(await desk.row(account), 5)
    assert row is not None
    assert row.status == "expired"
    held.free.set()
    saved = await task
    assert saved.status == "active"
    await check_good(desk, account)
    assert (await desk.grant(account)).due_at is not None


async def test_who_is_late_stores_under_the_next_ones_lease_and_that_one_sees_it(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    _, late, held = await under_way(desk, account, after=True)
    later(desk, PAST)
    _, second, held_too = await under_way(desk, account, after=False)
    held.free.set()
    assert (await late).status == "active"
    grant = await desk.grant(account)
    assert grant.lease_owner is not None
    held_too.free.set()
    assert (await second).credentials == (await desk.row(account)).credentials
    await check_good(desk, account)
    assert (await desk.grant(account)).lease_owner is None


async def test_of_two_redemptions_that_a_grace_allowed_the_lease_decides(desk: Grants) -> None:
    desk.provider.grace = True
    account = await desk.linked(lives=5)
    _, late, held = await under_way(desk, account, after=True)
    later(desk, PAST)
    _, second, held_too = await under_way(desk, account, after=True)
    held.free.set()
    await late
    held_too.free.set()
    assert (await second).status == "active"
    assert [version for _, version, _ in (await desk.row(account)).credentials] == [3, 3]
    await check_good(desk, account)


async def test_who_is_late_does_not_touch_what_somebody_else_renewed(desk: Grants) -> None:
    """A provider whose refresh tokens stay good: both redemptions worked, and the one with the lease is stored."""
    desk.provider.rotates = False
    account = await desk.linked(lives=5)
    _, late, held = await under_way(desk, account, after=True)
    later(desk, PAST)
    second = await desk.renewal().ensure(await desk.row(account), 5)
    held.free.set()
    assert await late == second == await desk.row(account)


async def test_another_process_waits_for_the_row_and_goes_on_with_the_new_token(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    _, task, held = await under_way(desk, account, after=True)
    waits = asyncio.Event()

    async def pause(_seconds: float) -> None:
        waits.set()
        await asyncio.sleep(0.005)

    other = asyncio.create_task(desk.renewal(sleep=pause).ensure(await desk.row(account), 60))
    await waits.wait()
    held.free.set()
    assert (await other) == (await task)
    await check_good(desk, account)
    assert len(desk.provider.asked) == 1


class Shaky:
    """A database that goes away for its next writes, before they begin or when they are committed already."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.before = self.after = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        if self.before:
            self.before -= 1
            raise DatabaseUnavailable("away")
        async with self._database.write() as tx:
            yield tx
        if self.after:
            self.after -= 1
            raise DatabaseUnavailable("away at the very end")


@pytest.mark.parametrize("where", ["before", "after"])
async def test_tokens_are_held_until_the_database_is_back(desk: Grants, where: str) -> None:
    account = await desk.linked(lives=5)
    shaky: Any = Shaky(desk.database)
    renewal = Renewal(shaky, desk.accounts, desk.sources(), desk.vault, desk.clock, sleep=no_wait, dice=lambda: 0.0)
    held = desk.provider.held(after=True)
    task = asyncio.create_task(renewal.ensure(await desk.row(account), 60))
    await held.arrived.wait()
    setattr(shaky, where, 5 if where == "before" else 1)
    held.free.set()
    row = await task
    assert row is not None
    assert [version for _, version, _ in row.credentials] == [2, 2]
    await check_good(desk, account)


async def test_closing_waits_for_tokens_that_are_on_their_way(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    renewal, task, held = await under_way(desk, account, after=True)
    closing = asyncio.create_task(renewal.close())
    await asyncio.sleep(0)
    assert not closing.done()
    held.free.set()
    await closing
    await check_good(desk, account)
    await task


async def test_who_was_held_up_past_half_of_the_lease_does_not_ask_any_more(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    sources = desk.sources()
    found = sources.of

    async def slow(*given: Any) -> Any:
        later(desk, PAST / 2 + 1)
        sources.of = found  # type: ignore[method-assign]
        return await found(*given)

    sources.of = slow  # type: ignore[method-assign]
    renewal = Renewal(desk.database, desk.accounts, sources, desk.vault, desk.clock, sleep=no_wait)
    await renewal.ensure(await desk.row(account), 60)
    assert len(desk.provider.asked) == 1
    await check_good(desk, account)


async def test_on_sqlite_a_start_ends_the_leases_of_the_killed_process_and_remembers_that_it_was_killed(
    desk: Grants,
) -> None:
    account = await desk.linked(lives=5)
    renewal, task, _ = await under_way(desk, account, after=True)
    await dies(renewal, task)
    again = desk.renewal()
    await Renewer(desk.database, again, desk.clock).take_back()
    if desk.database.dialect != "sqlite":
        # The other process may live: there its lease has to run out.
        later(desk, PAST)
    row = await again.ensure(await desk.row(account), 5)
    assert row is not None
    assert row.status == "expired"
    assert row.status_reasons[0]["description"].startswith("The hub was stopped")
