"""A linked key and the API keys are looked for wherever they must not be: database files, dumps, logs, answers."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests import warm
from tests.hub import RunningHub, run_cli, running_hub
from tests.postgres import cluster, free_port

OWNER = {"origin_owner_id": "cus_secret", "origin_owner_name": "Secret Keepers"}


@contextmanager
def _provider() -> Iterator[tuple[str, dict[str, str]]]:
    """The twin of Linear as its own process: its address, and its keys by name."""
    port = free_port()
    process = warm.popen(["twin", "linear", "--port", str(port), "--seed", "secrets"], stderr=subprocess.DEVNULL)
    try:
        keys = {}
        assert process.stdout
        for line in process.stdout:
            name, _, value = line.strip().rpartition(" ")
            if value.startswith("lin_api_"):
                keys["full" if name.startswith("API key") else name.strip()] = value
            if line.startswith("Stop with"):
                break
        yield f"http://127.0.0.1:{port}", keys
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()


@pytest.mark.promise("secrets.nowhere")
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_no_key_is_found_in_database_log_or_answer(tmp_path: Path, kind: str) -> None:
    answers: list[bytes] = []
    with ExitStack() as stack:
        address, keys = stack.enter_context(_provider())
        env = {"LINKWRIGHT_OUTBOUND_ORIGINS": json.dumps({"https://api.linear.app": address})}
        if kind == "postgresql":
            env["LINKWRIGHT_DATABASE_URL"] = stack.enter_context(cluster()) + "/postgres"
        hub = stack.enter_context(running_hub(tmp_path / "data", LINKWRIGHT_RUN_BODIES="all", **env))
        assert hub.url, hub.log
        session = hub.session(**OWNER)
        api_key, token = hub.key, session["token"]
        _use(hub, token, keys, answers)
        made = run_cli("backup", str(tmp_path / "hub.zip"), "--data", str(hub.data), "--json", env=hub.env)
        assert made["credentials_opened"] == 1
        assert hub.stop() == 0
        log = "\n".join(hub.log).encode()
    places = {"log": log, "answers": b"\n".join(answers), "backup": _unpacked(tmp_path / "hub.zip")}
    places |= {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir() if path.name != "master.key"}
    link = session["auth_link_url"].rsplit("/", 1)[1]
    secrets = [keys["full"], keys["suspended"], api_key, token, link]
    for secret in secrets:
        for spelling in (secret, base64.b64encode(f"{secret}:".encode()).decode(), secret[4:-4]):
            assert [name for name, content in places.items() if spelling.encode() in content] == []


def _use(hub: RunningHub, token: str, keys: dict[str, str], answers: list[bytes]) -> None:
    """Link, fail to link, run, fail to run, and read everything that can be read."""
    profile = hub.hub_call(token, "GET", "/hub/connectors").json()["integrations"][0]["integration_id"]

    def connect(key: str) -> int:
        body = {"integration_id": profile, "credentials": {"api_key": f"Bearer {key}"}}
        made = hub.hub_call(token, "POST", "/hub/accounts", body)
        answers.append(made.body)
        return made.status

    assert connect(keys["suspended"]) == 422
    assert connect(keys["full"]) == 200
    account = hub.call("GET", f"/accounts?origin_owner_id={OWNER['origin_owner_id']}").json()[0]["id"]
    runs = [
        hub.rpc(account, "linear_get_viewer"),
        hub.rpc(account, "linear_get_issue", path={"id": "ENG-99999"}),
        # A key that a person pastes where it does not belong is hidden in the run log too.
        hub.rpc(account, "linear_search_issues", query={"term": f"why does {keys['full']} fail"}),
        hub.rpc(account, "linear_create_issue", body={"teamId": "ENG", "title": "x"}),
    ]
    assert runs[0].status == 200
    answers += [run.body for run in runs if b"why does" not in run.body]
    log = hub.call("GET", "/requests/logs?include=step_logs&page_size=50")
    answers.append(log.body)
    for entry in log.json()["data"]:
        answers.append(
            hub.call("GET", f"/requests/logs/{entry['request_id']}?include=step_logs&include=advanced_logs").body
        )
    for path in ("/accounts", f"/accounts/{account}", "/auth_configs", "/openapi.json", "/ready"):
        answers.append(hub.call("GET", path).body)
    for path in ("/hub/settings", f"/hub/connectors/{profile}", f"/hub/accounts/{account}"):
        answers.append(hub.hub_call(token, "GET", path).body)
    patched = {"integration_id": profile, "credentials": {}}
    answers.append(hub.hub_call(token, "PATCH", f"/hub/accounts/{account}", patched).body)


def _unpacked(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist() if name != "master.key")
