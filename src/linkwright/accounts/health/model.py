"""What a check is, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

WORKING = "working"
REFUSED = "refused"
ANOTHER = "another"
UNREACHABLE = "unreachable"
POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """When an account was looked at and is looked at next.

    Attributes:
        due_at: when it falls due; None while that is not planned, or off.
        checked_at: when it was last known whether the credential works; a call that worked counts.
        asked_at: when the provider was last asked for that alone.
        outcome: `working`, `refused`, `another`, `unreachable` or `postponed`; None before the first.
        detail: a sentence about it.
        faults: tries in a row at which the provider could not be asked.
        fence: rises with every lease.
    """

    account_id: str
    project_id: str
    due_at: datetime | None
    checked_at: datetime | None
    asked_at: datetime | None
    outcome: str | None
    detail: str | None
    faults: int
    fence: int

    @property
    def moments(self) -> dict[str, datetime | None]:
        """The times under their names on the wire."""
        return {"checked_at": self.checked_at, "asked_at": self.asked_at, "next_at": self.due_at}


@dataclass(frozen=True, slots=True)
class Found:
    """What asking the provider came to.

    Attributes:
        outcome: `working`, `refused`, `unreachable` or `postponed`.
        detail: a sentence about it.
        seen: the version of every field of the credential that was asked with.
        identity: whose account it opens, where it works.
        wait: seconds that the provider or our own counting says to wait, where it was postponed.
    """

    outcome: str
    detail: str
    seen: dict[str, int]
    identity: Any = field(default=None, repr=False)
    wait: float = 0.0
