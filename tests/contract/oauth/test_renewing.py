"""Renewal on demand: what each answer of the provider does to the tokens, the grant and the account."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from linkwright.accounts import repository as accounts
from linkwright.accounts.model import StoredField
from linkwright.connectors.compiled import Connector
from linkwright.events import repository as events
from linkwright.events.model import Endpoint
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.oauth import repository
from linkwright.oauth.errors import RenewalFailed, RenewalLimited
from linkwright.outbound.errors import UpstreamDropped, UpstreamTimeout, UpstreamUnreachable
from linkwright.store.tables import events as happened
from tests.grants import CLIENT, DAY, SECRET, Grants, with_oauth

pytestmark = pytest.mark.anyio


def change(desk: Grants, **changes: Any) -> None:
    linear: Connector | None = desk.catalog.get("linear")
    assert linear is not None
    desk.catalog._connectors["linear"] = with_oauth(linear, **changes)


def clock_of(desk: Grants) -> FixedClock:
    assert isinstance(desk.clock, FixedClock)
    return desk.clock


async def test_a_token_that_is_good_for_a_minute_is_left_alone(desk: Grants) -> None:
    account = await desk.linked(lives=DAY)
    row = await desk.row(account)
    assert await desk.renewal().ensure(row, 5) == row
    clock_of(desk).advance(DAY - 61)
    assert await desk.renewal().ensure(row, 5) == row
    assert desk.provider.asked == []


async def test_a_token_about_to_end_is_renewed_and_both_new_ones_are_stored(desk: Grants) -> None:
    account = await desk.linked()
    before = await desk.tokens(account)
    clock_of(desk).advance(DAY - 30)
    row = await desk.renewal().ensure(await desk.row(account), 5)
    assert row is not None
    assert row.ends == int((desk.clock.now() + timedelta(seconds=DAY)).timestamp() * 1000)
    after = await desk.tokens(account)
    assert after["access_token"] != before["access_token"]
    assert desk.provider.alive(after["refresh_token"])
    assert [version for _, version, _ in row.credentials] == [2, 2]
    grant = await desk.grant(account)
    assert (grant.lease_owner, grant.intent_version, grant.failures) == (None, None, 0)
    assert grant.renewed_at == desk.clock.now()
    assert grant.due_at == desk.clock.now() + timedelta(seconds=DAY * 0.8)


async def test_the_apps_secret_goes_along_and_the_form_is_as_the_standard_says(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    token = (await desk.tokens(account))["refresh_token"]
    await desk.renewal().ensure(await desk.row(account), 5)
    [asked] = desk.provider.asked
    assert (asked["grant_type"], asked["refresh_token"]) == ("refresh_token", token)

    assert base64.b64decode(asked["authorization"].removeprefix("Basic ")).decode() == f"{CLIENT}:{SECRET}"


async def test_the_intent_is_durable_before_the_provider_is_asked(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    held = desk.provider.held(after=False)
    task = asyncio.create_task(desk.renewal().ensure(await desk.row(account), 5))
    await held.arrived.wait()
    grant = await desk.grant(account)
    assert (grant.intent_version, grant.intent_at) == (1, desk.clock.now())
    assert grant.lease_owner is not None
    assert grant.lease_until > desk.clock.now()
    # If this process dies now, whatever looks for due grants comes by when the lease is over.
    assert grant.due_at <= grant.lease_until
    held.free.set()
    assert (await task) is not None


async def test_calls_of_one_process_share_a_renewal_and_one_that_goes_away_does_not_stop_it(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    held = desk.provider.held(after=True)
    renewal = desk.renewal()
    row = await desk.row(account)
    first, *others = [asyncio.create_task(renewal.ensure(row, 5)) for _ in range(5)]
    await held.arrived.wait()
    first.cancel()
    held.free.set()
    renewed = await asyncio.gather(*others)
    assert {one.credentials for one in renewed if one} == {(await desk.row(account)).credentials}
    assert len(desk.provider.asked) == 1


@pytest.mark.promise("oauth.redeemed-once")
async def test_several_processes_redeem_each_token_once_and_all_go_on_with_the_new_one(desk: Grants) -> None:
    accounts = [await desk.linked(lives=5) for _ in range(4)]
    rows = {account: await desk.row(account) for account in accounts}
    processes = [desk.renewal() for _ in range(4)]
    got = await asyncio.gather(*(one.ensure(rows[account], 20) for one in processes for account in accounts))
    assert set(desk.provider.presented.values()) == {1}
    assert len(desk.provider.presented) == 4
    assert {row.credentials for row in got if row} == {(await desk.row(account)).credentials for account in accounts}


async def test_an_answer_without_a_refresh_token_keeps_the_old_one(desk: Grants) -> None:
    desk.provider.rotates = False
    account = await desk.linked(lives=5)
    token = (await desk.tokens(account))["refresh_token"]
    for _ in range(3):
        row = await desk.renewal().ensure(await desk.row(account), 5)
        assert row is not None
        assert (await desk.tokens(account))["refresh_token"] == token
        clock_of(desk).advance(DAY)
    assert {name: version for name, version, _ in row.credentials} == {"access_token": 4, "refresh_token": 1}


async def test_scopes_are_kept_as_told_at_last(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    await desk.renewal().ensure(await desk.row(account), 5)
    assert (await desk.grant(account)).scopes == ("read",)
    desk.provider.scope = "read write"
    clock_of(desk).advance(DAY)
    await desk.renewal().ensure(await desk.row(account), 5)
    assert (await desk.grant(account)).scopes == ("read", "write")


async def test_a_grant_that_the_provider_ended_expires_the_account_with_the_reason(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    desk.provider.ended.add("grant-1")
    row = await desk.renewal().ensure(await desk.row(account), 5)
    assert row is not None
    assert row.status == "expired"
    [reason] = row.status_reasons
    assert reason["code"] == "grant_ended"
    assert reason["description"] == "The provider has ended the grant: it takes the refresh token no longer."
    grant = await desk.grant(account)
    assert (grant.due_at, grant.lease_owner) == (None, None)
    # It is not asked for again.
    assert (await desk.renewal().ensure(row, 5)) == row
    assert len(desk.provider.asked) == 1


async def test_a_suspended_account_stays_suspended_when_its_grant_ends(desk: Grants) -> None:

    account = await desk.linked(lives=5)
    async with desk.database.write() as tx:
        await accounts.update(tx, account, {"status": "suspended", "status_reasons": [{"code": "suspended"}]})
    desk.provider.ended.add("grant-1")
    clock_of(desk).advance(5)
    await desk.renewal().ahead(account)
    row = await desk.row(account)
    assert row.status == "suspended"
    assert [one["code"] for one in row.status_reasons] == ["suspended", "grant_ended"]


async def test_a_grant_that_ends_is_told_to_the_endpoints(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    now = desk.clock.now()
    optional: dict[str, Any] = dict.fromkeys(Endpoint.__dataclass_fields__)
    endpoint = {
        **optional,
        "stackone": False,
        "ordered": False,
        "id": "whe_1",
        "project_id": desk.project_id,
        "url": "https://a.example",
        "description": "",
        "events": ("account.status_changed",),
        "enabled": True,
        "created_at": now,
        "updated_at": now,
    }
    async with desk.database.write() as tx:
        await events.add(tx, Endpoint(**endpoint))
    desk.provider.ended.add("grant-1")
    await desk.renewal().ensure(await desk.row(account), 5)
    async with desk.database.read() as tx:
        [event] = (await tx.execute(sa.select(happened))).mappings()
    assert event["type"] == "account.status_changed"
    assert (event["data"]["status"], event["data"]["previous_status"]) == ("expired", "active")
    assert event["data"]["status_reasons"][0]["code"] == "grant_ended"


@pytest.mark.parametrize(
    "problem", [UpstreamTimeout("late"), UpstreamUnreachable("away"), UpstreamDropped("cut"), 500, 503, 200]
)
async def test_a_renewal_without_a_clear_answer_keeps_the_tokens_and_the_account(desk: Grants, problem: Any) -> None:
    account = await desk.linked(lives=5)
    before = await desk.tokens(account)
    clock_of(desk).advance(5)
    if isinstance(problem, int):
        desk.provider.answers(problem)
    else:
        desk.provider.lost(after=False, error=problem)
    renewal = desk.renewal()
    with pytest.raises(RenewalFailed) as failed:
        await renewal.ensure(await desk.row(account), 5)
    assert failed.value.status == 502
    assert failed.value.headers == {"Retry-After": "5"}
    assert await desk.tokens(account) == before
    grant = await desk.grant(account)
    assert (grant.failures, grant.intent_version, grant.lease_owner) == (1, 1, None)
    assert grant.due_at == desk.clock.now() + timedelta(seconds=5)
    assert (await desk.row(account)).status == "active"
    # Until then the provider is left alone, and the answer says so at once.
    clock_of(desk).advance(2)
    with pytest.raises(RenewalFailed) as resting:
        await renewal.ensure(await desk.row(account), 5)
    assert resting.value.headers == {"Retry-After": "3"}
    assert resting.value.message == failed.value.message
    assert len(desk.provider.asked) == 1
    clock_of(desk).advance(3)
    row = await renewal.ensure(await desk.row(account), 5)
    assert row is not None
    assert desk.provider.alive((await desk.tokens(account))["refresh_token"])
    assert (await desk.grant(account)).failures == 0


async def test_a_provider_that_asks_to_wait_is_left_alone_for_as_long(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    clock_of(desk).advance(5)
    desk.provider.answers(429, retry_after="90")
    with pytest.raises(RenewalLimited) as limited:
        await desk.renewal().ensure(await desk.row(account), 5)
    assert (limited.value.status, limited.value.headers) == (429, {"Retry-After": "90"})
    grant = await desk.grant(account)
    assert grant.due_at == desk.clock.now() + timedelta(seconds=90)
    # It did not get as far as the token.
    assert grant.intent_version is None
    with pytest.raises(RenewalLimited):
        await desk.renewal().ensure(await desk.row(account), 5)


async def test_rests_grow_with_each_failure(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    clock_of(desk).advance(5)
    rests = []
    for _ in range(9):
        desk.provider.answers(503)
        with pytest.raises(RenewalFailed):
            await desk.renewal().ensure(await desk.row(account), 5)
        due = (await desk.grant(account)).due_at
        rests.append((due - desk.clock.now()).total_seconds())
        clock_of(desk).advance(rests[-1])
    assert rests == [5, 10, 20, 40, 80, 160, 300, 300, 300]


async def test_a_renewal_that_fails_while_the_token_is_good_yet_does_not_fail_the_call(desk: Grants) -> None:
    account = await desk.linked(lives=300)
    clock_of(desk).advance(250)
    desk.provider.answers(503)
    row = await desk.row(account)
    assert await desk.renewal().ensure(row, 5) == row


async def test_an_app_that_is_refused_is_not_the_accounts_fault(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    clock_of(desk).advance(5)
    desk.provider.answers(401, {"error": "invalid_client"})
    with pytest.raises(RenewalFailed) as failed:
        await desk.renewal().ensure(await desk.row(account), 5)
    assert "does not accept the app of this connector profile (invalid_client)" in failed.value.message
    assert "client secret" in failed.value.remedy
    row = await desk.row(account)
    assert (row.status, row.status_reasons) == ("active", ())
    grant = await desk.grant(account)
    assert grant.last_error.startswith("app_refused: ")
    assert grant.intent_version is None


async def test_a_profile_without_an_app_says_so(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    clock_of(desk).advance(5)
    await desk.app(None, None)
    with pytest.raises(RenewalFailed, match="has no app any more"):
        await desk.renewal().ensure(await desk.row(account), 5)
    assert desk.provider.asked == []


async def test_a_token_with_nothing_to_renew_it_by_is_used_to_its_end_and_then_expires_the_account(
    desk: Grants,
) -> None:
    _, access, _ = desk.provider.grant()
    account = await desk.add({"access_token": access}, lives=100)
    clock_of(desk).advance(70)
    row = await desk.row(account)
    assert await desk.renewal().ensure(row, 5) == row
    clock_of(desk).advance(30)
    over = await desk.renewal().ensure(row, 5)
    assert over is not None
    assert over.status == "expired"
    assert "gave none to renew it with" in over.status_reasons[0]["description"]
    assert desk.provider.asked == []


async def test_an_app_that_asks_for_itself_asks_anew(desk: Grants) -> None:
    change(desk, grant="client_credentials")
    account = await desk.add({"access_token": "old"}, lives=5, scopes=("read", "write"))
    row = await desk.renewal().ensure(await desk.row(account), 5)
    assert row is not None
    [asked] = desk.provider.asked
    assert (asked["grant_type"], asked["scope"]) == ("client_credentials", "read write")
    assert (await desk.tokens(account))["access_token"] != "old"
    # No grant of anybody's can have ended.
    clock_of(desk).advance(DAY)
    desk.provider.answers(400, {"error": "invalid_grant"})
    with pytest.raises(RenewalFailed):
        await desk.renewal().ensure(row, 5)
    assert (await desk.row(account)).status == "active"


async def test_an_app_of_the_accounts_own_is_used_before_the_profiles(desk: Grants) -> None:
    change(desk, grant="client_credentials", client_auth="post")
    account = await desk.add({"access_token": "old", "client_id": "own", "client_secret": "own-secret"}, lives=5)
    await desk.renewal().ensure(await desk.row(account), 5)
    assert (desk.provider.asked[0]["client_id"], desk.provider.asked[0]["client_secret"]) == ("own", "own-secret")
    assert {name for name, _, _ in (await desk.row(account)).credentials} == {
        "access_token",
        "client_id",
        "client_secret",
    }


async def test_a_short_lived_token_is_not_renewed_by_every_call(desk: Grants) -> None:
    desk.provider.lives = 50
    account = await desk.linked(lives=50, life=50)
    renewal = desk.renewal()
    for _ in range(5):
        await renewal.ensure(await desk.row(account), 5)
    assert desk.provider.asked == []
    clock_of(desk).advance(41)
    await renewal.ensure(await desk.row(account), 5)
    assert len(desk.provider.asked) == 1


async def test_an_account_that_is_deleted_meanwhile_is_gone_and_its_new_tokens_are_given_back(desk: Grants) -> None:

    account = await desk.linked(lives=5)
    held = desk.provider.held(after=True)
    task = asyncio.create_task(desk.renewal().ensure(await desk.row(account), 5))
    await held.arrived.wait()
    async with desk.database.write() as tx:
        await accounts.delete(tx, account)
    held.free.set()
    assert await task is None
    assert desk.provider.revoked == [("refresh_token", "refresh-2"), ("access_token", "access-2")]


async def test_an_account_linked_anew_meanwhile_keeps_the_new_grant(desk: Grants) -> None:
    account = await desk.linked(lives=5)
    held = desk.provider.held(after=True)
    task = asyncio.create_task(desk.renewal().ensure(await desk.row(account), 5))
    await held.arrived.wait()

    now, sealer = desk.clock.now(), await desk.vault.sealer(desk.project_id)
    async with desk.database.write() as tx:
        for name in ("access_token", "refresh_token"):
            record = sealer.seal(Secret(f"linked-{name}"), account_id=account, field=name, version=2)
            ends = now + timedelta(days=1) if name == "access_token" else None
            stored = StoredField(name, 2, record, "", now, ends)
            await accounts.put_credential(tx, (desk.project_id, account), stored)
        await repository.put(tx, (desk.project_id, account), None, None, now)
    held.free.set()
    assert (await task) is not None
    assert (await desk.tokens(account)) == {
        "access_token": "linked-access_token",
        "refresh_token": "linked-refresh_token",
    }
    assert desk.provider.revoked == []


async def test_nothing_that_is_stored_or_logged_shows_a_token(desk: Grants) -> None:

    account = await desk.linked(lives=5)
    clock_of(desk).advance(5)
    desk.provider.answers(400, {"error": "access-1 refresh-1", "error_description": "refresh-1"})
    with capture_logs() as logs, pytest.raises(RenewalFailed) as failed:
        await desk.renewal().ensure(await desk.row(account), 5)
    told = f"{logs} {failed.value.message} {(await desk.grant(account)).last_error}"
    assert "refresh-1 " not in told
    assert "description" not in told
