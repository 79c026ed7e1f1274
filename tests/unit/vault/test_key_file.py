from __future__ import annotations

import os
import re
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.vault.errors import KeyFileDamaged, KeyFileExists, KeyFileUnsafe, VaultLocked
from linkwright.vault.key_file import LocalKeyFile
from linkwright.vault.key_text import NotAKeyText, read_key_text, write_key_text

GOOD = write_key_text("mk_abc", bytes(range(32)))


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_new_key_file_is_for_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    for umask in (0o000, 0o022, 0o777):
        path = tmp_path / f"{umask}" / "master.key"
        path.parent.mkdir()
        before = os.umask(umask)
        try:
            LocalKeyFile.create(path)
        finally:
            os.umask(before)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [found.name for found in path.parent.iterdir()] == ["master.key"]


@pytest.mark.anyio
async def test_a_key_file_read_again_opens_what_it_wrapped(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "master.key"
    wrapped = await LocalKeyFile.create(path).wrap(b"data key", b"place")
    again = LocalKeyFile(path)
    assert await again.unwrap(wrapped, b"place") == b"data key"
    assert again.key_id.startswith("mk_")


def test_two_new_key_files_hold_different_keys(tmp_path: Path) -> None:
    texts = [LocalKeyFile.create(tmp_path / name).path.read_text() for name in "ab"]
    assert read_key_text(texts[0])[0] != read_key_text(texts[1])[0]
    assert read_key_text(texts[0])[1] != read_key_text(texts[1])[1]


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path / "master.key", "whatever this is")
    with pytest.raises(KeyFileExists, match=re.escape(str(path))):
        LocalKeyFile.create(path)
    assert path.read_text() == "whatever this is"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_dangling_link_in_the_place_of_the_key_file_is_not_followed_on_creation(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyFileExists):
        LocalKeyFile.create(path)
    assert not (tmp_path / "elsewhere").exists()


def test_of_many_creating_at_once_one_wins_and_the_rest_are_told(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    outcomes: list[str] = []

    def create() -> None:
        try:
            outcomes.append(LocalKeyFile.create(path).key_id)
        except KeyFileExists:
            outcomes.append("taken")

    threads = [threading.Thread(target=create) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[:1] + sorted(outcomes)[1:] == [LocalKeyFile(path).key_id] + ["taken"] * 7


def test_a_missing_key_file_locks_the_vault_and_says_where_it_looked(tmp_path: Path) -> None:
    for path in (tmp_path / "master.key", tmp_path / "no" / "folder", write(tmp_path / "file", "x") / "below"):
        with pytest.raises(VaultLocked, match=re.escape(f"no key file at {path}")):
            LocalKeyFile(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o666, 0o777])
def test_a_key_file_that_others_can_reach_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path / "master.key", GOOD, mode)
    with pytest.raises(KeyFileUnsafe, match=f"{mode:04o}") as caught:
        LocalKeyFile(path)
    assert f"chmod 600 {path}" in caught.value.remedy


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_file_that_only_its_owner_can_reach_is_read(tmp_path: Path, mode: int) -> None:
    assert LocalKeyFile(write(tmp_path / "master.key", GOOD, mode)).key_id == "mk_abc"


def test_a_key_file_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "master.key", GOOD)
    real = os.fstat
    monkeypatch.setattr(os, "fstat", lambda fd: os.stat_result((*real(fd)[:4], os.geteuid() + 1, *real(fd)[5:10])))
    with pytest.raises(KeyFileUnsafe, match="belongs to another user"):
        LocalKeyFile(path)


def test_a_link_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "real", GOOD)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "folder").mkdir(mode=0o700)
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(KeyFileUnsafe, match="symbolic link"):
        LocalKeyFile(tmp_path / "link")
    for name in ("folder", "pipe"):
        with pytest.raises(KeyFileUnsafe, match="not a plain file"):
            LocalKeyFile(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("-----BEGIN PRIVATE KEY-----\n", "its first line is not"),
        (GOOD.replace("version 1", "version 2"), "later version"),
        (GOOD.rsplit("check", 1)[0], "exactly the lines"),
        (GOOD + "more: lines\n", "exactly the lines"),
        (GOOD.replace("id: mk_abc", "id: mk_abd"), "checksum"),
        (GOOD.replace("key: AAEC", "key: AAED"), "checksum"),
        (GOOD.replace("key: AAEC", "key: !!!!"), "not base64"),
        (GOOD.replace("key: AAEC", "key: "), "29 bytes where 32"),
        (GOOD.replace("key: AAEC", "key: ÄÄEC"), "not base64"),
        ("x" * 5000, "too large"),
    ],
)
def test_a_damaged_key_file_says_what_is_wrong_without_quoting_it(tmp_path: Path, text: str, why: str) -> None:
    path = write(tmp_path / "master.key", text)
    with pytest.raises(KeyFileDamaged, match=why) as caught:
        LocalKeyFile(path)
    assert "AQIDBAUG" not in str(caught.value)


@given(
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=64),
    st.binary(min_size=32, max_size=32),
)
def test_any_key_comes_back_from_its_text(name: str, key: bytes) -> None:
    assert read_key_text(write_key_text(f"mk_{name}", key)) == (f"mk_{name}", key)


@given(st.integers(0, len(GOOD) - 2), st.characters(codec="ascii"))
def test_a_key_text_with_one_character_changed_never_gives_another_key(at: int, other: str) -> None:
    text = GOOD[:at] + other + GOOD[at + 1 :]
    try:
        assert read_key_text(text) == ("mk_abc", bytes(range(32)))
    except NotAKeyText as problem:
        assert "AQIDBAUG" not in str(problem)


@given(st.text(max_size=300))
def test_any_text_is_either_a_key_or_refused(text: str) -> None:
    with pytest.raises(NotAKeyText):
        read_key_text(text)
