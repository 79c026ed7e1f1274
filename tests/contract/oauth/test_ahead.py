"""Renewal ahead of need: what is due is renewed by whoever comes by, once, and nothing spins."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from linkwright.accounts import repository as accounts
from linkwright.kit.clock import FixedClock
from linkwright.oauth.claiming import LEASE
from linkwright.oauth.revoking import GrantRevoking, Revoked
from linkwright.oauth.work import Renewer
from linkwright.outbound.errors import UpstreamUnreachable
from tests.contract.oauth.test_renewing import change
from tests.grants import DAY, Grants

pytestmark = pytest.mark.anyio


def later(desk: Grants, seconds: float) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(seconds)


async def settle(renewer: Renewer) -> int:
    """Do what is due now; how many renewals were begun."""
    begun = await renewer.fill()
    await renewer.close()
    return begun


async def test_what_is_due_is_renewed_before_a_call_has_to_wait(desk: Grants) -> None:
    account = await desk.linked()
    renewer = Renewer(desk.database, desk.renewal(), desk.clock)
    later(desk, DAY * 0.8 - 1)
    assert await settle(renewer) == 0
    later(desk, 1)
    assert await settle(renewer) == 1
    assert desk.provider.alive((await desk.tokens(account))["refresh_token"])
    assert await settle(renewer) == 0


async def test_there_is_room_for_so_many_at_once_and_the_rest_follow(desk: Grants) -> None:
    for _ in range(20):
        await desk.linked(lives=5)
    more = asyncio.Event()
    renewer = Renewer(desk.database, desk.renewal(), desk.clock, more=more.set)
    later(desk, 5)
    assert await renewer.fill() == 16
    assert await renewer.fill() == 0
    await renewer.close()
    assert more.is_set()
    assert await settle(renewer) == 4
    assert set(desk.provider.presented.values()) == {1}


async def test_several_processes_renew_each_grant_once(desk: Grants) -> None:
    for _ in range(12):
        await desk.linked(lives=5)
    later(desk, 5)
    processes = [Renewer(desk.database, desk.renewal(), desk.clock) for _ in range(3)]
    await asyncio.gather(*(settle(one) for one in processes))
    assert len(desk.provider.presented) == 12
    assert set(desk.provider.presented.values()) == {1}


async def test_a_failure_is_tried_again_by_itself_when_the_provider_has_rested(desk: Grants) -> None:
    account = await desk.linked(lives=600)
    desk.provider.lost(after=False, error=UpstreamUnreachable("away"))
    renewer = Renewer(desk.database, desk.renewal(), desk.clock)
    later(desk, 480)
    await settle(renewer)
    assert (await desk.grant(account)).failures == 1
    assert await settle(renewer) == 0
    later(desk, 6)
    assert await settle(renewer) == 1
    assert (await desk.grant(account)).failures == 0


async def test_what_a_dead_process_had_begun_is_taken_up_when_its_lease_is_over(desk: Grants) -> None:
    account = await desk.linked()
    held = desk.provider.held(after=False)
    renewal = desk.renewal()
    # Not due for hours: a call had found the token refused.
    task = asyncio.create_task(renewal.refused(await desk.row(account), 5))
    await held.arrived.wait()
    for one in [*renewal._running.values(), task]:
        one.cancel()
    await asyncio.gather(task, return_exceptions=True)
    renewer = Renewer(desk.database, desk.renewal(), desk.clock)
    assert await settle(renewer) == 0
    later(desk, LEASE.total_seconds() + 1)
    assert await settle(renewer) == 1
    assert desk.provider.alive((await desk.tokens(account))["refresh_token"])


@pytest.mark.parametrize(("status", "renewed"), [("suspended", True), ("error", True), ("archived", False)])
async def test_which_accounts_are_kept_alive(desk: Grants, status: str, renewed: bool) -> None:
    account = await desk.linked(lives=5)
    async with desk.database.write() as tx:
        await accounts.update(tx, account, {"status": status})
    later(desk, 5)
    renewer = Renewer(desk.database, desk.renewal(), desk.clock)
    assert await settle(renewer) == 1
    assert bool(desk.provider.asked) is renewed
    # Whatever came of it, it is not looked at again and again.
    assert await settle(renewer) == 0
    assert (await desk.row(account)).status == status


async def test_a_grant_whose_connector_has_lost_the_way_is_looked_at_once_an_hour(desk: Grants) -> None:
    await desk.linked(lives=5)
    linear = desk.catalog.get("linear")
    assert linear is not None
    more: list[int] = []
    renewer = Renewer(desk.database, desk.renewal(), desk.clock, more=lambda: more.append(1))
    methods = dict(linear.auth)
    del methods["oauth"]
    desk.catalog._connectors["linear"] = replace(linear, auth=methods)
    later(desk, 5)
    assert await settle(renewer) == 1
    assert await settle(renewer) == 0
    assert more == []
    later(desk, 3601)
    assert await settle(renewer) == 1


# Giving tokens back


def revoking(desk: Grants, seconds: float = 5) -> GrantRevoking:
    return GrantRevoking(desk.sources(), desk.vault, desk.clock, seconds=seconds)


async def test_both_tokens_are_ended_at_the_provider_the_lasting_one_first(desk: Grants) -> None:
    account = await desk.linked()
    assert await revoking(desk).revoke(await desk.row(account)) == Revoked("revoked")
    assert desk.provider.revoked == [("refresh_token", "refresh-1"), ("access_token", "access-1")]


async def test_where_there_is_nothing_to_end_or_no_place_for_it_that_is_told(desk: Grants) -> None:
    typed = await desk.add({"api_key": "k" * 20}, lives=None)
    account = await desk.linked()
    change(desk, revoke_url="")
    assert await revoking(desk).revoke(await desk.row(account)) == Revoked("not_supported")
    assert (await revoking(desk).revoke(await desk.row(typed))).outcome == "not_supported"
    assert desk.provider.revoked == []


async def test_a_failure_is_told_and_does_not_keep_the_other_token_alive(desk: Grants) -> None:
    account = await desk.linked()
    desk.provider.answers(503)
    done = await revoking(desk).revoke(await desk.row(account))
    assert (done.outcome, done.detail) == ("failed", "The token could not be revoked: the provider answered 503.")
    assert len(desk.provider.revoked) == 2


async def test_a_provider_that_hangs_holds_nobody_up(desk: Grants) -> None:
    account = await desk.linked()
    desk.provider.held(after=False)
    done = await revoking(desk, 0.01).revoke(await desk.row(account))
    assert (done.outcome, done.detail) == ("failed", "The provider did not answer within 0.01 seconds.")


async def test_a_profile_without_an_app_is_told(desk: Grants) -> None:
    account = await desk.linked()
    await desk.app(None, None)
    done = await revoking(desk).revoke(await desk.row(account))
    assert done.outcome == "failed"
    assert "no app" in done.detail
