"""A peer as a process of its own, until it listens."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.upstream import free_port, wait_until_listening

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
        wait_until_listening(process, port, f"the peer {script}", 60)
        yield port, process.pid
    finally:
        process.terminate()
        process.communicate(timeout=20)
