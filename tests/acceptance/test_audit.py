"""The record of a real hub: killed in the middle, taken out, tampered with, and checked without the hub."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
from pathlib import Path

import pytest

from tests.hub import RunningHub, run_cli, running_hub


def _taken_out(hub: RunningHub, folder: Path) -> tuple[Path, Path, str]:
    """Export, checkpoints and public key."""
    record, signed = folder / "audit.jsonl", folder / "checkpoints.jsonl"
    data = ["--data", str(hub.data)]
    for command, path in (("export", record), ("checkpoints", signed)):
        done = run_cli("audit", command, *data, "--output", str(path), env=hub.env, check=False)
        assert done.returncode == 0, done.stderr
    return record, signed, str(hub.cli("audit", "public-key")["public_key"])


@pytest.mark.promise("audit.goes-on-after-a-kill")
@pytest.mark.timeout(200)
def test_after_a_kill_in_the_middle_of_calls_the_record_goes_on_without_a_gap(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running_hub(data) as hub:
        account, key = hub.link(), hub.key
        seen = threading.Event()

        def call() -> None:
            for number in range(500):
                try:
                    hub.rpc(account, "linear_list_teams")
                    hub.call("PATCH", "/project", {"app_name": f"App {number}"})
                except OSError:
                    return
                if number == 5:
                    seen.set()

        callers = [threading.Thread(target=call) for _ in range(3)]
        for one in callers:
            one.start()
        assert seen.wait(60)
        hub.stop(signal.SIGKILL)
        for one in callers:
            one.join(60)
    with sqlite3.connect(data / "linkwright.db") as database:
        changes = database.execute("SELECT count(*) FROM audit_records WHERE event = 'project.changed'").fetchone()[0]
        assert changes >= 5
    with running_hub(data) as hub:
        assert hub.call("PATCH", "/project", {"app_name": "After"}, key=key).status == 200
        state = hub.call("GET", "/audit/state", key=key).json()
        assert state["bad"] is None
        assert state["unsealed"] == 0
        page = hub.call("GET", "/audit?page_size=200", key=key).json()["data"]
        assert page[0]["event"] == "project.changed"
        assert [one["sequence"] for one in page] == list(
            range(page[0]["sequence"], page[0]["sequence"] - len(page), -1)
        )
        assert hub.cli("audit", "verify")["unsealed"] == []


@pytest.mark.promise("audit.tampering-shows")
@pytest.mark.timeout(200)
def test_an_export_is_verified_without_hub_and_database_and_the_first_bad_record_is_named(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data") as hub:
        account = hub.link()
        assert hub.rpc(account, "linear_list_teams").status == 200
        made = hub.cli("keys", "create", "--name", "by hand")
        page = hub.call("GET", "/audit?event=key.&principal=cli").json()["data"]
        assert [(one["event"], one["face"], one["target"]["id"]) for one in page] == [
            ("key.created", "cli", made["id"])
        ]
        record, signed, key = _taken_out(hub, tmp_path)
    elsewhere = {name: value for name, value in os.environ.items() if not name.startswith("LINKWRIGHT_")}

    def verify(*more: str) -> tuple[int, str]:
        given = ["--checkpoints", str(signed), "--public-key", key]
        done = run_cli("audit", "verify", str(record), *given, *more, env=elsewhere, check=False)
        return done.returncode, done.stdout + done.stderr

    lines = record.read_bytes().splitlines(keepends=True)
    code, said = verify()
    assert code == 0, said
    assert f"{len(lines)} records are as they were written." in said
    chains = [json.loads(line)["chain"] for line in lines]
    # A record between two others of its chain: what is missing at an end shows otherwise.
    at = next(n for n in range(1, len(lines)) if len(set(chains[n - 1 : n + 2])) == 1)
    picked = json.loads(lines[at])
    changed = lines[at].replace(b'"outcome":"done"', b'"outcome":"refused"')
    assert changed != lines[at]
    for tampered, named in (
        ([*lines[:at], changed, *lines[at + 1 :]], f"record {picked['sequence']} ({picked['id']})"),
        ([*lines[:at], *lines[at + 1 :]], f"line {at + 1}"),
        ([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]], f"line {at + 1}"),
        ([*lines[: at + 1], lines[at], *lines[at + 1 :]], f"line {at + 2}"),
        (lines[:-1], "was cut off"),
    ):
        record.write_bytes(b"".join(tampered))
        code, said = verify()
        assert code == 1
        assert named in said, said


@pytest.mark.timeout(120)
def test_a_database_that_was_tampered_with_is_found_out_by_the_running_hub_and_by_the_command(tmp_path: Path) -> None:
    outside = tmp_path / "anchors.jsonl"
    anchored = {"LINKWRIGHT_AUDIT_CHECKPOINT_FILE": str(outside), "LINKWRIGHT_AUDIT_CHECKPOINT_RECORDS": "1"}
    with running_hub(tmp_path / "data", **anchored) as hub:
        assert hub.call("PATCH", "/project", {"app_name": "One"}).status == 200
        state = hub.call("GET", "/audit/state").json()
        assert state["bad"] is None
        assert len(outside.read_bytes().splitlines()) >= 1
        with sqlite3.connect(hub.data / "linkwright.db") as database:
            database.execute("UPDATE audit_records SET principal = 'key:other' WHERE event = 'project.changed'")
        bad = hub.call("GET", "/audit/state?fresh=true").json()["bad"]
        assert bad["sequence"] == state["verified_to"]
        done = run_cli("audit", "verify", "--data", str(hub.data), env=hub.env, check=False)
        assert done.returncode == 1
        assert "was changed" in done.stderr


def test_who_may_not_read_the_record_is_told_so(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data") as hub:
        runs_only = hub.cli("keys", "create", "--name", "runs", "--scope", "actions:execute")["key"]
        assert hub.call("GET", "/audit", key=runs_only).status == 403
        assert hub.call("GET", "/audit", key="").status == 401
        assert hub.call("GET", "/audit?chain=organization").status == 404
        assert hub.call("GET", "/audit?next=x").status == 400
        assert hub.call("GET", "/audit/aud_none").status == 404
        refused = hub.call("GET", "/audit?outcome=refused").json()["data"]
        assert "access.denied" in {one["event"] for one in refused}
        cef = hub.call("GET", "/audit/export?format=cef").body.decode()
        assert cef.splitlines()[0].startswith("CEF:0|Linkwright|Linkwright|")
