"""The endpoint that applications call."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.kit import jsons
from tests.unit.actions.hub import (
    AUTH,
    KEY,
    LINEAR_KEY,
    READ,
    TEAM,
    WRITE,
    Connection,
    Hub,
    graphql,
    raw,
    scope_of,
    send,
)

pytestmark = pytest.mark.anyio


async def test_a_call_answers_data_and_next_and_names_its_run(hub: Hub) -> None:
    reply = await send(hub.rpc, READ, AUTH)
    assert reply.status == 200
    assert reply.json == {"data": [TEAM], "next": "c2"}
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["content-length"] == str(len(reply.body))
    assert reply.headers["x-linkwright-run-id"] == hub.last.id
    assert hub.last.id.startswith("run_")


async def test_the_credential_goes_to_the_provider_and_nowhere_else(hub: Hub) -> None:
    reply = await send(hub.rpc, READ, AUTH)
    assert hub.wire.sent[0].headers["Authorization"] == LINEAR_KEY
    assert LINEAR_KEY not in reply.body.decode()
    assert LINEAR_KEY not in repr(hub.last)


@pytest.mark.parametrize("name", ["x-account-id", "X-Account-Id", "X-ACCOUNT-ID"])
async def test_the_account_may_stand_in_the_bodys_headers_in_any_case(hub: Hub, name: str) -> None:
    reply = await send(hub.rpc, {**READ, "headers": {name: "acc_1", "other": 1}}, {"authorization": f"Bearer {KEY}"})
    assert reply.status == 200


async def test_the_http_header_wins_over_the_body(hub: Hub) -> None:
    reply = await send(hub.rpc, {**READ, "headers": {"x-account-id": "acc_other"}}, AUTH)
    assert reply.status == 200


@pytest.mark.parametrize(
    "inputs",
    [
        {"body": {"issueId": "ENG-1", "body": "Hi"}},
        {"body_issueId": "ENG-1", "body_body": "Hi"},
        {"issueId": "ENG-1", "body": {"body": "Hi"}, "path": None, "query": None},
    ],
)
async def test_inputs_may_come_in_any_style(hub: Hub, inputs: dict[str, Any]) -> None:
    hub.wire.answer = graphql({"commentCreate": {"success": True, "comment": {"id": "c1"}}})
    reply = await send(hub.rpc, {"action": "linear_create_comment", **inputs}, AUTH)
    assert reply.status == 200, reply.json
    assert hub.last.arguments == {"issueId": "ENG-1", "body": "Hi"}


async def test_keys_of_the_contract_are_taken_and_headers_go_no_further(hub: Hub) -> None:
    extra = {
        "defender_config": {},
        "defender_enabled": True,
        "mode": "run",
        "plan_hash": None,
        "fields": None,
        "max_tokens": None,
        "headers": {"Authorization": "Bearer secret-of-somebody"},
    }
    reply = await send(hub.rpc, {**READ, **extra}, AUTH)
    assert reply.status == 200
    assert "secret-of-somebody" not in repr(hub.last)


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        (b"", 400, "bad_request", "empty"),
        (b"{", 400, "bad_request", "not valid JSON"),
        (b'{"action":"\xff"}', 400, "bad_request", "not valid JSON"),
        (b"[" * 5_000, 400, "bad_request", "not valid JSON"),
        (b"[]", 400, "bad_request", "not a JSON object"),
        (b"null", 400, "bad_request", "not a JSON object"),
        ({}, 400, "bad_request", "names no action"),
        ({"action": ""}, 400, "bad_request", "names no action"),
        ({"action": 7}, 400, "bad_request", "names no action"),
        ({"action": "linear_list_team"}, 404, "unknown_action", "Did you mean 'linear_list_teams'?"),
        ({**READ, "query": {"kee": "ENG"}}, 400, "invalid_arguments", "Did you mean 'key'?"),
        ({**READ, "wat": 1}, 400, "invalid_arguments", "'wat'"),
        ({"action": "linear_create_comment"}, 400, "invalid_arguments", "issueId"),
    ],
)
async def test_a_call_that_cannot_be_understood_says_what_is_wrong(
    hub: Hub, body: Any, status: int, code: str, words: str
) -> None:
    reply = await send(hub.rpc, body, AUTH)
    assert reply.status == status
    told = reply.json
    assert told["statusCode"] == status
    assert told["code"] == code
    assert words in told["message"]
    assert told["hint"]
    assert told["timestamp"].endswith("Z")


@pytest.mark.parametrize(("authorization", "code"), [(None, "unauthenticated"), ("Bearer wrong", "key_revoked")])
async def test_without_a_good_key_the_answer_is_401_in_the_one_shape(
    hub: Hub, authorization: str | None, code: str
) -> None:
    headers = {"x-account-id": "acc_1"} | ({"authorization": authorization} if authorization else {})
    reply = await send(hub.rpc, READ, headers)
    assert (reply.status, reply.json["code"]) == (401, code)
    assert hub.recorder.runs == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_only_post_is_taken(hub: Hub, method: str) -> None:
    reply = await send(hub.rpc, b"", AUTH, method=method)
    assert (reply.status, reply.headers["allow"], reply.json["code"]) == (405, "POST", "post_only")


async def test_a_body_announced_too_large_is_refused_unread(hub: Hub) -> None:
    reply = await send(hub.rpc, b"{}", {**AUTH, "content-length": "99999999999999999999999"})
    assert (reply.status, reply.json["code"]) == (413, "too_large")


async def test_a_body_that_grows_too_large_is_refused(hub: Hub) -> None:
    connection = Connection(b" " * 200_000, chunks=10)
    await hub.rpc(scope_of(AUTH), connection.receive, connection.send)
    assert connection.reply.status == 413


async def test_a_body_in_many_pieces_is_one_body(hub: Hub) -> None:
    connection = Connection(jsons.dumpb(READ), chunks=9)
    await hub.rpc(scope_of(AUTH), connection.receive, connection.send)
    assert connection.reply.status == 200


async def test_a_client_that_leaves_before_its_body_gets_no_answer(hub: Hub) -> None:
    connection = Connection(b"{}")
    connection.leave()
    await hub.rpc(scope_of(AUTH), connection.receive, connection.send)
    assert connection.sent == []


async def test_what_nobody_expected_is_a_500_that_tells_only_a_reference(hub: Hub) -> None:
    hub.keys.error = RuntimeError("secret internals")
    reply = await send(hub.rpc, READ, AUTH)
    assert (reply.status, reply.json["code"]) == (500, "internal")
    assert "err_" in reply.json["message"]
    assert "secret internals" not in reply.body.decode()


async def test_the_providers_limit_is_a_429_with_retry_after(hub: Hub) -> None:
    limited = {"errors": [{"message": "Rate limit", "extensions": {"code": "RATELIMITED"}}]}
    hub.wire.answer = raw(jsons.dumpb(limited), 400, retry_after="7")
    reply = await send(hub.rpc, READ, AUTH)
    assert (reply.status, reply.headers["retry-after"]) == (429, "7")
    assert reply.headers["x-linkwright-run-id"] == hub.last.id


async def test_a_write_answers_like_a_read(hub: Hub) -> None:
    hub.wire.answer = graphql({"commentCreate": {"success": True, "comment": {"id": "c1"}}})
    reply = await send(hub.rpc, WRITE, AUTH)
    assert reply.json == {"data": {"id": "c1"}, "next": None}
