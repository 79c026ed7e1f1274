"""`linkwright`: the entry of the command line."""

from __future__ import annotations

import sys

import typer

from linkwright import __version__
from linkwright.cli.lazily import LazyGroup
from linkwright.errors import LinkwrightError

app = typer.Typer(
    name="linkwright",
    cls=LazyGroup,
    help="A self-hosted hub where people link their accounts, and where apps and agents act on them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def root(version: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    """A self-hosted hub where people link their accounts, and where apps and agents act on them."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run, and say what went wrong in a sentence instead of a traceback."""
    try:
        app()
    except LinkwrightError as error:
        print(f"{error.message}\n{error.remedy}".rstrip(), file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        # A folder that cannot be made, a file that is not there: the system's own words name it.
        print(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), file=sys.stderr)
        sys.exit(1)
