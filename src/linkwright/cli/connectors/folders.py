"""Where a connector's files are, and where the contract that they name is."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import typer

from linkwright.errors import NotFound
from linkwright.kit.words import did_you_mean

CONTRACTS = typer.Option(
    None,
    "--contracts",
    help="Folder that holds the provider's contract file, or one folder per connector that does. "
    "Default: the connector's own folder.",
)


def folder_of(key: str) -> Path:
    """The folder of a shipped connector, or the folder named.

    Raises:
        NotFound: it is neither.
    """
    from linkwright.catalog.shipped import SHIPPED
    from linkwright.connectors.compile import HEADER_FILE

    if key in SHIPPED:
        return shipped(key)
    if (Path(key) / HEADER_FILE).is_file():
        return Path(key)
    if Path(key).is_dir():
        raise NotFound(f"There is no {HEADER_FILE} in {key}.", hint="Name the folder that holds it.")
    raise NotFound(f"There is no connector {key}.{did_you_mean(key, SHIPPED)}", hint="Name a key or a folder.")


def shipped(key: str) -> Path:
    """The folder of a connector that ships with the hub."""
    return Path(str(resources.files("linkwright.catalog").joinpath(key)))
