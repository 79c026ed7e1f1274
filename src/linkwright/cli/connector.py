"""`linkwright connector`: compile a connector's files into its locks, or only check them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import typer

from linkwright.errors import NotFound
from linkwright.kit.words import did_you_mean

app = typer.Typer(help="Connectors.", no_args_is_help=True)

CONTRACTS = typer.Option(
    ..., "--contracts", help="Folder that holds the provider's contract file, or one folder per connector that does."
)


@app.command("compile")
def compile_(
    key: str = typer.Argument(help="Key of a connector of this hub, or the folder of another one."),
    contracts: Path = CONTRACTS,
    check: bool = typer.Option(False, "--check", help="Write nothing; exit 1 if a lock is not what would be written."),
) -> None:
    """Compile a connector's files and write its locks, or name every mistake in them."""
    from linkwright.connectors.compile import compile_connector, stale, write

    folder = _folder(key)
    compiled = compile_connector(folder, contracts)
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


@app.command("check")
def check_(
    path: Path = typer.Argument(help="Folder with connector.yaml."),
    contracts: Path | None = typer.Option(None, "--contracts", help="As for compile. Default: the same folder."),
) -> None:
    """Say every mistake in a connector's files, with file and line; write nothing."""
    from linkwright.connectors.compile import compile_connector

    compiled = compile_connector(path, contracts or path)
    actions = compiled.connector["actions"]
    costs = max((action["complexity"] for action in actions), default=0)
    typer.echo(f"No mistakes: {len(actions)} actions, the dearest costs {costs:g} points.")


def _folder(key: str) -> Path:
    """The folder of a shipped connector, or the folder named.

    Raises:
        NotFound: it is neither.
    """
    from linkwright.catalog.catalog import SHIPPED
    from linkwright.connectors.compile import HEADER_FILE

    if key in SHIPPED:
        return Path(str(resources.files("linkwright.catalog").joinpath(key)))
    if (Path(key) / HEADER_FILE).is_file():
        return Path(key)
    raise NotFound(f"There is no connector {key}.{did_you_mean(key, SHIPPED)}", hint="Name a key or a folder.")
