"""Renewal of single-use tokens under fire: processes that are killed with SIGKILL while they renew, at random and at every await.

The provider is the twin of Linear, a server of its own, which takes each refresh token once and tells how often it was shown
which. Processes are forks that run the hub's own database, vault, transport and `Renewal`. What must hold:

- A refresh token is shown twice only if a process died while it renewed, and never three times.
- Every account holds a refresh token that the twin takes; or it is `expired`, says that the hub was stopped in the middle, a
  process that was killed held its lease, and the twin has been shown its token by that process and by one retry.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.request import urlopen

import asyncpg
import structlog

from linkwright.kit.secret import Secret
from tests.kills_at_awaits import KillAt
from tests.postgres import cluster
from tests.renewing import Place, Process, consents, prepared
from tests.twin import RunningTwin, running_twin

LEASE_SECONDS = 3.0
_AT_ONCE = 4
_STOPPED = "The hub was stopped"


@dataclass
class Tally:
    """What came of a proof."""

    renewals: int = 0
    kills: int = 0
    interrupted: set[str] = field(default_factory=set)
    retried: int = 0
    lost_in_window: int = 0
    awaits: dict[str, str] = field(default_factory=dict)


def prove(seconds: float, seed: int, *, postgres: bool, processes: int, accounts: int) -> str:
    """Kill for so many seconds on one database, more than half of them at awaits; a sentence with the figures.

    An AssertionError is a broken promise.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    dice, tally = random.Random(seed), Tally()
    with running_twin("chaos") as twin, _database(postgres) as url, tempfile.TemporaryDirectory() as folder:
        place = Place(url, twin.origins, Path(folder), *_app(twin))
        pairs = consents(twin, accounts + 2 * KillAt.MOST + 1)
        ids = asyncio.run(prepared(place, pairs))
        crowd, single = ids[:accounts], ids[accounts:]
        tally.awaits = _every_await(place, single, dice, seconds * 0.6, tally)
        _hammer(place, crowd, dice, seconds * 0.4, processes if postgres else 1, tally)
        _check(place, twin, ids, tally)
    name = f"PostgreSQL, {processes} processes" if postgres else "SQLite, one process"
    shown = ", ".join(f"{mode} it {fates}" for mode, fates in tally.awaits.items())
    return (
        f"renewals on {name}, {accounts} accounts: {tally.renewals} renewals, {tally.kills} kills, {len(tally.interrupted)} "
        f"renewals interrupted, 0 tokens redeemed twice, 0 grants lost outside the window, {tally.lost_in_window} in it, each "
        f"expired with the reason; killed at each await ({shown}; . renewed after all, w lost in the window, - not tried)"
    )


# Killed at every await


def _every_await(
    place: Place, accounts: list[str], dice: random.Random, seconds: float, tally: Tally
) -> dict[str, str]:
    """For each await of a renewal, by mode, what became of an account whose process was killed there."""
    left = iter(accounts)
    first = next(left)
    most = _waited(_forked(lambda: _renew_and_die(place, first, KillAt(0, ""))))
    assert 0 < most < KillAt.MOST, f"a renewal has {most} awaits"
    fates = {mode: ["-"] * most for mode in KillAt.MODES}
    points = [(mode, number) for mode in fates for number in range(1, most + 1)]
    dice.shuffle(points)
    ends = time.monotonic() + seconds
    for mode, number in points:
        if time.monotonic() > ends:
            break
        account = next(left)
        ended = _waited(_forked(lambda a=account, n=number, m=mode: _renew_and_die(place, a, KillAt(n, m))))
        if ended != -signal.SIGKILL:
            # The number of awaits differs by a few: what has arrived already is not waited for.
            assert ended > 0, f"{mode} {number}: the process ended with {ended}"
            fates[mode][number - 1] = "/"
            continue
        tally.kills += 1
        tally.interrupted.add(account)
        code = _waited(_forked(lambda a=account: _recover(place, a)))
        assert code in (10, 11), f"{mode} {number}: recovery ended with {code}"
        fates[mode][number - 1] = "." if code == 10 else "w"
    return {mode: "".join(found) for mode, found in fates.items()}


async def _renew_and_die(place: Place, account: str, kill: KillAt) -> int:
    async with Process(place) as process:
        asyncio.get_running_loop().set_task_factory(kill.factory)
        row = await process.accounts.read(account)
        assert row is not None
        await process.renewal.refused(row, 20)
    return kill.count


async def _recover(place: Place, account: str) -> int:
    async with Process(place, ahead=60) as process:
        await process.renewer.take_back()
        before = await process.accounts.read(account)
        assert before is not None
        row = await process.renewal.refused(before, 20)
        assert row is not None
        if row.status == "active":
            return 10 if row.credentials != before.credentials else 12
        return 11 if row.status_reasons[0]["description"].startswith(_STOPPED) else 13


# Killed at random


def _hammer(place: Place, accounts: list[str], dice: random.Random, seconds: float, most: int, tally: Tally) -> None:
    ends = time.monotonic() + seconds
    running: dict[int, str] = {}
    while time.monotonic() < ends:
        while len(running) < most:
            pid, owner = _worker(place, accounts, dice.randrange(2**32))
            running[pid] = owner
        _pause(dice.uniform(0.05, 0.5) if most > 1 else dice.uniform(0.3, 1.2))
        pid = dice.choice(list(running))
        os.kill(pid, signal.SIGKILL)
        assert _waited(pid) == -signal.SIGKILL
        tally.kills += 1
        tally.interrupted |= _held(place, running.pop(pid))
    for pid in running:
        os.kill(pid, signal.SIGTERM)
    for pid in running:
        assert _waited(pid) == 0
    code = _waited(_forked(lambda: _settle(place, accounts)))
    assert code == 0, f"settling ended with {code}"


