"""Where master keys are found: what the settings name, of what the database says is in use.

The database never says where a key is or where a token goes. Whoever can write to it could have data keys wrapped by a key of
theirs otherwise.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr

from linkwright.custody import repository
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.settings import Settings
from linkwright.store.data_keys import RETIRED, DataKeyRows
from linkwright.store.database import Database
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.errors import VaultLocked
from linkwright.vault.key_file import LocalKeyFile
from linkwright.vault.keyring import Keyring
from linkwright.vault.kms import AwsKms
from linkwright.vault.passphrase import PassphraseKey
from linkwright.vault.providers import FILE, KMS, PASSPHRASE, TRANSIT, KeyProvider
from linkwright.vault.transit import Transit, TransitAccess
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
Ask = Callable[[str], Secret | None]
"""Asks a person for a passphrase; None where nobody is there."""


class MasterKeys:
    """The master keys of a hub, as its settings and its database have them."""

    def __init__(self, settings: Settings, database: Database, clock: Clock, ask: Ask | None = None) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._ask = ask
        self._typed: Secret | None = None
        self._derived: dict[str, PassphraseKey] = {}
        self._services: dict[str, KeyProvider] = {}
        self._of_first_start: KeyProvider | None = None

    async def open(self) -> Vault:
        """The vault with every master key at hand; the first start of all makes one.

        Raises:
            VaultLocked: none is at hand.
            linkwright.vault.errors.WrongMasterKey: those that are do not open the data keys.
            linkwright.vault.errors.KeyFileUnsafe: the key file can be reached by others.
        """
        found = await self.look()
        ring = Keyring(found, self.look)
        vault = Vault(ring, DataKeyRows(self._database, self._clock, WrappedDataKey, ring.named))
        await vault.check()
        self._compare(found[0].kind)
        return vault

    def _compare(self, kind: str) -> None:
        """Say it where somebody asked for another provider than the one that holds the key, or they would think that it moved."""
        wanted = self._settings.key_provider
        if "key_provider" in self._settings.model_fields_set and wanted != kind:
            _log.warning(
                "key_provider_differs",
                set=wanted,
                holds_the_key=kind,
                hint=f"The setting is for a new hub. `linkwright vault rotate --to {wanted}` moves the key.",
            )

    async def look(self) -> Sequence[KeyProvider]:
        """Every master key that is in use and at hand, the current one first.

        Raises:
            VaultLocked: none is; the message says where the current one was looked for.
        """
        async with self._database.read() as tx:
            rows = await repository.all_master_keys(tx)
            sealed = await repository.any_data_key(tx)
        if not rows and not sealed:
            return [await self._first()]
        retired = {row["id"] for row in rows if row["state"] == RETIRED}
        in_use = {row["id"]: row for row in rows if row["state"] != RETIRED}
        found = {key.key_id: key for key in [*self.files(), *self.services()] if key.key_id not in retired}
        refusal: VaultLocked | None = None
        for row in in_use.values():
            if row["provider"] == PASSPHRASE:
                try:
                    found[row["id"]] = await self._of_passphrase(row["id"], row["parameters"])
                except VaultLocked as locked:
                    refusal = refusal or locked
        ordered = [found.pop(key_id) for key_id in in_use if key_id in found]
        # A key file that the database does not know is kept for the error that names both.
        ordered += [key for key in found.values() if key.kind == FILE]
        if not ordered:
            raise refusal or self._nowhere(next(iter(in_use.values()), None))
        return ordered

    def files(self) -> list[LocalKeyFile]:
        """The key file, and those of newer or older keys beside it.

        Raises:
            linkwright.vault.errors.KeyFileUnsafe, KeyFileDamaged: one of them cannot be used.
        """
        path = self._settings.key_path()
        beside = sorted(path.parent.glob(f"{path.name}.mk_*")) if path.parent.is_dir() else []
        return [LocalKeyFile(one) for one in (path, *beside) if os.path.lexists(one)]

    def services(self) -> list[KeyProvider]:
        """The keys of key services that the settings name; none is asked."""
        settings = self._settings
        for arn in settings.kms_keys:
            if arn not in self._services:
                endpoint, timeout = settings.kms_endpoint, settings.key_provider_timeout
                self._services[arn] = AwsKms(arn, endpoint=endpoint, timeout=timeout)
        if settings.transit_address:
            for name in settings.transit_keys:
                if name not in self._services:
                    self._services[name] = Transit(name, _access(settings))
        return list(self._services.values())

    async def make(self, kind: str, known: Sequence[str], passphrase: Secret | None = None) -> KeyProvider:
        """A master key that is not in use yet: a new one, or the first that the settings name.

        Args:
            kind: the provider.
            known: ids of the master keys that are or were in use.
            passphrase: of the new key, where it is made of one.

        Raises:
            VaultLocked: the settings name none that is not in use.
            linkwright.vault.errors.PassphraseTooShort: the passphrase has fewer than 12 characters.
        """
        if kind == FILE:
            # One that a run made which was killed before the database knew it.
            spare = [key for key in self.files() if key.key_id not in known]
            return spare[0] if spare else await asyncio.to_thread(LocalKeyFile.beside, self._settings.key_path())
        if kind == PASSPHRASE:
            given = passphrase or next(iter(self.passphrases()), None) or self._asked("New passphrase")
            if given is None:
                raise _no_passphrase()
            made = await PassphraseKey.create(given)
            self._derived[made.key_id] = made
            return made
        named = [key for key in self.services() if key.kind == kind]
        for key in named:
            if key.key_id not in known:
                return key
        setting = "LINKWRIGHT_KMS_KEYS" if kind == KMS else "LINKWRIGHT_TRANSIT_ADDRESS and LINKWRIGHT_TRANSIT_KEYS"
        raise VaultLocked(
            f"{setting} {'name' if named or kind == TRANSIT else 'names'} no key that is not in use already.",
            hint="Make a key in the service, add it in front, and start every process with that.",
        )

    def passphrases(self) -> list[Secret]:
        """Every passphrase that the settings give.

        Raises:
            VaultLocked: the file cannot be read.
        """
        found: list[Secret] = []
        given = _secret(self._settings.master_passphrase)
        if given is not None:
            found.append(given)
        if self._settings.master_passphrase_file is not None:
            found += passphrases_of(self._settings.master_passphrase_file)
        return [*found, self._typed] if self._typed is not None else found

    async def _first(self) -> KeyProvider:
        path = self._settings.key_path()
        if self._settings.key_provider == FILE:
            if not path.exists():
                await asyncio.to_thread(LocalKeyFile.create, path)
            return LocalKeyFile(path)
        if self._of_first_start is None:
            self._of_first_start = await self.make(self._settings.key_provider, ())
        return self._of_first_start

    async def _of_passphrase(self, key_id: str, parameters: dict[str, Any]) -> PassphraseKey:
        known = self._derived.get(key_id)
        if known is not None:
            return known
        given = self.passphrases() or [one for one in [self._asked("Passphrase of the master key")] if one is not None]
        for passphrase in given:
            key = await PassphraseKey.derive(key_id, passphrase, parameters)
            if key is not None:
                self._derived[key_id] = key
                return key
        if not given:
            raise _no_passphrase()
        raise VaultLocked(
            f"The passphrase given is not the one of master key {key_id}.",
            hint="Give the passphrase that is in use. Nothing opens without it, and nobody can find it out.",
        )

    def _asked(self, what: str) -> Secret | None:
        if self._ask is None:
            return None
        self._typed = self._ask(what)
        return self._typed

    def _nowhere(self, row: Any) -> VaultLocked:
        if row is None or row["provider"] == FILE:
            LocalKeyFile(self._settings.key_path())  # raises, and says what is wrong with it
        named = "LINKWRIGHT_KMS_KEYS" if row["provider"] == KMS else "LINKWRIGHT_TRANSIT_ADDRESS and …_KEYS"
        return VaultLocked(
            f"The master key is {row['label']}, and the settings do not name it.", hint=f"Set {named} to that key."
        )


def passphrases_of(path: Path) -> list[Secret]:
    """The passphrases of a file, one on each line.

    Raises:
        VaultLocked: it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise VaultLocked(
            f"The passphrase file {path} cannot be read ({type(problem).__name__}).", hint="Check the file."
        ) from None
    return [Secret(line) for line in lines if line.strip()]


def _no_passphrase() -> VaultLocked:
    return VaultLocked(
        "The master key is made of a passphrase, and none was given.",
        hint="Set LINKWRIGHT_MASTER_PASSPHRASE_FILE or LINKWRIGHT_MASTER_PASSPHRASE, or start it where it can ask.",
    )


def _access(settings: Settings) -> TransitAccess:
    return TransitAccess(
        address=(settings.transit_address or "").rstrip("/"),
        mount=settings.transit_mount,
        namespace=settings.transit_namespace,
        token=_secret(settings.transit_token),
        token_file=settings.transit_token_file,
        role_id=settings.transit_role_id,
        secret_id=_secret(settings.transit_secret_id),
        secret_id_file=settings.transit_secret_id_file,
        ca_file=settings.transit_ca_file,
        timeout=settings.key_provider_timeout,
    )


def _secret(value: SecretStr | None) -> Secret | None:
    return None if value is None else Secret(value.get_secret_value())
