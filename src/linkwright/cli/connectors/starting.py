"""`linkwright connector new` and `schema`: the first files of a connector, and what editors need to know of the language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from linkwright.cli.connectors.findings import seen
from linkwright.cli.connectors.importing import read_openapi, read_schema
from linkwright.cli.errors import FileExists
from linkwright.errors import BadRequest

if TYPE_CHECKING:
    from graphql import GraphQLSchema

    from linkwright.connectors.openapi import Contract

_KEY = re.compile(r"^[a-z][a-z0-9]{0,31}$")


def new(
    key: str = typer.Argument(help="The connector's key: lower-case letters and digits. It never changes."),
    graphql: Path | None = typer.Option(
        None, "--graphql", help="The provider's GraphQL schema; it is copied and pinned."
    ),
    openapi: Path | None = typer.Option(
        None, "--openapi", help="The provider's OpenAPI document; it is copied and pinned."
    ),
    into: Path = typer.Option(Path(), "--into", help="Where to make the folder.", show_default="here"),
) -> None:
    """Start a connector: a folder of files that `check` accepts once the marked lines are filled in."""
    from linkwright.connectors.scaffold import SCHEMAS_FOLDER, scaffold

    if not _KEY.match(key):
        raise BadRequest(f"'{key}' cannot be a key.", hint="Lower-case letters and digits, at most 32, a letter first.")
    folder = into / key
    if folder.exists() and any(folder.iterdir()):
        raise FileExists(f"{seen(folder)} exists already and is not empty.", hint="Choose another key or --into.")
    contract: bytes | None = None
    schema: GraphQLSchema | None = None
    document: Contract | None = None
    if graphql is not None and openapi is not None:
        raise BadRequest("A connector has one contract.", hint="Give --graphql or --openapi.")
    if graphql is not None:
        contract, schema = graphql.read_bytes(), read_schema(graphql)
    if openapi is not None:
        contract, document = openapi.read_bytes(), read_openapi(openapi)
    for name, text in scaffold(key, contract, schema, document).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if contract is not None:
        (folder / ("openapi.yaml" if document else "schema.graphql")).write_bytes(contract)
    _write_schemas(folder / SCHEMAS_FOLDER)
    typer.echo(f"Made {seen(folder)}. `linkwright connector check {seen(folder)}` says what is still to be filled in.")


def schema(
    into: Path = typer.Option(Path("schemas"), "--into", help="Folder to write to.", show_default="schemas"),
) -> None:
    """Write the JSON Schemas of connector.yaml and of action files, for completion and checks in editors."""
    written = _write_schemas(into)
    typer.echo("\n".join(seen(path) for path in written))


def _write_schemas(into: Path) -> list[Path]:
    from linkwright.connectors.editing import schema_files

    into.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in schema_files().items():
        (into / name).write_bytes(content)
        written.append(into / name)
    return written
