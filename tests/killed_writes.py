"""Kills a hub at every step of a write, starts it anew, repeats the write, and counts what the provider has.

    python -m tests.killed_writes --database URL [--every N]

For each step k: a process that holds the whole hub is ended with SIGKILL when its event loop is about to take the k-th step
of anything after the write was asked for; a second process repeats the write. The steps that make the hub start do
not count. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Coroutine, Generator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import httpx2

from linkwright.app import build_hub
from linkwright.kit.clock import SystemClock
from linkwright.settings import load_settings
from tests.hub import running_hub
from tests.twin import RunningTwin, running_twin

FACES = ("rpc", "mcp-key", "mcp-derived")


class _Later(SystemClock):
    """A clock that is ahead, so that leases of the killed process have run out."""

    def now(self) -> datetime:
        """More than a minute from now."""
        return super().now() + timedelta(seconds=70)


class _Counted(Coroutine[Any, Any, Any]):
    """A coroutine whose every step is counted."""

    def __init__(self, inner: Coroutine[Any, Any, Any], step: Callable[[], None]) -> None:
        self._inner, self._step = inner, step

    def send(self, value: Any) -> Any:
        """One step."""
        self._step()
        return self._inner.send(value)

    def throw(self, *given: Any) -> Any:
        """A step by an exception."""
        self._step()
        return self._inner.throw(*given)

    def close(self) -> None:
        """No step."""
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()


class _Steps:
    """Counts the steps of an event loop's tasks from when it is armed, and kills this process at the one chosen."""

    def __init__(self, last: int) -> None:
        self._last, self._count, self.armed = last, 0, False

    def factory(self, loop: asyncio.AbstractEventLoop, inner: Any, **more: Any) -> asyncio.Task[Any]:
        """A task that counts."""
        return asyncio.Task(_Counted(inner, self._step), loop=loop, **more)

    def _step(self) -> None:
        if self.armed:
            self._count += 1
            if self._count == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


class Place:
    """Hub, account and key that the writes are made with."""

    def __init__(self, env: dict[str, str], data: Path, key: str, account: str, twin: RunningTwin) -> None:
        self.env, self.data, self.key, self.account, self.twin = env, data, key, account, twin

    def write(
        self, face: str, title: str, request_id: int, *, kill_at: int = 0, later: bool = True
    ) -> dict[str, Any] | None:
        """File an issue in a process of its own; its answer, or None if the process was killed."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            answer = asyncio.run(self._write(face, title, request_id, kill_at, later=later and not kill_at))
            os.write(writing, json.dumps(answer).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGKILL
            return None
        assert told, "the process ended by itself"
        return dict(json.loads(told))

    async def _write(self, face: str, title: str, request_id: int, kill_at: int, *, later: bool) -> dict[str, Any]:
        settings = load_settings(self.env, data=self.data)
        steps = _Steps(kill_at)
        asyncio.get_running_loop().set_task_factory(steps.factory)
        hub = await build_hub(settings, _Later() if later else None)
        await hub.start()
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(hub.asgi),
            base_url=settings.public(),  # type: ignore[arg-type]
        ) as http:
            # In a task of its own, so that its steps count.
            steps.armed = True
            answer = await asyncio.create_task(self._post(http, face, title, request_id))
            steps.armed = False
        await hub.close()
        return answer

    async def _post(self, http: httpx2.AsyncClient, face: str, title: str, request_id: int) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.key}", "x-account-id": self.account}
        inputs = {"teamId": "ENG", "title": title}
        if face == "rpc":
            body: dict[str, Any] = {"action": "linear_create_issue", "body": inputs}
            headers["idempotency-key"] = title
            answer = await http.post("/actions/rpc", json=body, headers=headers)
            return {"status": answer.status_code, "body": answer.json()}
        params: dict[str, Any] = {"name": "linear_create_issue", "arguments": {"body": inputs}}
        if face == "mcp-key":
            params["_meta"] = {"linkwright/idempotency-key": title}
        body = {"jsonrpc": "2.0", "id": request_id, "method": "tools/call", "params": params}
        headers |= {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-11-25"}
        answer = await http.post("/mcp", json=body, headers=headers)
        return {"status": answer.status_code, "body": answer.json()}

    def issues(self, title: str) -> int:
        """How many issues of that title the provider has."""
        query = {
            "query": "query($t:String!){issues(filter:{title:{eq:$t}}){nodes{id}}}",
            "variables": {"t": title},
        }
        headers = {"content-type": "application/json", "authorization": self.twin.keys["full"]}
        request = Request(f"{self.twin.url}/graphql", data=json.dumps(query).encode(), headers=headers)
        with urlopen(request, timeout=10) as answer:
            return len(json.loads(answer.read())["data"]["issues"]["nodes"])


def settle(place: Place, face: str, every: int) -> dict[str, int]:
    """Kill at one step after the other until a write comes through alive; what was found."""
    found = {"steps": 0, "killed": 0, "done_by_the_killed": 0}
    step = 1
    while True:
        title = f"{face} killed at step {step}"
        answer = place.write(face, title, step, kill_at=step)
        before = place.issues(title)
        assert before <= 1, f"{title}: {before} issues before it was repeated"
        if answer is not None:
            assert before == 1, f"{title}: {answer}"
            found["steps"] = step - 1
            return found
        found["killed"] += 1
        found["done_by_the_killed"] += before
        # A model repeats a call in a request of its own; a client with a key, or a proxy, in the same words.
        repeated = place.write(face, title, step if face == "rpc" else step + 100_000)
        assert repeated is not None
        assert repeated["status"] == 200, f"{title}: {repeated}"
        assert title in json.dumps(repeated["body"]), f"{title}: {repeated}"
        after = place.issues(title)
        if face == "mcp-derived" and after == 2:
            # The first one had been answered: a new request with the same words is a new wish then.
            found["new_wishes"] = found.get("new_wishes", 0) + 1
            same = place.write(face, title, step, later=False)
            assert same is not None
            assert place.issues(title) == 2, f"{title}: the same request made another issue"
        else:
            assert after == 1, f"{title}: {after} issues after it was repeated"
        step += every


def run(database: str | None, faces: tuple[str, ...], every: int) -> dict[str, Any]:
    """All faces on one database."""
    with tempfile.TemporaryDirectory() as folder, running_twin() as twin:
        env = {"LINKWRIGHT_OUTBOUND_ORIGINS": twin.origins, "LINKWRIGHT_LOG_LEVEL": "error"}
        if database:
            env["LINKWRIGHT_DATABASE_URL"] = database
        data = Path(folder) / "data"
        with running_hub(data, **env) as hub:
            assert hub.url, hub.log
            key, account = hub.key, hub.link(twin.keys["full"])
        place = Place(env, data, key, account, twin)
        return {face: settle(place, face, every) for face in faces}


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--face", action="append", choices=FACES)
    options = parser.parse_args()
    found = run(options.database, tuple(options.face or FACES), options.every)
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
