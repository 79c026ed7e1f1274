"""What endpoints, deliveries and attempts are."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

STATUSES = ("pending", "delivered", "failed")
GONE = "gone"
FAILING = "failing"
BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a project wants events posted.

    Attributes:
        url: may hold what only the receiver should know, so it is not logged.
        events: names of events, or `*` alone.
        stackone: whether body, names and a further signature are those of the StackOne contract.
        ordered: whether deliveries of one account go out one after another, in the order of their events.
        disabled_reason: `gone`, `failing` or `by_hand`; None while it is on.
        failing_since: since when every attempt has failed.
    """

    id: str
    project_id: str
    url: str = dataclasses.field(repr=False)
    description: str | None
    events: tuple[str, ...]
    stackone: bool
    ordered: bool
    enabled: bool
    disabled_reason: str | None
    disabled_at: datetime | None
    failing_since: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SealedSecret:
    """A signing secret as it is stored; `expires_at` is None for the newest."""

    endpoint_id: str
    version: int
    project_id: str
    record: bytes = dataclasses.field(repr=False)
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process holds the lease of.

    Attributes:
        queue: at an ordered endpoint, the account whose events go out one after another.
        attempts: how many there were before, in all.
        tries: how many there were in the present round of retries.
        fence: the number of the lease; whoever has an older one writes nothing.
    """

    id: str
    project_id: str
    endpoint_id: str
    event_id: str
    queue: str | None
    attempts: int
    tries: int
    fence: int


@dataclass(frozen=True, slots=True)
class Full:
    """Ids of endpoints and projects to which a process makes as many deliveries at once as it may."""

    endpoints: Collection[str] = ()
    projects: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it is stored."""

    id: str
    project_id: str
    type: str
    account_id: str | None
    data: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at delivering.

    Attributes:
        status: the receiver's HTTP status; None if it did not answer.
        error: why this was no delivery; None if it was one.
        excerpt: the beginning of the answer, without secrets.
        retry_after: seconds that the receiver asked to wait.
    """

    started_at: datetime
    duration_ms: float
    status: int | None
    error: str | None
    excerpt: str = ""
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A line of the delivery log: an event on its way to an endpoint, with its attempts."""

    id: str
    endpoint_id: str
    event: Happened
    status: str
    due_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    attempts: tuple[Attempt, ...]
