"""`linkwright vault`: the keys that credentials are sealed with, also beside a running server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import typer

from linkwright.audit.recording import Recording
from linkwright.cli.asking import ask_passphrase
from linkwright.cli.context import DATA, JSON, existing_hub, project_named, recorded, show
from linkwright.cli.vault_words import Bar, found_text, found_view, status_text
from linkwright.custody.destroying import Destroying
from linkwright.custody.errors import KeyStillNeeded, KeyUnknown
from linkwright.custody.key_files import drop_key_file
from linkwright.custody.opening import MasterKeys, passphrases_of
from linkwright.custody.rotation import Rotation
from linkwright.custody.shredding import Shredding
from linkwright.custody.status import status as status_of
from linkwright.custody.verifying import Verifying
from linkwright.errors import BadRequest
from linkwright.kit.clock import SystemClock, iso
from linkwright.kit.logs import configure
from linkwright.settings import Settings
from linkwright.store.database import Database, Tx
from linkwright.store.migrate import migrate
from linkwright.vault.keyring import Keyring
from linkwright.vault.vault import Vault

T = TypeVar("T")
app = typer.Typer(help="The keys that credentials are sealed with.", no_args_is_help=True)


class Provider(StrEnum):
    """Who holds a master key."""

    FILE = "file"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a provider
    KMS = "kms"
    TRANSIT = "transit"


@dataclass(frozen=True, slots=True)
class KeysOfHub:
    """The keys of a hub that may be serving at the same time."""

    settings: Settings
    database: Database
    keys: MasterKeys
    vault: Vault
    clock: SystemClock
    bar: Bar
    recording: Recording

    @property
    def rotation(self) -> Rotation:
        """Its rotations."""
        return Rotation(self.database, self.vault, self.clock)

    async def shredded(self, tx: Tx, project_id: str, account_id: str | None, records: Mapping[str, int]) -> None:
        """Write down what was shredded, with how many records of each table."""
        target = ("account", account_id) if account_id else ("project", project_id)
        detail = {"records": {name: count for name, count in records.items() if count}}
        await self.recording.add(tx, project_id, "vault.shredded", target, account_id=account_id, detail=detail)


def _with_keys(data: Path | None, work: Callable[[KeysOfHub], Awaitable[T]], *, quiet: bool) -> T:
    async def run(settings: Settings) -> T:
        configure(settings.log_level if settings.log_level != "info" else "warning", settings.log_format)
        opened, clock = recorded(settings), SystemClock()
        database = opened.database
        bar = Bar(quiet=quiet)
        try:
            await migrate(database)
            keys = MasterKeys(settings, database, clock, ask_passphrase)
            return await work(KeysOfHub(settings, database, keys, await keys.open(), clock, bar, opened.recording))
        finally:
            bar.end()
            await database.close()

    with existing_hub(data) as settings:
        return asyncio.run(run(settings))


@app.command("status")
def status(data: Path | None = DATA, json: bool = JSON) -> None:
    """Show the keys, what needs each, how far a rotation has come, and which processes run."""

    async def work(hub: KeysOfHub) -> dict[str, object]:
        return await status_of(hub.database, hub.vault.ring, hub.clock)

    value = _with_keys(data, work, quiet=json)
    show(value, status_text(value), as_json=json)


@app.command("rotate")
def rotate(
    to: Provider | None = typer.Option(
        None, "--to", help="Make a new master key there, instead of new data keys; the present one stays beside it."
    ),
    project: str | None = typer.Option(None, "--project", help="Only the data key of this project."),
    passphrase_file: Path | None = typer.Option(
        None, "--passphrase-file", help="File whose first line is the new passphrase. Default: it is asked for."
    ),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Change the data keys and seal every record anew, or change the master key. Killed half way, it goes on when run again."""
    if to is not None:
        _rotate_master(to, passphrase_file, data, json=json)
        return

    async def work(hub: KeysOfHub) -> dict[str, object]:
        project_id = None
        if project is not None:
            async with hub.database.read() as tx:
                project_id = (await project_named(tx, project)).id
        return found_view(await hub.rotation.data_keys(project_id, hub.bar.tell))

    value = _with_keys(data, work, quiet=json)
    text = "Every record is sealed by a new data key. The former ones stay until they are destroyed:\n"
    text += "  linkwright vault destroy-key --former"
    show(value, found_text(value, text), as_json=json)
    _exit_if_damaged(value)


def _rotate_master(to: Provider, passphrase_file: Path | None, data: Path | None, *, json: bool) -> None:
    async def work(hub: KeysOfHub) -> dict[str, object]:
        given = passphrases_of(passphrase_file)[:1] if passphrase_file else []
        passphrase = given[0] if given else None
        if to is Provider.PASSPHRASE and passphrase is None:
            passphrase = ask_passphrase("New passphrase")
        made = await hub.rotation.master_key(lambda known: hub.keys.make(to.value, known, passphrase), hub.bar.tell)
        rows = (await status_of(hub.database, hub.vault.ring, hub.clock))["master_keys"]
        former = [row["id"] for row in rows if row["state"] == "live"]
        files = [str(file.path) for file in hub.keys.files() if file.key_id == made]
        return {"master_key": made, "provider": to.value, "file": next(iter(files), None), "former": former}

    value = _with_keys(data, work, quiet=json)
    lines = [f"{value['master_key']} ({to.value}) is the current master key; every data key opens with it."]
    if value["file"]:
        lines.append(f"It lies at {value['file']}. Copy it to every process that serves, and into your safe.")
    former = value["former"]
    assert isinstance(former, list)  # made above
    lines += ["Once every process knows it (linkwright vault status), destroy the former one:"] if former else []
    lines += [f"  linkwright vault destroy-key {one}" for one in former]
    show(value, "\n".join(lines), as_json=json)


