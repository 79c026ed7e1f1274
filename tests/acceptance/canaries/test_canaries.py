"""Secrets of every kind are planted while everything is used, well and badly, and then looked for in every place and spelling."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.acceptance.canaries import flows
from tests.acceptance.canaries.caller import Caller
from tests.acceptance.canaries.door import door
from tests.acceptance.canaries.searching import Answered, Sweep, spellings
from tests.browser import walk
from tests.check_machine import postgres_bin
from tests.contract.access.openid import serving
from tests.hub import RunningHub, running_hub
from tests.postgres import cluster
from tests.twin import running_twin

pytestmark = [pytest.mark.timeout(560)]
SCREENS = ("accounts", "logs", "keys", "webhooks", "members", "audit", "policy")


def _screens(hub: RunningHub, page: Caller, sweep: Sweep) -> None:
    """What a member's browser shows, holds and asks for."""
    with walk.browser() as chrome:
        context = chrome.new_context()
        context.add_cookies(
            [{"name": "lw_session", "value": page.cookies["lw_session"], "url": hub.url, "httpOnly": True}]
        )
        tab = context.new_page()
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda line: sweep.look_at("console of the browser", line.text.encode()))
        for name in SCREENS:
            tab.goto(f"{hub.url}/console/{name}")
            tab.wait_for_load_state("networkidle")
            asked.append(tab.url)
            sweep.look_at(f"screen {name}", tab.content().encode() + tab.inner_text("body").encode())
            kept = tab.evaluate(
                "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
            )
            sweep.look_at("storage of the browser", kept.encode())
        sweep.look_at("addresses that the browser asked for", "\n".join(asked).encode())
        assert len(asked) > len(SCREENS) * 2
        context.close()


def test_a_planted_leak_is_found_in_every_spelling_and_what_an_answer_gives_is_none() -> None:
    secret = 'canary "of" ä/+ & 1234567890'
    for name, text in spellings(secret).items():
        sweep = Sweep()
        sweep.plant("kind", secret, used=True)
        sweep.look_at("log", b"before " + text + b" after")
        assert ("kind", "log") in {(kind, place) for kind, place, _ in sweep.leaks()}, name
    quiet = Sweep()
    given = Answered("answer", secret.encode())
    quiet.answers += [given, Answered("other answer", secret.encode())]
    quiet.plant("kind", secret, used=True, given_by=given)
    assert {place for _, place, _ in quiet.leaks()} == {"other answer"}


@contextmanager
def _sqlite() -> Iterator[dict[str, str]]:
    yield {}


@contextmanager
def _postgresql(sweep: Sweep) -> Iterator[dict[str, str]]:
    """A server, of whose files everything is looked at in the end: the database's, its write-ahead log and what it logged."""
    with cluster() as server:
        yield {"LINKWRIGHT_DATABASE_URL": f"{server}/postgres", "LINKWRIGHT_LOG_FORMAT": "json"}
        programs = postgres_bin()
        assert programs is not None
        asked = "CHECKPOINT; SELECT oid FROM pg_database WHERE datname = current_database(); SHOW data_directory"
        command = [programs / "psql", "-qAt", *(word for one in asked.split("; ") for word in ("-c", one))]
        told = subprocess.run([*command, f"{server}/postgres"], capture_output=True, text=True, check=True).stdout
        oid, folder = told.split()
        for place in (Path(folder) / "base" / oid, Path(folder) / "pg_wal"):
            sweep.look_into_folder(place)
        sweep.look_at("log of the server", (Path(folder).parent / "log").read_bytes())
        assert len(sweep.places) > 200


@pytest.mark.browser
@pytest.mark.promise("secrets.canaries")
@pytest.mark.promise("support.no-secrets")
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_no_secret_of_any_kind_is_found_anywhere_after_everything_was_used(tmp_path: Path, kind: str) -> None:
    sweep, data = Sweep(), tmp_path / "data"
    with _sqlite() if kind == "sqlite" else _postgresql(sweep) as database:
        _use_everything(sweep, data, tmp_path, database)
    master = (data / "master.key").read_text()
    sweep.plant("master key", master.split("key: ")[1].split()[0], used=True)
    sweep.plant("audit key", (data / "audit.key").read_text().split()[-1], used=True)
    sweep.look_into_folder(data, "master.key", "audit.key")
    if kind == "sqlite":
        assert {"file linkwright.db", "file linkwright.db-wal"} <= set(sweep.places)
    # What a form of the console's own session has to hold: it is worth nothing without the session, which is kept as a hash.
    held = ("member_sessions", "linkwright.db") if kind == "sqlite" else ("member_sessions", "file ")
    allowed = {("CSRF token", place) for place in sweep.places if any(one in place for one in held)}
    assert {leak for leak in sweep.leaks() if leak[:2] not in allowed} == set()
    assert [kind for kind, used in sweep.used.items() if not used] == []
    assert len(sweep.planted) >= 30
    print(f"{len(sweep.planted)} kinds, {sum(map(len, sweep.planted.values()))} secrets, {sweep.searches} searches")


def _use_everything(sweep: Sweep, data: Path, folder: Path, database: dict[str, str]) -> None:
    with running_twin("canaries") as twin, door(twin.url) as provider, serving(time.time()) as openid:
        origins = {f"https://{host}linear.app": provider.url for host in ("", "api.", "uploads.")}
        origins |= {"https://id.example": f"http://127.0.0.1:{openid.port}", "https://hooks.example": provider.url}
        settings = {"LINKWRIGHT_OUTBOUND_ORIGINS": json.dumps(origins), **database}
        settings |= {"LINKWRIGHT_LOG_LEVEL": "debug", "LINKWRIGHT_RUN_BODIES": "all"}
        with running_hub(data, **settings) as hub:
            assert hub.url, hub.log
            key, printed = hub.key, list(hub.printed)
            api = flows.key_of(hub, sweep, key)
            page = flows.member(hub, sweep, hub.claim_url, "claim link", "mira@example.com")
            link = flows.organization(page)
            flows.member(hub, sweep, link, "invitation", "jo@example.com")
            hub.cli("profiles", "update", "linear", "--actions", "all", "--proxy")
            flows.by_openid(hub, sweep, openid, "mira@example.com")
            account = flows.linked(api, twin.keys)
            flows.signed_in_at_provider(api, provider)
            flows.confidential(api, account)
            flows.webhooks(api, account)
            flows.approvals(api, page, account)
            flows.mcp_client(api, page, account)
            flows.calls(api, account, provider)
            hub.stop(signal.SIGABRT)
            logs = list(hub.log)
        with running_hub(data, **settings) as hub:
            hub.printed = [*printed, *hub.printed]
            api.hub = page.hub = hub
            flows.read_everything(api, page)
            _screens(hub, page, sweep)
            hub.log[:0] = logs
            flows.commands(hub, sweep, folder)
            # Of a process that is killed the write-ahead log stays.
            hub.stop(signal.SIGKILL)
            sweep.look_at("log of both processes", "\n".join(hub.log).encode())
