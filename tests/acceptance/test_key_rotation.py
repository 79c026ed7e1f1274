"""Keys are changed beside serving hubs: no call fails, nothing is lost, and a command that is killed goes on."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import pytest
import sqlalchemy as sa

from linkwright.custody.opening import MasterKeys
from linkwright.kit.clock import SystemClock
from linkwright.kit.secret import Secret
from linkwright.settings import Settings
from linkwright.store.database import Database
from linkwright.store.records import RECORDS
from linkwright.store.tables import projects, writes
from tests.hub import COMMAND, RunningHub, run_cli, running_hub
from tests.postgres import cluster

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
_PATIENCE = 60.0


@contextmanager
def database_of(kind: str) -> Iterator[dict[str, str]]:
    """What a hub's environment says of its database."""
    if kind == "sqlite":
        yield {}
    else:
        with cluster() as server:
            yield {"LINKWRIGHT_DATABASE_URL": f"{server}/postgres"}


class Load:
    """Threads that call without a break, and note whatever is not answered with 200."""

    def __init__(self, hubs: list[RunningHub], key: str, accounts: list[str]) -> None:
        self._over = threading.Event()
        self.calls = 0
        self.failed: list[Any] = []
        self._issues: dict[str, str] = {}
        self._threads = [
            threading.Thread(target=self._call, args=(hub, key, accounts[n::2])) for hub in hubs for n in range(2)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(30)

    def until(self, calls: int) -> None:
        """Wait for so many calls in all, while any thread calls."""
        while self.calls < calls and any(thread.is_alive() for thread in self._threads):
            self._threads[0].join(0.01)

    def _call(self, hub: RunningHub, key: str, accounts: list[str]) -> None:
        try:
            self._calls(hub, key, accounts)
        except Exception as error:  # the test fails with it, instead of waiting for ever
            self.failed.append(repr(error))

    def _issue(self, hub: RunningHub, key: str, account: str) -> str:
        if account not in self._issues:
            body = {"action": "linear_list_issues"}
            answer = hub.call("POST", "/actions/rpc", body, key=key, headers={"x-account-id": account})
            self._issues[account] = str(re.search(rb'"id": ?"([0-9a-f-]{36})"', answer.body)[1], "ascii")  # type: ignore[index]
        return self._issues[account]

    def _calls(self, hub: RunningHub, key: str, accounts: list[str]) -> None:
        while not self._over.is_set():
            for account in accounts:
                # Each fourth is a write, whose answer the ledger seals.
                write = self.calls % 4 == 0
                action = "linear_create_comment" if write else "linear_get_viewer"
                places = {"body": {"issueId": self._issue(hub, key, account), "body": "x"}} if write else {}
                body = {"action": action, **places}
                headers = {"x-account-id": account}
                answer = hub.call("POST", "/actions/rpc", body, key=key, headers=headers)
                self.calls += 1
                # The twin counts calls as the provider does, and would refuse more.
                self._over.wait(0.05)
                if answer.status != 200:
                    self.failed.append((action, answer.status, answer.body[:300]))


@pytest.mark.promise("vault.rotation-under-load")
@pytest.mark.promise("vault.old-process-works")
@pytest.mark.timeout(480)
@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_changed_under_load_and_no_call_fails(kind: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        env = stack.enter_context(database_of(kind))
        hub = stack.enter_context(running_hub(tmp_path / "one", LINKWRIGHT_RUN_BODIES="all", **env))
        hubs = [hub]
        accounts = [hub.link(origin_owner_id=f"cus_{n}") for n in range(4)]
        if env:
            # Another process, which has a copy of the first master key and hears of no other.
            (tmp_path / "two").mkdir(mode=0o700)
            shutil.copy(tmp_path / "one" / "master.key", tmp_path / "two" / "master.key")
            hubs.append(stack.enter_context(running_hub(tmp_path / "two", LINKWRIGHT_RUN_BODIES="all", **env)))
        old = hub.cli("vault", "status")["master_keys"][0]["id"]
        with Load(hubs, hub.key, accounts) as load:
            assert hub.cli("vault", "rotate")["damaged"] == 0
            moved = hub.cli("vault", "rotate", "--to", "file")
            accounts.append(hub.link(origin_owner_id="cus_late"))
            assert hub.cli("vault", "rotate")["damaged"] == 0
            if env:
                refused = run_cli("vault", "destroy-key", old, "--data", str(hub.data), env=hub.env, check=False)
                assert refused.returncode == 1
                assert f"knows no other master key than {old}" in refused.stderr
                shutil.copy(moved["file"], tmp_path / "two" / Path(moved["file"]).name)
            _until_destroyed(hub, old)
            load.until(load.calls + 20)
        assert load.failed[:3] == []
        assert load.calls > 40
        verified = hub.cli("vault", "verify")
        assert verified["damaged"] == 0
        assert verified["opened"]["credentials"] == len(accounts)
        for one in hubs:
            for account in accounts:
                headers = {"x-account-id": account}
                body = {"action": "linear_get_viewer"}
                assert one.call("POST", "/actions/rpc", body, key=hub.key, headers=headers).status == 200
        status = hub.cli("vault", "status")
        assert [(one["id"], one["state"]) for one in status["master_keys"]] == [
            (moved["master_key"], "current"),
            (old, "retired"),
        ]
        assert (tmp_path / "one" / "master.key").is_file()
        assert hub.stop() == 0
        # It starts again with what is left.
        again = stack.enter_context(running_hub(tmp_path / "one", **env))
        body = {"action": "linear_get_viewer"}
        assert (
            again.call("POST", "/actions/rpc", body, key=hub.key, headers={"x-account-id": accounts[0]}).status == 200
        )


def _until_destroyed(hub: RunningHub, key: str) -> None:
    ends = time.monotonic() + _PATIENCE
    while True:
        done = run_cli("vault", "destroy-key", key, "--data", str(hub.data), "--json", env=hub.env, check=False)
        if done.returncode == 0:
            return
        assert "knows no other" in done.stderr, done.stderr
        assert time.monotonic() < ends, done.stderr


@pytest.mark.promise("vault.rotation-resumes")
@pytest.mark.timeout(480)
@pytest.mark.parametrize("kind", KINDS)
def test_a_rotation_that_is_killed_with_9_at_several_points_goes_on_and_loses_nothing(
    kind: str, tmp_path: Path
) -> None:
    with database_of(kind) as env:
        with running_hub(tmp_path / "data", **env) as hub:
            account, key = hub.link(), hub.key
            hub.stop()
        settings = Settings(data=tmp_path / "data", database_url=env.get("LINKWRIGHT_DATABASE_URL"))
        secrets = asyncio.run(_fill(settings, 3000))
        seen = []
        for point in (0, 2, 6):
            seen.append(_killed_at(point, tmp_path / "data", hub.env))
            assert asyncio.run(_opened(settings)) == secrets
        arguments = ("--data", str(tmp_path / "data"), "--json")
        assert run_cli("vault", "rotate", *arguments, env=hub.env)["damaged"] == 0
        assert asyncio.run(_opened(settings)) == secrets
        status = run_cli("vault", "status", *arguments, env=hub.env)
        # Killed three times, it was one rotation: one key more, and nothing under the former.
        assert [(one["current"], one["records"]) for one in status["data_keys"]] == [(False, 0), (True, len(secrets))]
        assert status["pending_rotations"] == []
        assert len(set(seen)) == 3, seen
        with running_hub(tmp_path / "data", **env) as hub:
            body = {"action": "linear_get_viewer"}
            answer = hub.call("POST", "/actions/rpc", body, key=key, headers={"x-account-id": account})
            assert answer.status == 200


def _killed_at(point: int, data: Path, env: dict[str, str]) -> str:
    """Kill `vault rotate` once it has told so many times how far it is; what it told last."""
    command = [*COMMAND, "vault", "rotate", "--data", str(data)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    told = ""
    for _ in range(point + 1):
        told = process.stderr.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL, told
    return told


async def _fill(settings: Settings, count: int) -> dict[str, str]:
    """Seal as many answers of writes; everything that is stored then, by its place."""
    database = Database(settings.database_address())
    vault = await MasterKeys(settings, database, SystemClock()).open()
    now = SystemClock().now()
    async with database.read() as tx:
        project_id = (await tx.execute(sa.select(projects.c.id))).scalar_one()
    sealer = await vault.sealer(project_id)
    rows = [
        {
            "project_id": project_id,
            "key_hash": f"hash_{n:05}",
            "key_kind": "given",
            "account_id": "acc_x",
            "action": "a",
            "fingerprint": "f",
            "state": "done",
            "seed": "s",
            "caller": {},
            "lease_fence": n,
            "run_id": "run_x",
            "answer": sealer.seal(Secret(f"answer {n}"), account_id=f"hash_{n:05}", field="write_answer", version=n),
            "told": True,
            "created_at": now,
            "expires_at": now.replace(year=now.year + 1),
        }
        for n in range(count)
    ]
    async with database.write() as tx:
        await tx.execute(sa.insert(writes), rows)
    await database.close()
    return await _opened(settings)


async def _opened(settings: Settings) -> dict[str, str]:
    database = Database(settings.database_address())
    vault = await MasterKeys(settings, database, SystemClock()).open()
    found = {}
    for column in RECORDS:
        async with database.read() as tx:
            rows = (await tx.execute(column.select())).all()
        for row in rows:
            place = column.place(row)
            found[json.dumps(place)] = (await vault.open(bytes(row[4]), **place._asdict())).reveal()
    await database.close()
    return found
