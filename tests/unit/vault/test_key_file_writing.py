"""How a key file comes to be on the disk and what is looked at before it is believed."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

import pytest

from linkwright.vault.errors import KeyFileDamaged, KeyFileExists, KeyFileUnsafe, VaultLocked
from linkwright.vault.key_file import LocalKeyFile
from linkwright.vault.key_text import write_key_text

GOOD = write_key_text("mk_abc", bytes(range(32)))


def write(path: Path, text: str = GOOD, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_further_key_lies_beside_the_first_and_is_named_by_its_id(tmp_path: Path) -> None:
    made = LocalKeyFile.beside(tmp_path / "master.key")
    assert made.path == tmp_path / f"master.key.{made.key_id}"
    assert made.label == f"master.key.{made.key_id}"
    assert made.key_id.startswith("mk_")
    assert [found.name for found in tmp_path.iterdir()] == [made.label]
    assert LocalKeyFile(made.path).key_id == made.key_id


def test_folders_that_are_made_for_a_key_file_are_their_owners_only(tmp_path: Path) -> None:
    LocalKeyFile.create(tmp_path / "one" / "two" / "master.key")
    assert stat.S_IMODE((tmp_path / "one" / "two").stat().st_mode) == 0o700


def test_file_and_folder_are_on_the_disk_before_the_key_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def note(handle: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else f"file of {os.fstat(handle).st_size} bytes"
        synced.append(f"{kind}, {'there' if (tmp_path / 'master.key').exists() else 'not yet there'}")
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    size = LocalKeyFile.create(tmp_path / "master.key").path.stat().st_size
    assert synced == [f"file of {size} bytes, not yet there", "folder, there"]


def test_a_disk_that_fails_in_between_leaves_no_draft_and_no_key_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for step in ("open", "fsync", "link"):
        with monkeypatch.context() as patch:
            patch.setattr(os, step, fail)
            with pytest.raises(OSError, match="No space left"):
                LocalKeyFile.create(tmp_path / "master.key")
        assert list(tmp_path.iterdir()) == []


def test_no_handle_stays_open_whatever_comes_of_it(tmp_path: Path) -> None:
    held = "/dev/fd"
    before = len(os.listdir(held))  # noqa: PTH208 - the folder of this process's own handles
    path = LocalKeyFile.create(tmp_path / "master.key").path
    for _ in range(5):
        LocalKeyFile(path)
    path.chmod(0o644)
    with pytest.raises(KeyFileUnsafe):
        LocalKeyFile(path)
    assert len(os.listdir(held)) == before  # noqa: PTH208


def test_a_name_that_is_taken_is_told_in_these_words(tmp_path: Path) -> None:
    path = write(tmp_path / "master.key")
    with pytest.raises(KeyFileExists) as found:
        LocalKeyFile.create(path)
    assert found.value.message == f"There is a key file at {path} already. It was left as it is."


def test_a_file_that_the_system_does_not_give_is_told_with_the_systems_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "master.key")
    for problem, reason in (
        (PermissionError(errno.EACCES, "Permission denied"), "Permission denied"),
        (OSError(), "OSError"),
    ):
        monkeypatch.setattr(os, "open", lambda *_, problem=problem, **__: (_ for _ in ()).throw(problem))
        with pytest.raises(VaultLocked) as found:
            LocalKeyFile(path)
        assert found.value.message == f"The key file {path} cannot be read: {reason}."
        assert found.value.code != "key_file_unsafe"


@pytest.mark.parametrize(("owner", "process", "taken"), [(0, 1000, True), (1000, 1000, True), (1, 1000, False)])
def test_a_key_file_belongs_to_the_process_or_to_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: int, process: int, taken: bool
) -> None:
    path = write(tmp_path / "master.key")
    real = os.fstat
    monkeypatch.setattr(os, "fstat", lambda fd: os.stat_result((*real(fd)[:4], owner, *real(fd)[5:10])))
    monkeypatch.setattr(os, "geteuid", lambda: process)
    if taken:
        assert LocalKeyFile(path).key_id == "mk_abc"
        return
    with pytest.raises(KeyFileUnsafe) as found:
        LocalKeyFile(path)
    assert found.value.message == f"The key file {path} belongs to another user (id {owner})."
    assert found.value.remedy == "Make the user who runs Linkwright its owner: chown."


def test_a_file_of_4096_bytes_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    path = write(tmp_path / "master.key", GOOD.ljust(4096))
    assert LocalKeyFile(path).key_id == "mk_abc"
    write(path, GOOD.ljust(4097))
    with pytest.raises(KeyFileDamaged, match=re.escape(f"{path} cannot be used: with 4097 bytes it is too large.")):
        LocalKeyFile(path)


def test_a_mode_that_lets_others_in_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path / "master.key", mode=0o640)
    with pytest.raises(KeyFileUnsafe) as found:
        LocalKeyFile(path)
    assert found.value.message == f"The key file {path} has mode 0640: others than its owner can reach it."
    assert found.value.remedy.startswith(f"Run: chmod 600 {path}. If others may have read it, ")


def test_a_damaged_text_is_told_with_the_files_name_and_no_chain_of_errors(tmp_path: Path) -> None:
    path = write(tmp_path / "master.key", "nonsense")
    with pytest.raises(KeyFileDamaged) as found:
        LocalKeyFile(path)
    assert found.value.message.startswith(f"The key file {path} cannot be used: its first line is not ")
    assert found.value.__suppress_context__
