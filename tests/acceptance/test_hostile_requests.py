"""Requests that no honest client sends: whatever comes, the answer is a refusal in the one shape, never a fault of ours."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.hub import Answer, RunningHub

_AUTHORIZATIONS = ("Basic \x80", "Basic !!", "Basic", "Bearer \xff", "Bearer " + "x" * 5000, "Digest x")
_IDS = ("%00", "%ff%fe", "%E2%80%AE", "'%20OR%201=1", "x" * 3000, "..%2f..")
_BODIES = (
    b"",
    b"null",
    b"[]",
    b'{"a":NaN}',
    b"[" * 200_000,
    b'{"name":"\\ud800","actions":"\\ud800","token":"\\ud800"}',
    b'{"name":"\\u0000","label":"\\u0000","email":"\\u0000","password":"\\u0000"}',
    b'{"page_size":' + b"9" * 400 + b"}",
    b"\xff\xfe{}",
)


def _refused(answer: Answer) -> None:
    assert answer.status < 500 or answer.json()["code"] == "not_available", answer.body
    if answer.status >= 400 and answer.body:
        told = answer.json()
        assert "jsonrpc" in told or {"statusCode", "message", "timestamp", "code"} <= set(told), answer.body


def _operations(hub: RunningHub) -> Iterator[tuple[str, str]]:
    for path, methods in hub.call("GET", "/openapi.json").json()["paths"].items():
        yield from ((method.upper(), path) for method in methods)


@pytest.fixture(scope="module")
def signed_in(hub: RunningHub) -> dict[str, str]:
    """The headers of a member's browser."""
    body = {
        "token": hub.claim_url.rsplit("/", 1)[1],
        "email": "owner@example.com",
        "name": "Owner",
        "password": "correct horse battery",
    }
    claimed = hub.call("POST", "/console/api/claim", body, key="")
    cookie = claimed.headers["set-cookie"].split(";")[0]
    me = hub.call("GET", "/console/api/me", key="", headers={"cookie": cookie}).json()
    return {"cookie": cookie, "x-csrf-token": me["csrf_token"]}


@pytest.mark.promise("errors.one-shape")
def test_no_route_breaks_on_a_strange_authorization_id_or_body(hub: RunningHub, signed_in: dict[str, str]) -> None:
    for method, path in _operations(hub):
        changing = method != "GET" and "/actions/build" not in path
        first = re.sub(r"{\w+}", "acc_none", path)
        for authorization in _AUTHORIZATIONS:
            body = b"{}" if changing else None
            _refused(hub.call(method, first, body, key="", headers={"authorization": authorization}))
        for strange in _IDS if "{" in path else ():
            where = re.sub(r"{\w+}", lambda _, text=strange: text, path)  # type: ignore[misc]
            _refused(hub.call(method, where, b"{}" if changing else None, key="", headers=signed_in))
        if changing and "/claim" not in path and "/sign-" not in path:
            for body in _BODIES:
                _refused(hub.call(method, first, body))


@pytest.mark.parametrize("token", ["é", "\x80", "x" * 5000, ""])
def test_a_wrong_csrf_token_is_refused_whatever_it_is_made_of(
    hub: RunningHub, signed_in: dict[str, str], token: str
) -> None:
    headers = {"cookie": signed_in["cookie"], "x-csrf-token": token}
    answer = hub.call("POST", "/console/api/keys", {"name": "x", "preset": "full"}, key="", headers=headers)
    assert (answer.status, answer.json()["code"]) == (403, "csrf_refused")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/console/api/keys", {"name": "x", "preset": "full", "expires_at": "2040-01-01T00:00:00"}),
        ("POST", "/console/api/keys", {"name": "x", "preset": "full", "expires_at": "9999-12-31T23:59:59-14:00"}),
        ("POST", "/console/api/keys", {"name": "x", "scopes": []}),
        ("POST", "/console/api/keys", {"name": "x"}),
        ("PATCH", "/connector_profiles/{profile}", {"name": "\x00"}),
        ("PATCH", "/connector_profiles/{profile}", {"name": " "}),
        ("PATCH", "/connector_profiles/{profile}", {"actions": "\ud800"}),
        ("PATCH", "/project", {"logo_url": "https://["}),
        ("PATCH", "/project", {"logo_url": "https://"}),
        ("PATCH", "/project", {"support_url": "javascript:alert(1)"}),
        ("PATCH", "/project", {"hide_brand": "false"}),
    ],
)
def test_a_value_that_cannot_be_kept_is_a_422_and_changes_nothing(
    hub: RunningHub, signed_in: dict[str, str], method: str, path: str, body: dict[str, Any]
) -> None:
    profile = hub.call("GET", "/auth_configs").json()["data"][0]["id"]
    before = _kept(hub, signed_in)
    answer = hub.call(method, path.format(profile=profile), body, key="", headers=signed_in)
    assert answer.status == 422, answer.body
    _refused(answer)
    assert _kept(hub, signed_in) == before


def _kept(hub: RunningHub, signed_in: dict[str, str]) -> list[Any]:
    keys = hub.call("GET", "/console/api/keys", key="", headers=signed_in).json()
    project = hub.call("GET", "/project", key="", headers=signed_in).json()
    return [[key["id"] for key in keys], project, hub.call("GET", "/auth_configs").json()["data"]]


def test_a_refusal_names_the_field_as_the_sender_wrote_it(hub: RunningHub) -> None:
    account = hub.link(origin_owner_id="names")
    label = hub.call("PATCH", f"/accounts/{account}", {"label": "\x00"})
    assert label.json()["message"] == "label in the body: control characters cannot be used here."
    missing = hub.call("POST", "/connect_sessions", b"")
    assert missing.json()["message"] == "The body is missing."


@pytest.mark.promise("errors.one-shape")
@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: -5",
        b"Content-Length: 5\r\nContent-Length: 30",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: gzip",
        b"X-A: a\x00b",
        b"Content-Length: " + b"9" * 400,
        b"X-A: " + b"a" * 70_000,
        b"\r\n".join(b"X-%d: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" % n for n in range(3000)),
    ],
)
def test_even_what_is_no_http_is_refused_in_the_one_shape(hub: RunningHub, lines: bytes) -> None:
    where = urlsplit(hub.url)
    with socket.create_connection((where.hostname, where.port or 80), 10) as line:
        line.sendall(b"POST /actions/rpc HTTP/1.1\r\nHost: x\r\n" + lines + b"\r\n\r\n{}")
        received = b""
        while part := line.recv(65536):
            received += part
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 "), received
    told = json.loads(body)
    assert (told["statusCode"], told["code"]) == (400, "bad_request")
