"""A PostgreSQL server of our own for the tests: a fresh cluster on a unix socket and a free port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.check_machine import postgres_bin


@contextmanager
def cluster() -> Iterator[str]:
    """The address of the server, without a database name: `postgresql://postgres@127.0.0.1:PORT`."""
    programs = postgres_bin()
    assert programs is not None, "PostgreSQL is missing; make test says so before it gets here"
    folder = Path(tempfile.mkdtemp(prefix="linkwright-pg-"))
    user = _server_user()
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    common = {
        "user": user,
        "stdout": subprocess.DEVNULL,
        "cwd": folder,
        "env": {**os.environ, "HOME": str(folder)},
    }
    server: subprocess.Popen[bytes] | None = None
    try:
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"],
            check=True,
            **common,
        )
        options = [
            "-k",
            str(folder),
            "-p",
            str(port),
            "-h",
            "127.0.0.1",
            "-c",
            "fsync=off",
            "-c",
            "max_connections=200",
        ]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, *options], user=user, stdout=log, stderr=log, cwd=folder
            )
        _wait_for(programs, port)
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        if server:
            server.terminate()
            server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(programs: Path, port: int) -> None:
    for _ in range(200):
        ready = subprocess.run([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False)
        if ready.returncode == 0:
            return
        subprocess.run(["sleep", "0.05"], check=True)
    raise RuntimeError("PostgreSQL did not start within ten seconds")


def _server_user() -> str | None:
    # initdb refuses root; Debian's package makes the user postgres.
    if os.geteuid() != 0:
        return None
    return pwd.getpwnam("postgres").pw_name
