"""Accounts are looked after: what a check finds, when it is made, and what never changes a status."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.accounts.health import repository
from linkwright.accounts.refusals import CredentialRefusals
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.outbound.errors import UpstreamUnreachable
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.store.tables import account_checks, accounts, runs
from tests.contract.linking.world import DAY, World, twin_of

pytestmark = pytest.mark.anyio
REFUSED = jsons.dumpb({"errors": [{"message": "No.", "extensions": {"code": "AUTHENTICATION_ERROR"}}]})
BROKEN = b"<html>bad gateway</html>"


class Provider:
    """Answers as it is told, one answer for each question and the last one for ever; else it is Linear's twin."""

    def __init__(self, *answers: tuple[int, bytes] | Exception, headers: dict[str, str] | None = None) -> None:
        self.answers = list(answers)
        self.headers = headers or {}
        self.asked = 0
        self.meanwhile: Callable[[], Awaitable[Any]] | None = None

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.asked += 1
        if self.meanwhile:
            await self.meanwhile()
        if not self.answers:
            return await twin_of("live").send(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return OutboundResponse(answer[0], self.headers, answer[1], 1.0)


def let(world: World, *answers: tuple[int, bytes] | Exception, **more: Any) -> Provider:
    provider = world.ways.live = Provider(*answers, **more)  # type: ignore[assignment]
    return provider


async def shown(world: World, account: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await world.api("GET", f"/accounts/{account['id']}")).json()
    return found


async def later(world: World, days: float = 1.2) -> int:
    """Time passes, and what is due is made."""
    await world.services.checker.fill()
    world.clock.advance(days * DAY)
    return await world.services.checker.fill()


def state(account: dict[str, Any]) -> tuple[str, list[str]]:
    return account["status"], [one["code"] for one in account["status_reasons"]]


async def test_linking_counts_as_a_check_and_the_next_one_is_planned_within_the_interval(world: World) -> None:
    account = await world.linked()
    assert account["linkwright"]["check"] == {
        "outcome": "working",
        "detail": "It was linked.",
        "checked_at": "2026-11-24T12:00:00.000Z",
        "asked_at": "2026-11-24T12:00:00.000Z",
        "next_at": None,
    }
    await world.services.checker.fill()
    assert (await shown(world, account))["linkwright"]["check"]["next_at"] == "2026-11-25T00:00:00.000Z"


async def test_a_working_account_is_asked_once_in_an_interval(world: World) -> None:
    account = await world.linked()
    provider = let(world)
    assert await later(world) == 1
    assert provider.asked == 1
    check = (await shown(world, account))["linkwright"]["check"]
    assert (check["outcome"], check["detail"]) == ("working", "Linear answered.")
    assert check["checked_at"] == check["asked_at"] == "2026-11-25T16:48:00.000Z"
    assert check["next_at"] == "2026-11-26T16:48:00.000Z"
    assert await world.services.checker.fill() == 0


@pytest.mark.promise("accounts.error-after-proof")
async def test_a_refusal_is_an_error_only_when_a_second_try_confirms_it(world: World) -> None:
    account = await world.linked()
    provider = let(world, (401, REFUSED), (401, REFUSED))
    await later(world)
    assert (provider.asked, world.naps) == (2, [2.0])
    assert state(await shown(world, account)) == ("error", ["credential_refused"])
    let(world)
    await later(world)
    again = await shown(world, account)
    assert state(again) == ("active", [])
    assert again["linkwright"]["check"]["outcome"] == "working"


@pytest.mark.promise("accounts.error-after-proof")
@pytest.mark.parametrize(
    "answers",
    [
        [(502, BROKEN)],
        [(500, BROKEN)],
        [UpstreamUnreachable("gone")],
        [(401, REFUSED), (502, BROKEN)],
        [(401, REFUSED), UpstreamUnreachable("gone")],
    ],
    ids=["502", "500", "unreachable", "refused once, then 502", "refused once, then unreachable"],
)
async def test_a_provider_that_cannot_be_asked_never_changes_a_status(world: World, answers: list[Any]) -> None:
    account = await world.linked()
    let(world, *answers)
    await later(world)
    after = await shown(world, account)
    assert state(after) == ("active", [])
    check = after["linkwright"]["check"]
    assert (check["outcome"], check["checked_at"]) == ("unreachable", "2026-11-24T12:00:00.000Z")
    assert check["next_at"] == "2026-11-25T16:53:00.000Z"


async def test_a_refusal_that_is_not_confirmed_is_forgotten(world: World) -> None:
    account = await world.linked()
    good = (await twin_of("live").send(await _question(world))).body
    let(world, (401, REFUSED), (200, good))
    await later(world)
    assert state(await shown(world, account)) == ("active", [])


async def _question(world: World) -> OutboundRequest:
    """What a check sends, to have the twin's answer to it."""
    kept: list[OutboundRequest] = []

    class Keeping:
        async def send(self, request: OutboundRequest) -> OutboundResponse:
            kept.append(request)
            return await twin_of("live").send(request)

    account = await world.linked(origin_owner_id="question")
    world.ways.live = Keeping()  # type: ignore[assignment]
    await world.api("POST", f"/accounts/{account['id']}/check")
    await world.api("DELETE", f"/accounts/{account['id']}")
    return kept[0]


async def test_a_credential_that_was_renewed_meanwhile_is_not_blamed(world: World) -> None:
    account = await world.linked()
    provider = let(world, (401, REFUSED))

    async def renew() -> None:
        provider.meanwhile = None
        world.ways.live = twin_of("live")
        await world.linked("member")

    provider.meanwhile = renew
    await later(world)
    assert state(await shown(world, account)) == ("active", [])


async def test_calls_that_worked_take_the_place_of_checks_for_a_week(world: World) -> None:
    account = await world.linked()
    provider = let(world)
    for day in range(8):
        world.clock.advance(DAY)
        await _run(world, account["id"], f"run_{day}")
        await later(world, 0.2)
    assert provider.asked == 1
    check = (await shown(world, account))["linkwright"]["check"]
    assert check["asked_at"] > "2026-11-30"


async def test_a_failed_call_takes_no_checks_place(world: World) -> None:
    account = await world.linked()
    provider = let(world)
    await world.services.checker.fill()
    world.clock.advance(DAY)
    await _run(world, account["id"], "run_1", success=False)
    await _run(world, account["id"], "run_2", upstream_calls=0)
    assert await world.services.checker.fill() == 1
    assert provider.asked == 1


async def _run(world: World, account_id: str, run_id: str, **values: Any) -> None:
    row = {"project_id": world.project.id, "account_id": account_id, "action": "x", "face": "rpc", "caller": "k"}
    row |= {"caller_id": "key_1", "status": 200, "success": True, "started_at": world.clock.now(), "duration_ms": 1.0}
    row |= {"id": run_id, "upstream_ms": 1.0, "upstream_calls": 1, "detail": {}, **values}
    async with world.database.write() as tx:
        await tx.execute(sa.insert(runs).values(row))


@pytest.mark.parametrize("way", ["suspended", "profile off"])
async def test_nothing_is_asked_for_an_account_that_nothing_calls(world: World, way: str) -> None:
    account = await world.linked()
    provider = let(world)
    if way == "suspended":
        await world.api("POST", f"/accounts/{account['id']}/suspend")
    else:
        await _profile(world, enabled=False)
    await later(world)
    refused = await world.api("POST", f"/accounts/{account['id']}/check")
    assert (refused.status_code, refused.json()["code"]) == (409, "account_not_checked")
    assert provider.asked == 0


async def _profile(world: World, **change: Any) -> None:
    profiles = world.services.profiles
    async with world.database.write() as tx:
        profile = await profiles.get(tx, world.project.id, await world.profile_id())
        await profiles.update(tx, profile, **change)


async def test_an_account_whose_budget_is_low_is_left_to_calls(world: World) -> None:
    account = await world.linked()
    row = await world.services.checker._rows.get(account["id"])
    connector = world.catalog.get("linear")
    assert row and connector
    soon = int((world.clock.now().timestamp() + 1.2 * DAY + 1800) * 1000)
    limits = world.services.limits.of(connector, row.counted_as)
    limits.heed((), {"requests": {"remaining": 100, "limit": 2500, "reset": soon}})
    provider = let(world)
    await later(world)
    check = (await shown(world, account))["linkwright"]["check"]
    assert (provider.asked, check["outcome"]) == (0, "postponed")
    assert check["next_at"] == "2026-11-25T17:23:00.000Z"
    assert check["checked_at"] == "2026-11-24T12:00:00.000Z"
    await world.api("POST", f"/accounts/{account['id']}/check")
    assert provider.asked == 1  # somebody wants to know


async def test_a_limit_that_is_met_postpones_the_check(world: World) -> None:
    account = await world.linked()
    slow = jsons.dumpb({"errors": [{"message": "Slow down.", "extensions": {"code": "RATELIMITED"}}]})
    let(world, (400, slow), headers={"retry-after": "7200"})
    await later(world)
    after = await shown(world, account)
    assert (state(after), after["linkwright"]["check"]["outcome"]) == (("active", []), "postponed")
    assert after["linkwright"]["check"]["next_at"] == "2026-11-25T18:53:00.000Z"


async def test_a_renamed_workspace_is_noticed(world: World) -> None:
    account = await world.linked()
    async with world.database.write() as tx:
        old = {**account["linkwright"]["identity"], "workspace": {"id": "x", "name": "Before", "url_key": "b"}}
        await tx.execute(sa.update(accounts).values(identity=old))
    await later(world)
    after = await shown(world, account)
    assert after["linkwright"]["identity"] == account["linkwright"]["identity"]
    assert (state(after), after["updated_at"]) == (("active", []), "2026-11-25T16:48:00.000Z")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"external_id": "another"}, "the account was linked to"),
        ({"identity": {"person": {"id": "p9", "name": "Ida"}}}, "the account was linked by Ida."),
    ],
    ids=["workspace", "person"],
)
async def test_a_credential_that_opens_another_account_is_an_error(
    world: World, change: dict[str, Any], said: str
) -> None:
    account = await world.linked()
    async with world.database.write() as tx:
        await tx.execute(sa.update(accounts).values(change))
    await later(world)
    after = await shown(world, account)
    assert state(after) == ("error", ["another_account"])
    assert said in after["status_reasons"][0]["description"]
    assert after["linkwright"]["check"]["outcome"] == "another"


