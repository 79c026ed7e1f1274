"""`linkwright connector docs`: a connector's page for people, out of its files and its lock."""

from __future__ import annotations

from pathlib import Path

import typer

from linkwright.cli.connectors.compiling import CONNECTOR
from linkwright.cli.connectors.findings import seen
from linkwright.cli.connectors.folders import folder_of
from linkwright.cli.connectors.locks import read_lock_file


def docs(
    key: str = CONNECTOR,
    into: Path = typer.Option(Path("docs/connectors"), "--into", help="Folder of the page, KEY.md.", show_default=True),
    check: bool = typer.Option(
        False, "--check", help="Write nothing; exit 1 if the page is not what would be written."
    ),
) -> None:
    """Write a connector's page: how to link it, and every action with inputs, example and cost."""
    from linkwright.cli.connectors.measuring import whole_page
    from linkwright.connectors.compile import LOCK_FILE

    folder = folder_of(key)
    lock = read_lock_file(folder / LOCK_FILE)
    path = into / f"{lock['connector']['key']}.md"
    text = whole_page(folder, lock)
    fresh = path.is_file() and path.read_text(encoding="utf-8") == text
    if check and not fresh:
        typer.echo(f"Stale: {seen(path)}. Write it with `linkwright connector docs {key}`.", err=True)
        raise typer.Exit(1)
    if not fresh:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    typer.echo(f"{seen(path)} is up to date." if fresh else f"Wrote {seen(path)}.")
