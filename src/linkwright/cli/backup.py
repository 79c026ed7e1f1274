"""`linkwright backup` and `linkwright restore`: database and key files in one file, proved by decrypting."""

from __future__ import annotations

import asyncio
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from linkwright.access.repository import first_organization
from linkwright.audit.model import HUB
from linkwright.audit.opening import Opened
from linkwright.cli.archive import (
    AUDIT_ENTRY,
    KEY_ENTRY,
    Manifest,
    audit_key_in,
    key_entries,
    lines_of,
    open_archive,
    proved_file,
    write_archive,
)
from linkwright.cli.asking import ask_passphrase
from linkwright.cli.context import DATA, JSON, existing_hub, recorded, show
from linkwright.cli.errors import NotEmpty
from linkwright.cli.proof import master_key_of, prove
from linkwright.cli.serve import prepare_folder
from linkwright.custody.opening import MasterKeys
from linkwright.kit.clock import SystemClock
from linkwright.settings import Settings, load_settings
from linkwright.store.database import Database
from linkwright.store.dump import clear_table, load_rows, table_names
from linkwright.store.migrate import current_revision, migrate
from linkwright.vault.key_file import LocalKeyFile
from linkwright.vault.keyring import Keyring
from linkwright.vault.providers import FILE, KeyProvider


def backup(
    file: Path = typer.Argument(help="The file to write; it must not exist."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Write database and key files into one file, and prove that every credential in it opens. Beside a running hub."""
    with existing_hub(data) as settings:
        manifest, opened = asyncio.run(_backup(file, settings))
    size, keys = file.stat().st_size, key_entries(manifest)
    held = "the master key" if keys else "no master key: whoever restores it needs the key service or the passphrase"
    text = (
        f"{file} holds {sum(manifest.rows.values())} rows and {held} ({size} bytes).\n"
        f"Proved: {opened} stored credentials open from it.\n"
    )
    text += "Whoever has this file can read every credential. Keep it where you keep keys." if keys else ""
    value = {
        "file": str(file),
        "rows": manifest.rows,
        "credentials_opened": opened,
        "bytes": size,
        "master_key_files": len(keys),
    }
    show(value, text.rstrip(), as_json=json)


def restore(
    file: Path = typer.Argument(help="A file that `linkwright backup` wrote."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Fill an empty folder (or PostgreSQL database) from a backup, and prove that every credential opens."""
    settings = load_settings(data=data)
    with open_archive(file) as (archive, manifest):
        opened = asyncio.run(_restore(archive, manifest, settings))
    rows = sum(manifest.rows.values())
    text = f"Restored {rows} rows into {settings.data.absolute()}.\nProved: {opened} stored credentials open."
    show({"rows": manifest.rows, "credentials_opened": opened}, text, as_json=json)


async def _backup(file: Path, settings: Settings) -> tuple[Manifest, int]:
    with proved_file(file) as part:
        opened = recorded(settings)
        database = opened.database
        try:
            await migrate(database)
            keys = MasterKeys(settings, database, SystemClock(), ask_passphrase)
            ring = await keys.look()
            await _note(opened, "hub.backed_up")
            files = {**_entries(ring), AUDIT_ENTRY: settings.audit_key_path().read_bytes()}
            manifest = await write_archive(part, database, files, SystemClock())
        finally:
            await database.close()
        # The proof reads the written file, not the database it came from; and the file has its name only after it.
        with TemporaryDirectory() as folder, open_archive(part) as (archive, _):
            address = Settings(data=Path(folder)).database_address()
            others = [key for key in ring if key.kind != FILE]
            return manifest, await _proved(archive, manifest, address, others)


def _entries(ring: Sequence[KeyProvider]) -> dict[str, bytes]:
    """The key files in use, by the names of their entries: the main name for the first."""
    found: dict[str, bytes] = {}
    for key in ring:
        if isinstance(key, LocalKeyFile):
            found[f"{KEY_ENTRY}.{key.key_id}" if found else KEY_ENTRY] = key.path.read_bytes()
    return found


async def _proved(archive: zipfile.ZipFile, manifest: Manifest, address: str, others: Sequence[KeyProvider]) -> int:
    """Open every credential of an archive in a database that is thrown away. The master keys stay in memory."""
    database = Database(address)
    try:
        await _fill(archive, manifest, database)
        files = [master_key_of(archive.read(name).decode("ascii")) for name in key_entries(manifest)]
        return await prove(database, Keyring([*files, *others]))
    finally:
        await database.close()


async def _restore(archive: zipfile.ZipFile, manifest: Manifest, settings: Settings) -> int:
    prepare_folder(settings)
    database = Database(settings.database_address())
    try:
        if await current_revision(database) is not None or settings.key_path().exists():
            raise NotEmpty(f"There is a Linkwright in {settings.data.absolute()} or its database already.")
        await _fill(archive, manifest, database)
    finally:
        await database.close()
    path = settings.key_path()
    for name in key_entries(manifest):
        _write_key(path.with_name(path.name + name.removeprefix(KEY_ENTRY)), archive.read(name))
    audit_key = audit_key_in(archive, manifest)
    if audit_key is not None and not settings.audit_key_path().exists():
        # One that is there is the operator's choice; that the record goes on with another key is written into it.
        _write_key(settings.audit_key_path(), audit_key)
    opened = recorded(settings)
    try:
        await opened.chainer.check_key()
        await _note(opened, "hub.restored")
        keys = MasterKeys(settings, opened.database, SystemClock(), ask_passphrase)
        return await prove(opened.database, Keyring(await keys.look()))
    finally:
        await opened.database.close()


async def _note(opened: Opened, event: str) -> None:
    """Write down that everything was copied, or put back, and have all that was written down until then chained."""
    async with opened.database.write() as tx:
        organization = await first_organization(tx)
        chain = organization["id"] if organization is not None else HUB
        await opened.recording.add(tx, chain, event, ("organization", chain))
    await opened.chainer.chain()


async def _fill(archive: zipfile.ZipFile, manifest: Manifest, database: Database) -> None:
    await migrate(database, manifest.revision)
    async with database.write() as tx:
        await clear_table(tx, "counters")
        for name in table_names():
            if name in manifest.rows:
                await load_rows(tx, name, lines_of(archive, name))
    await migrate(database)


def _write_key(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
