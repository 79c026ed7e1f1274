"""A real hub for the tests: `linkwright serve` as its own process, in its own folder, on a free port."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests import warm
from tests.postgres import free_port

COMMAND = warm.COMMAND
_START_SECONDS = 90


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class RunningHub:
    """A hub process, what it printed, and a small client for it."""

    process: Any
    data: Path
    env: dict[str, str]
    url: str = ""
    printed: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    readers: list[threading.Thread] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The API key that the first start printed."""
        found = re.search(r"API key\s+(lw_\w+)", "\n".join(self.printed))
        assert found, self.printed
        return found[1]

    @property
    def claim_url(self) -> str:
        """The one-time console link that the first start printed."""
        found = re.search(r"(http\S+/console/claim/\w+)", "\n".join(self.printed))
        assert found, self.printed
        return found[1]

    def call(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request with the API key (or another; an empty one sends none)."""
        sent = dict(headers or {})
        chosen = self.key if key is None else key
        if chosen:
            sent["authorization"] = "Basic " + base64.b64encode(f"{chosen}:".encode()).decode()
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        if data is not None:
            sent.setdefault("content-type", "application/json")
        request = Request(self.url + path, data=data, method=method, headers=sent)
        try:
            with urlopen(request, timeout=30) as answer:
                return Answer(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
        except HTTPError as refused:
            with refused:
                return Answer(refused.code, {k.lower(): v for k, v in refused.headers.items()}, refused.read())

    def session(self, **fields: Any) -> dict[str, Any]:
        """A connect session."""
        body = {"origin_owner_id": "cus_1", "origin_owner_name": "Example Bakery", "provider": "linear", **fields}
        made = self.call("POST", "/connect_sessions", body)
        assert made.status == 201, made.body
        return dict(made.json())

    def hub_call(self, token: str, method: str, path: str, body: Any = None) -> Answer:
        """One request of a Hub."""
        return self.call(method, path, body, key="", headers={"x-hub-session-token": token})

    def link(self, api_key: str | None = None, **fields: Any) -> str:
        """Link an account (a test account with the twin's key unless one is given); its id."""
        fields.setdefault("type", "test" if api_key is None else "production")
        token = self.session(**fields)["token"]
        profile = self.hub_call(token, "GET", "/hub/connectors").json()["integrations"][0]["integration_id"]
        if api_key is None:
            config = self.hub_call(token, "GET", f"/hub/connectors/{profile}").json()
            api_key = config["linkwright"]["test_credentials"]["api_key"]
        made = self.hub_call(
            token, "POST", "/hub/accounts", {"integration_id": profile, "credentials": {"api_key": api_key}}
        )
        assert made.status == 200, made.body
        return str(made.json()["id"])

    def rpc(self, account_id: str, action: str, **places: Any) -> Answer:
        """Run an action."""
        return self.call("POST", "/actions/rpc", {"action": action, **places}, headers={"x-account-id": account_id})

    def cli(self, *arguments: str) -> Any:
        """Run a command beside the server, with --json."""
        return run_cli(*arguments, "--data", str(self.data), "--json", env=self.env)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Signal the process and wait for its end; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(40)


@contextmanager
def running_hub(data: Path, *, port: int | None = None, **env: str) -> Iterator[RunningHub]:
    """Start a hub, wait until it serves, and end it by its pid."""
    hub = start_hub(data, port=port, **env)
    try:
        yield hub
    finally:
        if hub.process.poll() is None:
            hub.process.kill()
        hub.process.wait(20)
        for reader in hub.readers:
            reader.join(20)
            assert not reader.is_alive(), "something that the hub started outlives it and holds its output"


def start_hub(data: Path, *, port: int | None = None, **env: str) -> RunningHub:
    """Start a hub and wait until it says that it serves; it may also end at once, with its words in `log`."""
    full = {**{k: v for k, v in os.environ.items() if not k.startswith("LINKWRIGHT_")}, **env}
    arguments = ["serve", "--port", str(port or free_port()), "--data", str(data)]
    process = warm.popen(arguments, full)
    hub = RunningHub(process, data, full)
    serving = threading.Event()
    hub.readers += [
        threading.Thread(target=_read_out, args=(hub, serving), daemon=True),
        threading.Thread(target=_read_log, args=(hub,), daemon=True),
    ]
    for reader in hub.readers:
        reader.start()
    serving.wait(_START_SECONDS)
    return hub


def run_cli(*arguments: str, env: dict[str, str] | None = None, check: bool = True) -> Any:
    """A command's JSON; without `check`, the finished process itself."""
    done = warm.run(list(arguments), env)
    if not check:
        return done
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _read_out(hub: RunningHub, serving: threading.Event) -> None:
    assert hub.process.stdout
    # Whoever reads a pipe closes it: closed by another thread, the next line is an error in this one.
    with hub.process.stdout as lines:
        for line in lines:
            hub.printed.append(line.rstrip("\n"))
            found = re.match(r"Linkwright serves at (\S+)", line)
            if found:
                hub.url = found[1]
            if line.strip().startswith("MCP"):
                serving.set()
    serving.set()


def _read_log(hub: RunningHub) -> None:
    assert hub.process.stderr
    with hub.process.stderr as lines:
        for line in lines:
            hub.log.append(line.rstrip("\n"))
