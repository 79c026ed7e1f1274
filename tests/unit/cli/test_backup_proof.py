"""A backup has its name only after it was proved, and the proof leaves no master key behind."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import pytest

from linkwright.cli import backup as command
from linkwright.store.database import Database
from linkwright.store.migrate import migrate
from linkwright.vault.errors import RecordDoesNotOpen
from linkwright.vault.key_file import LocalKeyFile
from linkwright.vault.providers import MasterKey


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty hub's folder; temporary files go to a folder of this test."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    folder = tmp_path / "data"
    LocalKeyFile.create(folder / "master.key")

    async def fill() -> None:
        database = Database(f"sqlite:///{folder / 'linkwright.db'}")
        await migrate(database)
        await database.close()

    asyncio.run(fill())
    return folder


def test_while_a_backup_is_proved_it_has_no_name_yet_and_no_key_lies_in_the_temporary_folder(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = (data / "master.key").read_bytes()
    seen: list[str] = []

    async def looking(database: Database, key: MasterKey) -> int:
        assert not (tmp_path / "hub.zip").exists()
        for path in (tmp_path / "temporary").rglob("*"):
            seen.append(path.name)
            assert not path.is_file() or secret not in path.read_bytes()
        return await real(database, key)

    real = command.prove
    monkeypatch.setattr(command, "prove", looking)
    command.backup(tmp_path / "hub.zip", data, json=True)
    assert "linkwright.db" in seen
    assert (tmp_path / "hub.zip").is_file()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_backup_that_cannot_be_proved_is_not_kept(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(_database: Database, _key: MasterKey) -> int:
        raise RecordDoesNotOpen

    monkeypatch.setattr(command, "prove", failing)
    with pytest.raises(RecordDoesNotOpen):
        command.backup(tmp_path / "hub.zip", data, json=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "temporary"]
