"""Writes happen once: what is sent, looked for or left alone, by what an earlier try left behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linkwright.actions.writing import OnceWriter
from linkwright.connectors.compiled import Action
from linkwright.engine.errors import (
    DeadlineExceeded,
    EngineError,
    MissingRight,
    ProviderConflict,
    ProviderFault,
    ProviderNotFound,
    ProviderRateLimited,
)
from linkwright.engine.results import RunResult, UpstreamCall
from linkwright.kit import jsons
from linkwright.kit.clock import SystemClock
from linkwright.ledger import keys
from linkwright.ledger.errors import DoneBefore, OutcomeUnknown
from linkwright.ledger.model import Begun, Intent, Recorded
from linkwright.outbound.errors import UpstreamDropped
from tests.unit.actions.hub import AUTH, CATALOG, COMMENT, WRITE, Connection, Hub, Notes, graphql, raw, scope_of, send

pytestmark = pytest.mark.anyio
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
CREATE = LINEAR.actions["linear_create_comment"]
UPDATE = LINEAR.actions["linear_update_comment"]
DELETE = LINEAR.actions["linear_delete_comment"]
ONCE = LINEAR.actions["linear_rotate_webhook_secret"]
WITHOUT_LOOKUP = LINEAR.actions["linear_create_reaction"]
SENT = UpstreamCall("POST", "https://api.linear.app/graphql", "mutation commentCreate", None, SystemClock().now(), 1.0)
LOOKED = replace(SENT, operation="query teams", status=200)
DONE = RunResult({"id": "c1"}, None, [SENT])


class Earlier(Notes):
    """A ledger that remembers one try of unknown outcome."""

    async def begin(self, intent: Intent, waits: float) -> Begun:
        return Begun(intent, "seed", 2, doubtful=True, earlier="run_0")


class Ways:
    """What the provider does: `sent` and `found` are results or errors."""

    def __init__(self, sent: Any = DONE, found: Any = None) -> None:
        self.sent, self.found, self.asked = sent, found, []

    async def send(self, seed: str) -> RunResult:
        self.asked.append(f"send {seed}")
        return self._given(self.sent)

    async def find(self, seed: str) -> RunResult | None:
        self.asked.append(f"find {seed}")
        return self._given(self.found)

    @staticmethod
    def _given(value: Any) -> Any:
        if isinstance(value, list):
            value = value.pop(0)
        if isinstance(value, Exception):
            raise value
        return value


def lost() -> EngineError:
    return ProviderFault("It broke off.", calls=[SENT])


async def write(ledger: Notes, ways: Ways, action: Action = CREATE) -> RunResult | None:
    intent = Intent(keys.given("k"), "prj_1", "acc_1", action.id, "f", "run_1", 60.0, {"id": "key_1"})
    everything: Any = ledger
    writer = OnceWriter(everything)
    written = await writer.write(action, intent, ways, 1.0)
    await writer.finished(written, b"{}")
    return written.result


async def test_a_write_is_noted_sent_and_written_down() -> None:
    ledger, ways = Notes(), Ways()
    assert await write(ledger, ways) is DONE
    assert (ways.asked, ledger.ended) == (["send seed"], ["done"])


@pytest.mark.parametrize(
    ("failed", "ended"),
    [
        (MissingRight(calls=[SENT]), "refused"),
        (ProviderRateLimited(calls=[SENT]), "refused"),
        (ProviderConflict(calls=[SENT]), "refused"),
        (lost(), "unknown"),
        (DeadlineExceeded(calls=[SENT]), "unknown"),
        # The time was over before anything but a look-up of names was sent.
        (DeadlineExceeded(calls=[LOOKED]), "refused"),
        (DeadlineExceeded(calls=[]), "refused"),
        (MissingRight(calls=[SENT], extra={"steps_done": ["mutation a"]}), "unknown"),
        (RuntimeError("a bug of ours"), "unknown"),
    ],
)
async def test_only_what_surely_did_nothing_counts_as_refused(failed: Exception, ended: str) -> None:
    ledger = Notes()
    with pytest.raises(type(failed)):
        await write(ledger, Ways(failed), UPDATE)
    assert ledger.ended == [ended]


async def test_a_lost_answer_of_a_create_is_found_by_its_id() -> None:
    ledger, ways = Notes(), Ways(lost(), replace(DONE, calls=[], warnings=[]))
    found = await write(ledger, ways)
    assert found is not None
    assert found.calls == [SENT]
    assert "was lost" in found.warnings[0]
    assert (ways.asked, ledger.ended) == (["send seed", "find seed"], ["done"])


@pytest.mark.parametrize("found", [None, lost()])
async def test_a_lost_answer_that_cannot_be_found_stays_unknown(found: Any) -> None:
    ledger = Notes()
    with pytest.raises(ProviderFault, match="broke off"):
        await write(ledger, Ways(lost(), found))
    assert ledger.ended == ["unknown"]


async def test_what_an_earlier_try_made_is_found_and_nothing_is_sent() -> None:
    ledger, ways = Earlier(), Ways(found=DONE)
    assert await write(ledger, ways) is DONE
    assert (ways.asked, ledger.ended) == (["find seed"], ["done"])


async def test_what_an_earlier_try_did_not_make_is_sent_with_the_same_ids() -> None:
    ledger, ways = Earlier(), Ways()
    assert await write(ledger, ways) is DONE
    assert (ways.asked, ledger.ended) == (["find seed", "send seed"], ["done"])


async def test_a_try_that_arrived_while_it_was_looked_for_is_found_after_all() -> None:
    ledger, ways = Earlier(), Ways(ProviderConflict(calls=[SENT]), [None, DONE])
    assert await write(ledger, ways) is DONE
    assert ledger.ended == ["done"]


async def test_where_the_provider_cannot_be_asked_nothing_is_sent() -> None:
    ledger, ways = Earlier(), Ways(found=lost())
    with pytest.raises(ProviderFault):
        await write(ledger, ways)
    assert (ways.asked, ledger.ended) == (["find seed"], ["unknown"])


async def test_what_changes_nothing_more_is_sent_again() -> None:
    ledger, ways = Earlier(), Ways()
    assert await write(ledger, ways, UPDATE) is DONE
    assert ways.asked == ["send seed"]


async def test_what_can_neither_be_found_nor_repeated_is_left_alone() -> None:
    ledger, ways = Earlier(), Ways()
    with pytest.raises(OutcomeUnknown, match="run_0"):
        await write(ledger, ways, ONCE)
    assert (ways.asked, ledger.ended) == ([], ["unknown"])


@pytest.mark.parametrize(
    ("action", "told"), [(WITHOUT_LOOKUP, ProviderConflict(calls=[SENT])), (DELETE, ProviderNotFound(calls=[SENT]))]
)
async def test_a_provider_that_has_it_already_proves_that_the_earlier_try_happened(
    action: Action, told: EngineError
) -> None:
    ledger = Earlier()
    with pytest.raises(DoneBefore):
        await write(ledger, Ways(told), action)
    assert ledger.ended == ["unknown"]


async def test_a_refusal_now_says_nothing_about_the_earlier_try() -> None:
    ledger = Earlier()
    with pytest.raises(ProviderRateLimited):
        await write(ledger, Ways(ProviderRateLimited(calls=[SENT])), UPDATE)
    assert ledger.ended == ["unknown"]


async def test_over_rpc_the_key_comes_in_the_header_and_a_replay_names_the_run_that_did_it(hub: Hub) -> None:
    hub.wire.answer = graphql(COMMENT)
    await send(hub.rpc, WRITE, {**AUTH, "Idempotency-Key": "k-1"})
    assert hub.ledger.begun[0].key == keys.given("k-1")

    async def recorded(_intent: Intent, _waits: float) -> Recorded:
        return Recorded("hash", 1, "run_0", b'{"data":{"id":"c1"},"next":null}')

    hub.ledger.begin = recorded  # type: ignore[method-assign, assignment]
    sent = len(hub.wire.sent)
    reply = await send(hub.rpc, WRITE, {**AUTH, "Idempotency-Key": "k-1"})
    assert (reply.status, reply.json["data"]) == (200, {"id": "c1"})
    assert reply.headers["x-linkwright-replays"] == "run_0"
    assert len(hub.wire.sent) == sent
    assert (hub.last.replays, hub.last.calls) == ("run_0", ())


async def test_a_bad_key_is_refused_before_anything_is_sent(hub: Hub) -> None:
    reply = await send(hub.rpc, WRITE, {**AUTH, "Idempotency-Key": "k" * 256})
    assert (reply.status, reply.json["code"]) == (400, "idempotency_key_invalid")
    assert hub.wire.sent == []


async def test_over_mcp_the_key_comes_in_the_meta_or_is_derived_from_the_request(hub: Hub) -> None:
    hub.wire.answer = graphql(COMMENT)
    call = {"jsonrpc": "2.0", "id": 7, "method": "tools/call"}
    params: dict[str, Any] = {"name": "linear_create_comment", "arguments": {"body": WRITE["body"]}}
    lines = {
        **AUTH,
        "host": "127.0.0.1:8400",
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": "2025-11-25",
    }
    await send(hub.mcp, {**call, "params": params}, lines)
    await send(hub.mcp, {**call, "params": {**params, "_meta": {"linkwright/idempotency-key": "k-1"}}}, lines)
    first, second = hub.ledger.begun
    assert first.key == keys.derived("key_1", 7, first.fingerprint)
    assert second.key == keys.given("k-1")
    assert first.fingerprint == second.fingerprint
    # A key of the caller's own needs no note that the answer was heard.
    assert hub.ledger.ended == ["done", "told", "done"]


async def test_an_answer_to_a_client_that_has_left_counts_as_heard_by_nobody(hub: Hub) -> None:
    hub.wire.answer = graphql(COMMENT)
    params = {"name": "linear_create_comment", "arguments": {"body": WRITE["body"]}}
    call = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params}
    lines = {**AUTH, "host": "127.0.0.1:8400", "content-type": "application/json"}
    lines |= {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-11-25"}
    connection = Connection(jsons.dumpb(call))

    async def leaves(_request: Any) -> Any:
        connection.leave()
        return await graphql(COMMENT)(_request)

    hub.wire.answer = leaves
    await hub.mcp(scope_of(lines), connection.receive, connection.send)
    assert hub.ledger.ended == ["done"]


async def test_ids_of_what_is_created_are_the_same_for_each_try_and_version_4(hub: Hub) -> None:
    hub.wire.answer = graphql(COMMENT)
    for _ in range(2):
        await send(hub.rpc, WRITE, AUTH)
    ids = {jsons.loads(request.body or b"")["variables"]["input"]["id"] for request in hub.wire.sent}
    assert len(ids) == 1
    assert ids.pop()[14] == "4"


@pytest.mark.promise("writes.lost-answer")
async def test_a_create_whose_answer_was_lost_succeeds_when_the_provider_has_it(hub: Hub) -> None:
    async def drops(_request: Any) -> Any:
        hub.wire.answer = graphql({"comment": COMMENT["commentCreate"]["comment"]})
        raise UpstreamDropped

    hub.wire.answer = drops
    reply = await send(hub.rpc, WRITE, {**AUTH, "Idempotency-Key": "k-1"})
    assert (reply.status, reply.json["data"]["id"]) == (200, "c1")
    assert "found by its id" in reply.json["linkwright"]["warnings"][0]
    made = jsons.loads(hub.wire.sent[0].body or b"")["variables"]["input"]["id"]
    assert jsons.loads(hub.wire.sent[1].body or b"")["variables"] == {"id": made}


async def test_a_create_that_was_not_made_is_said_to_have_failed(hub: Hub) -> None:
    async def drops(_request: Any) -> Any:
        hub.wire.answer = raw(
            jsons.dumpb({"errors": [{"message": "Entity not found: Comment", "extensions": {"code": "INPUT_ERROR"}}]})
        )
        raise UpstreamDropped

    hub.wire.answer = drops
    reply = await send(hub.rpc, WRITE, {**AUTH, "Idempotency-Key": "k-1"})
    assert reply.status == 502
    assert hub.ledger.ended == ["unknown"]
