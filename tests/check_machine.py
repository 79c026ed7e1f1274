"""Stops `make test` at once, with the remedy, where a browser, PostgreSQL or nginx is missing."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

REMEDIES = {
    "chromium": "Install Chromium (Debian: apt-get install chromium), or name a browser with LINKWRIGHT_CHROMIUM=/path.",
    "postgresql": "Install the PostgreSQL server (Debian: apt-get install postgresql); it need not run.",
    "nginx": "Install nginx (Debian: apt-get install nginx-light); it need not run.",
}


def chromium() -> str | None:
    """The browser that the tests drive."""
    named = os.environ.get("LINKWRIGHT_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def postgres_bin() -> Path | None:
    """The folder of PostgreSQL's server programs, newest version first."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]), reverse=True)
    on_path = shutil.which("initdb")
    folders = [*versions, *([Path(on_path).parent] if on_path else [])]
    programs = ("initdb", "postgres", "pg_isready")
    return next((folder for folder in folders if all((folder / name).exists() for name in programs)), None)


def nginx() -> str | None:
    """nginx, which Debian keeps outside a user's PATH."""
    return shutil.which("nginx") or next((path for path in ("/usr/sbin/nginx",) if Path(path).exists()), None)


def missing() -> list[str]:
    """The names of what is not there."""
    present = {"chromium": chromium(), "postgresql": postgres_bin(), "nginx": nginx()}
    return [name for name, found in present.items() if not found]


def main() -> int:
    lacking = missing()
    for name in lacking:
        print(f"make test needs {name}. {REMEDIES[name]}", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
