"""Makes connectors of pushed files and compares locks beside the event loop, one connector at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linkwright.catalog.parcels import compile_files, files_hash, lock_of, pack
from linkwright.connectors.bumps import Change, bump
from linkwright.connectors.compiled import Connector
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.connectors.findings import Finding
from linkwright.connectors.loading import load_connector
from linkwright.connectors.versions import parse
from linkwright.publishing.apart import compile_apart

Compiler = Callable[[Mapping[str, str]], Awaitable[dict[str, Any]]]
_HEADER = "connector.yaml"
# Words of the connectors' own addresses.
_RESERVED = frozenset({"meta"})


@dataclass(frozen=True, slots=True)
class Pushed:
    """A connector that compiled: its lock, the same ready to run, and both lock and files packed for the database."""

    lock: dict[str, Any]
    connector: Connector
    files_hash: str
    packed_lock: bytes
    packed_files: bytes


class Workshop:
    """Where pushed files become a connector."""

    def __init__(self, compiler: Compiler = compile_apart) -> None:
        self._compiler = compiler
        self._one = asyncio.Lock()

    async def compile(self, files: Mapping[str, str]) -> Pushed:
        """The connector of these files.

        Raises:
            ConnectorInvalid: with all findings.
            linkwright.errors.Internal: the process that compiles broke.
        """
        async with self._one:
            lock = await self._compiler(files)
            return await asyncio.to_thread(_pushed, files, lock)

    async def compare(self, earlier: tuple[bytes, bytes], pushed: Pushed) -> Change | None:
        """What changed since a version, given its packed lock and files; None if those can no longer be read."""
        async with self._one:
            return await asyncio.to_thread(_compared, earlier, pushed.lock)


async def compile_here(files: Mapping[str, str]) -> dict[str, Any]:
    """The lock of these files, compiled in a thread of this process: for commands, which serve nobody meanwhile.

    Raises:
        ConnectorInvalid: with all findings.
    """
    return (await asyncio.to_thread(compile_files, files)).connector


def _pushed(files: Mapping[str, str], lock: dict[str, Any]) -> Pushed:
    head = lock["connector"]
    if head["key"] in _RESERVED:
        raise ConnectorInvalid([_at(files, "key:", f"'{head['key']}' cannot be a key here.", "Choose another one.")])
    try:
        parse(head["version"])
    except ValueError as wrong:
        raise ConnectorInvalid([_at(files, "version:", f"{wrong}.", "Write numbers without leading zeros.")]) from None
    return Pushed(lock, load_connector(lock), files_hash(files), pack(lock), pack(dict(files)))


def _compared(earlier: tuple[bytes, bytes], lock: dict[str, Any]) -> Change | None:
    try:
        return bump(lock_of(*earlier), lock)
    except (ConnectorInvalid, ValueError, KeyError):
        return None


def _at(files: Mapping[str, str], word: str, message: str, remedy: str) -> Finding:
    lines = files[_HEADER].splitlines()
    line = next((number for number, text in enumerate(lines, 1) if text.startswith(word)), 1)
    return Finding(_HEADER, line, message, remedy)
