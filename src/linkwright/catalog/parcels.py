"""A connector's files as one piece: checked names and sizes, packed for the database, compiled out of sight of the disk."""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from linkwright.catalog.pushed_files import HEADER_FILE, check_files, yaml_aliases
from linkwright.connectors.errors import ConnectorInvalid, ContractMissing
from linkwright.connectors.findings import Finding
from linkwright.connectors.loading import FORMAT
from linkwright.kit import jsons

if TYPE_CHECKING:
    from linkwright.connectors.compile import Compiled

_LEVEL = 6


def compile_files(files: Mapping[str, str]) -> Compiled:
    """Compile a connector of its files, the provider's contract among them. Takes seconds: never in the event loop.

    Raises:
        ConnectorInvalid: with all findings.
    """
    # The compiler and graphql-core are heavy, and a process that compiles nothing does without them.
    from linkwright.connectors.compile import compile_connector

    findings = [*check_files(files), *yaml_aliases(files)]
    if findings:
        raise ConnectorInvalid(findings)
    with tempfile.TemporaryDirectory(prefix="linkwright-connector-") as made:
        folder = Path(made)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        try:
            return compile_connector(folder, folder)
        except ContractMissing:
            raise ConnectorInvalid([_no_contract(files[HEADER_FILE])]) from None
        except RecursionError:
            raise ConnectorInvalid([Finding(HEADER_FILE, 1, "Something in the files is nested too deeply.")]) from None


def lock_of(packed: bytes, files: bytes) -> dict[str, Any]:
    """The lock of a published version, in the format of this hub.

    Raises:
        ConnectorInvalid: it was published under another format, and its files no longer compile.
        ValueError: what is stored is damaged.
    """
    lock = cast("dict[str, Any]", unpack(packed))
    if lock.get("format") == FORMAT:
        return lock
    # The files are what was published; the lock is only what came of them.
    return compile_files(cast("dict[str, str]", unpack(files))).connector


def pack(value: object) -> bytes:
    """A value of plain types as compressed JSON."""
    return zlib.compress(jsons.dumpb(value), _LEVEL)


def unpack(packed: bytes) -> object:
    """What was packed.

    Raises:
        ValueError: it is damaged.
    """
    try:
        return jsons.loads(zlib.decompress(packed))
    except zlib.error as broken:
        raise ValueError("the packed value is damaged") from broken


def files_hash(files: Mapping[str, str]) -> str:
    """SHA-256 over names and contents."""
    return hashlib.sha256(jsons.canonical(dict(files))).hexdigest()


def _no_contract(header: str) -> Finding:
    line = next((number for number, text in enumerate(header.splitlines(), 1) if "contract:" in text), 1)
    message = "The contract file that it names is not among the files."
    return Finding(HEADER_FILE, line, message, "Put it beside connector.yaml, or name its folder with --contracts.")
