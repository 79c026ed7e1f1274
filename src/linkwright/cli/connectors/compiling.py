"""`linkwright connector compile` and `check`: write a connector's locks, or only say every mistake."""

from __future__ import annotations

from pathlib import Path

import typer

from linkwright.cli.connectors.folders import CONTRACTS, folder_of


def compile_(
    key: str = typer.Argument(help="Key of a connector of this hub, or the folder of another one."),
    contracts: Path | None = CONTRACTS,
    check: bool = typer.Option(False, "--check", help="Write nothing; exit 1 if a lock is not what would be written."),
) -> None:
    """Compile a connector's files and write its locks, or name every mistake in them."""
    from linkwright.connectors.compile import compile_connector, stale, write

    folder = folder_of(key)
    compiled = compile_connector(folder, contracts or folder)
    hashed = compiled.connector["hash"][:12]
    if check:
        old = stale(folder, compiled)
        if old:
            typer.echo(f"Stale: {', '.join(old)}. Compile {key} without --check and commit what it writes.", err=True)
            raise typer.Exit(1)
        typer.echo(f"The locks of {key} are up to date ({hashed}).")
        return
    changed = write(folder, compiled)
    actions = len(compiled.connector["actions"])
    typer.echo(f"{actions} actions, {hashed}. " + (f"Wrote {', '.join(changed)}." if changed else "Nothing changed."))


def check(
    key: str = typer.Argument(help="Key of a connector of this hub, or the folder of another one."),
    contracts: Path | None = CONTRACTS,
) -> None:
    """Say every mistake in a connector's files, with file and line; write nothing."""
    from linkwright.connectors.compile import compile_connector

    folder = folder_of(key)
    compiled = compile_connector(folder, contracts or folder)
    actions = compiled.connector["actions"]
    costs = max((action["complexity"] for action in actions), default=0)
    typer.echo(f"No mistakes: {len(actions)} actions, the dearest costs {costs:g} points.")
