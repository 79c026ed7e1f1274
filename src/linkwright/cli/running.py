"""One hub running: lock, first start, listen, and a stop that lets calls finish."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import gc
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog
import uvicorn

from linkwright.app import Hub, build_hub
from linkwright.cli.asking import ask_passphrase
from linkwright.cli.errors import PortTaken
from linkwright.cli.first_start import first_start
from linkwright.cli.protocol import Protocol
from linkwright.cli.serve import ADDRESS_FILE
from linkwright.cli.shown_once import FirstStart
from linkwright.kit.answer_headers import https_only
from linkwright.settings import Settings
from linkwright.store.encryption import hosts_in_the_open
from linkwright.store.errors import FolderInUse

_LOOK_SECONDS = 1.0
_log = structlog.get_logger()


class _Server(uvicorn.Server):
    """A uvicorn server that leaves signals to us: its own handling ends the process by signal, not with 0."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def run_hub(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C.

    Raises:
        FolderInUse: another process serves from the same SQLite folder.
        PortTaken: the port is not free.
    """
    with _only_one(settings):
        listener = _listen(settings)
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})
        warn_of_open_database(settings)
        hub = await build_hub(settings, ask=ask_passphrase)
        try:
            await hub.start()
            first = await first_start(hub)
            _calm_collector()
            await _serve(hub, listener, first)
        finally:
            await hub.close()


def warn_of_open_database(settings: Settings) -> None:
    """Say so in the log where what the hub keeps may go to another machine unencrypted."""
    hosts = hosts_in_the_open(settings.database_address(), os.environ)
    if hosts:
        _log.warning(
            "database_in_the_open",
            hosts=hosts,
            hint="The database is asked without TLS where it offers none, and nobody checks whose it is: add "
            "sslmode=verify-full to LINKWRIGHT_DATABASE_URL.",
        )


def _calm_collector() -> None:
    # What was built until now lives as long as the process: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def _serve(hub: Hub, listener: socket.socket, first: FirstStart | None) -> None:
    config = uvicorn.Config(
        hub.asgi,
        interface="asgi3",
        loop="none",
        http=Protocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        headers=https_only(hub.settings.public(), subdomains=hub.settings.hsts_subdomains),
        # `rest.arrival` reads them: it has to see the proxy's own address.
        proxy_headers=False,
        timeout_graceful_shutdown=int(hub.settings.shutdown_grace) + 1,
        backlog=2048,
    )
    server = _Server(config, lambda: _announce(hub, first))

    def stop() -> None:
        if server.should_exit:
            server.force_exit = True
        server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    slow = asyncio.create_task(_leave_slow(server, hub.settings.slow_client_seconds), name="slow-clients")
    try:
        await server.serve(sockets=[listener])
    finally:
        slow.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await slow
    await hub.gate.drain(hub.settings.shutdown_grace)


async def _leave_slow(server: uvicorn.Server, seconds: float) -> None:
    """Look at every connection once a second and end those whose client keeps us waiting."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        for connection in list(server.server_state.connections):
            if isinstance(connection, Protocol):
                connection.left_if_slow(seconds)


def _announce(hub: Hub, first: FirstStart | None) -> None:
    public = hub.settings.public()
    (hub.settings.data / ADDRESS_FILE).write_text(public, encoding="utf-8")
    lines = [f"Linkwright serves at {public}"]
    if first is not None:
        lines += first.lines(public)
    else:
        lines += [f"  Console  {public}/console", f"  MCP      {public}/mcp"]
    print("\n".join(lines), flush=True)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise PortTaken(f"Linkwright cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from error
    return listener


@contextlib.contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    if settings.database_url is not None:
        yield
        return
    path = Path(settings.data) / "serve.lock"
    with path.open("a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderInUse(f"Another Linkwright already serves from {settings.data.absolute()}.") from None
        yield
