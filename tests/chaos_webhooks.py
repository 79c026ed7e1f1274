"""Events out under fire: hubs that are killed with SIGKILL again and again while a receiver fails, hangs, redirects and is gone.

Accounts are changed over the API, and actions are called that fail. Each change that was acknowledged, and each failed run that the run
log holds, must arrive at every endpoint that wanted it and stayed on. Nothing may be lost, repeats carry the same id and body, and
the ordered endpoint sees each account's changes in their order. Retries come within
a second or two here, by the settings LINKWRIGHT_WEBHOOK_RETRIES and LINKWRIGHT_WEBHOOK_TIMEOUT; the code is that of production.
"""

from __future__ import annotations

import asyncio
import base64
import json
import random
import signal
import sqlite3
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import asyncpg
from aiohttp import web

from tests.hub import RunningHub, running_hub
from tests.postgres import cluster, free_port

# A change: account and number. A failed run: its id and 0.
Told = tuple[str, int]
_ORIGIN = "https://hooks.example"
_ACCOUNTS = 6
_TIMEOUT = 0.8
# Enough of them that none of 10,000 events is given up, however unlucky the dice.
_RETRIES = [0.2, 0.3, 0.5] + [1.0] * 37
_RECOVERY_SECONDS = 240
_MOST_BETWEEN_KILLS = 10.0
# What an endpoint answers while things go wrong: a share of the posts, and a status; 0 hangs beyond the time-out.
_TROUBLE: dict[str, dict[int, float]] = {
    "/steady": {},
    "/mixed": {500: 0.1, 503: 0.05, 307: 0.1, 0: 0.003},
    "/ordered": {503: 0.02, 0: 0.002},
    "/gone": {410: 0.02},
}
_WANTS = {"/ordered": ["account.updated", "webhook.disabled"]}
_COUNT = "SELECT count(*) FROM events"
_NOT_THERE = "00000000-0000-4000-8000-000000000000"


@dataclass
class Seen:
    """What came in at one path."""

    posts: list[tuple[str, bytes, int]] = field(default_factory=list)

    def taken(self) -> list[dict[str, Any]]:
        """The bodies that were answered with 204, in their order."""
        return [json.loads(body) for _, body, status in self.posts if status == 204]


class Receiver:
    """Takes posts on loopback; behaves badly by dice until it is told to recover."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self.recovered = False
        self.seen: dict[str, Seen] = {path: Seen() for path in _TROUBLE}
        self.port = free_port()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve from a thread of its own."""
        loop, ready = asyncio.new_event_loop(), threading.Event()
        ends = asyncio.Event()

        async def serve() -> None:
            app = web.Application()
            app.router.add_post("/{name}", self._take)
            runner = web.AppRunner(app, shutdown_timeout=0)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", self.port).start()
            ready.set()
            await ends.wait()
            await runner.cleanup()

        thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
        thread.start()
        assert ready.wait(10)
        try:
            yield
        finally:
            loop.call_soon_threadsafe(ends.set)
            thread.join(10)
            loop.close()

    def posted(self, path: str) -> int:
        """How many events were posted at a path, each counted once."""
        return len({id_ for id_, _, _ in list(self.seen[path].posts)})

    async def _take(self, request: web.Request) -> web.Response:
        body, status = await request.read(), self._status(request.path)
        self.seen[request.path].posts.append((request.headers["webhook-id"], body, status))
        if status == 0:
            await asyncio.sleep(3 * _TIMEOUT)
        return web.Response(status=status or 204, headers={"location": "/steady"} if status == 307 else None)

    def _status(self, path: str) -> int:
        roll = self._dice.random()
        if path != "/gone" and self.recovered:
            return 204
        for status, share in _TROUBLE[path].items():
            if roll < share:
                return status
            roll -= share
        return 204


class Changer(threading.Thread):
    """Changes one account again and again, each time with the next number."""

    def __init__(self, hubs: Hubs, account: str, count: int, end: float) -> None:
        super().__init__(daemon=True)
        self._hubs, self._account, self._count, self._end = hubs, account, count, end
        self.acknowledged: list[int] = []

    def run(self) -> None:
        """Change it until there were enough changes, or the time is over."""
        number = 0
        while len(self.acknowledged) < self._count and time.monotonic() < self._end:
            number += 1
            try:
                changed = self._hubs.any().call(
                    "PATCH", f"/accounts/{self._account}", {"metadata": {"n": number}}, key=self._hubs.key
                )
            except (OSError, HTTPException, ValueError):
                # Killed in the middle: it was made or not, so nothing is claimed of it.
                threading.Event().wait(0.02)
                continue
            if changed.status == 200:
                self.acknowledged.append(number)


