"""Commands are loaded when they are asked for, and look as if they were always there."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from linkwright.cli.lazily import COMMANDS, LazyCommands
from linkwright.cli.main import app

_LOADED = "import sys; from linkwright.cli.main import main; sys.argv = ['linkwright', *sys.argv[1:]]\ntry: main()\nexcept SystemExit: pass\nprint('sqlalchemy' in sys.modules)"


@pytest.mark.parametrize(
    ("words", "loaded"), [(["--version"], False), (["twin", "--help"], False), (["keys", "--help"], True)]
)
def test_a_command_loads_what_it_needs(words: list[str], loaded: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *words], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines()[-1] == str(loaded), done.stdout


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    rows = {line.split()[0]: line.split(maxsplit=1)[1:] for line in shown.stdout.splitlines() if line.startswith("  ")}
    assert set(COMMANDS) <= set(rows)
    assert all(rows[name] for name in COMMANDS), "each says what it is for"


def test_a_command_that_is_misspelt_is_answered_with_the_nearest() -> None:
    said = CliRunner().invoke(app, ["kyes"])
    assert said.exit_code == 2
    assert "keys" in said.output


def test_a_command_is_made_once() -> None:
    commands = LazyCommands({"twin": "twin:app"})
    assert commands["twin"] is commands["twin"]
    assert commands["twin"].name == "twin"
    assert list(commands) == ["twin"]
    assert len(commands) == 1
    assert "nothing" not in commands
