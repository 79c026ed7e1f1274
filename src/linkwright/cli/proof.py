"""Proof that a database and its master keys belong together: every stored secret is opened once."""

from __future__ import annotations

from linkwright.custody.verifying import Verifying
from linkwright.kit.clock import SystemClock
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.store.records import RECORDS
from linkwright.store.tables import credentials
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.key_text import read_key_text
from linkwright.vault.keyring import Keyring
from linkwright.vault.providers import KeyProvider, MasterKey
from linkwright.vault.vault import Vault


async def prove(database: Database, master: Keyring | KeyProvider) -> int:
    """Open every credential, app secret, signing secret and secret of signing in, keeping none; how many credentials there were.

    Raises:
        linkwright.vault.errors.RecordDoesNotOpen: one was altered or moved.
        linkwright.vault.errors.WrongMasterKey: the key is another hub's.
    """
    clock = SystemClock()
    vault = Vault(master, DataKeyRows(database, clock, WrappedDataKey))
    verifying = Verifying(database, vault.ring, clock)
    opened = 0
    for column in RECORDS:
        if not column.kept:
            continue
        async for row in verifying.rows(column):
            await vault.open(bytes(row[4]), **column.place(row)._asdict())
            opened += column.table is credentials
    return opened


def master_key_of(text: str) -> MasterKey:
    """The key that a key file's text holds."""
    return MasterKey(*read_key_text(text))
