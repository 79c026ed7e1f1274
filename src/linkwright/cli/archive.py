"""The backup archive: a zip of the master keys that are files, the audit key, every table as lines of JSON, and a manifest with checksums."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
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
AUDIT_ENTRY = "audit.key"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself: the database's revision, rows and SHA-256 of each table's lines."""

    revision: str
    rows: dict[str, int]
    checksums: dict[str, str]


async def write_archive(path: Path, database: Database, keys: Mapping[str, bytes], clock: Clock) -> Manifest:
    """Write a consistent picture of the database, and key files by their entries' names, into a new file for its owner only.

    The key files must have been read before: of keys that are made meanwhile, data keys are wrapped by the older ones too.
    """
    revision = await current_revision(database) or ""
    rows: dict[str, int] = {}
    checksums: dict[str, str] = {}
    with _private_file(path) as handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry_name, key in keys.items():
            archive.writestr(entry_name, key)
            checksums[entry_name] = hashlib.sha256(key).hexdigest()
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


def key_entries(manifest: Manifest) -> list[str]:
    """The entries that are key files: `master.key`, and `master.key.mk_…` of others."""
    return sorted(name for name in manifest.checksums if _is_key(name))


def audit_key_in(archive: zipfile.ZipFile, manifest: Manifest) -> bytes | None:
    """The file of the audit key; archives of earlier versions hold none."""
    return archive.read(AUDIT_ENTRY) if AUDIT_ENTRY in manifest.checksums else None


def _is_key(name: str) -> bool:
    return name == KEY_ENTRY or re.fullmatch(re.escape(KEY_ENTRY) + r"\.mk_[A-Za-z0-9]{1,64}", name) is not None


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
    with archive.open(name if name == AUDIT_ENTRY or _is_key(name) else _entry(name)) as entry:
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
