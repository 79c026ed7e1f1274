"""What is known of an erasure."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

OPEN, DONE = "open", "done"
KEPT = (
    (
        "audit_records",
        "The record of what was done with the accounts: ids of accounts, and no name, value or argument.",
    ),
    (
        "runs",
        "When which action ran with which outcome, for figures: without arguments, results, addresses or messages.",
    ),
    ("events", "That something was told to webhooks, for their log: without owner and content."),
    (
        "deletion_receipts",
        "That each account was deleted, and whether its provider ended the credential: without the owner.",
    ),
)
"""What stays after an erasure, and why."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure that was asked for; the columns of `owner_erasures` without the owner's mark.

    Attributes:
        owner: the owner's id, until all is erased.
        accounts: ids of all accounts that the owner had.
        counts: rows that were deleted, emptied or kept, as `erased` and `kept`, each by table.
    """

    id: str
    project_id: str
    owner: str | None
    state: str
    accounts: tuple[str, ...]
    counts: dict[str, Any]
    asked_by: str
    asked_by_name: str
    asked_at: datetime
    finished_at: datetime | None


async def mark_of(project_id: str, owner: str) -> str:
    """What an owner is known again by after nothing else of it is left; some 50 ms of work, so that ids are not guessed."""

    def made() -> str:
        return hashlib.scrypt(owner.encode(), salt=project_id.encode(), n=2**14, r=8, p=1, dklen=32).hex()

    return await asyncio.to_thread(made)
