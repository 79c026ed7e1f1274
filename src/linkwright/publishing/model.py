"""What a published version is, and what publishing found out about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linkwright.connectors.bumps import Change
from linkwright.connectors.compiled import Connector


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version of a project's own connector; `withdrawn_at` is when it stopped being offered, if it did."""

    key: str
    version: str
    hash: str
    published_by: str
    publisher: str
    published_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Compared:
    """How a connector differs from an earlier version, and the version that this asks for."""

    earlier: str
    change: Change
    proposed: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The outcome of a push.

    Attributes:
        created: False if the same content was published under this version before.
        restored: it had been withdrawn, and is offered again.
        compared: with the version before it; None if it is the first.
        replaces: it takes the place of a connector that ships with the hub.
        notes: sentences that the author should read.
    """

    published: PublishedVersion
    connector: Connector
    created: bool
    restored: bool
    compared: Compared | None
    replaces: bool
    notes: tuple[str, ...]
