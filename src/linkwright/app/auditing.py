"""The record of a hub, put together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial

from linkwright.audit.calls import RecordsOfRuns
from linkwright.audit.denials import Denials
from linkwright.audit.keys import AuditKey
from linkwright.audit.opening import open_recorded
from linkwright.audit.recording import Recording
from linkwright.audit.service import AuditService
from linkwright.audit.work import Chainer
from linkwright.kit.clock import Clock
from linkwright.kit.periodic import Periodic
from linkwright.settings import Settings
from linkwright.store.database import Database

_CHAIN_SECONDS = 1.0
_CUT_SECONDS = 3600.0


@dataclass(frozen=True)
class Auditing:
    """The database whose changes are recorded, and what records, chains and shows."""

    database: Database
    key: AuditKey
    recording: Recording
    calls: RecordsOfRuns
    denials: Denials
    chainer: Chainer
    service: AuditService
    clockwork: tuple[Periodic, ...]

    async def close(self) -> None:
        """Write and chain what waits."""
        await self.denials.flush()
        await self.chainer.chain()


def auditing_of(settings: Settings, clock: Clock) -> Auditing:
    """Open the database with its record."""
    opened = open_recorded(settings, clock)
    database, key, recording = opened.database, opened.key, opened.recording
    refused = asyncio.Event()
    denials = Denials(database, recording, refused, clock)
    chainer = opened.chainer
    clockwork = (
        Periodic("refusals", _CHAIN_SECONDS, denials.flush, due=refused),
        Periodic("audit chain", _CHAIN_SECONDS, chainer.chain, last=False),
        Periodic("audit retention", _CUT_SECONDS, partial(chainer.cut, settings.audit_retention_days), last=False),
    )
    service = AuditService(database, chainer, denials, key, recording, clock)
    calls = RecordsOfRuns(key, recording, chainer.places)
    return Auditing(database, key, recording, calls, denials, chainer, service, clockwork)
