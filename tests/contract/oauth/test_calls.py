"""Calls with tokens that end: renewed before they set out, and once more after the provider refused one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from linkwright.accounts.hot import AccountRow
from linkwright.accounts.learning import RightsBook
from linkwright.actions.calls import ProviderCalls
from linkwright.actions.inflight import InFlight
from linkwright.actions.runner import ActionRunner, Outcome
from linkwright.actions.writing import OnceWriter
from linkwright.engine.rates import RateLimits
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.logs.model import Run
from linkwright.oauth.renewal import Renewal
from linkwright.screening.answers import Screening
from linkwright.store.database import Database
from tests.grants import Grants, Ways
from tests.unit.actions.hub import PRINCIPAL, Notes, account_limit

pytestmark = pytest.mark.anyio


class Calls:
    """A hub's way of a call over a real database."""

    def __init__(self, desk: Grants, renewal: Renewal | None) -> None:
        everything: Any = self
        self.runs: list[Run] = []
        self.blamed: list[str] = []
        self.put = self.runs.append
        self.desk = desk
        ways: Any = Ways(desk.provider)
        notes: Any = Notes()
        self.runner = ActionRunner(
            catalogs=desk.catalog,
            accounts=desk.accounts,
            calls=ProviderCalls(desk.vault, ways, RateLimits(desk.clock), desk.clock, 20.0, renewal),
            recorder=everything,
            gate=InFlight(),
            account_limit=account_limit(),
            clock=desk.clock,
            states=self,
            rights=RightsBook(desk.database, desk.clock),
            writer=OnceWriter(notes),
            screening=Screening(),
            public_url="https://hub.example",
        )

    async def credential_refused(self, account: AccountRow, message: str) -> None:
        self.blamed.append(account.id)

    async def __call__(self, account: str, action: str = "linear_list_teams", **payload: Any) -> Outcome:
        principal = replace(PRINCIPAL, project_id=self.desk.project_id)
        return await self.runner.run(principal, account, action, payload, "rpc")


@pytest.fixture
async def calls(desk: Grants) -> AsyncIterator[Calls]:
    made = Calls(desk, desk.renewal())
    yield made
    await asyncio.sleep(0)


COMMENT = {"issueId": "ENG-1", "body": "Hi"}


def later(desk: Grants, seconds: float) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(seconds)


async def test_a_call_with_a_good_token_asks_nobody(desk: Grants, calls: Calls) -> None:
    account = await desk.linked()
    outcome = await calls(account)
    assert outcome.error is None
    assert desk.provider.asked == []
    assert "Token renewed" not in [stage for stage, _, _ in calls.runs[-1].stages]


async def test_a_call_whose_token_ends_within_a_minute_sets_out_with_a_new_one(desk: Grants, calls: Calls) -> None:
    account = await desk.linked(lives=59)
    outcome = await calls(account)
    assert outcome.error is None
    assert desk.provider.calls == ["access-2"]
    assert [stage for stage, _, _ in calls.runs[-1].stages][2:4] == ["Token renewed", "Credential opened"]


async def test_a_call_on_an_account_whose_grant_ended_says_so_and_how_to_reconnect(desk: Grants, calls: Calls) -> None:
    account = await desk.linked(lives=5)
    desk.provider.ended.add("grant-1")
    error = (await calls(account)).error
    assert error is not None
    assert (error.status, error.code) == (412, "account_not_usable")
    assert "expired: The provider has ended the grant" in error.message
    assert error.extra["reconnect_url"] == f"https://hub.example/console/accounts/{account}"
    assert error.extra["account_status"] == "expired"
    assert desk.provider.calls == []


async def test_a_call_that_cannot_get_a_token_now_says_when_to_come_back(desk: Grants, calls: Calls) -> None:
    account = await desk.linked(lives=5)
    later(desk, 5)
    desk.provider.answers(503)
    error = (await calls(account)).error
    assert error is not None
    assert (error.status, error.code, error.headers) == (502, "renewal_failed", {"Retry-After": "5"})
    assert "answered 503" in error.message
    desk.provider.answers(429, retry_after="40")
    later(desk, 5)
    error = (await calls(account)).error
    assert error is not None
    assert (error.status, error.headers) == (429, {"Retry-After": "40"})
    assert (await desk.row(account)).status == "active"


