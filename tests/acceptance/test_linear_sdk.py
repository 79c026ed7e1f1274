"""Linear's own published SDK, unmodified, against the twin of Linear as a server of its own."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.acceptance.clients import BIN, drive, node_folder

pytestmark = [pytest.mark.xdist_group("linear-sdk"), pytest.mark.timeout(300)]
SOURCE = Path(__file__).parent / "linear_sdk"


@pytest.fixture(scope="module")
def twin() -> Iterator[str]:
    """The address of a twin that runs by itself."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "linkwright"), "twin", "linear", "--port", str(port), "--seed", "sdk"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if re.match(r"Stop with", line):
                break
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        yield address
        process.send_signal(signal.SIGTERM)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            with urlopen(f"{address}/twin/keys", timeout=5):
                return
        except OSError:
            with socket.socket() as pause:
                pause.settimeout(0.05)
                pause.connect_ex(("127.0.0.1", 9))
    raise AssertionError(f"the twin does not answer at {address}")


@pytest.fixture(scope="module")
def found(twin: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the SDK saw."""
    folder = node_folder(SOURCE, tmp_path_factory.mktemp("sdk") / "client")
    with urlopen(f"{twin}/twin/keys", timeout=10) as answer:
        keys = json.loads(answer.read())
    env = {"API_URL": f"{twin}/graphql", "API_KEY": keys["full"], "READ_ONLY_KEY": keys["read_only"]}
    return drive([str(BIN / "node"), "drive.mjs"], folder, **env)


@pytest.mark.promise("linear.sdk-runs-on-the-twin")
def test_the_sdk_reads_walks_pages_and_writes(found: dict[str, Any]) -> None:
    assert found["exit"] == 0, found
    assert (found["viewer"], found["organization"], found["teams"]) == ("Mira Holt", "fernhill", ["DES", "ENG", "OPS"])
    assert found["issues"] == 39
    assert 0 < found["filtered"] < 39
    assert found["created"] == {"success": True, "title": "By the SDK", "state": "Triage"}
    assert found["updated"] == {"success": True, "title": "Changed by the SDK"}
    assert found["comments"] == {"success": True, "count": 1}
    assert found["deleted"] is True
    assert all(found[name] > 0 for name in ("states", "members", "projects", "labels", "notifications", "search"))


def test_the_sdk_understands_what_the_twin_refuses(found: dict[str, Any]) -> None:
    refusals = found["refusals"]
    assert refusals["missing"]["message"] == "Could not find referenced Issue."
    assert refusals["key"]["kind"] == "AuthenticationLinearError"
    assert refusals["right"]["kind"] == "ForbiddenLinearError"
    assert refusals["input"]["message"] == "teamId must be a UUID."
