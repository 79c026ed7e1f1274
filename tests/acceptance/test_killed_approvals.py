"""Killed in the middle of an approved call, at some of the steps here; `python -m tests.killed_approvals` takes every one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import cluster

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.promise("approvals.once")
@pytest.mark.timeout(580)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_an_approved_call_that_is_killed_and_sent_again_happens_exactly_once(kind: str) -> None:
    if kind == "sqlite":
        found = _kills("--every", "13")
    else:
        with cluster() as server:
            found = _kills("--every", "17", "--database", f"{server}/postgres")
    assert found["killed"] >= 3
    # Some were killed before the provider did it, and some after.
    assert 0 < found["done_by_the_killed"] < found["killed"]


def _kills(*more: str) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.killed_approvals", *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=560, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))
