"""Limits on a real hub: slow clients, calls a minute, calls at once; and two hubs on one database that count together."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.hub import RunningHub, running_hub
from tests.postgres import cluster

_DROP = b"GET /health HTTP/1.1\r\nhost: a\r\nx-drop: 1\r\n"


def _connected(hub: RunningHub) -> socket.socket:
    place = urlsplit(hub.url)
    return socket.create_connection((place.hostname or "", place.port or 0), timeout=20)


@pytest.mark.promise("limits.slow")
def test_clients_that_drip_are_left_and_others_are_served_meanwhile(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data", LINKWRIGHT_SLOW_CLIENT_SECONDS="1") as hub:
        slow = [_connected(hub) for _ in range(200)]
        silent = _connected(hub)
        body = _connected(hub)
        body.sendall(b"POST /connect_sessions HTTP/1.1\r\nhost: a\r\ncontent-length: 50\r\n\r\n{")
        for connection in slow:
            connection.sendall(_DROP)
        assert hub.call("GET", "/health").status == 200
        # Each of them is answered and ended by the hub; none of these reads would return otherwise.
        for connection in (*slow, body):
            answer = connection.recv(65_536)
            assert answer.startswith((b"HTTP/1.1 408 Request Timeout\r\n", b"HTTP/1.1 401"))
            connection.close()
        assert silent.recv(100) == b""
        silent.close()
        assert hub.call("GET", "/health").status == 200


@pytest.mark.promise("limits.rates")
def test_an_account_takes_no_more_calls_a_minute_than_it_may_from_all_callers_together(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data", LINKWRIGHT_RATE_LIMIT_PER_ACCOUNT="5") as hub:
        account, other = hub.link(), hub.link(origin_owner_id="cus_2")
        answers = [hub.rpc(account, "linear_get_viewer") for _ in range(6)]
        assert [answer.status for answer in answers] == [200] * 5 + [429]
        assert answers[5].json()["code"] == "account_rate_limited"
        assert 1 <= int(answers[5].headers["retry-after"]) <= 13
        assert hub.rpc(other, "linear_get_viewer").status == 200


@pytest.mark.postgres
@pytest.mark.promise("limits.rates")
def test_two_hubs_on_one_database_count_a_keys_calls_together(tmp_path: Path) -> None:
    with cluster() as server:
        env = {"LINKWRIGHT_DATABASE_URL": f"{server}/postgres", "LINKWRIGHT_RATE_LIMIT_PER_KEY": "60"}
        with running_hub(tmp_path / "data", **env) as one, running_hub(tmp_path / "data", **env) as two:
            key = one.cli("keys", "create", "--project", "default", "--name", "shared")["key"]

            def asked(number: int) -> int:
                hub = (one, two)[number % 2]
                return hub.call("GET", "/accounts", key=key).status

            with ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(asked, range(130)))
        # What refills while they run may come on top; each hub for itself would have let 60 pass, so 120.
        assert 60 <= answers.count(200) <= 110
        assert set(answers) == {200, 429}
