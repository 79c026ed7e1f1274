"""What a hub whose public address is https tells every browser, whatever it is asked, spoken to as its proxy speaks to it."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.hub import RunningHub, running_hub
from tests.postgres import free_port

PATHS = (
    "/health",
    "/mcp",
    "/actions/rpc",
    "/unified/proxy",
    "/console",
    "/openapi.json",
    "/console/api/me",
    "/nothing",
)
YEAR = "max-age=31536000"


def _nonsense(hub: RunningHub) -> bytes:
    place = urlsplit(hub.url)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=20) as connection:
        connection.sendall(b"this is no HTTP\r\n\r\n")
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    return answer


@pytest.mark.promise("answers.https-only")
def test_every_answer_says_that_browsers_ask_over_https_alone(tmp_path: Path) -> None:
    port = free_port()
    with running_hub(tmp_path / "data", port=port, LINKWRIGHT_PUBLIC_URL="https://hub.example") as hub:
        hub.url = f"http://127.0.0.1:{port}"
        for path in PATHS:
            for method in ("GET", "POST"):
                answer = hub.call(method, path)
                told = answer.headers["strict-transport-security"]
                assert told == f"{YEAR}; includeSubDomains", (method, path, answer.status)
                assert answer.headers["x-content-type-options"] == "nosniff"
                assert "frame-ancestors" in answer.headers["content-security-policy"]
        refused = _nonsense(hub)
        assert refused.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        for line in (b"strict-transport-security: ", b"x-content-type-options: nosniff", b"cache-control: no-store"):
            assert line in refused


@pytest.mark.promise("answers.https-only")
def test_hosts_below_are_left_out_on_request_and_plain_http_is_told_nothing(tmp_path: Path) -> None:
    away = {"LINKWRIGHT_PUBLIC_URL": "https://hub.example", "LINKWRIGHT_HSTS_SUBDOMAINS": "false"}
    port = free_port()
    with running_hub(tmp_path / "data", port=port, **away) as hub:
        hub.url = f"http://127.0.0.1:{port}"
        assert hub.call("GET", "/mcp").headers["strict-transport-security"] == YEAR
    with running_hub(tmp_path / "data") as hub:
        assert "strict-transport-security" not in hub.call("GET", "/mcp", key="").headers
