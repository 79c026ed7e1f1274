"""`linkwright serve`: the hub."""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer

from linkwright.settings import Settings, load_settings


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
    with asyncio.Runner(loop_factory=uvloop.new_event_loop, debug=settings.debug_loop) as runner:
        runner.run(run_hub(settings))


def prepare_folder(settings: Settings) -> None:
    """Make the data folder for its owner only; one that exists is closed to others."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.data.chmod(0o700)
