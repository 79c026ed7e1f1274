"""Who gets in: keys, browsers, host names, kinds of content."""

from __future__ import annotations

import pytest

from linkwright.access.errors import RateLimited
from linkwright.access.principals import Principal
from linkwright.mcp.guard import OriginGuard
from tests.unit.actions.hub import AUTH, Hub, send
from tests.unit.mcp.speak import JSON, headers_for, message, modern, old

pytestmark = pytest.mark.anyio
PING = message("ping")


async def test_without_a_key_the_answer_is_a_challenge_with_a_jsonrpc_body(hub: Hub) -> None:
    reply = await send(hub.mcp, PING, JSON)
    assert (reply.status, reply.headers["www-authenticate"]) == (401, "Bearer")
    assert (reply.json["jsonrpc"], reply.json["id"], reply.json["error"]["code"]) == ("2.0", None, -31401)
    assert reply.json["error"]["data"]["statusCode"] == 401


async def test_a_bad_key_is_told_apart_from_none(hub: Hub) -> None:
    reply = await send(hub.mcp, PING, JSON | {"authorization": "Bearer wrong"})
    assert reply.status == 401
    assert reply.headers["www-authenticate"].startswith('Bearer error="invalid_token", error_description="')


async def test_the_key_is_checked_before_the_body_is_looked_at(hub: Hub) -> None:
    assert (await send(hub.mcp, b"x" * 100_000, {})).status == 401


async def test_a_key_that_may_not_run_actions_is_refused_with_the_scope_it_needs(hub: Hub) -> None:
    hub.keys.principal = Principal(
        kind="key", id="key_2", name="x", project_id="prj_1", scopes=frozenset({"platform:read"})
    )
    reply = await old(hub, PING)
    assert reply.status == 403
    assert reply.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="actions:execute"'
    assert "actions:execute" in reply.json["error"]["message"]


async def test_a_limit_that_is_used_up_is_200_in_the_handshake_era_and_429_in_the_stateless_one(hub: Hub) -> None:
    hub.keys.error = RateLimited(headers={"Retry-After": "9"})
    before = await old(hub, PING)
    assert (before.status, before.json["error"]["code"], before.json["id"]) == (200, -31429, 1)
    after = await send(hub.mcp, modern("tools/list"), headers_for("tools/list"))
    assert (after.status, after.json["error"]["code"], after.headers["retry-after"]) == (429, -31429, "9")
    batch = await old(hub, [PING], None)
    assert [one["error"]["code"] for one in batch.json] == [-31429]
    assert (await old(hub, {"jsonrpc": "2.0", "method": "notifications/x"})).status == 202


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (None, 200),
        ("", 200),
        ("*/*", 200),
        ("application/*", 200),
        ("application/json", 200),
        ("text/event-stream, application/json;q=0.5", 200),
        ("text/event-stream", 406),
        ("application/json;q=0, text/event-stream", 406),
    ],
)
async def test_answers_are_json_so_only_a_client_that_refuses_json_is_refused(
    hub: Hub, accept: str | None, status: int
) -> None:
    lines = {"content-type": "application/json", **AUTH} | ({} if accept is None else {"accept": accept})
    assert (await send(hub.mcp, PING, lines)).status == status


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        (None, 415),
    ],
)
async def test_the_body_must_be_announced_as_json(hub: Hub, kind: str | None, status: int) -> None:
    lines = {**AUTH} | ({} if kind is None else {"content-type": kind})
    assert (await send(hub.mcp, PING, lines)).status == status


async def test_a_body_that_is_too_large_is_refused(hub: Hub) -> None:
    reply = await old(hub, b" " * 100_000)
    assert (reply.status, reply.json["error"]["data"]["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:8400", 200),
        ("http://localhost:3000", 200),
        ("http://[::1]:6274", 200),
        ("https://app.example", 200),
        ("https://APP.example", 200),
        ("https://app.example.evil.example", 403),
        ("https://app.example:444", 403),
        ("https://evil.example", 403),
        ("http://localhost.evil.example", 403),
        ("http://127.0.0.1:80.evil.example", 403),
        ("null", 403),
        ("", 403),
        ("file://", 403),
        ("http://[", 403),
    ],
)
async def test_pages_of_foreign_origins_are_refused(hub: Hub, origin: str, status: int) -> None:
    reply = await old(hub, PING, origin=origin)
    assert reply.status == status
    assert reply.headers.get("access-control-allow-origin") == (origin if status == 200 else None)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8400", 200),
        ("localhost", 200),
        ("[::1]:8400", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example:8400", 403),
        ("127.0.0.1:8400.evil.example", 403),
        ("", 403),
        ("[", 403),
    ],
)
async def test_a_hub_on_loopback_answers_to_its_own_names_only(hub: Hub, host: str, status: int) -> None:
    assert (await old(hub, PING, host=host)).status == status


async def test_a_browsers_preflight_is_answered_for_welcome_pages_only(hub: Hub) -> None:
    reply = await send(hub.mcp, b"", {"origin": "https://app.example"}, method="OPTIONS")
    assert (reply.status, reply.body) == (204, b"")
    assert "mcp-protocol-version" in reply.headers["access-control-allow-headers"]
    assert (await send(hub.mcp, b"", {"origin": "https://evil.example"}, method="OPTIONS")).status == 403


def test_a_hub_on_the_network_leaves_host_names_to_its_proxy_and_trusts_no_loopback_page() -> None:
    guard = OriginGuard("https://hub.example", "0.0.0.0")
    assert guard.check({b"host": b"anything.example"}) == []
    assert guard.check({b"origin": b"https://hub.example"})
    with pytest.raises(Exception, match="may not call"):
        guard.check({b"origin": b"http://localhost:3000"})


def test_the_public_name_is_known_on_loopback_too() -> None:
    guard = OriginGuard("https://hub.example", "127.0.0.1")
    assert guard.check({b"host": b"hub.example"}) == []
