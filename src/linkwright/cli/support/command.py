"""`linkwright support-bundle`: one zip for whoever helps, looked through for secrets before it is written."""

from __future__ import annotations

import asyncio
import hashlib
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import typer

from linkwright.cli.archive import proved_file
from linkwright.cli.context import DATA, JSON, existing_hub, show
from linkwright.cli.support import gathering
from linkwright.cli.support.errors import SecretFound
from linkwright.cli.support.log_lines import reduced
from linkwright.cli.support.scanning import Known, secret_forms, texts_of
from linkwright.cli.support.shown_settings import shown
from linkwright.custody import repository as custody
from linkwright.custody.opening import MasterKeys
from linkwright.custody.verifying import Verifying
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import SystemClock, iso
from linkwright.settings import Settings
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.store.records import RECORDS
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.key_file import LocalKeyFile
from linkwright.vault.keyring import Keyring
from linkwright.vault.vault import Vault

FORMAT = 1
README = b"""A support bundle of Linkwright: figures and states of one hub.

It holds no secret, no name or address of a person, and no argument or answer of a call. Before it was
written every file in it was searched for what looks like a secret and for every secret that the hub's
vault could open; manifest.json says how far that went, and has the SHA-256 of each file.
"""


@dataclass(slots=True)
class Searched:
    """How far the search for known secrets went.

    Attributes:
        vault: `open`, `empty`, or the code of the error that kept it closed.
        records: how many records were opened and looked for.
        not_opened: how many did not open.
    """

    vault: str
    records: int = 0
    not_opened: int = 0


def support_bundle(
    out: Path = typer.Option(Path("linkwright-support.zip"), "--out", help="The file to write; it must not exist."),
    log: Path | None = typer.Option(
        None, "--log", help="A log file of the hub; of its last 200 warnings and errors, what they are and where."
    ),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Write what whoever helps needs to know of this hub: figures and states, and nothing of people or secrets."""
    with existing_hub(data) as settings:
        parts, searched = asyncio.run(_gathered(settings, log))
    manifest = _manifest(parts, searched)
    _refuse_secrets({"manifest.json": manifest})
    with proved_file(out) as part:
        _write(part, {**parts, "manifest.json": manifest})
    text = f"{out} holds {len(parts) + 1} files. Searched for what looks like a secret"
    text += (
        f" and for {searched.records} stored secrets: none is in it." if searched.vault == "open" else ": none found."
    )
    if searched.vault not in {"open", "empty"}:
        text += f"\nThe vault did not open ({searched.vault}), so stored secrets were not looked for."
    value = {"file": str(out), "files": sorted([*parts, "manifest.json"]), "searched": _view(searched)}
    show(value, text, as_json=json)


async def _gathered(settings: Settings, log: Path | None) -> tuple[dict[str, bytes], Searched]:
    database = Database(settings.database_address())
    keys = MasterKeys(settings, database, SystemClock())
    try:
        ring, state = await _ring(database, keys)
        said: dict[str, Any] = {
            "program.json": gathering.of_program(),
            "settings.json": shown(settings),
            "database.json": await gathering.of_database(database),
            "counts.json": await gathering.tried(lambda: gathering.of_counts(database)),
            "keys.json": await gathering.tried(lambda: gathering.of_keys(database, ring)),
            "folder.json": gathering.of_folder(settings),
            "running.json": await gathering.tried(lambda: gathering.of_running_hub(settings)),
        }
        if log is not None:
            with log.open(encoding="utf-8", errors="replace") as lines:
                said["log.json"] = reduced(lines)
        parts = {"README.txt": README, **{name: jsons.dumpb(value) + b"\n" for name, value in said.items()}}
        _refuse_secrets(parts)
        searched = Searched(state)
        known = Known(parts)
        _refuse_known(known, _of_settings(settings), "a secret of the settings")
        _refuse_known(known, _of_files(keys), "a master key")
        if state == "open":
            await _search(database, ring, known, searched)
        return parts, searched
    finally:
        await database.close()


async def _ring(database: Database, keys: MasterKeys) -> tuple[Keyring, str]:
    """The master keys at hand; none is ever made here, and nobody is asked for a passphrase."""
    try:
        async with database.read() as tx:
            if not await custody.any_data_key(tx) and not await custody.all_master_keys(tx):
                return Keyring([]), "empty"
        return Keyring(await keys.look()), "open"
    except LinkwrightError as locked:
        return Keyring([]), locked.code
    except Exception as broken:
        return Keyring([]), type(broken).__name__


async def _search(database: Database, ring: Keyring, known: Known, searched: Searched) -> None:
    clock = SystemClock()
    vault = Vault(ring, DataKeyRows(database, clock, WrappedDataKey))
    try:
        for column in RECORDS:
            async for row in Verifying(database, ring, clock).rows(column):
                try:
                    secret = await vault.open(bytes(row[4]), **column.place(row)._asdict())
                except LinkwrightError:
                    searched.not_opened += 1
                    continue
                searched.records += 1
                texts = list(texts_of(secret.reveal(), whole=column.kept))
                _refuse_known(known, texts, f"a secret of {column.table.name}")
    except SecretFound:
        raise
    except Exception as broken:
        # A table that is not there, a database that stops answering: the bundle is wanted then most of all.
        searched.vault = type(broken).__name__


def _of_settings(settings: Settings) -> list[str]:
    found = [
        one.get_secret_value()
        for name in Settings.model_fields
        if hasattr(one := getattr(settings, name), "get_secret_value")
    ]
    for address in (settings.database_url, settings.transit_address):
        password = urlsplit(address).password if address else None
        found += [password, unquote(password)] if password else []
    return found


def _of_files(keys: MasterKeys) -> list[str]:
    found = []
    try:
        for file in keys.files():
            assert isinstance(file, LocalKeyFile)
            lines = file.path.read_text(encoding="ascii").splitlines()
            found += [line.removeprefix("key: ") for line in lines if line.startswith("key: ")]
    except (LinkwrightError, OSError, UnicodeDecodeError):
        return found
    return found


def _refuse_secrets(parts: Mapping[str, bytes]) -> None:
    for name, kind in secret_forms(parts):
        raise SecretFound(f"{name} would hold {kind}, so no support bundle was written.")


def _refuse_known(known: Known, texts: Sequence[str], kind: str) -> None:
    for text in texts:
        for name in known.where(text):
            raise SecretFound(f"{name} would hold {kind}, so no support bundle was written.")


def _manifest(parts: Mapping[str, bytes], searched: Searched) -> bytes:
    files = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)} for name, content in parts.items()
    }
    value = {"format": FORMAT, "made_at": iso(SystemClock().now()), "files": files, "searched": _view(searched)}
    return jsons.dumpb(value) + b"\n"


def _view(searched: Searched) -> dict[str, Any]:
    return {
        "forms": True,
        "vault": searched.vault,
        "records": searched.records,
        "records_not_opened": searched.not_opened,
    }


def _write(path: Path, parts: Mapping[str, bytes]) -> None:
    private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(private, "wb") as handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
