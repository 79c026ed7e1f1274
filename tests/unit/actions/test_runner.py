"""The way of a call: who may, on which account, with what outcome, and what is recorded."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from linkwright.access.principals import Principal
from linkwright.actions.runner import Outcome
from linkwright.errors import NotReady
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.outbound.errors import UpstreamTimeout, UpstreamUnreachable
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from tests.unit.actions.hub import (
    ACCOUNT,
    COMMENT,
    LINEAR_KEY,
    PRINCIPAL,
    READ,
    TEAM,
    TEAMS,
    WRITE,
    Accounts,
    Hub,
    graphql,
    raw,
)

pytestmark = pytest.mark.anyio


async def run(
    hub: Hub, call: dict[str, Any] = READ, principal: Principal = PRINCIPAL, account: str | None = "acc_1"
) -> Outcome:
    payload = {name: value for name, value in call.items() if name != "action"}
    return await hub.runner.run(principal, account, call["action"], payload, "rpc")


def code(outcome: Outcome) -> str:
    assert outcome.error is not None
    return outcome.error.code


async def test_a_run_that_goes_well_is_recorded_with_its_stages_and_calls(hub: Hub) -> None:
    outcome = await run(hub)
    assert jsons.loads(outcome.body) == {"data": [TEAM], "next": "c2"}
    run_ = hub.last
    assert (run_.id, run_.status, run_.success, run_.error) == (outcome.run_id, 200, True, None)
    assert (run_.project_id, run_.account_id, run_.connector_key) == ("prj_1", "acc_1", "linear")
    assert (run_.face, run_.caller, run_.caller_id, run_.effect) == ("rpc", "planner", "key_1", "read")
    assert [name for name, _, _ in run_.stages] == [
        "Allowed",
        "Arguments checked",
        "Credential opened",
        "Run at Linear",
        "Answer written",
    ]
    assert all(began <= ended for _, began, ended in run_.stages)
    assert [call.operation for call in run_.calls] == ["query teams"]
    assert run_.result == outcome.body


async def test_a_run_that_fails_at_the_provider_tells_how_long_it_was_there(hub: Hub) -> None:
    hub.wire.answer = raw(REFUSED, 401)
    await run(hub)
    assert [name for name, _, _ in hub.last.stages] == [
        "Allowed",
        "Arguments checked",
        "Credential opened",
        "Run at Linear",
    ]


async def test_the_credential_is_opened_at_its_own_place(hub: Hub) -> None:
    await run(hub)
    assert hub.vault.asked == [{"project_id": "prj_1", "account_id": "acc_1", "field": "api_key", "version": 1}]


async def test_a_data_key_that_is_not_open_yet_is_waited_for(hub: Hub) -> None:
    hub.vault.cold = True
    assert (await run(hub)).error is None


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (None, "account_missing"),
        ("", "account_missing"),
        ("acc_2", "account_not_found"),
        ("acc_foreign", "account_not_found"),
        ("x" * 65, "account_not_found"),
        ("acc_1\x00", "account_not_found"),
        ("käse", "account_not_found"),
    ],
)
async def test_an_account_that_is_not_there_stops_the_call(hub: Hub, account: str | None, expected: str) -> None:
    hub.accounts.rows["acc_foreign"] = replace(ACCOUNT, id="acc_foreign", project_id="prj_2")
    outcome = await run(hub, account=account)
    assert code(outcome) == expected
    assert hub.wire.sent == []
    assert hub.last.account_id is None


async def test_a_foreign_account_and_an_unknown_one_are_answered_with_the_same_words(hub: Hub) -> None:
    hub.accounts.rows["acc_foreign"] = replace(ACCOUNT, id="acc_foreign", project_id="prj_2")
    foreign, unknown = await run(hub, account="acc_foreign"), await run(hub, account="acc_unknown")
    assert foreign.error and unknown.error
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert foreign.error.body(moment) == unknown.error.body(moment)


async def test_a_key_without_the_scope_is_told_so_before_anything_else(hub: Hub) -> None:
    outcome = await run(hub, principal=replace(PRINCIPAL, scopes=frozenset({"platform:read"})), account="acc_2")
    assert code(outcome) == "forbidden"
    assert outcome.error and "actions:execute" in outcome.error.message


async def test_a_key_for_reading_cannot_write(hub: Hub) -> None:
    reader = replace(PRINCIPAL, effects=frozenset({"read"}))
    assert code(await run(hub, WRITE, reader)) == "forbidden"
    assert (await run(hub, READ, reader)).error is None
    assert [request.method for request in hub.wire.sent] == ["POST"]


async def test_an_action_of_another_connector_is_unknown(hub: Hub) -> None:
    outcome = await run(hub, {"action": "jira_create_issue"})
    assert code(outcome) == "unknown_action"
    assert hub.last.connector_key is None


@pytest.mark.parametrize(
    ("status", "words", "hint"),
    [
        ("suspended", "is suspended: Paused by Ada.", "/accounts/acc_1/resume"),
        ("expired", "is expired: Paused by Ada.", "reconnect"),
        ("error", "is in error: Paused by Ada.", "reconnect"),
        ("inactive", "is inactive", "link it again"),
        ("archived", "is archived", "Link the account anew"),
        ("odd", "is odd", "Accounts page"),
    ],
)
async def test_an_account_that_is_not_active_says_why_and_what_to_do(
    hub: Hub, status: str, words: str, hint: str
) -> None:
    reason = {"code": "paused", "description": "Paused by Ada.", "timestamp": "2026-01-01T00:00:00.000Z"}
    hub.accounts.change(status=status, status_reasons=(reason,))
    outcome = await run(hub)
    error = outcome.error
    assert error and (error.code, error.status) == ("account_not_usable", 412)
    assert words in error.message
    assert hint in error.remedy
    assert error.extra["status_reasons"] == [reason]
    assert hub.wire.sent == []


async def test_a_profile_that_is_off_stops_the_account(hub: Hub) -> None:
    hub.accounts.change(profile_enabled=False)
    outcome = await run(hub)
    assert code(outcome) == "account_not_usable"
    assert outcome.error and "switched off" in outcome.error.message


@pytest.mark.parametrize("choice", ["read", ("linear_get_issue", "linear_list_teams"), ()])
async def test_an_action_that_is_off_says_how_to_switch_it_on(hub: Hub, choice: str | tuple[str, ...]) -> None:
    hub.accounts.change(profile_actions=choice)
    outcome = await run(hub, WRITE)
    error = outcome.error
    assert error and (error.code, error.status) == ("action_disabled", 403)
    assert "linkwright profiles update linear --actions all" in error.remedy
    assert hub.wire.sent == []


async def test_a_change_of_the_profile_counts_from_the_next_call(hub: Hub) -> None:
    hub.accounts.change(profile_actions="read")
    assert code(await run(hub, WRITE)) == "action_disabled"
    hub.wire.answer = graphql(COMMENT)
    hub.accounts.change(profile_actions="all")
    assert (await run(hub, WRITE)).error is None


async def test_a_connector_that_is_gone_is_said(hub: Hub) -> None:
    hub.accounts.change(connector_key="asana")
    assert code(await run(hub)) == "account_not_usable"


async def test_a_way_of_signing_in_that_is_gone_is_said(hub: Hub) -> None:
    hub.accounts.change(auth_method="handshake")
    outcome = await run(hub)
    assert code(outcome) == "account_not_usable"
    assert outcome.error and "acc_1" in outcome.error.remedy


async def test_a_twins_account_goes_to_the_projects_own_twin(hub: Hub) -> None:
    hub.accounts.change(upstream="twin")
    assert (await run(hub)).error is None
    assert hub.transports.twins == [("linear", "prj_1")]


async def test_a_twin_that_is_gone_is_said(hub: Hub) -> None:
    hub.accounts.change(upstream="twin")
    hub.transports.has_twin = False
    assert code(await run(hub)) == "account_not_usable"


async def test_refused_arguments_are_recorded_as_they_were_sent(hub: Hub) -> None:
    outcome = await run(hub, {**READ, "query": {"kee": 1}})
    assert code(outcome) == "invalid_arguments"
    assert hub.last.arguments == {"query": {"kee": 1}}
    assert hub.last.error and hub.last.error["code"] == "invalid_arguments"


REFUSED = jsons.dumpb({"errors": [{"message": "no", "extensions": {"code": "AUTHENTICATION_ERROR"}}]})


async def test_a_refused_credential_is_told_to_whoever_keeps_the_accounts(hub: Hub) -> None:
    hub.wire.answer = raw(REFUSED, 401)
    outcome = await run(hub)
    error = outcome.error
    assert error and (error.code, error.status) == ("credential_refused", 412)
    assert hub.states.refused == [("acc_1", error.message)]
    assert len(hub.last.calls) == 1


async def test_the_answer_stands_even_if_the_state_cannot_be_noted(hub: Hub) -> None:
    hub.wire.answer, hub.states.broken = raw(REFUSED, 401), True
    with capture_logs() as logs:
        assert code(await run(hub)) == "credential_refused"
    assert [entry["event"] for entry in logs] == ["account_state_not_noted"]


@pytest.mark.parametrize(("failure", "status"), [(UpstreamUnreachable(), 502), (UpstreamTimeout(), 408)])
async def test_a_provider_that_does_not_answer_is_recorded_with_its_calls(
    hub: Hub, failure: Exception, status: int
) -> None:
    async def fail(_request: OutboundRequest) -> OutboundResponse:
        raise failure

    hub.wire.answer = fail
    hub.catalog.get("linear")
    outcome = await run(hub, WRITE)
    assert outcome.error and outcome.error.status == status
    assert (hub.last.status, len(hub.last.calls)) == (status, 1)


async def test_what_nobody_expected_tells_the_run_as_reference_and_nothing_else(hub: Hub) -> None:
    async def explode(_request: OutboundRequest) -> OutboundResponse:
        raise RuntimeError("secret internals")

    hub.wire.answer = explode
    with capture_logs() as logs:
        outcome = await run(hub)
    assert outcome.error and outcome.error.status == 500
    assert outcome.run_id in outcome.error.message
    assert "secret internals" not in outcome.error.message
    assert logs[0]["reference"] == outcome.run_id
    assert hub.last.status == 500
    assert hub.gate.running == 0


class Slow:
    """An answer that comes when the test lets it."""

    def __init__(self, data: Any) -> None:
        self.begun, self.go, self.finished = asyncio.Event(), asyncio.Event(), False
        self._answer = graphql(data)

    async def __call__(self, request: OutboundRequest) -> OutboundResponse:
        self.begun.set()
        await self.go.wait()
        self.finished = True
        return await self._answer(request)


async def test_a_read_stops_when_nobody_waits_for_it_any_more(hub: Hub) -> None:
    hub.wire.answer = slow = Slow(TEAMS)
    task = asyncio.ensure_future(run(hub))
    await slow.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not slow.finished
    assert (hub.last.status, hub.last.error and hub.last.error["code"]) == (499, "cancelled")
    assert hub.gate.running == 0


async def test_a_write_goes_on_to_its_end_and_is_recorded(hub: Hub) -> None:
    hub.wire.answer = slow = Slow(COMMENT)
    task = asyncio.ensure_future(run(hub, WRITE))
    await slow.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (hub.gate.running, hub.recorder.runs) == (1, [])
    slow.go.set()
    assert await hub.gate.drain(5) == 0
    assert slow.finished
    assert (hub.last.status, hub.last.success) == (200, True)


async def test_while_stopping_new_calls_are_refused_and_running_ones_are_waited_for(hub: Hub) -> None:
    hub.wire.answer = slow = Slow(TEAMS)
    first = asyncio.ensure_future(run(hub))
    await slow.begun.wait()
    draining = asyncio.ensure_future(hub.gate.drain(5))
    await asyncio.sleep(0)
    with pytest.raises(NotReady, match="stopping"):
        await run(hub)
    assert not draining.done()
    slow.go.set()
    assert await draining == 0
    assert (await first).error is None


async def test_waiting_for_running_calls_ends_in_time(hub: Hub) -> None:
    hub.wire.answer = slow = Slow(TEAMS)
    task = asyncio.ensure_future(run(hub))
    await slow.begun.wait()
    assert await hub.gate.drain(0) == 1
    slow.go.set()
    await task


async def test_warnings_of_a_partial_answer_reach_the_caller_and_the_log(hub: Hub) -> None:
    failures = [{"message": "One team is hidden.", "path": ["teams"], "extensions": {"code": "OTHER"}}]
    hub.wire.answer = raw(jsons.dumpb({"data": TEAMS, "errors": failures}))
    outcome = await run(hub)
    assert outcome.error is None
    warnings = jsons.loads(outcome.body)["linkwright"]["warnings"]
    assert warnings == list(hub.last.warnings)
    assert len(warnings) == 1


async def test_many_calls_at_once_each_get_their_own_answer_and_run() -> None:
    hub = Hub(clock=FixedClock(datetime(2026, 1, 1, tzinfo=UTC)), accounts=Accounts(ACCOUNT))

    async def echo(request: OutboundRequest) -> OutboundResponse:
        await asyncio.sleep(0)
        sent = jsons.loads(request.body or b"")["variables"]["input"]["body"]
        comment = {"commentCreate": {"success": True, "comment": {"id": sent}}}
        return await graphql(comment)(request)

    hub.wire.answer = echo
    calls = [{**WRITE, "body": {"issueId": "ENG-1", "body": f"text {n}"}} for n in range(50)]
    outcomes = await asyncio.gather(*(run(hub, call) for call in calls))
    assert [jsons.loads(one.body)["data"]["id"] for one in outcomes] == [f"text {n}" for n in range(50)]
    assert len({one.run_id for one in outcomes}) == 50
    assert LINEAR_KEY not in repr(hub.recorder.runs)


def deep_json(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


async def test_a_read_whose_answer_is_nested_too_deeply_to_be_written_is_the_providers_fault(hub: Hub) -> None:
    team = b'{"data":{"teams":{"nodes":[{"id":"t1","key":' + deep_json(600) + b'}],"pageInfo":{"hasNextPage":false}}}}'
    hub.wire.answer = raw(team)
    outcome = await run(hub)
    assert (code(outcome), hub.last.status, len(hub.last.calls)) == ("provider_fault", 502, 1)
    assert outcome.error is not None
    assert "nested more than 250 levels deep" in outcome.error.message


async def test_a_write_whose_answer_is_nested_too_deeply_says_that_it_was_done(hub: Hub) -> None:
    made = b'{"data":{"commentCreate":{"success":true,"comment":{"id":"c1","body":' + deep_json(600) + b"}}}}"
    hub.wire.answer = raw(made)
    outcome = await run(hub, WRITE)
    assert outcome.error is None
    body = jsons.loads(outcome.body)
    assert body["data"] is None
    assert body["linkwright"]["warnings"][0].startswith("It was done.")
    assert hub.ledger.ended == ["done"]


async def test_an_error_that_is_nested_too_deeply_is_left_out_of_what_is_told(hub: Hub) -> None:
    failed = b'{"errors":[{"message":"No.","extensions":{"code":"OTHER","more":' + deep_json(600) + b"}}]}"
    hub.wire.answer = raw(failed)
    outcome = await run(hub)
    assert outcome.error is not None
    told = jsons.dumps(outcome.error.body(datetime(2026, 1, 1, tzinfo=UTC)))
    assert "nested too deeply" in told


@pytest.mark.parametrize(("levels", "deep"), [(249, False), (250, False), (251, True), (900, True)])
def test_depth_is_counted_in_lists_and_objects(levels: int, deep: bool) -> None:
    value = jsons.loads(deep_json(levels))
    assert jsons.too_deep(value) is deep
    if not deep:
        jsons.dumpb({"a": {"b": [{"c": value}]}})