@pytest.mark.parametrize(
    ("action", "payload"),
    [("linear_list_teams", {}), ("linear_create_comment", {"body": COMMENT})],
)
async def test_a_refused_token_is_renewed_once_and_the_call_sent_again(
    desk: Grants, calls: Calls, action: str, payload: Any
) -> None:
    account = await desk.linked()
    desk.provider.refused_tokens.add("access-1")
    outcome = await calls(account, action, **payload)
    assert outcome.error is None, outcome.error
    assert jsons.loads(outcome.body)["data"]
    assert desk.provider.calls == ["access-1", "access-2"]
    assert [call.status for call in calls.runs[-1].calls] == [401, 200]
    assert calls.blamed == []


async def test_only_a_refusal_of_the_new_token_too_is_told_to_the_account(desk: Grants, calls: Calls) -> None:
    account = await desk.linked()
    desk.provider.refused_tokens |= {"access-1", "access-2"}
    error = (await calls(account)).error
    assert error is not None
    assert error.code == "credential_refused"
    assert calls.blamed == [account]
    assert desk.provider.calls == ["access-1", "access-2"]
    assert [call.status for call in calls.runs[-1].calls] == [401, 401]


async def test_a_refused_token_whose_grant_has_ended_expires_the_account(desk: Grants, calls: Calls) -> None:
    account = await desk.linked()
    desk.provider.refused_tokens.add("access-1")
    desk.provider.ended.add("grant-1")
    error = (await calls(account)).error
    assert error is not None
    assert (error.status, error.code) == (412, "account_not_usable")
    assert (await desk.row(account)).status == "expired"
    assert [call.status for call in calls.runs[-1].calls] == [401]


async def test_a_refused_token_that_cannot_be_renewed_now_is_not_blamed_on_the_account(
    desk: Grants, calls: Calls
) -> None:
    account = await desk.linked()
    desk.provider.refused_tokens.add("access-1")
    desk.provider.answers(503)
    error = (await calls(account)).error
    assert error is not None
    assert error.code == "renewal_failed"
    assert calls.blamed == []


async def test_a_refused_token_with_nothing_to_renew_it_by_is_told_to_the_account(desk: Grants, calls: Calls) -> None:
    _, access, _ = desk.provider.grant()
    account = await desk.add({"access_token": access}, lives=None)
    desk.provider.refused_tokens.add(access)
    error = (await calls(account)).error
    assert error is not None
    assert error.code == "credential_refused"
    assert calls.blamed == [account]
    assert desk.provider.asked == []


async def test_a_token_that_somebody_else_renewed_meanwhile_is_not_renewed_again(desk: Grants, calls: Calls) -> None:
    account = await desk.linked()
    stale = await desk.row(account)
    await desk.renewal().refused(stale, 5)
    desk.provider.refused_tokens.add("access-1")

    class Stale:
        def peek(self, account_id: str) -> AccountRow:
            return stale

    accounts: Any = Stale()
    calls.runner.lookup._accounts = accounts
    assert (await calls(account)).error is None
    assert desk.provider.calls == ["access-1", "access-2"]
    assert len(desk.provider.asked) == 1


async def test_many_calls_with_a_refused_token_renew_it_once(desk: Grants, calls: Calls) -> None:
    account = await desk.linked()
    desk.provider.refused_tokens.add("access-1")
    outcomes = await asyncio.gather(*(calls(account) for _ in range(20)))
    assert [one.error for one in outcomes] == [None] * 20
    assert len(desk.provider.asked) == 1


async def test_an_account_with_a_typed_key_is_not_concerned(desk: Grants, database: Database) -> None:
    account = await desk.add({"api_key": "k" * 20}, lives=None)
    row = await desk.row(account)
    assert await desk.renewal().refused(row, 5) == row
    assert await desk.renewal().ensure(row, 5) == row
    assert (await desk.grant(account)).failures == 0
