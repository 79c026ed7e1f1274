"""Renewal ahead of need: what is due is renewed by whoever comes by, once, and nothing spins."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from linkwright.accounts import repository as accounts
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.oauth.claiming import LEASE
from linkwright.oauth.errors import AppMissing, TokenAddressFailed
from linkwright.oauth.revoking import GrantRevoking
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


async def revoke(desk: Grants, account_id: str) -> None:
    account = await desk.account(account_id)
    linear = desk.catalog.get("linear")
    assert linear is not None
    tokens = {name: Secret(token) for name, token in (await desk.tokens(account_id)).items()}
    revoking = GrantRevoking(desk.sources(), desk.clock)
    await revoking.revoke(account, linear, linear.auth["oauth"], tokens, desk.provider)


async def test_both_tokens_are_ended_at_the_provider_the_lasting_one_first(desk: Grants) -> None:
    await revoke(desk, await desk.linked())
    assert desk.provider.revoked == [("refresh_token", "refresh-1"), ("access_token", "access-1")]


async def test_a_provider_without_a_place_to_end_tokens_is_not_asked(desk: Grants) -> None:
    revoking = GrantRevoking(desk.sources(), desk.clock)
    linear = desk.catalog.get("linear")
    assert linear is not None
    assert revoking.supports(linear, linear.auth["oauth"])
    assert not revoking.supports(linear, linear.auth["api_key"])
    change(desk, revoke_url="")
    assert not revoking.supports(linear, desk.catalog._connectors["linear"].auth["oauth"])


async def test_a_failure_is_told_and_does_not_keep_the_other_token_alive(desk: Grants) -> None:
    desk.provider.answers(503)
    with pytest.raises(TokenAddressFailed, match="could not be revoked: the provider answered 503"):
        await revoke(desk, await desk.linked())
    assert len(desk.provider.revoked) == 2


async def test_a_profile_without_an_app_is_told(desk: Grants) -> None:
    await desk.app(None, None)
    with pytest.raises(AppMissing, match="no app"):
        await revoke(desk, await desk.linked())
