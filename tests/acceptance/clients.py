"""Environments for published clients: their own folders and virtual environments, made once a test run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

BIN = Path(sys.executable).parent
_LIMIT = 300


def python_environment(folder: Path, *packages: str) -> Path:
    """A virtual environment with these packages; the path of its Python."""
    run([str(BIN / "uv"), "venv", "--quiet", "--python", sys.executable, str(folder)], folder.parent)
    python = folder / "bin" / "python"
    run([str(BIN / "uv"), "pip", "install", "--quiet", "--python", str(python), *packages], folder.parent)
    return python


def node_folder(source: Path, folder: Path, *packages: str) -> Path:
    """A copy of a shared folder with its npm packages (or these) installed."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "out"))
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    folder.chmod(0o755)
    run([str(BIN / "npm"), "install", "--no-audit", "--no-fund", "--loglevel=error", *packages], folder)
    return folder


def package_folder(base: Path, package: str) -> Path:
    """A folder with one npm package in it, installed once a test run."""
    folder = base / re.sub(r"[^a-z0-9.]+", "-", package.lower()).strip("-")
    if not (folder / "node_modules").exists():
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', "utf-8")
        run([str(BIN / "npm"), "install", "--no-audit", "--no-fund", "--loglevel=error", package], folder)
    return folder


def run(command: list[str], folder: Path, **env: str) -> str:
    """What a command printed; its words are the failure if it fails."""
    done = finish(command, folder, **env)
    assert done.returncode == 0, f"{command}: {done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def finish(command: list[str], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with Node from this environment first on the path."""
    # make hands its own ARGS on, and the drivers read a variable of that name.
    own = {name: value for name, value in os.environ.items() if name not in {"ARGS", "MAKEFLAGS", "MFLAGS"}}
    full = {**own, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **env}
    return subprocess.run(command, cwd=folder, env=full, capture_output=True, text=True, timeout=_LIMIT, check=False)


def drive(command: list[str], folder: Path, **env: str) -> dict[str, Any]:
    """Run a driver and give the JSON it printed, with its exit code as `exit`."""
    done = finish(command, folder, **env)
    text = done.stdout[done.stdout.find("{") :]
    try:
        found = json.loads(text)
    except ValueError:
        found = {"unreadable": done.stdout[-2000:], "stderr": done.stderr[-2000:]}
    return {**found, "exit": done.returncode}
