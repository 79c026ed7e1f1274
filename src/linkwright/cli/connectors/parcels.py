"""Which files of a connector's folder are pushed to a hub."""

from __future__ import annotations

from pathlib import Path

from linkwright.cli.connectors.findings import seen
from linkwright.cli.errors import FileUnreadable
from linkwright.errors import NotFound

_SUFFIXES = frozenset({".yaml", ".yml", ".md", ".svg", ".graphql", ".json"})
# JSON Schemas for editors; they say nothing of the connector.
_NOT = frozenset({"schemas"})


def files_of(folder: Path, contracts: Path | None) -> dict[str, str]:
    """The texts of a connector's files by name, the provider's contract among them.

    Raises:
        NotFound: the folder holds no connector.
        FileUnreadable: a file is not UTF-8 text.
    """
    from linkwright.connectors.compile import HEADER_FILE

    if not (folder / HEADER_FILE).is_file():
        raise NotFound(f"There is no {HEADER_FILE} in {seen(folder)}.", hint="Name the folder that holds it.")
    found = {
        path.relative_to(folder).as_posix(): _text(path) for path in sorted(folder.rglob("*")) if _is_part(path, folder)
    }
    if contracts is not None:
        found |= _contracts(contracts, found[HEADER_FILE])
    return found


def _is_part(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    hidden = any(part.startswith((".", "__")) for part in parts)
    return (
        path.is_file()
        and path.suffix in _SUFFIXES
        and not path.name.endswith(".lock.json")
        and not hidden
        and parts[0] not in _NOT
    )


def _contracts(contracts: Path, header: str) -> dict[str, str]:
    """The contract files that the header names, from the folder of contracts or the connector's own folder in it."""
    key = next((line.partition(":")[2].strip() for line in header.splitlines() if line.startswith("key:")), "")
    found: dict[str, str] = {}
    for place in (contracts / key, contracts):
        for path in sorted(place.glob("*")) if place.is_dir() else ():
            if path.is_file() and path.suffix in _SUFFIXES and path.name in header:
                found[path.name] = _text(path)
    return found


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise FileUnreadable(f"{seen(path)} is not UTF-8 text.", hint="Save it as UTF-8.") from None
