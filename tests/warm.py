"""Processes of the command line that begin at once: they are forked from one that has imported the whole hub.

Its imports take two seconds of work, which every hub, every command and every stand-in of a provider would repeat. What is forked is
a process of its own: its environment, folder, session, output and end are those of `linkwright …`. That the installed command itself
starts is held by tests/acceptance/test_start.py and tests/unit/cli, which go without this: see `cold`.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any, Self

COMMAND = [str(Path(sys.executable).with_name("linkwright"))]
# Set by tests/conftest.py: what measures hubs (`make bench`, `make load`) wants them as they are started by people.
WANTED = "WARM_PROCESSES"
_STATUS = struct.Struct("i")
_COLD: list[str] = []


class Process:
    """What was forked, as `subprocess.Popen` would show it."""

    def __init__(self, args: list[str], pid: int, status: int, stdout: IO[str] | None, stderr: IO[str] | None) -> None:
        self.args, self.pid, self.stdout, self.stderr = args, pid, stdout, stderr
        self.returncode: int | None = None
        self._status = os.fdopen(status, "rb", buffering=0)
        self._reading = threading.Lock()

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; the exit code."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Signal it, unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self.stdout, self.stderr):
            if stream:
                stream.close()
        self.wait()

    def _ended(self, timeout: float | None) -> int | None:
        with self._reading:
            if self.returncode is None and select.select([self._status], [], [], timeout)[0]:
                told = self._status.read(_STATUS.size)
                self._status.close()
                assert told, "the process that forks has ended"
                self.returncode = os.waitstatus_to_exitcode(*_STATUS.unpack(told))
            return self.returncode


class _Forker:
    """The process that forks, seen from here."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        self._asking = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=Path(__file__).parents[1],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        atexit.register(self.end)

    def start(self, arguments: list[str], env: Mapping[str, str], stdout: int, stderr: int) -> tuple[int, int]:
        """Fork one; its process id and where its end is told."""
        reading, writing = os.pipe()
        wish = json.dumps(
            {"arguments": arguments, "env": dict(env), "cwd": str(Path.cwd()), "umask": _umask()}
        ).encode()
        try:
            with self._asking:
                socket.send_fds(self._line, [struct.pack("I", len(wish))], [stdout, stderr, writing])
                self._line.sendall(wish)
                told = self._line.recv(_STATUS.size, socket.MSG_WAITALL)
        finally:
            os.close(writing)
        assert told, "the process that forks has ended"
        return _STATUS.unpack(told)[0], reading

    def end(self) -> None:
        """Let it go: it ends what it forked, and itself."""
        self._line.close()
        self._process.wait(20)


_MAKING = threading.Lock()


@contextlib.contextmanager
def cold() -> Iterator[None]:
    """Meanwhile the installed command is started as people start it."""
    _COLD.append("asked for")
    try:
        yield
    finally:
        _COLD.pop()


def popen(arguments: list[str], env: Mapping[str, str] | None = None, **streams: Any) -> Any:
    """`linkwright ARGUMENTS` in a session of its own, with its output in pipes unless a stream is given."""
    env = os.environ if env is None else env
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    if not _usable(env):
        return subprocess.Popen([*COMMAND, *arguments], env=env, text=True, start_new_session=True, **streams)
    ends: list[IO[str] | None] = []
    given: list[int] = []
    mine: list[int] = []
    for name in ("stdout", "stderr"):
        if streams[name] == subprocess.PIPE:
            reading, writing = os.pipe()
            ends.append(os.fdopen(reading, encoding="utf-8"))
            given.append(writing)
            mine.append(writing)
        elif streams[name] == subprocess.DEVNULL:
            mine.append(os.open(os.devnull, os.O_WRONLY))
            given.append(mine[-1])
            ends.append(None)
        else:
            given.append(streams[name].fileno())
            ends.append(None)
    try:
        pid, status = _the_forker().start(arguments, env, *given)
    finally:
        for one in mine:
            os.close(one)
    return Process([*COMMAND, *arguments], pid, status, *ends)


def run(arguments: list[str], env: Mapping[str, str] | None = None, timeout: float = 60) -> Any:
    """`linkwright ARGUMENTS`, ended: its exit code and what it printed."""
    env = os.environ if env is None else env
    command = [*COMMAND, *arguments]
    if not _usable(env):
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=timeout, check=False)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        process = popen(arguments, env, stdout=out, stderr=err)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, code, out.read(), err.read())


def _usable(env: Mapping[str, str]) -> bool:
    """Not where the interpreter itself would read the environment another way than ours did."""
    same = all(
        env.get(name) == os.environ.get(name)
        for name in {*env, *os.environ}
        if name.startswith(("PYTHON", "LC_", "LANG"))
    )
    return not _COLD and same and WANTED in os.environ


def _the_forker() -> _Forker:
    with _MAKING:
        return _made()


@cache
def _made() -> _Forker:
    return _Forker()


def _umask() -> int:
    was = os.umask(0o022)
    os.umask(was)
    return was


def _serve(line: socket.socket) -> None:
    """Fork until nobody asks any more; returns in what was forked, ready to be the command."""
    running: dict[int, int] = {}
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([line, wake], [], [])
        if wake in ready:
            os.read(wake, 512)
            _reap(running)
        if line not in ready:
            continue
        size, fds, _, _ = socket.recv_fds(line, 4, 3)
        if not size:
            for pid in running:
                os.kill(pid, signal.SIGKILL)
            os._exit(0)
        wish = json.loads(line.recv(struct.unpack("I", size)[0], socket.MSG_WAITALL))
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            line.close()
            for one in (wake, woken, fds[2], *running.values()):
                os.close(one)
            _become(wish, *fds[:2])
            return
        running[pid] = fds[2]
        for one in fds[:2]:
            os.close(one)
        line.sendall(_STATUS.pack(pid))


def _reap(running: dict[int, int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        told = running.pop(pid)
        with contextlib.suppress(BrokenPipeError):
            os.write(told, _STATUS.pack(status))
        os.close(told)


def _become(wish: dict[str, Any], stdout: int, stderr: int) -> None:
    os.setsid()
    os.chdir(wish["cwd"])
    os.umask(wish["umask"])
    for number, given in ((1, stdout), (2, stderr)):
        os.dup2(given, number)
        os.close(given)
    os.environ.clear()
    os.environ.update(wish["env"])
    time.tzset()
    sys.argv = [COMMAND[0], *wish["arguments"]]
    # What names the program in its help.
    sys.modules["__main__"].__package__ = None


def _imported() -> None:
    """Everything that a command may need, and nothing that works by itself yet."""
    import linkwright.app
    import linkwright.cli
    from tests.made_once import catalog_made_once

    for one in pkgutil.walk_packages(linkwright.cli.__path__, "linkwright.cli."):
        importlib.import_module(one.name)
    catalog_made_once()
    assert linkwright.app
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _imported()
    _serve(socket.socket(fileno=int(sys.argv[1])))
    from linkwright.cli.main import main

    main()
