"""Pushed files are compiled in a process of their own, which gets no secrets, and no more than its time and memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linkwright.catalog.parcels import compile_files
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.errors import Internal
from linkwright.publishing import apart
from linkwright.publishing.apart import compile_apart
from tests.desk import desk_files

pytestmark = pytest.mark.anyio


async def test_the_lock_is_the_one_that_a_compiler_here_would_make() -> None:
    assert await compile_apart(desk_files()) == compile_files(desk_files()).connector


async def test_findings_come_back_whole() -> None:
    spoilt = desk_files("1.0.0", ("actions/tickets.yaml", "effect: read", "effect: raed"))
    with pytest.raises(ConnectorInvalid) as here:
        compile_files(spoilt)
    with pytest.raises(ConnectorInvalid) as there:
        await compile_apart(spoilt)
    assert there.value.findings == here.value.findings


async def test_files_that_need_no_compiler_to_be_refused_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/nowhere")
    with pytest.raises(ConnectorInvalid, match="The file is missing"):
        await compile_apart({"a.yaml": ""})


async def _with(script: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Compile with this shell script in the interpreter's place."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(apart.sys, "executable", str(path))
    await compile_apart(desk_files())


async def test_a_process_that_is_killed_for_its_time_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(ConnectorInvalid, match="takes more than 120 seconds or 2 GB to compile"):
        await _with("cat >/dev/null; kill -XCPU $$", monkeypatch, tmp_path)


async def test_one_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.05)
    with pytest.raises(ConnectorInvalid, match="takes more than"):
        await _with("exec sleep 60", monkeypatch, tmp_path)


async def test_one_that_breaks_is_an_error_of_ours_and_says_nothing_of_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(Internal, match="Compiling broke on our side") as broken:
        await _with("cat >/dev/null; echo oh no >&2; exit 1", monkeypatch, tmp_path)
    assert "oh no" not in broken.value.message


async def test_the_hubs_environment_is_not_handed_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LINKWRIGHT_DATABASE_URL", "postgresql://u:secret@host/x")
    told = tmp_path / "told"
    with pytest.raises(Internal):
        await _with(f"cat >/dev/null; env > {told}; exit 1", monkeypatch, tmp_path)
    assert "PATH=" in told.read_text()
    assert "secret" not in told.read_text()


def test_too_little_memory_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(_files: object) -> None:
        raise MemoryError

    monkeypatch.setattr(apart, "compile_files", greedy)
    [found] = apart._answer(desk_files())["findings"]
    assert json.dumps(found)
    assert "GB to compile" in found["message"]
