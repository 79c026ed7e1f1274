"""A peer as a process of its own, until it listens."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.upstream import free_port

_HERE = Path(__file__).parent


@contextmanager
def running(python: str, script: str, upstream: int, *arguments: str) -> Iterator[tuple[int, int]]:
    """Run one of the scripts beside this file; its port and its process id.

    Args:
        python: the interpreter of the environment that has what the script needs.
        script: its name without `.py`.
        upstream: the port it calls.
        arguments: further ones, such as the credential.
    """
    port = free_port()
    command = [python, str(_HERE / f"{script}.py"), str(port), str(upstream), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait(process, port, script)
        yield port, process.pid
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _wait(process: subprocess.Popen[bytes], port: int, script: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            said = process.stderr.read().decode() if process.stderr else ""
            raise SystemExit(f"the peer {script} did not start: {said[-2000:]}")
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"the peer {script} did not listen within 60 seconds")
