"""Killed while linking: a whole account or none, and what was acknowledged stays. `make chaos` does this for longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.promise("linking.no-half-account")
@pytest.mark.timeout(120)
def test_kills_in_the_middle_of_linking_leave_whole_accounts_only() -> None:
    command = [sys.executable, "-m", "tests.chaos", "--only", "linking", "--seconds", "12"]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "none lost" in done.stdout
    assert " 0 kills" not in done.stdout