async def test_check_now_asks_at_once_and_answers_the_account(world: World, clock: FixedClock) -> None:
    account = await world.linked()
    clock.advance(60)
    answer = await world.api("POST", f"/accounts/{account['id']}/check")
    assert answer.json()["linkwright"]["check"]["checked_at"] == "2026-11-24T12:01:00.000Z"
    let(world, (401, REFUSED))
    refused = (await world.api("POST", f"/accounts/{account['id']}/check")).json()
    assert state(refused) == ("error", ["credential_refused"])
    assert refused["linkwright"]["check"]["outcome"] == "refused"
    assert (await world.api("POST", f"/accounts/{account['id']}/check", as_="reader")).status_code == 403
    assert (await world.api("POST", "/accounts/acc_none/check")).status_code == 404


async def test_a_call_that_is_refused_is_tried_a_second_time_once_for_all_callers(world: World) -> None:
    account = await world.linked()
    provider = let(world, (401, REFUSED))
    row = await world.services.checker._rows.get(account["id"])
    assert row is not None
    refusals = CredentialRefusals(world.services.checker)
    await asyncio.gather(*(refusals.credential_refused(row, "No.") for _ in range(5)))
    assert provider.asked == 1
    assert state(await shown(world, account)) == ("error", ["credential_refused"])
    let(world)
    await refusals.credential_refused(row, "No.")
    assert state(await shown(world, account)) == ("active", [])


