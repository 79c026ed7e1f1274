"""The screens' own checks: their types hold, and their TypeScript tests pass."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scripts import api_types

UI = Path(__file__).resolve().parents[2] / "ui"
NODE = str(Path(sys.executable).with_name("node"))


def _node(*arguments: str) -> str:
    done = subprocess.run([NODE, *arguments], cwd=UI, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


def test_the_types_of_the_screens_hold() -> None:
    _node("node_modules/typescript/bin/tsc", "--noEmit")


def test_the_types_of_the_api_are_those_of_the_hub() -> None:
    assert api_types.types() == api_types.TYPES.read_text(encoding="utf-8"), "run `make docs`"


def test_the_tests_of_the_screens_pass() -> None:
    files = sorted(str(path.relative_to(UI)) for path in (UI / "tests").glob("*.test.ts"))
    assert files
    assert "fail 0" in _node("--test", *files)
