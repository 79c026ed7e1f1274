"""`linkwright connector compile` and `check`: write a connector's locks, or only say every mistake."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from linkwright.cli.connectors.findings import compiled_or_exit, counted, say
from linkwright.cli.connectors.folders import CONTRACTS, folder_of
from linkwright.cli.connectors.locks import read_lock_file
from linkwright.cli.context import JSON, show, table

if TYPE_CHECKING:
    from linkwright.connectors.figures import Figures

CONNECTOR = typer.Argument(help="Key of a connector of this hub, or the folder of another one.")


def compile_(
    key: str = CONNECTOR,
    contracts: Path | None = CONTRACTS,
    check: bool = typer.Option(False, "--check", help="Write nothing; exit 1 if a lock is not what would be written."),
    tokens: bool = typer.Option(
        True, "--tokens/--no-tokens", help="Show tokens, bytes, points and lines of every action."
    ),
    json: bool = JSON,
) -> None:
    """Compile a connector's files and write its locks, or name every mistake in them."""
    from linkwright.connectors.compile import stale, write
    from linkwright.connectors.figures import figures

    folder = folder_of(key)
    compiled = compiled_or_exit(folder, contracts, as_json=json)
    hashed = compiled.connector["hash"][:12]
    found = figures(folder, compiled.connector)
    old = stale(folder, compiled)
    if check and old:
        typer.echo(f"Stale: {', '.join(old)}. Compile {key} without --check and commit what it writes.", err=True)
        raise typer.Exit(1)
    if old:
        write(folder, compiled)
    said = f"Wrote {', '.join(old)}." if old else "Nothing changed."
    text = f"The locks of {key} are up to date ({hashed})." if check else f"{_counts(found)}, {hashed}. {said}"
    if tokens and not check:
        text = f"{_tokens(found)}\n\n{text}"
    show({"hash": compiled.connector["hash"], "wrote": old, **found.plain()}, text, as_json=json)


def check(
    key: str = CONNECTOR,
    contracts: Path | None = CONTRACTS,
    json: bool = JSON,
) -> None:
    """Say every mistake in a connector's files, with file and line; write nothing.

    Where the provider's contract is not at hand, the files are held against the part of it in contract.lock.json.
    """
    from linkwright.connectors.compile import CONTRACT_LOCK_FILE
    from linkwright.connectors.figures import figures

    folder = folder_of(key)
    lock = folder / CONTRACT_LOCK_FILE
    table = read_lock_file(lock) if contracts is None and lock.is_file() else None
    compiled = compiled_or_exit(folder, contracts, as_json=json, table=table)
    found = figures(folder, compiled.connector)
    if json:
        show({"findings": [], **found.plain()}, "", as_json=True)
        return
    say(typer.style(f"{found.key} {found.version}: no mistakes.", fg="green"))
    say("\n".join(_summary(found)))


def _counts(found: Figures) -> str:
    kinds = (f"{found.count('read')} read", f"{found.count('write')} write", f"{found.count('destroy')} destroy")
    return f"{counted(len(found.actions), 'action')} ({', '.join(kinds)})"


def _summary(found: Figures) -> list[str]:
    from linkwright.connectors.figures import BYTES_PER_TOKEN, TARGET_LINES, TARGET_TOKENS
    from linkwright.connectors.published import MOST_BYTES

    largest, dearest, longest = found.most("input_bytes"), found.most("points"), found.most("tokens")
    tokens = f"median {found.median('tokens'):g} (aim {TARGET_TOKENS}), most {longest.tokens} ({longest.id})"
    return [
        f"{_counts(found)}.",
        f"Largest input schema: {largest.input_bytes} of {MOST_BYTES} bytes ({largest.id}).",
        *([f"Dearest call: {dearest.points:g} points ({dearest.id})."] if dearest.points else []),
        f"Tokens per definition: {tokens}; {BYTES_PER_TOKEN} bytes of JSON count as one.",
        f"Lines per action: median {found.median('lines'):g} (aim {TARGET_LINES}).",
    ]


def _tokens(found: Figures) -> str:
    rows = [["ACTION", "EFFECT", "TOKENS", "INPUT BYTES", "POINTS", "LINES"]]
    rows += [
        [one.id, one.effect, str(one.tokens), str(one.input_bytes), f"{one.points:g}", str(one.lines)]
        for one in sorted(found.actions, key=lambda one: -one.tokens)
    ]
    return table(rows)
