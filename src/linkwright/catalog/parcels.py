"""A connector's files as one piece: checked names and sizes, packed for the database, compiled out of sight of the disk."""

from __future__ import annotations

import hashlib
import re
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from linkwright.connectors.errors import ConnectorInvalid, ContractMissing
from linkwright.connectors.findings import Finding
from linkwright.connectors.loading import FORMAT
from linkwright.kit import jsons

if TYPE_CHECKING:
    from linkwright.connectors.compile import Compiled

MOST_FILES = 400
MOST_BYTES = 16 * 1024 * 1024
"""Of all files together; the largest public GraphQL schema has some five million."""
_HEADER = "connector.yaml"
_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}/){0,4}[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}")
_LEVEL = 6


def check_files(files: Mapping[str, str]) -> list[Finding]:
    """What is wrong with the files before any of them is read."""
    if _HEADER not in files:
        return [Finding(_HEADER, 1, "The file is missing.", "Push the folder that holds it.")]
    if len(files) > MOST_FILES:
        return [Finding(_HEADER, 1, f"The connector has {len(files)} files; at most {MOST_FILES} are taken.")]
    if sum(len(text) for text in files.values()) > MOST_BYTES:
        return [Finding(_HEADER, 1, f"The files have more than {MOST_BYTES // 1024 // 1024} MB together.")]
    return [
        Finding(name[:120], 1, "The file's name cannot be used.", "Use letters, digits, `_`, `-`, `.` and `/`.")
        for name in sorted(files)
        if not _NAME.fullmatch(name)
    ]


def compile_files(files: Mapping[str, str]) -> Compiled:
    """Compile a connector of its files, the provider's contract among them. Takes seconds: never in the event loop.

    Raises:
        ConnectorInvalid: with all findings.
    """
    # The compiler and graphql-core are heavy, and a process that compiles nothing does without them.
    from linkwright.connectors.compile import compile_connector

    findings = [*check_files(files), *_aliases(files)]
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
            raise ConnectorInvalid([_no_contract(files[_HEADER])]) from None
        except RecursionError:
            raise ConnectorInvalid([Finding(_HEADER, 1, "Something in the files is nested too deeply.")]) from None


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
    return Finding(_HEADER, line, message, "Put it beside connector.yaml, or name its folder with --contracts.")


def _aliases(files: Mapping[str, str]) -> list[Finding]:
    """Aliases in YAML, with which a few lines can stand for millions."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import AliasEvent

    found = []
    for name, text in files.items():
        if not name.endswith(".yaml") or "*" not in text:
            continue
        try:
            for event in YAML(typ="rt").parse(text):
                if isinstance(event, AliasEvent):
                    found.append(
                        Finding(name, event.start_mark.line + 1, "YAML aliases are not taken.", "Write it out.")
                    )
                    break
        except (YAMLError, ValueError, RecursionError):
            continue  # The compiler says what is wrong with it, and where.
    return found
