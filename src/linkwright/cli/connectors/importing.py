"""`linkwright connector import`: the first draft of an action, out of the provider's contract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from linkwright.cli.errors import ActionExists, FileUnreadable

if TYPE_CHECKING:
    from graphql import GraphQLSchema

    from linkwright.connectors.model import Header
    from linkwright.connectors.openapi import Contract

app = typer.Typer(help="Draft actions out of a provider's contract.", no_args_is_help=True)

INTO = typer.Option(None, "--into", help="An action file (actions/RESOURCE.yaml) to append to. Default: print.")


@app.command("graphql")
def graphql(
    schema: Path = typer.Argument(help="The provider's schema as an SDL file."),
    fields: list[str] = typer.Argument(help="Root fields, such as issueCreate; query.x or mutation.x if both exist."),
    into: Path | None = INTO,
) -> None:
    """Draft an action for each root field. What an author must decide is marked FILL IN and does not compile."""
    from linkwright.connectors.importing import import_field

    contract = read_schema(schema)
    header = _header(into) if into else None
    drafts = [import_field(contract, field, header) for field in fields]
    _hand_out(drafts, into)


@app.command("openapi")
def openapi(
    document: Path = typer.Argument(help="The provider's OpenAPI document (3.0 or 3.1), YAML or JSON."),
    operations: list[str] = typer.Argument(help="operationIds, such as createTicket."),
    into: Path | None = INTO,
) -> None:
    """Draft an action for each operation. What an author must decide is marked FILL IN and does not compile."""
    from linkwright.connectors.importing_operation import import_operation

    contract = read_openapi(document)
    header = _header(into) if into else None
    _hand_out([import_operation(contract, name, header) for name in operations], into)


def _hand_out(drafts: list[str], into: Path | None) -> None:
    """Print the drafts, or append them to a file that holds none of these actions yet."""
    if into is None:
        typer.echo("\n".join(drafts), nl=False)
        return
    known = into.read_text(encoding="utf-8") if into.exists() else ""
    names = [draft.split(":", 1)[0] for draft in drafts]
    taken = [name for name in names if f"\n{name}:" in f"\n{known}"]
    if taken:
        raise ActionExists(f"{into} has an action {taken[0]} already.")
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text("\n".join([known.rstrip("\n") + "\n", *drafts] if known else drafts), encoding="utf-8")
    typer.echo(f"Added {', '.join(names)} to {into}. Fill in the marked lines, then check.")


def read_schema(path: Path) -> GraphQLSchema:
    """The schema of an SDL file.

    Raises:
        FileUnreadable: it is not one.
    """
    from graphql import GraphQLError, build_schema

    try:
        return build_schema(path.read_text(encoding="utf-8"), assume_valid=True)
    except (GraphQLError, UnicodeDecodeError, TypeError) as broken:
        raise FileUnreadable(f"{path} is not a GraphQL schema: {str(broken).splitlines()[0]}") from None


def read_openapi(path: Path) -> Contract:
    """The contract of an OpenAPI document.

    Raises:
        FileUnreadable: it is none.
    """
    from linkwright.connectors.openapi import NotOpenApi, read_contract

    try:
        return read_contract(path.read_bytes())
    except (NotOpenApi, OSError) as broken:
        raise FileUnreadable(f"{path} is not an OpenAPI document: {broken}.") from None


def _header(into: Path) -> Header | None:
    """The header of the connector that the file belongs to, if it has a good one."""
    from linkwright.connectors.checking import checked
    from linkwright.connectors.compile import HEADER_FILE
    from linkwright.connectors.model import Header
    from linkwright.connectors.source import Source, read_source

    source = read_source(into.resolve().parent.parent / HEADER_FILE, HEADER_FILE)
    header = checked(Header, source) if isinstance(source, Source) else []
    return None if isinstance(header, list) else header
