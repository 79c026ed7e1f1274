"""docs/guides/add-a-connector.md is true: it is followed here to the letter, from an empty folder to a call of a linked account."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.acceptance.clients import BIN, finish
from tests.hub import RunningHub, running_hub
from tests.postgres import free_port

pytestmark = [pytest.mark.timeout(300)]
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "guides" / "add-a-connector.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"`(mine/[\w./-]+)`")
EXPECTED = "# → "
KEY = "bd_key_7f3c1e9a2b5d4c60"


class Reader:
    """Somebody who does what the page says, in a folder of their own."""

    def __init__(self, folder: Path, twin: int) -> None:
        self.folder, self._twin = folder, twin
        self.exports: list[str] = []
        self.hub: RunningHub | None = None

    def follow(self) -> None:
        last = 0
        for block in FENCE.finditer(PAGE):
            before = PAGE[last : block.start()]
            last = block.end()
            language, text = block.groups()
            if language == "sh":
                self._run(text)
            elif language in ("yaml", "markdown"):
                self._write(TARGET.findall(before)[-1], text)
            elif "linkwright serve" in text:
                assert self.hub is not None
            if "connect_sessions" in text:
                self._link(self.last)

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        assert path.exists(), f"the page changes {name}, which nothing has made"
        if "SHA256" in text:
            pinned = re.search(r"sha256: ([0-9a-f]{64})", path.read_text(encoding="utf-8"))
            assert pinned
            text = text.replace("SHA256", pinned[1])
        path.write_text(text, encoding="utf-8")

    def _run(self, text: str) -> None:
        text = text.replace("127.0.0.1:8430", f"127.0.0.1:{self._twin}")
        if self.hub is not None:
            text = text.replace("http://127.0.0.1:8400", self.hub.url)
        self.exports += [line for line in text.splitlines() if line.startswith("export ")]
        script = re.sub(rf"^{EXPECTED}.*$", "echo '@>'", text, flags=re.MULTILINE)
        known = {"KEY": self.hub.key} if self.hub else {}
        path = f"{BIN}:/usr/local/bin:/usr/bin:/bin"
        done = finish(
            ["bash", "-c", "\n".join(["set -eu", *self.exports, "exec 2>&1", script])], self.folder, PATH=path, **known
        )
        assert done.returncode == 0, f"{text}\n{done.stdout[-3000:]}"
        self.last = done.stdout
        wanted = [line.removeprefix(EXPECTED) for line in text.splitlines() if line.startswith(EXPECTED)]
        assert wanted, f"a block that promises nothing cannot fail:\n{text}"
        for said, promised in zip(done.stdout.split("@>\n"), wanted, strict=False):
            assert promised in said, f"{text}\n{said}"

    def _link(self, answer: str) -> None:
        """What the person does in the browser, by the same calls."""
        assert self.hub is not None
        token = re.search(r'"token":\s*"([^"]+)"', answer)
        assert token, answer
        offered = self.hub.hub_call(token[1], "GET", "/hub/connectors").json()["integrations"]
        body = {"integration_id": offered[0]["integration_id"], "credentials": {"api_key": KEY}}
        made = self.hub.hub_call(token[1], "POST", "/hub/accounts", body)
        assert made.status == 200, made.body


@contextmanager
def brightdesk() -> Iterator[int]:
    """The stand-in, started as the page says; its port."""
    port = free_port()
    command = [sys.executable, str(ROOT / "examples" / "brightdesk" / "twin.py"), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "Brightdesk at" in process.stdout.readline()
        url = f"http://127.0.0.1:{port}/v2/me"
        ready = ["curl", "-sS", "--retry", "60", "--retry-connrefused", "--retry-delay", "1", "-o", "/dev/null", url]
        subprocess.run(ready, check=True, timeout=90)
        try:
            yield port
        finally:
            process.send_signal(signal.SIGTERM)


@pytest.mark.promise("connectors.guide-is-true")
def test_whoever_follows_the_guide_ends_with_a_connector_that_acts_on_an_account(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    with brightdesk() as port:
        origins = f'{{"https://api.brightdesk.example": "http://127.0.0.1:{port}"}}'
        with running_hub(tmp_path / ".linkwright", LINKWRIGHT_OUTBOUND_ORIGINS=origins) as hub:
            assert hub.url, hub.log
            reader = Reader(tmp_path, port)
            reader.hub = hub
            reader.follow()
            runs = hub.call("GET", "/requests/logs").json()["data"]
    assert runs[0]["action"] == "brightdesk_list_tickets"
    assert (tmp_path / "mine" / "brightdesk" / "connector.lock.json").is_file()
