"""The backup archive: a zip of the master key, every table as lines of JSON, and a manifest with checksums."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from linkwright import __version__
from linkwright.cli.errors import ArchiveDamaged, FileExists
from linkwright.kit import jsons
from linkwright.kit.clock import Clock, iso
from linkwright.store.database import Database
from linkwright.store.dump import dump_table, table_names
from linkwright.store.migrate import current_revision

FORMAT = 1
KEY_ENTRY = "master.key"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself: the database's revision, rows and SHA-256 of each table's lines."""

    revision: str
    rows: dict[str, int]
    checksums: dict[str, str]


async def write_archive(path: Path, database: Database, master_key: bytes, clock: Clock) -> Manifest:
    """Write a consistent picture of the database, and the master key, into a new file for its owner only."""
    revision = await current_revision(database) or ""
    rows: dict[str, int] = {}
    checksums: dict[str, str] = {}
    with _private_file(path) as handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(KEY_ENTRY, master_key)
        checksums[KEY_ENTRY] = hashlib.sha256(master_key).hexdigest()
        async with database.snapshot() as tx:
            for name in table_names():
                digest, count = hashlib.sha256(), 0
                with archive.open(_entry(name), "w", force_zip64=True) as entry:
                    async for line in dump_table(tx, name):
                        entry.write(line)
                        digest.update(line)
                        count += 1
                rows[name], checksums[name] = count, digest.hexdigest()
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "revision": revision,
            "made_at": iso(clock.now()),
            "rows": rows,
            "checksums": checksums,
        }
        archive.writestr(_MANIFEST, jsons.dumpb(manifest))
    return Manifest(revision, rows, checksums)


@contextmanager
def open_archive(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open an archive and check every part against its manifest before anything is used.

    Raises:
        ArchiveDamaged: it is no backup of Linkwright, or a part was altered.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(jsons.loads(archive.read(_MANIFEST)))
            for name, expected in manifest.checksums.items():
                if _digest(archive, name) != expected:
                    raise ArchiveDamaged(f"{path} is damaged: {name} was altered since it was written.")
            yield archive, manifest
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise ArchiveDamaged(f"{path} is not a whole backup of Linkwright ({type(error).__name__}).") from None


def lines_of(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The lines of a table."""
    with archive.open(_entry(name)) as entry:
        yield from entry


def _manifest(value: Any) -> Manifest:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise ValueError("another format")
    return Manifest(value["revision"], value["rows"], value["checksums"])


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(KEY_ENTRY if name == KEY_ENTRY else _entry(name)) as entry:
        while chunk := entry.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _entry(table: str) -> str:
    return f"tables/{table}.jsonl"


@contextmanager
def proved_file(path: Path) -> Iterator[Path]:
    """Gives the place to write to; what stands there gets the name `path` when the block ends, and not before.

    Raises:
        FileExists: there is a file of that name already.
    """
    if path.exists():
        raise FileExists(f"{path} exists already and is not overwritten.")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    # One that a killed run left behind.
    part.unlink(missing_ok=True)
    try:
        yield part
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _private_file(path: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        yield handle
        handle.flush()
        os.fsync(handle.fileno())
