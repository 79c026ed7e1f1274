"""The record over a backup, a restore and the commands of keys: whole afterwards, and it says who did it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from linkwright.kit import jsons
from tests.hub import run_cli, running_hub


def _records(data: Path, file: Path) -> list[dict[str, Any]]:
    done = run_cli("audit", "export", "--data", str(data), "--output", str(file), check=False)
    assert done.returncode == 0, done.stderr
    return [jsons.loads(line) for line in file.read_bytes().splitlines()]


@pytest.mark.promise("backup.record")
def test_a_restored_hub_s_record_verifies_and_says_who_restored_shredded_and_changed_keys(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    with running_hub(old) as hub:
        hub.link()
        run_cli("backup", str(tmp_path / "hub.zip"), "--data", str(old), "--json")
    run_cli("restore", str(tmp_path / "hub.zip"), "--data", str(new), "--json")
    assert (new / "audit.key").read_bytes() == (old / "audit.key").read_bytes()
    assert stat.S_IMODE(os.stat(new / "audit.key").st_mode) == 0o600
    run_cli("vault", "rotate", "--data", str(new), "--json")
    project = run_cli("projects", "list", "--data", str(new), "--json")[0]["name"]
    run_cli("vault", "shred", "--project", project, "--yes", "--data", str(new), "--json")
    verified = run_cli("audit", "verify", "--data", str(new), "--json")
    assert verified["unsealed"] == []
    found = _records(new, tmp_path / "audit.jsonl")
    by_command = {one["event"] for one in found if one["face"] == "cli" and one["principal"] == "cli"}
    assert by_command >= {
        "hub.backed_up",
        "hub.restored",
        "vault.rotation_began",
        "vault.rotated",
        "vault.key_created",
        "vault.key_destroyed",
        "vault.shredded",
        "credential.destroyed",
    }
    assert "audit.key_changed" not in {one["event"] for one in found}
    # Sealing the same token anew is no new token.
    assert "credential.replaced" not in {one["event"] for one in found}
    assert {one["event"] for one in found if not one["sealed"]} == set()
