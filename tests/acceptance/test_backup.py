"""Backup and restore, with the key that was linked and calls that work afterwards."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from tests.hub import run_cli, running_hub
from tests.postgres import cluster


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A backup of a hub with one linked account: file, key, account id."""
    folder = tmp_path_factory.mktemp("backup")
    with running_hub(folder / "data") as hub:
        account = hub.link()
        made = run_cli("backup", str(folder / "hub.zip"), "--data", str(hub.data), "--json")
        assert made["credentials_opened"] == 1
        return folder / "hub.zip", hub.key, account


def test_a_backup_is_for_its_owner_only_and_is_not_overwritten(backup: tuple[Path, str, str], tmp_path: Path) -> None:
    file, _, _ = backup
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    run_cli("restore", str(file), "--data", str(tmp_path / "r"), "--json")
    done = run_cli("backup", str(file), "--data", str(tmp_path / "r"), check=False)
    assert done.returncode == 1
    assert "not overwritten" in done.stderr


def test_a_restored_hub_runs_with_the_same_keys_and_accounts(backup: tuple[Path, str, str], tmp_path: Path) -> None:
    file, key, account = backup
    restored = run_cli("restore", str(file), "--data", str(tmp_path / "new"), "--json")
    assert restored["credentials_opened"] == 1
    with running_hub(tmp_path / "new") as hub:
        answer = hub.call(
            "POST", "/actions/rpc", {"action": "linear_get_viewer"}, key=key, headers={"x-account-id": account}
        )
        assert answer.status == 200, answer.body


@pytest.mark.promise("backup.proved")
@pytest.mark.postgres
def test_a_backup_of_sqlite_restores_into_postgresql(backup: tuple[Path, str, str], tmp_path: Path) -> None:
    file, key, account = backup
    with cluster() as server:
        url = f"{server}/postgres"
        env = {**os.environ, "LINKWRIGHT_DATABASE_URL": url}
        restored = run_cli("restore", str(file), "--data", str(tmp_path / "pg"), "--json", env=env)
        assert restored["credentials_opened"] == 1
        with running_hub(tmp_path / "pg", LINKWRIGHT_DATABASE_URL=url) as hub:
            assert hub.url, hub.log
            answer = hub.call(
                "POST", "/actions/rpc", {"action": "linear_get_viewer"}, key=key, headers={"x-account-id": account}
            )
            assert answer.status == 200, answer.body
            # The counter for wire ids came along: a new session does not collide with an old one.
            body = {"origin_owner_id": "new", "origin_owner_name": "New"}
            assert hub.call("POST", "/connect_sessions", body, key=key).status == 201


def test_restoring_over_a_hub_is_refused(backup: tuple[Path, str, str], tmp_path: Path) -> None:
    file, _, _ = backup
    run_cli("restore", str(file), "--data", str(tmp_path / "a"), "--json")
    done = run_cli("restore", str(file), "--data", str(tmp_path / "a"), check=False)
    assert done.returncode == 1
    assert "already" in done.stderr


@pytest.mark.parametrize("damage", ["truncated", "altered", "not a zip", "another zip"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    backup: tuple[Path, str, str], tmp_path: Path, damage: str
) -> None:
    file, bad = backup[0], tmp_path / "bad.zip"
    content = file.read_bytes()
    if damage == "truncated":
        bad.write_bytes(content[: len(content) // 2])
    elif damage == "not a zip":
        bad.write_bytes(b"hello")
    elif damage == "another zip":
        with zipfile.ZipFile(bad, "w") as archive:
            archive.writestr("a.txt", "a")
    else:
        with zipfile.ZipFile(file) as good, zipfile.ZipFile(bad, "w") as archive:
            for name in good.namelist():
                text = good.read(name)
                archive.writestr(
                    name, text.replace(b"Example Bakery", b"Example Butcher") if "accounts" in name else text
                )
    done = run_cli("restore", str(bad), "--data", str(tmp_path / "target"), check=False)
    assert done.returncode == 1
    assert "Nothing was restored" in done.stderr
    assert not (tmp_path / "target" / "master.key").exists()
