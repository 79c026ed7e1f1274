"""Kills a hub at every step of a write, starts it anew, repeats the write, and counts what the provider has.

    python -m tests.killed_writes --database URL [--every N] [--face NAME[:N]]

For each step k: a process that holds the whole hub is ended with SIGKILL when its event loop is about to take the k-th step
of anything after the write was asked for; a second process repeats the write. The steps that make the hub start do
not count. Prints one line of JSON.

`apply` carries out a plan that was made before, so its steps are those between the ledger's intent, the second look, the sending and
the answer. A write by `proxy` can be neither found nor repeated: where its repeat says `outcome_unknown`, the caller does as the hint says, looks
and sends it with a new key only if it is not there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Coroutine, Generator, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import httpx2

from linkwright.app import build_hub
from linkwright.kit.clock import SystemClock
from linkwright.settings import load_settings
from tests.hub import running_hub
from tests.made_once import catalog_made_once, passwords_hashed_quickly
from tests.twin import RunningTwin, running_twin

FACES = ("rpc", "mcp-key", "mcp-derived", "apply", "proxy")
_CREATES = "mutation($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { id title } } }"
_LOOK_FIRST = "outcome_unknown"


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
        # Two hubs and more are made for each kill: none of what is made here, nor signing in, is of what is killed.
        catalog_made_once()
        passwords_hashed_quickly()

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
            if face == "apply" and kill_at:
                await self._plan(http, title)
            # In a task of its own, so that its steps count.
            steps.armed = True
            answer = await asyncio.create_task(self._post(http, face, title, request_id))
            steps.armed = False
        await hub.close()
        return answer

    async def _plan(self, http: httpx2.AsyncClient, title: str) -> None:
        """Make the plan that is to be applied, and keep its hash for whoever repeats that."""
        headers = {"authorization": f"Bearer {self.key}", "x-account-id": self.account}
        answer = await http.post("/actions/rpc", json={**_call(title), "mode": "plan"}, headers=headers)
        assert answer.status_code == 200, answer.text
        self._hash.write_text(answer.json()["data"]["plan_hash"])

    @property
    def _hash(self) -> Path:
        return self.data.parent / "plan-hash"

    async def _post(self, http: httpx2.AsyncClient, face: str, title: str, request_id: int) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.key}", "x-account-id": self.account}
        inputs = {"teamId": "ENG", "title": title}
        if face == "apply":
            headers["idempotency-key"] = title
            applied = {**_call(title), "mode": "apply", "plan_hash": self._hash.read_text()}
            answer = await http.post("/actions/rpc", json=applied, headers=headers)
            return {"status": answer.status_code, "body": answer.json()}
        if face == "proxy":
            headers["idempotency-key"] = f"{title} {request_id}"
            document = {"query": _CREATES, "variables": {"input": {"teamId": self.twin_team(), "title": title}}}
            asked = {"method": "post", "path": "/graphql", "body": document}
            answer = await http.post("/unified/proxy", json=asked, headers=headers)
            return {"status": answer.status_code, "body": answer.json()}
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
        found = self._asked("query($t:String!){issues(filter:{title:{eq:$t}}){nodes{id}}}", {"t": title})
        return len(found["issues"]["nodes"])

    @cache  # noqa: B019 - there is one place in a process
    def twin_team(self) -> str:
        """The id of a team at the provider."""
        return str(self._asked("query{teams{nodes{id key}}}", {})["teams"]["nodes"][0]["id"])

    def _asked(self, document: str, variables: dict[str, Any]) -> dict[str, Any]:
        query = {"query": document, "variables": variables}
        headers = {"content-type": "application/json", "authorization": self.twin.keys["full"]}
        request = Request(f"{self.twin.url}/graphql", data=json.dumps(query).encode(), headers=headers)
        with urlopen(request, timeout=10) as answer:
            return dict(json.loads(answer.read())["data"])


def _call(title: str) -> dict[str, Any]:
    return {"action": "linear_create_issue", "body": {"teamId": "ENG", "title": title}}


def settle(place: Place, face: str, every: int) -> dict[str, int]:
    """Kill at one step after the other until a write comes through alive; what was found."""
    found = {"steps": 0, "killed": 0, "done_by_the_killed": 0}
    for step in sampled(every, found):
        kill_at(place, face, step, found)
    return found


def sampled(every: int, found: dict[str, int]) -> Iterator[int]:
    """Every so manieth step until one was not reached; then back from there, until one came after the provider did it.

    How many steps a write takes differs from machine to machine, and only the last few come after the sending.
    """
    step = 1
    while True:
        killed = found["killed"]
        yield step
        if found["killed"] == killed:
            break
        step += every
    found["steps"] = step - 1
    for back in range(step - 1, max(step - every, 0), -1):
        if found["done_by_the_killed"]:
            return
        yield back


def kill_at(place: Place, face: str, step: int, found: dict[str, int]) -> None:
    """Kill a write at that step, repeat it, and count; nothing is repeated where the step was not reached."""
    title = f"{face} killed at step {step}"
    answer = place.write(face, title, step, kill_at=step)
    before = place.issues(title)
    assert before <= 1, f"{title}: {before} issues before it was repeated"
    if answer is not None:
        assert before == 1, f"{title}: {answer}"
        return
    found["killed"] += 1
    found["done_by_the_killed"] += before
    # A model repeats a call in a request of its own; a client with a key, or a proxy, in the same words.
    repeated = place.write(face, title, step + 100_000 if face.startswith("mcp") else step)
    assert repeated is not None
    if face == "proxy" and repeated["body"].get("code") == _LOOK_FIRST:
        found["looked_first"] = found.get("looked_first", 0) + 1
        assert repeated["status"] == 409
        assert place.issues(title) == before, f"{title}: the repeat that was refused wrote"
        if before:
            return
        repeated = place.write(face, title, step + 100_000)
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


def run(database: str | None, faces: Mapping[str, int]) -> dict[str, Any]:
    """All faces on one database, each killed at every so manieth step."""
    with tempfile.TemporaryDirectory() as folder, running_twin() as twin:
        env = {
            "LINKWRIGHT_OUTBOUND_ORIGINS": twin.origins,
            "LINKWRIGHT_LOG_LEVEL": "error",
            # Longer than the repeat's clock is ahead, or it might sweep away what its own check is about.
            "LINKWRIGHT_LEDGER_WINDOW": "300",
        }
        if database:
            env["LINKWRIGHT_DATABASE_URL"] = database
        data = Path(folder) / "data"
        with running_hub(data, **env) as hub:
            assert hub.url, hub.log
            key, account = hub.key, hub.link(twin.keys["full"])
            hub.cli("profiles", "update", "linear", "--proxy")
        place = Place(env, data, key, account, twin)
        return {face: settle(place, face, every) for face, every in faces.items()}


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--face", action="append", help=f"one of {', '.join(FACES)}; with :N for steps of its own")
    options = parser.parse_args()
    faces = {}
    for said in options.face or FACES:
        face, _, every = said.partition(":")
        if face not in FACES:
            parser.error(f"there is no face {face}")
        faces[face] = int(every or options.every)
    found = run(options.database, faces)
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
