"""Which accounts a list shows."""

from __future__ import annotations

from dataclasses import dataclass

from linkwright.accounts.model import STATUSES, TYPES
from linkwright.errors import Unprocessable
from linkwright.kit.words import did_you_mean

MOST_PER_PAGE = 500


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Every condition must hold; an empty one does not count. `page` counts from 1."""

    page: int = 1
    page_size: int = 25
    providers: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()
    owner_ids: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    search: str = ""
    type: str = ""
    profile_id: str = ""
    # What the caller is limited to; None for no limit.
    reach_accounts: tuple[str, ...] | None = None
    reach_profiles: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        for status in self.statuses:
            if status not in STATUSES:
                raise Unprocessable(f"There is no status '{status[:40]}'.{did_you_mean(status, STATUSES)}")
        if self.type and self.type not in TYPES:
            raise Unprocessable(f"There is no type '{self.type[:40]}'.{did_you_mean(self.type, TYPES)}")
        texts = (self.search, self.profile_id, *self.providers, *self.account_ids, *self.owner_ids)
        # PostgreSQL cannot even compare a text that holds a zero byte.
        if any("\0" in text for text in texts):
            raise Unprocessable("A filter holds a zero character, which no account has.")