def _worker(place: Place, accounts: list[str], seed: int) -> tuple[int, str]:
    reading, writing = os.pipe()
    pid = _forked(lambda: _work(place, accounts, seed, writing))
    os.close(writing)
    with os.fdopen(reading) as told:
        return pid, told.readline().strip()


async def _work(place: Place, accounts: list[str], seed: int, writing: int) -> int:
    dice, stop = random.Random(seed), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with Process(place, lease=LEASE_SECONDS) as process:
        await process.renewer.take_back()
        os.write(writing, f"{process.renewal.owner}\n".encode())
        os.close(writing)

        async def hammer() -> None:
            while not stop.is_set():
                row = await process.accounts.read(dice.choice(accounts))
                if row is None or row.status != "active":
                    await asyncio.sleep(0.001)
                    continue
                ask = process.renewal.refused if dice.random() < 0.5 else process.renewal.ensure
                await ask(row, 30)

        await asyncio.gather(*(hammer() for _ in range(_AT_ONCE)))
    return 0


async def _settle(place: Place, accounts: list[str]) -> int:
    """Whatever is left behind is taken up when its lease is over, as it is due at once."""
    async with Process(place, ahead=60) as process:
        await process.renewer.take_back()
        for account in accounts:
            row = await process.accounts.read(account)
            assert row is not None
            if row.status == "active":
                await process.renewal.refused(row, 20)
    return 0


# Checked


def _check(place: Place, twin: RunningTwin, accounts: list[str], tally: Tally) -> None:
    with urlopen(f"{twin.url}/twin/refresh-tokens", timeout=30) as answer:
        told: dict[str, Any] = json.loads(answer.read())
    again = {token: one["shown"] for token, one in told.items() if one["shown"] > 1}
    assert all(shown == 2 for shown in again.values()), f"shown more than twice: {Counter(again.values())}"
    states = asyncio.run(_states(place, accounts))
    for account, (status, said, stored, version) in states.items():
        fingerprint = hashlib.sha256(stored.reveal().encode()).hexdigest()
        tally.renewals += version - 1
        if status == "active":
            assert told[fingerprint]["good"], f"{account} holds a token that the provider does not take"
            continue
        assert (status, said[: len(_STOPPED)]) == ("expired", _STOPPED), f"{account} is {status}: {said}"
        assert account in tally.interrupted, f"{account} was lost though no process died while it renewed it"
        assert again.pop(fingerprint, None) == 2, f"{account} was given up without one retry"
        tally.lost_in_window += 1
    assert not again, f"{len(again)} tokens were redeemed twice though their accounts live"


async def _states(place: Place, accounts: list[str]) -> dict[str, tuple[str, str, Secret, int]]:
    """Status, reason, stored refresh token and its version, of each account."""
    found = {}
    async with Process(place) as process:
        for account in accounts:
            row = await process.accounts.read(account)
            assert row is not None
            reason = str(row.status_reasons[-1]["description"]) if row.status_reasons else ""
            [(name, version, record)] = [one for one in row.credentials if one[0] == "refresh_token"]
            at = {"project_id": row.project_id, "account_id": row.id, "field": name, "version": version}
            found[account] = (row.status, reason, await process.vault.open(record, **at), version)
    return found


def _held(place: Place, owner: str) -> set[str]:
    """The accounts whose lease a process held when it died; nobody has taken them over yet."""
    query = "SELECT account_id FROM oauth_grants WHERE lease_owner = "
    if place.url.startswith("sqlite"):
        with sqlite3.connect(place.url.removeprefix("sqlite:///")) as connection:
            rows = connection.execute(query + "?", (owner,)).fetchall()
        connection.close()
        return {str(row[0]) for row in rows}

    async def ask() -> set[str]:
        line = await asyncpg.connect(place.url)
        try:
            return {str(row[0]) for row in await line.fetch(query + "$1", owner)}
        finally:
            await line.close()

    return asyncio.run(ask())


# Processes


def _forked(main: Any) -> int:
    """A process that runs a coroutine and ends with its result; everything is imported already."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        _run(main)
    return pid


def _run(main: Any) -> NoReturn:
    code = 99
    try:
        code = asyncio.run(main())
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _waited(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _pause(seconds: float) -> None:
    time.sleep(seconds)


def _app(twin: RunningTwin) -> tuple[str, str]:
    with urlopen(f"{twin.url}/twin/oauth", timeout=10) as answer:
        app = json.loads(answer.read())
    return app["client_id"], app["client_secret"]


@contextmanager
def _database(postgres: bool) -> Iterator[str]:
    if not postgres:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/linkwright.db"
        return
    with cluster() as server:
        yield f"{server}/postgres"


def main() -> int:
    """By itself: `python -m tests.chaos_renewals --seconds 60`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args()
    for name in ("sqlite", "postgresql"):
        if options.database in (name, "both"):
            given = {"processes": options.processes, "accounts": options.accounts}
            told = prove(options.seconds, options.seed, postgres=name == "postgresql", **given)
            sys.stdout.write(f"chaos: {told}\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
