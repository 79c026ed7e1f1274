"""`linkwright serve`: the hub."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer

from linkwright.cli.errors import FolderNotOurs
from linkwright.settings import FILE_NAME, Settings, load_settings

# Whatever is written beside the key (database, its journal, locks) is for its owner only, whoever started us and how.
PRIVATE = 0o077
_OURS = ("linkwright.db", "master.key", "audit.key", "serve.", FILE_NAME)
_SWITCH_SECONDS = 0.0001
# Slots of 8 bytes.
_FRAMES = 20_000
# Where the hub of a folder can be reached, for commands that print links.
ADDRESS_FILE = "serve.address"


def serve(
    host: str | None = typer.Option(None, "--host", help="Address to listen on.", show_default="127.0.0.1"),
    port: int | None = typer.Option(None, "--port", help="Port to listen on.", show_default="8400"),
    data: Path | None = typer.Option(
        None, "--data", help="Folder of the database and the master key.", show_default=".linkwright"
    ),
) -> None:
    """Start the hub: console, API, MCP and Hub pages in one process."""
    import uvloop

    from linkwright.cli.running import run_hub
    from linkwright.kit.logs import configure

    settings = load_settings(host=host, port=port, data=data)
    configure(settings.log_level, settings.log_format)
    prepare_folder(settings)
    # The threads of SQLite's connections win the interpreter's lock only when they have waited this long without a break; the
    # loop gives it up for a moment more often than every 5 ms, Python's own value, so beside a busy loop they would starve.
    sys.setswitchinterval(_SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop, debug=settings.debug_loop) as runner:
        with_room(lambda: runner.run(run_hub(settings)))


def with_room(call: Callable[[], None]) -> None:
    """Make a call on a stack of frames that has room for all that is called from it.

    CPython keeps frames in pieces of 16 KB, and gives a piece back to the system as soon as it is empty (Python/pystate.c,
    `push_chunk`). Where a piece happens to end in the middle of what every request calls, each of them maps a new one. A frame
    that seems to need much gets a piece of twice its size for itself and those above it.
    """
    _roomy(call)


def _roomy(call: Callable[[], None]) -> None:
    call()


_roomy.__code__ = _roomy.__code__.replace(co_stacksize=_FRAMES)


def prepare_folder(settings: Settings) -> None:
    """Make the data folder for its owner only; one of ours that exists is closed to others, with all of ours in it.

    Raises:
        FolderNotOurs: it holds other things and is open to others: closing it would lock them out.
    """
    os.umask(PRIVATE)
    folder = settings.data
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    inside = list(folder.iterdir())
    ours = [path for path in inside if path.name.startswith(_OURS)]
    if inside and not ours and folder.stat().st_mode & 0o077 and {path.name for path in inside} != {"lost+found"}:
        raise FolderNotOurs(f"{folder.absolute()} holds other things than a Linkwright, and others may open it.")
    folder.chmod(0o700)
    for path in ours:
        # The key's own mode is its file's business: a key that others may have read must be talked about.
        is_key = path.parent == settings.key_path().parent and path.name.startswith(settings.key_path().name)
        if path.is_file() and not path.is_symlink() and not is_key:
            path.chmod(0o600)
