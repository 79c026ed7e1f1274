"""What is noted of a write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

OPEN = "open"
DONE = "done"
REFUSED = "refused"
UNKNOWN = "unknown"

GIVEN = "given"
DERIVED = "derived"
NONE = "none"

DOUBT = timedelta(minutes=15)
"""How long at least a write is kept of which nobody knows whether it happened."""


@dataclass(frozen=True, slots=True)
class WriteKey:
    """By what a write is known again.

    Attributes:
        hash: SHA-256 of the key, as hex.
        kind: `given` by the caller, `derived` from its call, or `none`: nobody can repeat it.
    """

    hash: str
    kind: str


@dataclass(frozen=True, slots=True)
class Intent:
    """A write that somebody wants.

    Attributes:
        fingerprint: SHA-256 of account, action and the caller's arguments, as hex.
        run_id: the run that makes this try.
        lasts: seconds that this try may take.
        caller: `face`, `name` and `id` of whoever asked.
        narrow: whoever asked is limited to some accounts, and is told nothing of the others.
    """

    key: WriteKey
    project_id: str
    account_id: str
    action: str
    fingerprint: str
    run_id: str
    lasts: float
    caller: Mapping[str, str]
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger holds of a write."""

    project_id: str
    key_hash: str
    key_kind: str
    account_id: str
    action: str
    fingerprint: str
    state: str
    seed: str
    caller: Mapping[str, str]
    lease_owner: str | None
    lease_fence: int
    lease_until: datetime | None
    run_id: str
    answer: bytes | None = field(repr=False)
    told: bool
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """A try that may be sent: it is durable that it was meant.

    Attributes:
        seed: of which the ids of what is created are drawn; the same for every try.
        doubtful: an earlier try may have happened, so look before you send.
        earlier: the run of that try.
    """

    intent: Intent
    seed: str
    fence: int
    doubtful: bool
    earlier: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A write that was done before; `body` is what was answered then, `run_id` the run that did it."""

    key_hash: str
    fence: int
    run_id: str
    body: bytes = field(repr=False)
