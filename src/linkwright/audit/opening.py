"""Opens the database of a hub so that nothing changes in it without a record: the one way for whoever writes to it."""

from __future__ import annotations

from dataclasses import dataclass

from linkwright.audit.keys import AuditKey
from linkwright.audit.recording import Recording
from linkwright.audit.work import Chainer
from linkwright.kit.clock import Clock
from linkwright.settings import Settings
from linkwright.store.acting import SYSTEM, Acting
from linkwright.store.database import Database


@dataclass(frozen=True, slots=True)
class Opened:
    """A database with its record, and what chains that."""

    database: Database
    key: AuditKey
    recording: Recording
    chainer: Chainer


def open_recorded(settings: Settings, clock: Clock, usual: Acting = SYSTEM) -> Opened:
    """Open it; the first time of all makes the audit key. `usual` acts where nobody else does.

    Raises:
        linkwright.vault.errors.KeyFileUnsafe, KeyFileDamaged: the audit key cannot be used.
    """
    key = AuditKey.open(settings.audit_key_path())
    recording = Recording(key, clock, usual)
    database = Database(settings.database_address())
    recording.follow(database)
    chainer = Chainer(
        database,
        key,
        recording,
        clock,
        every=settings.audit_checkpoint_records,
        seconds=settings.audit_checkpoint_minutes * 60,
        outside=settings.audit_checkpoint_file,
    )
    return Opened(database, key, recording, chainer)