class Failer(threading.Thread):
    """Calls an action that fails, again and again; which of its runs were written is in the run log."""

    def __init__(self, hubs: Hubs, account: str, enough: threading.Event) -> None:
        super().__init__(daemon=True)
        self._hubs, self._account, self._enough = hubs, account, enough

    def run(self) -> None:
        """Call until it is enough."""
        body = json.dumps({"action": "linear_get_issue", "path": {"id": _NOT_THERE}}).encode()
        key = base64.b64encode(f"{self._hubs.key}:".encode()).decode()
        headers = {"authorization": f"Basic {key}", "x-account-id": self._account, "content-type": "application/json"}
        line: HTTPConnection | None = None
        while not self._enough.is_set():
            try:
                line = line or HTTPConnection(self._hubs.any().url.removeprefix("http://"), timeout=30)
                line.request("POST", "/actions/rpc", body, headers)
                line.getresponse().read()
            except (OSError, HTTPException):
                line = None
                threading.Event().wait(0.02)


class Hubs:
    """One process on SQLite, or two on one PostgreSQL database."""

    def __init__(self, folder: Path, receiver: Receiver, database: str | None, dice: random.Random) -> None:
        self._folder, self._database, self._dice = folder, database, dice
        self._env = {
            "LINKWRIGHT_OUTBOUND_ORIGINS": json.dumps({_ORIGIN: f"http://127.0.0.1:{receiver.port}"}),
            "LINKWRIGHT_WEBHOOK_TIMEOUT": str(_TIMEOUT),
            "LINKWRIGHT_WEBHOOK_RETRIES": ",".join(map(str, _RETRIES)),
            "LINKWRIGHT_LOG_LEVEL": "warning",
            "LINKWRIGHT_MASTER_KEY_FILE": str(folder / "master.key"),
            **({"LINKWRIGHT_DATABASE_URL": database} if database else {}),
        }
        self._stacks: list[ExitStack] = []
        self._running: list[RunningHub] = []
        self.key, self.kills = "", 0
        for number in range(2 if database else 1):
            self._stacks.append(ExitStack())
            self._running.append(self._start(number))
        self.key = self._running[0].key

    def any(self) -> RunningHub:
        """One of the running processes, or one that is being started."""
        return self._dice.choice(self._running)

    def kill(self) -> None:
        """Kill one process with SIGKILL and start it anew."""
        number = self._dice.randrange(len(self._running))
        self._running[number].stop(signal.SIGKILL)
        self.kills += 1
        self._stacks[number].close()
        self._running[number] = self._start(number)

    def stop(self) -> None:
        """End every process cleanly."""
        for hub, stack in zip(self._running, self._stacks, strict=True):
            assert hub.stop() == 0, hub.log[-20:]
            stack.close()

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """One call to the first process, answered with success."""
        answer = self._running[0].call(method, path, body, key=self.key or None)
        assert answer.status < 300, answer.body
        return answer.json()

    def owed(self) -> int:
        """How many events the database holds."""
        if self._database:
            return asyncio.run(_count(self._database))
        with closing(sqlite3.connect(self._folder / "data0" / "linkwright.db")) as connection:
            return int(connection.execute(_COUNT).fetchone()[0])

    def failed_runs(self) -> set[Told]:
        """Every failed run that the run log holds."""
        found: set[Told] = set()
        cursor = ""
        while True:
            page = self.call("GET", f"/requests/logs?success=false&page_size=100&next={cursor}")
            found |= {(one["request_id"], 0) for one in page["data"]}
            cursor = page["next"]
            if not cursor:
                return found

    def link(self, name: str) -> str:
        """A test account."""
        return self._running[0].link(origin_owner_id=name, origin_owner_name=name)

    def _start(self, number: int) -> RunningHub:
        hub = self._stacks[number].enter_context(running_hub(self._folder / f"data{number}", **self._env))
        assert hub.url, hub.log
        return hub


