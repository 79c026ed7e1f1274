"""The data folder is closed to others, whatever mask the process was given, and no other folder is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkwright.cli.errors import FolderNotOurs
from linkwright.cli.serve import prepare_folder
from linkwright.settings import Settings


@pytest.fixture(autouse=True)
def _mask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_and_what_is_written_next_are_for_the_owner_only(tmp_path: Path) -> None:
    prepare_folder(Settings(data=tmp_path / "a" / "data"))
    (tmp_path / "a" / "data" / "linkwright.db").touch(0o666)
    assert _mode(tmp_path / "a" / "data") == 0o700
    assert _mode(tmp_path / "a" / "data" / "linkwright.db") == 0o600


def test_a_folder_of_ours_that_was_open_is_closed_with_its_database(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for name in ("linkwright.db", "linkwright.db-wal", "serve.lock", "notes.txt", "master.key"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o666)
    prepare_folder(Settings(data=tmp_path))
    modes = {path.name: _mode(path) for path in tmp_path.iterdir()}
    assert _mode(tmp_path) == 0o700
    assert modes == {
        "linkwright.db": 0o600,
        "linkwright.db-wal": 0o600,
        "serve.lock": 0o600,
        "notes.txt": 0o666,
        # Not closed silently: the start refuses it and says that others may have read it.
        "master.key": 0o666,
    }


def test_a_folder_that_others_use_for_something_else_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "homework").touch()
    with pytest.raises(FolderNotOurs, match="holds other things"):
        prepare_folder(Settings(data=tmp_path))
    assert _mode(tmp_path) == 0o755


@pytest.mark.parametrize("inside", ["lost+found", "linkwright.toml"])
def test_an_empty_volume_or_a_folder_with_settings_is_taken(tmp_path: Path, inside: str) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / inside).touch()
    prepare_folder(Settings(data=tmp_path))
    assert _mode(tmp_path) == 0o700
