"""Killed in the middle of a write, at some of the steps here; `python -m tests.killed_writes` takes every one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import cluster

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.promise("writes.killed")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_write_that_is_killed_and_repeated_happens_exactly_once(kind: str) -> None:
    if kind == "sqlite":
        found = _kills("--every", "12", "--face", "apply:8", "--face", "proxy:22")
    else:
        with cluster() as server:
            # A write takes more steps there.
            ways = ("--every", "20", "--face", "apply:12", "--face", "proxy:44")
            found = _kills(*ways, "--database", f"{server}/postgres")
    assert set(found) == {"rpc", "mcp-derived", "apply", "proxy"}
    for name, face in found.items():
        assert face["killed"] >= (3 if name in ("apply", "proxy") else 4)
        # Some were killed before the provider did it, and some after.
        assert 0 < face["done_by_the_killed"] < face["killed"]


def _kills(*more: str) -> dict[str, dict[str, int]]:
    command = [
        sys.executable,
        "-m",
        "tests.killed_writes",
        "--face",
        "rpc",
        "--face",
        "mcp-derived",
        *more,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))
