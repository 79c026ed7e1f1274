"""How mistakes in a connector's files are shown: all at once, one to a line, so that editors can jump to them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from linkwright.kit import jsons

if TYPE_CHECKING:
    from linkwright.connectors.compile import Compiled
    from linkwright.connectors.findings import Finding


def compiled_or_exit(
    folder: Path, contracts: Path | None, *, as_json: bool, table: Mapping[str, Any] | None = None
) -> Compiled:
    """The compiled connector; with mistakes in its files the command shows them and ends with 1.

    `table` is the connector's contract lock, for a check where the contract is not at hand.
    """
    from linkwright.connectors.compile import compile_connector
    from linkwright.connectors.errors import ConnectorInvalid

    try:
        return compile_connector(folder, contracts or folder, table)
    except ConnectorInvalid as refused:
        show_findings(refused.findings, folder, as_json=as_json)
        raise typer.Exit(1) from None


def show_findings(findings: Sequence[Finding], folder: Path, *, as_json: bool) -> None:
    """Print mistakes with their files as seen from where the command was given."""
    if as_json:
        typer.echo(jsons.dumps({"findings": [_plain(one, folder) for one in findings]}))
        return
    for one in findings:
        place = typer.style(f"{seen(folder / one.file)}:{one.line}:", bold=True)
        remedy = typer.style(one.remedy, fg="green") if one.remedy else ""
        say(f"{place} {one.message} {remedy}".rstrip())
    files = len({one.file for one in findings})
    say(typer.style(f"{counted(len(findings), 'mistake')} in {counted(files, 'file')}.", fg="red"))


def say(text: str) -> None:
    """Print; colours stay only on a terminal of someone who has not asked for none."""
    typer.echo(text, color=False if "NO_COLOR" in os.environ else None)


def counted(number: int, thing: str) -> str:
    """`1 mistake`, `2 mistakes`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def seen(path: Path) -> str:
    """The path as it is shortest from here."""
    relative = os.path.relpath(path)
    return relative if len(relative) <= len(str(path)) else str(path)


def _plain(finding: Finding, folder: Path) -> dict[str, Any]:
    return {**asdict(finding), "file": seen(folder / finding.file)}
