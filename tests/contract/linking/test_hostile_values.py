"""What people type and apps send, at its worst: in sessions and in forms for credentials."""

from __future__ import annotations

import json
from typing import Any

import pytest
import structlog

from linkwright.store.tables import accounts, connect_sessions
from tests.contract.linking.world import OWNER, World

pytestmark = pytest.mark.anyio
TEXTS = (
    "origin_owner_id",
    "origin_owner_name",
    "origin_username",
    "label",
    "provider",
    "account_id",
    "integration_id",
    "connector_profile_id",
)
WRONG: tuple[Any, ...] = (
    "x" * 256,
    "x" * 1_000_000,
    "a\x00b",
    "a\x1b[2Jb",
    "a\r\nb",
    "\ud800",
    5,
    1.5,
    True,
    [],
    ["a"],
    {},
    {"a": {"b": 1}},
)
SHOWN = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} ${7*7} {app.name}",
    "\u202eevil\u202c",
    "'; DROP TABLE accounts; --",
    "%s%n%d {0} {owner}",
    "日本語 🦊 " + "é" * 200,
)


def nested(depth: int) -> bytes:
    return b'{"origin_owner_id":"a","origin_owner_name":"b","metadata":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"


@pytest.mark.parametrize("name", TEXTS)
async def test_a_text_that_is_none_or_too_long_or_invisible_is_refused_and_not_repeated_at_length(
    world: World, name: str
) -> None:
    for value in WRONG:
        body = json.dumps({**OWNER, name: value}).encode()
        answer = await world.api(
            "POST", "/connect_sessions", content=body, headers={"content-type": "application/json"}
        )
        assert answer.status_code in {400, 404, 413, 422}, (name, str(value)[:40], answer.text[:200])
        assert len(answer.content) < 2_000
    assert await world.rows(connect_sessions) == []


@pytest.mark.parametrize("depth", [50, 500, 5_000, 100_000])
async def test_nesting_of_any_depth_breaks_nothing(world: World, depth: int) -> None:
    for path in ("/connect_sessions", "/link/open", "/connect_sessions/authenticate"):
        answer = await world.api("POST", path, content=nested(depth), headers={"content-type": "application/json"})
        assert answer.status_code < 500, answer.text[:200]


@pytest.mark.parametrize("text", SHOWN)
async def test_what_pages_must_escape_is_kept_as_it_is_and_told_as_json_only(world: World, text: str) -> None:
    wish = {
        "origin_owner_id": text,
        "origin_owner_name": text,
        "origin_username": text,
        "label": text,
        "metadata": {text[:50]: text},
    }
    made = await world.session(**wish)
    assert {name: made[name] for name in wish} == wish
    for path in (f"/connect_sessions/{made['id']}", "/connect_sessions"):
        answer = await world.api("GET", path)
        assert answer.headers["content-type"] == "application/json"
    settings = await world.hub(made["token"], "GET", "/settings")
    assert settings.headers["content-type"] == "application/json"
    assert settings.json()["linkwright"]["session"]["origin_owner_name"] == text
    assert settings.headers["x-content-type-options"] == "nosniff"


async def test_no_form_for_a_credential_breaks_the_hub_or_is_repeated(world: World) -> None:
    token = (await world.session())["token"]
    profile = await world.profile_id()
    secret = "lin_api_" + "s3cr3tV4lue" * 4
    values: tuple[Any, ...] = (
        secret + "x" * 100_000,
        secret + "\x00",
        secret + "\r\nX-Injected: 1",
        secret + "\u202e",
        f"<script>{secret}</script>",
        {"a": secret},
        [secret],
        None,
        True,
        1e308,
    )
    forms: list[Any] = [{"api_key": value} for value in values]
    forms += [
        {f"field{n}": secret for n in range(41)},
        {"x" * 10_000: secret},
        {"__proto__": secret},
        {"\x00": secret},
        [secret],
        secret,
        None,
    ]
    with structlog.testing.capture_logs() as logged:
        for form in forms:
            body = {"integration_id": profile, "credentials": form}
            sent = {"x-hub-session-token": token, "content-type": "application/json"}
            answer = await world.http.post("/hub/accounts", content=json.dumps(body).encode(), headers=sent)
            assert answer.status_code in {400, 422}, (str(form)[:60], answer.status_code, answer.text[:200])
            assert secret not in answer.text
    assert secret not in str(logged)
    assert await world.rows(accounts) == []


async def test_a_link_that_was_used_cannot_be_replayed_by_any_of_its_tokens(world: World) -> None:
    made = await world.session()
    link = made["auth_link_url"].rpartition("/")[2]
    opened = (await world.http.post("/link/open", json={"token": link})).json()["token"]
    linked = (await world.connect(opened, world.key())).json()["id"]
    assert (await world.http.post("/link/open", json={"token": link})).json()["code"] == "link_dead"
    assert (await world.hub(link, "GET", "/settings")).status_code == 401
    await world.api("DELETE", f"/accounts/{linked}")
    replayed = await world.connect(opened, world.key("member"))
    assert (replayed.status_code, replayed.json()["code"]) == (410, "link_dead")
    assert (await world.api("GET", "/accounts")).json() == []


async def test_no_field_of_a_session_makes_a_redirect(world: World) -> None:
    wish = {
        "return_url": "https://evil.example",
        "redirect_url": "https://evil.example",
        "home_url": "javascript:alert(1)",
    }
    made = await world.session(**wish)
    settings = (await world.hub(made["token"], "GET", "/settings")).text
    assert "evil.example" not in settings + json.dumps(made)
    assert "javascript" not in settings
