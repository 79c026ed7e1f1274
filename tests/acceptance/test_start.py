"""Starting, stopping, and commands beside a running hub, with real processes."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import warm
from tests.acceptance.slow_provider import slow_provider
from tests.hub import Answer, RunningHub, run_cli, running_hub


@pytest.fixture(scope="module", autouse=True)
def as_installed() -> Iterator[None]:
    """Here the installed command itself starts, as people start it."""
    with warm.cold():
        yield


@pytest.mark.promise("start.once")
def test_the_first_start_makes_what_it_needs_and_says_so_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running_hub(data) as hub:
        printed = "\n".join(hub.printed)
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert stat.S_IMODE((data / "master.key").stat().st_mode) == 0o600
        assert hub.call("GET", "/accounts").json() == []
        assert f"{hub.url}/mcp" in printed
        key, claim = hub.key, hub.claim_url
        assert hub.stop() == 0
    with running_hub(data) as again:
        printed = "\n".join(again.printed)
        assert key not in printed
        assert claim.rsplit("/", 1)[-1] not in printed
        assert f"{again.url}/console" in printed
        assert again.call("GET", "/accounts", key=key).status == 200


def test_the_curl_that_the_first_start_prints_works(hub: RunningHub) -> None:
    line = next(line for line in hub.printed if "curl" in line)
    command = line.split("Try it", 1)[1].strip()
    done = subprocess.run(f"{command} -sS", shell=True, capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout == "[]"


def test_the_master_key_is_announced_with_the_warning_to_back_it_up(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data") as hub:
        hub.stop()
        text = "\n".join(hub.printed)
    assert str(tmp_path / "data" / "master.key") in text
    assert "Back it up" in text


@pytest.mark.promise("start.one-process")
def test_a_second_process_on_the_same_folder_is_refused_in_a_sentence(hub: RunningHub) -> None:
    done = run_cli("serve", "--port", "0", "--data", str(hub.data), env=hub.env, check=False)
    assert done.returncode == 1
    assert "already serves from" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_named(hub: RunningHub, tmp_path: Path) -> None:
    port = hub.url.rsplit(":", 1)[1]
    done = run_cli("serve", "--port", port, "--data", str(tmp_path), env=hub.env, check=False)
    assert done.returncode == 1
    assert f":{port}" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.promise("start.no-key-no-start")
def test_a_database_without_its_master_key_does_not_start(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running_hub(data) as hub:
        hub.link()
        hub.stop()
    (data / "master.key").rename(tmp_path / "elsewhere.key")
    done = run_cli("serve", "--port", "0", "--data", str(data), check=False)
    assert done.returncode == 1
    assert "master.key" in done.stderr
    assert not (data / "master.key").exists()


def test_an_unknown_setting_stops_the_start_and_suggests_the_nearest(tmp_path: Path) -> None:
    done = run_cli("serve", "--data", str(tmp_path), env={"PATH": "/usr/bin:/bin", "LINKWRIGHT_PROT": "1"}, check=False)
    assert done.returncode == 1
    assert "Did you mean 'port'" in done.stderr


@pytest.mark.promise("stop.finishes")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_calls_in_flight_finish_and_exits_with_0(tmp_path: Path, number: int) -> None:
    with ExitStack() as stack:
        provider = stack.enter_context(slow_provider())
        hub = stack.enter_context(running_hub(tmp_path / "data", **provider.env))
        account = hub.link(provider.key)
        provider.hold()
        answers: list[int] = []
        callers = [
            threading.Thread(target=lambda: answers.append(hub.rpc(account, "linear_list_issues").status))
            for _ in range(8)
        ]
        for caller in callers:
            caller.start()
        provider.wait_for(8)
        hub.process.send_signal(number)
        _until_it_takes_no_more_lines(hub)
        provider.let_go()
        for caller in callers:
            caller.join(20)
        assert hub.process.wait(20) == 0
    assert answers == [200] * 8


def test_a_call_that_outlasts_the_grace_is_told_so_and_the_hub_still_exits_with_0(tmp_path: Path) -> None:
    with ExitStack() as stack:
        provider = stack.enter_context(slow_provider())
        env = {**provider.env, "LINKWRIGHT_SHUTDOWN_GRACE": "0"}
        hub = stack.enter_context(running_hub(tmp_path / "data", **env))
        account = hub.link(provider.key)
        provider.hold()
        answers: list[Answer] = []
        caller = threading.Thread(target=lambda: answers.append(hub.rpc(account, "linear_get_viewer")))
        caller.start()
        provider.wait_for(1)
        assert hub.stop() == 0
        caller.join(20)
        provider.let_go()
    assert (answers[0].status, answers[0].json()["code"]) == (503, "hub_stopping")
    assert "Traceback" not in "\n".join(hub.log)


def _until_it_takes_no_more_lines(hub: RunningHub) -> None:
    """Waits until the hub has heard the signal: it no longer listens then."""
    where = urlsplit(hub.url)
    for _ in range(400):
        try:
            socket.create_connection((where.hostname, where.port or 80), 1).close()
        except OSError:
            return
        threading.Event().wait(0.05)
    raise AssertionError("the hub still listens")


def test_what_blocks_the_loop_is_reported_where_the_setting_asks_for_it(tmp_path: Path) -> None:
    program = tmp_path / "blocking.py"
    program.write_text(
        "import sys, time\n"
        "from linkwright.cli import running\n"
        "from linkwright.cli.main import main\n"
        "async def blocking(_settings):\n"
        "    time.sleep(0.2)\n"
        "running.run_hub = blocking\n"
        "sys.argv = ['linkwright', 'serve', '--port', '0', '--data', sys.argv[1]]\n"
        "main()\n"
    )
    for setting, reported in (("true", True), ("false", False)):
        env = {**os.environ, "LINKWRIGHT_DEBUG_LOOP": setting}
        command = [sys.executable, str(program), str(tmp_path / "data")]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=True)
        assert (" took 0." in done.stderr) is reported, done.stderr


def test_the_link_that_a_command_makes_leads_to_the_hub_on_whatever_port_it_runs(hub: RunningHub) -> None:
    made = hub.cli("members", "link")["url"]
    assert made.startswith(f"{hub.url}/console/claim/")
    body = {"token": made.rsplit("/", 1)[1], "email": "second@example.com", "name": "S", "password": "another long one"}
    assert hub.call("POST", "/console/api/claim", body, key="").status == 200


def test_every_command_that_the_first_start_prints_runs_as_it_is_printed(tmp_path: Path) -> None:
    with running_hub(tmp_path / "my data") as hub:
        # The last lines come after the one that start_hub waits for.
        assert hub.stop() == 0
        text = "\n".join(hub.printed)
        commands = [found.strip("`") for found in re.findall(r"`[^`]+`|\S*linkwright backup .*", text)]
        assert len(commands) == 3, text
        for command in commands:
            filled = command.replace("FILE", shlex.quote(str(tmp_path / "hub.zip"))).replace("NAME", "mine")
            done = subprocess.run(
                filled, shell=True, env=hub.env, capture_output=True, text=True, timeout=60, check=False
            )
            assert done.returncode == 0, (filled, done.stderr)
    assert (tmp_path / "hub.zip").is_file()


@pytest.mark.promise("keys.revoked-at-once")
def test_keys_made_beside_a_running_hub_work_and_end_at_once(hub: RunningHub) -> None:
    made = hub.cli("keys", "create", "--project", "default", "--name", "ci", "--scope", "read-only")
    assert re.fullmatch(r"lw_[A-Za-z0-9]{40}", made["key"])
    assert hub.call("GET", "/accounts", key=made["key"]).status == 200
    refused = hub.call("POST", "/connect_sessions", {"origin_owner_id": "a", "origin_owner_name": "b"}, key=made["key"])
    assert (refused.status, refused.json()["code"]) == (403, "forbidden")
    listed = {key["id"]: key for key in hub.cli("keys", "list")}
    assert listed[made["id"]]["scopes"] == ["platform:read", "actions:execute", "connectors:read"]
    hub.cli("keys", "revoke", made["id"])
    assert hub.call("GET", "/accounts", key=made["key"]).status == 401


def test_a_key_that_has_ended_is_refused(hub: RunningHub) -> None:
    done = run_cli("keys", "create", "--name", "x", "--expires", "2020-01-01", "--data", str(hub.data), check=False)
    assert done.returncode == 1
    assert "in the past" in done.stderr


def test_a_command_without_a_hub_says_what_to_do(tmp_path: Path) -> None:
    done = run_cli("keys", "list", "--data", str(tmp_path / "none"), check=False)
    assert done.returncode == 1
    assert "linkwright serve" in done.stderr


@pytest.mark.parametrize("command", [["restore", "{}/none.zip"], ["restore", "{}"], ["serve", "--port", "0"]])
def test_a_path_that_cannot_be_used_is_named_without_a_traceback(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    arguments = [part.format(tmp_path) for part in command]
    done = run_cli(*arguments, "--data", str(tmp_path / "file" / "data"), check=False)
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert "Traceback" not in done.stderr


def test_health_and_readiness_need_no_key(hub: RunningHub) -> None:
    assert hub.call("GET", "/health", key="").json()["status"] == "ok"
    ready = hub.call("GET", "/ready", key="")
    assert (ready.status, ready.json()["checks"]) == (200, {"database": "ok", "vault": "ok"})


def test_one_openapi_document_describes_both_ways_in(hub: RunningHub) -> None:
    document = hub.call("GET", "/openapi.json", key="").json()
    assert {"/actions/rpc", "/mcp", "/accounts", "/connect_sessions", "/hub/connectors"} <= set(document["paths"])


@pytest.mark.promise("errors.one-shape")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("PUT", "/accounts", 405),
        ("GET", "/actions/rpc", 405),
        ("GET", "/console/api/nothing", 404),
    ],
)
def test_even_what_does_not_exist_answers_in_the_one_shape(
    hub: RunningHub, method: str, path: str, status: int
) -> None:
    answer = hub.call(method, path)
    assert answer.status == status
    assert {"statusCode", "message", "timestamp", "code"} <= set(answer.json())
    assert answer.json()["timestamp"].endswith("Z")


@pytest.mark.promise("projects.walls")
def test_two_projects_cannot_see_each_other(hub: RunningHub) -> None:
    account = hub.link(origin_owner_id="wall")
    hub.cli("projects", "create", "other")
    other = hub.cli("keys", "create", "--project", "other", "--name", "other")["key"]
    assert hub.call("GET", "/accounts", key=other).json() == []
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/meta"), ("POST", "/suspend")):
        answer = hub.call(method, f"/accounts/{account}{path}", {} if method in {"PATCH", "POST"} else None, key=other)
        assert answer.status == 404, (method, path, answer.body)
    run = hub.call(
        "POST", "/actions/rpc", {"action": "linear_get_viewer"}, key=other, headers={"x-account-id": account}
    )
    assert run.status == 404
    unknown = hub.call("POST", "/actions/rpc", {"action": "linear_get_viewer"}, headers={"x-account-id": "acc_none"})
    assert run.json()["message"] == unknown.json()["message"]
    # Its own refused try is all that the other project's log holds, and it tells nothing of the account.
    logged = hub.call("GET", "/requests/logs", key=other).json()["data"]
    assert [(entry["status"], entry["linkwright"]["owner_name"]) for entry in logged] == [(404, None)]
    assert hub.call("GET", f"/accounts/{account}").status == 200


def test_a_body_over_the_limit_is_refused_and_nonsense_is_explained(hub: RunningHub) -> None:
    big = hub.call("POST", "/connect_sessions", b"x" * 2_000_000)
    assert (big.status, big.json()["statusCode"]) == (413, 413)
    for path in ("/connect_sessions", "/actions/rpc"):
        broken = hub.call("POST", path, b"{not json")
        assert (broken.status, broken.json()["statusCode"]) == (400, 400)
        assert "JSON" in broken.json()["message"]


def test_a_profile_is_chosen_from_the_command_line_and_a_running_hub_follows(hub: RunningHub) -> None:
    account = hub.link(origin_owner_id="profile")
    hub.cli("profiles", "update", "linear", "--actions", "read")
    refused = hub.rpc(account, "linear_create_comment", body={"issueId": "ENG-1", "body": "x"})
    assert refused.status == 403
    assert "linkwright profiles update" in refused.body.decode()
    hub.cli("profiles", "update", "linear", "--disable")
    assert hub.rpc(account, "linear_get_viewer").status == 412
    hub.cli("profiles", "update", "linear", "--enable", "--actions", "core")
    assert hub.rpc(account, "linear_get_viewer").status == 200
