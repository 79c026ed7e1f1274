"""The vault: seals a secret for one place, and opens it there and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from linkwright.kit.secret import Secret
from linkwright.vault.data_keys import DataKeyStore, OpenDataKey, OpenKeys, WrappedDataKey, make_data_key, open_data_key
from linkwright.vault.envelope import Place, key_id_of, open_record, seal_record
from linkwright.vault.errors import DataKeyMissing, VaultLocked, WrongMasterKey
from linkwright.vault.keyring import Keyring
from linkwright.vault.providers import KeyProvider

_OPEN_KEYS = 1024


@dataclass(frozen=True, slots=True)
class Sealer:
    """A project's data key at hand, so that sealing waits for nothing; to be used at once and not to be kept."""

    project_id: str
    key_id: str
    _cipher: AESGCM = field(repr=False)

    def seal(self, secret: Secret, *, account_id: str, field: str, version: int) -> bytes:
        """Seal a secret for its place."""
        return seal_record(self.key_id, self._cipher, secret, Place(self.project_id, account_id, field, version))


class Vault:
    """Envelope encryption with a data key per project.

    Plain secrets are never kept. Data keys are kept open in memory, at most `open_keys` of them.
    """

    def __init__(self, master: Keyring | KeyProvider, keys: DataKeyStore, *, open_keys: int = _OPEN_KEYS) -> None:
        """`master`: the master keys at hand, or the only one."""
        self.ring = master if isinstance(master, Keyring) else Keyring([master])
        self._keys = keys
        self._open = OpenKeys(open_keys)

    async def seal(self, secret: Secret, *, project_id: str, account_id: str, field: str, version: int) -> bytes:
        """Seal a secret for its place; the project's first seal makes its data key.

        Raises:
            WrongMasterKey: the project's data key does not open with the master key in use.
        """
        sealer = await self.sealer(project_id)
        return sealer.seal(secret, account_id=account_id, field=field, version=version)

    async def sealer(self, project_id: str) -> Sealer:
        """What seals for a project without waiting; for secrets that must be stored the moment they are there.

        Raises:
            WrongMasterKey: the project's data key does not open with the master key in use.
        """
        # Asked of the store each time: a cached "current key" whose row was rolled back would seal what nobody can open.
        key = await self._current(project_id)
        return Sealer(project_id, key.id, (await self._opened(key)).cipher)

    async def prepare(self, project_id: str) -> None:
        """Give a project its data key before anything is sealed, so that the database knows its master key at once.

        Raises:
            WrongMasterKey: it has one, of another master key.
        """
        await self._opened(await self._current(project_id))

    async def open(self, blob: bytes, *, project_id: str, account_id: str, field: str, version: int) -> Secret:
        """Open a record at its place.

        Raises:
            RecordDoesNotOpen: it was altered, or does not belong here.
            DataKeyMissing: the store does not have its data key.
            WrongMasterKey: its data key does not open with the master key in use.
        """
        place = Place(project_id, account_id, field, version)
        key_id = key_id_of(blob, place)
        opened = self._open.get(key_id)
        if opened is None:
            key = await self._keys.get(key_id)
            if key is None:
                raise DataKeyMissing(
                    f"The stored {field} of {account_id} (version {version}) does not open: its data key is not here."
                )
            opened = await self._opened(key)
        if opened.project_id != project_id:
            raise place.refusal()
        return open_record(blob, opened.cipher, place)

    def open_now(self, blob: bytes, *, project_id: str, account_id: str, field: str, version: int) -> Secret | None:
        """Open a record without waiting, if its data key is open already; None means: use `open`.

        Raises:
            RecordDoesNotOpen: it was altered, or does not belong here.
        """
        place = Place(project_id, account_id, field, version)
        opened = self._open.get(key_id_of(blob, place))
        if opened is None:
            return None
        if opened.project_id != project_id:
            raise place.refusal()
        return open_record(blob, opened.cipher, place)

    async def check(self, *, limit: int = 1) -> None:
        """Prove that the master key in use is the right one by opening stored data keys anew, past the cache.

        Where no data key is stored yet, the provider must wrap and unwrap a throw-away one.

        Args:
            limit: how many keys to try, the newest first.

        Raises:
            WrongMasterKey: a stored data key does not open.
            VaultLocked: the provider does not give back what it wrapped.
        """
        stored = await self._keys.newest(limit)
        for key in stored:
            await open_data_key(self.ring, key)
        if not stored:
            probe = bytes(32)
            wraps = await self.ring.wrap(probe, b"check")
            if await self.ring.unwrap("check", wraps, b"check") != probe:
                raise VaultLocked("The key provider does not give back the keys that it wraps.")

    def forget(self, project_id: str) -> None:
        """Let go of a project's open data keys, once its rows are deleted."""
        self._open.drop_project(project_id)

    def open_ids(self) -> list[str]:
        """The ids of the data keys that are held open."""
        return self._open.ids()

    def close_key(self, key_id: str) -> None:
        """Let go of one data key that was destroyed."""
        self._open.drop(key_id)

    async def _current(self, project_id: str) -> WrappedDataKey:
        key = await self._keys.current(project_id)
        if key is None:
            key = await self._keys.add(await make_data_key(self.ring, project_id))
        if key is None:
            raise WrongMasterKey(
                f"The master key of this process ({', '.join(self.ring.ids)}) is retired.",
                hint="Give this process the master key that is in use now (linkwright vault status names it).",
            )
        return key

    async def _opened(self, key: WrappedDataKey) -> OpenDataKey:
        opened = self._open.get(key.id)
        if opened is None:
            opened = OpenDataKey(key.project_id, await open_data_key(self.ring, key))
            self._open.put(key.id, opened)
        return opened
