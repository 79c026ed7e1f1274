"""Progress on calls that last, and calls that their client cancels."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from linkwright.kit import jsons
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from tests.unit.actions.hub import AUTH, COMMENT, PRINCIPAL, TEAMS, Connection, Hub, graphql, scope_of
from tests.unit.mcp.speak import JSON, META, headers_for, message, old

pytestmark = pytest.mark.anyio
READ = {"name": "linear_list_teams", "arguments": {}}
WRITE = {"name": "linear_create_comment", "arguments": {"body": {"issueId": "ENG-1", "body": "Hi"}}}
FILE = {"name": "a.txt", "text": "hello"}
STEPS = {"name": "linear_attach_file_to_issue", "arguments": {"issueId": "ENG-1", "title": "A", "file": FILE}}
SLOT = {
    "fileUpload": {
        "success": True,
        "uploadFile": {
            "uploadUrl": "https://uploads.linear.app/u",
            "assetUrl": "https://uploads.linear.app/a",
            "headers": [],
        },
    }
}
ATTACHED = {
    "attachmentCreate": {
        "success": True,
        "attachment": {"id": "at1", "title": "A", "url": "https://uploads.linear.app/a"},
    }
}


def asked(call: dict[str, Any], token: Any = "t1", **meta: Any) -> dict[str, Any]:
    return {**call, "_meta": {"progressToken": token, **meta}}


class Uploads:
    """Answers the three calls of attaching a file."""

    async def __call__(self, request: OutboundRequest) -> OutboundResponse:
        if request.method == "PUT":
            return OutboundResponse(200, {}, b"", 1.0)
        return await graphql(SLOT if b"fileUpload" in (request.body or b"") else ATTACHED)(request)


class Held:
    """An answer that comes when the test lets it."""

    def __init__(self, data: Any) -> None:
        self.begun, self.go, self.finished = asyncio.Event(), asyncio.Event(), False
        self._answer = graphql(data)

    async def __call__(self, request: OutboundRequest) -> OutboundResponse:
        self.begun.set()
        await self.go.wait()
        self.finished = True
        return await self._answer(request)


class Watched(Connection):
    """A connection that tells when so many parts of the answer have come."""

    def __init__(self, body: Any, parts: int) -> None:
        super().__init__(jsons.dumpb(body))
        self._wanted, self.there = parts, asyncio.Event()

    async def send(self, message: Any) -> None:
        await super().send(message)
        if len(self.sent) >= self._wanted:
            self.there.set()


def events(body: bytes) -> list[Any]:
    found = []
    for event in body.decode().split("\n\n")[:-1]:
        kind, data = event.split("\n")
        assert kind == "event: message"
        found.append(jsons.loads(data.removeprefix("data: ")))
    return found


def notes(found: list[Any]) -> list[dict[str, Any]]:
    assert all(one["method"] == "notifications/progress" for one in found[:-1])
    return [one["params"] for one in found[:-1]]


async def test_a_call_of_several_steps_tells_each_on_the_stream_and_ends_with_the_answer(hub: Hub) -> None:
    hub.wire.answer = Uploads()
    reply = await old(hub, message("tools/call", asked(STEPS, 9), message_id="x"))
    assert reply.headers["content-type"] == "text/event-stream"
    assert reply.headers["cache-control"] == "no-store, no-transform"
    assert reply.headers["x-accel-buffering"] == "no"
    found = events(reply.body)
    assert found[-1]["id"] == "x"
    assert found[-1]["result"]["isError"] is False, found
    told = notes(found)
    assert [(one["progressToken"], one["progress"], one["total"]) for one in told] == [(9, 1, 3), (9, 2, 3), (9, 3, 3)]
    assert told[0]["message"] == "mutation fileUpload"


async def test_the_same_call_in_the_stateless_era_streams_a_complete_result(hub: Hub) -> None:
    hub.wire.answer = Uploads()
    body = message("tools/call", {**STEPS, "_meta": {**META, "progressToken": "p"}})
    connection = Connection(jsons.dumpb(body))
    await hub.mcp(scope_of(headers_for("tools/call", STEPS["name"])), connection.receive, connection.send)
    found = events(connection.reply.body)
    assert len(notes(found)) == 3
    assert found[-1]["result"]["resultType"] == "complete"


@pytest.mark.parametrize(
    ("meta", "accept"),
    [
        ({}, "application/json, text/event-stream"),
        ({"progressToken": True}, "application/json, text/event-stream"),
        ({"progressToken": None}, "application/json, text/event-stream"),
        ({"progressToken": [1]}, "application/json, text/event-stream"),
        ({"progressToken": 1}, "application/json"),
        ({"progressToken": 1}, "*/*"),
        ({"progressToken": 1}, "application/json, text/event-stream;q=0"),
    ],
)
async def test_without_a_token_or_a_client_that_takes_streams_the_answer_is_json(
    hub: Hub, meta: dict[str, Any], accept: str
) -> None:
    hub.wire.answer = Uploads()
    reply = await old(hub, message("tools/call", {**STEPS, "_meta": meta}), accept=accept)
    assert reply.headers["content-type"] == "application/json"
    assert reply.json["result"]["isError"] is False


async def test_a_call_that_is_quick_and_has_one_step_is_answered_with_json_though_progress_was_asked_for(
    hub: Hub,
) -> None:
    reply = await old(hub, message("tools/call", asked(READ)))
    assert reply.headers["content-type"] == "application/json"
    assert reply.json["result"]["isError"] is False
    hub.accounts.rows.clear()
    assert (await old(hub, message("tools/call", asked(READ)))).json["error"]["code"] == -31404


@pytest.mark.parametrize("call", [READ, WRITE])
async def test_a_call_that_lasts_says_that_it_still_runs_and_its_progress_always_grows(
    call: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linkwright.mcp.progress.BEAT_SECONDS", 0.001)
    hub = Hub()
    hub.wire.answer = held = Held(TEAMS if call is READ else COMMENT)
    connection = Watched(message("tools/call", asked(call)), 6)
    serving = asyncio.ensure_future(hub.mcp(scope_of({**JSON, **AUTH}), connection.receive, connection.send))
    await connection.there.wait()
    held.go.set()
    await serving
    found = events(connection.reply.body)
    told = [one["progress"] for one in notes(found)]
    assert len(told) >= 5
    assert all(before < after < 1 for before, after in pairwise(told))
    assert found[-1]["result"]["isError"] is False


async def test_a_failure_after_the_stream_has_begun_travels_on_it(hub: Hub) -> None:
    answers = Uploads()

    async def second_fails(request: OutboundRequest) -> OutboundResponse:
        return OutboundResponse(500, {}, b"", 1.0) if request.method == "PUT" else await answers(request)

    hub.wire.answer = second_fails
    found = events((await old(hub, message("tools/call", asked(STEPS)))).body)
    assert [one["progress"] for one in notes(found)] == [1]
    assert found[-1]["result"]["isError"] is True


async def test_a_write_that_streams_is_noted_as_told_once_its_answer_was_given(hub: Hub) -> None:
    hub.wire.answer = Uploads()
    await old(hub, message("tools/call", asked(STEPS)))
    assert hub.ledger.ended == ["done", "told"]


async def test_closing_a_stream_cancels_a_read_of_the_stateless_era(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkwright.mcp.progress.BEAT_SECONDS", 0.001)
    hub = Hub()
    hub.wire.answer = held = Held(TEAMS)
    connection = Watched(message("tools/call", {**READ, "_meta": {**META, "progressToken": 1}}), 3)
    scope = scope_of(headers_for("tools/call", READ["name"]))
    serving = asyncio.ensure_future(hub.mcp(scope, connection.receive, connection.send))
    await connection.there.wait()
    connection.leave()
    await serving
    assert not held.finished
    assert hub.last.status == 499


class Begun:
    """A call of the handshake era on its way."""

    def __init__(
        self, hub: Hub, call: dict[str, Any], data: Any, message_id: Any = 7, query: str = "", **headers: str
    ) -> None:
        self.hub, self.held = hub, Held(data)
        hub.wire.answer = self.held
        self.connection = Connection(jsons.dumpb(message("tools/call", call, message_id)))
        scope = scope_of({**JSON, **AUTH, **headers}, query=query)
        self.serving = asyncio.ensure_future(hub.mcp(scope, self.connection.receive, self.connection.send))

    async def end(self) -> Any:
        self.held.go.set()
        await self.serving
        return self.connection.reply.json


async def cancel(hub: Hub, message_id: Any = 7, **headers: str) -> None:
    notice = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": message_id}}
    reply = await old(hub, notice, headers.pop("version", "2025-11-25"), **headers)
    assert (reply.status, reply.body) == (202, b"")


@pytest.mark.promise("mcp.cancel")
async def test_a_cancelled_read_stops_at_the_provider_and_its_request_is_answered_so(hub: Hub) -> None:
    call = Begun(hub, READ, TEAMS)
    await call.held.begun.wait()
    await cancel(hub)
    await call.serving
    assert not call.held.finished
    assert hub.last.status == 499
    assert (call.connection.reply.status, call.connection.reply.json["error"]["code"]) == (200, -31499)
    hub.wire.answer = graphql(TEAMS)
    assert (await old(hub, message("tools/call", READ, 7))).json["result"]["isError"] is False


@pytest.mark.parametrize(
    ("message_id", "headers"),
    [
        (8, {}),
        ("7", {}),
        (None, {}),
        ([7], {}),
        (7, {"user-agent": "another"}),
        (7, {"x-account-id": "acc_2"}),
        (7, {"version": "2026-07-28"}),
    ],
)
async def test_a_notice_that_means_another_request_stops_nothing(
    hub: Hub, message_id: Any, headers: dict[str, str]
) -> None:
    call = Begun(hub, READ, TEAMS)
    await call.held.begun.wait()
    await cancel(hub, message_id, **headers)
    assert (await call.end())["result"]["isError"] is False


async def test_nobody_cancels_the_read_of_another_key(hub: Hub) -> None:
    call = Begun(hub, READ, TEAMS)
    await call.held.begun.wait()
    hub.keys.principal = replace(PRINCIPAL, id="key_2")
    await cancel(hub)
    assert (await call.end())["result"]["isError"] is False


async def test_of_two_reads_that_cannot_be_told_apart_neither_is_stopped(hub: Hub) -> None:
    first = Begun(hub, READ, TEAMS)
    await first.held.begun.wait()
    second = Begun(hub, READ, TEAMS)
    await second.held.begun.wait()
    await cancel(hub)
    for call in (first, second):
        assert (await call.end())["result"]["isError"] is False


async def test_clients_that_are_alike_are_told_apart_by_a_name_in_the_address(hub: Hub) -> None:
    call = Begun(hub, READ, TEAMS, query="client=planner")
    await call.held.begun.wait()
    await cancel(hub)
    assert (await call.end())["result"]["isError"] is False
    again = Begun(hub, READ, TEAMS, query="client=planner")
    await again.held.begun.wait()
    await cancel(hub, query="client=planner")
    await again.serving
    assert again.connection.reply.json["error"]["code"] == -31499


async def test_a_write_goes_to_its_end_though_it_is_cancelled(hub: Hub) -> None:
    call = Begun(hub, WRITE, COMMENT)
    await call.held.begun.wait()
    await cancel(hub)
    assert (await call.end())["result"]["isError"] is False
    assert hub.ledger.ended[0] == "done"


async def test_a_server_that_is_stopped_is_not_taken_for_a_client_that_cancels(hub: Hub) -> None:
    call = Begun(hub, READ, TEAMS)
    await call.held.begun.wait()
    call.serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call.serving
    assert call.connection.sent == []