@app.command("rewrap")
def rewrap(
    fresh: bool = typer.Option(
        False, "--fresh", help="Wrap every data key anew: by the newest version of a key in a key service."
    ),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Finish what was begun: everything is brought under the keys that are current. Nothing is made new."""

    async def work(hub: KeysOfHub) -> dict[str, object]:
        return found_view(await hub.rotation.rewrap(hub.bar.tell, fresh=fresh))

    value = _with_keys(data, work, quiet=json)
    show(value, found_text(value, "Everything is under the current keys."), as_json=json)
    _exit_if_damaged(value)


@app.command("verify")
def verify(data: Path | None = DATA, json: bool = JSON) -> None:
    """Open every data key and every record, and name each that does not open; exit 1 if there is one. Nothing is shown."""

    async def work(hub: KeysOfHub) -> dict[str, object]:
        return found_view(await Verifying(hub.database, hub.vault.ring, hub.clock).everything(hub.bar.tell))

    value = _with_keys(data, work, quiet=json)
    show(value, found_text(value, "Everything opens."), as_json=json)
    _exit_if_damaged(value)


@app.command("destroy-key")
def destroy_key(
    key: str | None = typer.Argument(None, help="A master key (mk_…) or a data key (dk_…)."),
    former: bool = typer.Option(False, "--former", help="Every data key that is not current any more."),
    keep_file: bool = typer.Option(False, "--keep-file", help="Leave the file of a master key where it is."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Destroy a key that nothing needs any more. Everything is opened without it first; what still needs it keeps it."""
    if (key is None) is not former:
        raise BadRequest("Name one key, or say --former.", hint="`linkwright vault status` shows them.")

    async def work(hub: KeysOfHub) -> dict[str, object]:
        destroying = Destroying(hub.database, hub.vault, hub.clock)
        if key is not None and key.startswith("mk_"):
            return {"destroyed": [key], "files": await _destroy_master(hub, destroying, key, keep_file=keep_file)}
        destroyed, kept = [], {}
        for one in [key] if key is not None else await destroying.former():
            try:
                await destroying.data_key(one)
                destroyed.append(one)
            except KeyStillNeeded as needed:
                if key is not None:
                    raise
                kept[one] = f"{needed.message} {needed.remedy}"
        return {"destroyed": destroyed, "kept": kept, "files": []}

    value = _with_keys(data, work, quiet=json)
    lines = [f"{one} is destroyed." for one in _listed(value, "destroyed")]
    lines += [
        f"Its file at {one} is gone (the current key takes that name, if it was the main one). Delete its copies too."
        for one in _listed(value, "files")
    ]
    lines += [f"{one} is kept: {why}" for one, why in dict(value.get("kept") or {}).items()]  # type: ignore[call-overload]
    show(value, "\n".join(lines) or "There is no former data key.", as_json=json)


async def _destroy_master(hub: KeysOfHub, destroying: Destroying, key: str, *, keep_file: bool) -> list[str]:
    files = hub.keys.files()
    try:
        await destroying.master_key(key, hub.bar.tell)
    except KeyUnknown:
        # A run that was killed in between left the file of a key that is destroyed.
        if keep_file or key in hub.vault.ring.ids or all(file.key_id != key for file in files):
            raise
    if keep_file:
        return []
    current = Keyring(await hub.keys.look()).ids[0]
    return [str(path) for path in drop_key_file(hub.settings.key_path(), files, key, current)]


@app.command("shred")
def shred(
    project: str = typer.Option(..., "--project", help="The project."),
    account: str | None = typer.Option(
        None, "--account", help="Only what was sealed for this account, which has been deleted."
    ),
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Make everything that was sealed for a project, or for a deleted account, unreadable for ever."""
    if not yes:
        if not sys.stdin.isatty():
            raise BadRequest("Nobody is there to be asked.", hint="Say --yes if it is meant.")
        what = f"account {account}" if account else f"project {project}, all its credentials included"
        typer.confirm(f"Shred {what}? It cannot be undone", abort=True, err=True)

    async def work(hub: KeysOfHub) -> dict[str, object]:
        async with hub.database.read() as tx:
            project_id = (await project_named(tx, project)).id
        shredding = Shredding(hub.database, hub.vault, hub.clock, hub.shredded)
        done = (
            await shredding.shred_account(project_id, account, hub.bar.tell)
            if account
            else await shredding.shred_project(project_id)
        )
        return {**asdict(done), "later": iso(done.later) if done.later else None}

    value = _with_keys(data, work, quiet=json)
    lines = [f"{one} is destroyed." for one in _listed(value, "destroyed")]
    lines += [
        f"{one} is destroyed by the running hub after {value['later']}." for one in _listed(value, "destroyed_later")
    ]
    if value["problems"]:
        lines.append("But not while something of the project does not open, which `linkwright vault verify` tells of:")
        lines += [f"  {one}" for one in _listed(value, "problems")]
    lines.append("Backups made before now still open with: " + ", ".join(_listed(value, "opens_with")))
    lines.append("To end that: linkwright vault rotate --to …, then linkwright vault destroy-key of the former.")
    show(value, "\n".join(lines), as_json=json)
    if value["problems"]:
        raise typer.Exit(1)


def _listed(value: dict[str, object], name: str) -> list[str]:
    found = value.get(name) or ()
    assert isinstance(found, list | tuple)  # made by a command above
    return [str(one) for one in found]


def _exit_if_damaged(value: dict[str, object]) -> None:
    if value["damaged"]:
        raise typer.Exit(1)