def prove(events: int, seconds: float, seed: int, *, postgres: bool) -> str:
    """Change accounts until so many events were acknowledged, or the time is over; the figures of it.

    Raises:
        AssertionError: a promise was broken.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = asyncio.run(_database(stack.enter_context(cluster()))) if postgres else None
        dice = random.Random(seed)
        receiver = Receiver(random.Random(seed))
        stack.enter_context(receiver.serving())
        hubs = Hubs(folder, receiver, database, dice)
        accounts = [hubs.link(f"owner-{n}") for n in range(_ACCOUNTS)]
        endpoints = {path: hubs.call("POST", "/webhook_endpoints", _wish(path))["id"] for path in _TROUBLE}
        began = time.monotonic()
        end = began + seconds
        # One event in eleven is a change of an account, each committed by itself; the others are failed runs, of which a kill
        # takes those that were not written yet.
        changers = [Changer(hubs, account, events // (10 * _ACCOUNTS), end) for account in accounts]
        enough = threading.Event()
        failers = [Failer(hubs, account, enough) for account in accounts]
        for thread in (*changers, *failers):
            thread.start()
        while (owed := hubs.owed()) < events and time.monotonic() < end:
            _let_some_through(hubs, owed + dice.randint(50, 1_000))
            hubs.kill()
        enough.set()
        for thread in (*changers, *failers):
            thread.join()
        # What is told in a burst goes out later: the trouble lasts until half of it was posted.
        while receiver.posted("/mixed") < events / 2 and time.monotonic() < end:
            threading.Event().wait(dice.uniform(1, _MOST_BETWEEN_KILLS))
            hubs.kill()
        receiver.recovered = True
        hubs.kill()
        expected: set[Told] = {(a, n) for a, c in zip(accounts, changers, strict=True) for n in c.acknowledged}
        expected |= hubs.failed_runs()
        _wait_until_all_arrived(receiver, expected, hubs, endpoints)
        took = time.monotonic() - began
        figures = _check(receiver, expected, hubs, endpoints)
        hubs.stop()
    name = "PostgreSQL, two processes" if postgres else "SQLite"
    return f"webhooks on {name}: {len(expected)} events, {hubs.kills} kills, {figures}, {took:.0f} s"


def _let_some_through(hubs: Hubs, count: int) -> None:
    """Until so many events are owed, or enough time is over: a slow machine must not only start and kill."""
    end = time.monotonic() + _MOST_BETWEEN_KILLS
    while time.monotonic() < end and hubs.owed() < count:
        threading.Event().wait(0.1)


async def _count(database: str) -> int:
    connection = await asyncpg.connect(database)
    try:
        return int(await connection.fetchval(_COUNT))
    finally:
        await connection.close()


async def _database(server: str) -> str:
    connection = await asyncpg.connect(f"{server}/postgres")
    await connection.execute("CREATE DATABASE chaos")
    await connection.close()
    return f"{server}/chaos"


def _wish(path: str) -> dict[str, Any]:
    return {"url": _ORIGIN + path, "ordered": path == "/ordered", "events": _WANTS.get(path, ["*"])}


def _changes(bodies: list[dict[str, Any]]) -> list[Told]:
    """What was told, in order: changes of accounts by account and number, failed runs by their ids."""
    found: list[Told] = []
    for body in bodies:
        if body["type"] == "account.updated" and body["data"]["changed"] == ["metadata"]:
            found.append((body["data"]["account_id"], body["data"]["metadata"]["n"]))
        elif body["type"] == "run.failed":
            found.append((body["data"]["run_id"], 0))
    return found


def _wanted(path: str, expected: set[Told]) -> set[Told]:
    return {one for one in expected if one[1]} if path in _WANTS else expected


def _wait_until_all_arrived(receiver: Receiver, expected: set[Told], hubs: Hubs, endpoints: dict[str, str]) -> None:
    """Until everything has come and is written down; what is missing is said by `_check`."""
    end = time.monotonic() + _RECOVERY_SECONDS
    lasting = [path for path in _TROUBLE if path != "/gone"]
    while time.monotonic() < end:
        threading.Event().wait(0.5)
        if all(_wanted(path, expected) <= set(_changes(receiver.seen[path].taken())) for path in lasting) and not any(
            hubs.call("GET", f"/webhook_endpoints/{endpoints[path]}/deliveries?status=pending&page_size=1")["data"]
            for path in lasting
        ):
            return


def _check(receiver: Receiver, expected: set[Told], hubs: Hubs, endpoints: dict[str, str]) -> str:
    shown = {path: hubs.call("GET", f"/webhook_endpoints/{id_}") for path, id_ in endpoints.items()}
    # In a short run nothing may have been unlucky enough for a 410.
    gone = any(status == 410 for _, _, status in receiver.seen["/gone"].posts)
    assert [path for path, one in shown.items() if not one["enabled"]] == (["/gone"] if gone else []), shown
    bodies: dict[str, set[bytes]] = defaultdict(set)
    ids: dict[Told, set[str]] = defaultdict(set)
    posts, repeats, answers = 0, 0, Counter[int]()
    for path, seen in receiver.seen.items():
        taken = Counter(id_ for id_, _, status in seen.posts if status == 204)
        posts += len(seen.posts)
        repeats += sum(count - 1 for count in taken.values())
        answers.update(status for _, _, status in seen.posts)
        for id_, body, _ in seen.posts:
            bodies[id_].add(body)
            for change in _changes([json.loads(body)]):
                ids[change].add(id_)
        if path == "/gone":
            continue
        missing = _wanted(path, expected) - set(_changes(seen.taken()))
        assert not missing, f"{len(missing)} events never arrived at {path}: {sorted(missing)[:5]}"
        assert not gone or any(body["type"] == "webhook.disabled" for body in seen.taken()), f"no notice at {path}"
        for status in ("pending", "failed"):
            left = hubs.call("GET", f"/webhook_endpoints/{endpoints[path]}/deliveries?status={status}")["data"]
            assert not left, f"{status} at {path}: {left[:2]}"
    assert {id_ for id_, some in bodies.items() if len(some) > 1} == set(), "one id with two bodies"
    assert {change for change, some in ids.items() if len(some) > 1} == set(), "one event with two ids"
    _check_order(receiver.seen["/ordered"])
    told = ", ".join(f"{count} {'hung' if status == 0 else status}" for status, count in sorted(answers.items()))
    return f"{posts} posts ({told}), {repeats} repeats of what had been taken, none lost"


def _check_order(seen: Seen) -> None:
    latest: dict[str, int] = defaultdict(int)
    known: set[Told] = set()
    for account, number in _changes(seen.taken()):
        if (account, number) in known:
            continue
        known.add((account, number))
        assert number > latest[account], f"{account}: {number} came after {latest[account]}"
        latest[account] = number