async def test_several_processes_check_each_account_once(world: World) -> None:
    for number in range(6):
        await world.linked(origin_owner_id=f"owner-{number}")
    await world.services.checker.fill()
    provider = let(world)
    world.clock.advance(1.2 * DAY)
    others = [world._services().checker for _ in range(3)]
    made = await asyncio.gather(*(one.fill() for one in others))
    assert (sum(made), provider.asked) == (6, 6)


async def test_what_a_dead_process_held_is_checked_when_its_lease_is_over(world: World) -> None:
    await world.linked()
    await world.services.checker.fill()
    provider = let(world)
    world.clock.advance(1.2 * DAY)
    now = world.clock.now()
    async with world.database.write() as tx:
        from linkwright.accounts.work import LEASE

        [held] = await repository.claim(tx, "own_dead", now, now + LEASE, 5)
    assert await world.services.checker.fill() == 0
    world.clock.advance(LEASE.total_seconds() + 1)
    assert (await world.services.checker.fill(), provider.asked) == (1, 1)
    async with world.database.write() as tx:
        assert not await repository.finish(tx, "own_dead", held, {"outcome": "refused"})


async def test_a_hub_that_checks_nothing_by_itself_plans_nothing(world: World) -> None:
    account = await world.linked()
    checker = world.services.checker
    await checker.fill()
    checker._interval = 0
    await checker.take_back()
    world.clock.advance(9 * DAY)
    assert await checker.fill() == 0
    answer = (await world.api("POST", f"/accounts/{account['id']}/check")).json()
    assert answer["linkwright"]["check"]["outcome"] == "working"
    assert [row["due_at"] for row in await world.rows(account_checks)] == [None]


async def test_while_its_profile_is_off_an_account_is_shown_and_found_as_inactive(world: World) -> None:
    account = await world.linked()
    await _profile(world, enabled=False)
    off = await shown(world, account)
    assert state(off) == ("inactive", ["profile_disabled"])

    async def found(*statuses: str) -> list[str]:
        query = "&".join(f"status={one}" for one in statuses)
        return [one["id"] for one in (await world.api("GET", f"/accounts?{query}")).json()]

    assert (await found("active"), await found("inactive")) == ([], [account["id"]])
    assert await found("active", "error") == []
    await _profile(world, enabled=True)
    assert state(await shown(world, account)) == ("active", [])
    assert (await found("active"), await found("inactive")) == ([account["id"]], [])
