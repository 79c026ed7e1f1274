"""The twin of Linear as a server of its own, for tests that go over the network."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

from tests import warm
from tests.postgres import free_port


@dataclass(frozen=True)
class RunningTwin:
    """Its address, and its keys by name."""

    url: str
    keys: dict[str, str]

    @property
    def origins(self) -> str:
        """What makes a hub send to it what is meant for Linear."""
        return json.dumps({f"https://{host}linear.app": self.url for host in ("", "api.", "uploads.")})


@contextmanager
def running_twin(seed: str = "tests") -> Iterator[RunningTwin]:
    """Start it, wait until it answers, and end it by its pid."""
    port = free_port()
    arguments = ["twin", "linear", "--port", str(port), "--seed", seed]
    with warm.popen(arguments, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if re.match(r"Stop with", line):
                break
        address = f"http://127.0.0.1:{port}"
        try:
            yield RunningTwin(address, _keys(address))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _keys(address: str) -> dict[str, str]:
    for _ in range(400):
        try:
            with urlopen(f"{address}/twin/keys", timeout=5) as answer:
                return dict(json.loads(answer.read()))
        except OSError:
            threading.Event().wait(0.1)
    raise AssertionError(f"the twin does not answer at {address}")
